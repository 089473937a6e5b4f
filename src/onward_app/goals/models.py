"""What a person wants to reach: one sealed row each."""

from __future__ import annotations

from onward_app.vault.models import Undoable


class Goal(Undoable):
    """One goal, with its words and where it moved. Its nearness on a day is a row of the record.

    The seal holds ``{"words", "why", "state", "since", "names", "history"}``. The names are those
    under which its nearness stands in the record: its words now, and those that it had before.

    Attributes
    ----------
    removed_at : datetime or None
        Taken away by the person; kept a day for an undo, then deleted.
    """

    def __str__(self) -> str:
        return f"goal {self.pk}"
