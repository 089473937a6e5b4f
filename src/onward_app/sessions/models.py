"""What a person wants to bring to a session, and how a session was for them."""

from __future__ import annotations

from onward_app.vault.models import Undoable


class Item(Undoable):
    """One thing to bring, or one look back on a session; the seal says which.

    A thing to bring: ``{"kind": "bring", "text", "place", "brought"}``, the last one the day on
    which it was brought, or None. A look back: ``{"kind": "fit", "day", "answers", "words"}``.

    Attributes
    ----------
    removed_at : datetime or None
        Taken away by the person; kept a day for an undo, then deleted.
    """

    def __str__(self) -> str:
        return f"item {self.pk}"
