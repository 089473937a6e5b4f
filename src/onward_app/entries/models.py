"""What a person wrote down: one sealed row a check-in, or a day of an import."""

from __future__ import annotations

from django.db import models

from onward_app.vault.models import Undoable


class Entry(Undoable):
    """One check-in, or one day of an import.

    The seal holds ``{"rows": [[when, kind, name, value, note], ...]}``: the day, too, is
    inside it. Outside stand only what an undo needs.

    Attributes
    ----------
    batch : UUID or None
        The import that brought it; None for what was written here.
    removed_at : datetime or None
        Taken away by the person; kept a day for an undo, then deleted.
    """

    batch = models.UUIDField(null=True, default=None, editable=False, db_index=True)

    def __str__(self) -> str:
        return f"entry {self.pk}"
