"""What a person wrote in a practice, and their fair tests: one sealed row each."""

from __future__ import annotations

from onward_app.vault.models import Undoable


class Sheet(Undoable):
    """One thing that was written in a practice, or one fair test.

    The seal holds ``{"kind", "day", "fields"}``. That it was done stands in the record, as an
    entry of its own (`queries.entry_of`).

    Attributes
    ----------
    removed_at : datetime or None
        Taken away by the person; kept a day for an undo, then deleted.
    """

    def __str__(self) -> str:
        return f"sheet {self.pk}"
