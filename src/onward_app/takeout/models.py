"""Files that a person brought."""

from __future__ import annotations

from django.db import models

from onward_app.vault.models import Sealed


class Import(Sealed):
    """One file: first waiting for the person's word, then taken.

    While it waits the seal holds the file itself (compressed) and the answers so far; when it
    is taken, what it added. Name, days and answers are inside the seal.

    Attributes
    ----------
    taken : bool
        Whether it was taken; what waits longer than a day is deleted.
    """

    taken = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        return f"import {self.pk}"


class Brought(Sealed):
    """The rows that one import added, as digests, so that no later import adds them again.

    Attributes
    ----------
    batch : UUID
        The import; its entries carry the same id.
    """

    batch = models.UUIDField(editable=False, db_index=True)

    def __str__(self) -> str:
        return f"rows of import {self.batch}"
