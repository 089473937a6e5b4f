"""What a person wants to reach: one sealed row each."""

from __future__ import annotations

from onward_app.vault.models import Sealed


class Goal(Sealed):
    """One goal, with its words and where it moved. Its nearness on a day is a row of the record."""

    def __str__(self) -> str:
        return f"goal {self.pk}"
