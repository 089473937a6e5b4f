"""What a person wants to reach: one sealed row each."""

from __future__ import annotations

from django.db import models

from onward_app.vault.models import Sealed


class Goal(Sealed):
    """One goal, with its words and where it moved. Its nearness on a day is a row of the record.

    The seal holds ``{"words", "why", "state", "since", "names", "history"}``. The names are those
    under which its nearness stands in the record: its words now, and those that it had before.

    Attributes
    ----------
    removed_at : datetime or None
        Taken away by the person; kept a day for an undo, then deleted.
    """

    removed_at = models.DateTimeField(null=True, default=None, editable=False)

    def __str__(self) -> str:
        return f"goal {self.pk}"
