"""Opening many rows at once: the key is unwrapped once a person."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import QuerySet

from onward_app.vault import keys
from onward_app.vault.errors import Erased, KeyFileError, KeyStoreError, Refused
from onward_app.vault.models import Sealed, unpacked
from onward_app.vault.seal import break_open

Row = TypeVar("Row", bound=Sealed)


def open_rows(rows: QuerySet[Row]) -> list[tuple[Row, Any]]:
    """Each row with what its seal holds, in the order of the query.

    Raises
    ------
    Refused
        A row does not open; nothing is returned then.
    """
    known: dict[UUID, AESGCM] = {}
    out = []
    for row in rows:
        if row.person not in known:
            known[row.person] = keys.key_of(row.person)
        plain = break_open(known[row.person], row.where(), bytes(row.sealed))
        out.append((row, unpacked(plain)))
    return out


def refuse_lost_key(person: UUID) -> None:
    """Refuse to go on where a person's key is not there or does not open.

    Raises
    ------
    KeyStoreError
        The store of keys holds none for this person.
    KeyFileError
        The key file is another than the one that their key was wrapped with.
    """
    try:
        keys.key_of(person)
    except Erased:
        raise KeyStoreError(
            f"The key of this record is not in {settings.HOME / 'keys.sqlite3'}. Without it what "
            "was written cannot be read. Put that file back from its backup."
        ) from None
    except Refused:
        raise KeyFileError(
            f"The key file {settings.KEY_FILE} is not the one that this record was sealed with. "
            "Put the right one back from where you keep it. Nothing was changed."
        ) from None
