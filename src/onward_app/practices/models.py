"""What a person wrote in a practice, and their fair tests: one sealed row each."""

from __future__ import annotations

from django.db import models

from onward_app.vault.models import Sealed


class Sheet(Sealed):
    """One thing that was written in a practice, or one fair test.

    The seal holds ``{"kind", "day", "fields"}``. That it was done stands in the record, as an
    entry of its own (`queries.entry_of`).

    Attributes
    ----------
    removed_at : datetime or None
        Taken away by the person; kept a day for an undo, then deleted.
    """

    removed_at = models.DateTimeField(null=True, default=None, editable=False)

    def __str__(self) -> str:
        return f"sheet {self.pk}"
