"""What a person wrote or did in a practice, and their fair tests: one sealed row each."""

from __future__ import annotations

from onward_app.vault.models import Sealed


class Sheet(Sealed):
    """One thing of the practices.

    The seal holds ``{"kind", "day", "fields"}``; the minutes and the name of what was done are a row
    of the record (entries)."""

    def __str__(self) -> str:
        return f"sheet {self.pk}"
