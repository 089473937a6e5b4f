"""Opening many rows at once: the key is unwrapped once a person."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import QuerySet

from onward_app.vault import erasing, key_file, keys, recovery
from onward_app.vault.errors import Erased, KeyFileError, KeyStoreError, Refused
from onward_app.vault.models import Erasure, Sealed, WrappedKey, unpacked
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
    Locked
        A passphrase guards the key file; whether it is the right one shows when that is given.
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


def any_person() -> UUID | None:
    """Somebody who has a key, to try the key file on."""
    return WrappedKey.objects.values_list("person", flat=True).first()


def erased() -> set[UUID]:
    """The people whose records were erased, by the store of keys and by the list beside backups."""
    return set(Erasure.objects.values_list("person", flat=True)) | erasing.listed()


def has_passphrase() -> bool:
    """Whether a passphrase guards the key file."""
    return key_file.is_wrapped(settings.KEY_FILE)


def refuse_locked() -> None:
    """Refuse to go on while a passphrase has not been given.

    Raises
    ------
    Locked
        The key is not open in this process.
    """
    key_file.kek(settings.KEY_FILE)


def is_open() -> bool:
    """Whether what is sealed can be read in this process now."""
    return key_file.is_open(settings.KEY_FILE)


def sheet(passphrase: str = "") -> list[str]:
    """The lines of the recovery sheet; where there is a passphrase, it is asked for again.

    Raises
    ------
    WrongPassphrase
        It does not open the key.
    KeyFileError
        The key is being changed, so a sheet would soon open nothing.
    """
    key_file.refuse_while_changed(settings.KEY_FILE)
    return recovery.code_of(key_file.open_with(settings.KEY_FILE, passphrase))


def wrapped_by(kek: bytes) -> tuple[int, int]:
    """How many of the data keys this key opens, and how many there are.

    Where the key is being changed, the next one counts with the present one that opens it.
    """
    ring = key_file.ring_of(kek)
    with suppress(KeyFileError):  # no key file to compare with, or a next key of another one
        ring = key_file.ring_with(settings.KEY_FILE, kek)
    rows = list(WrappedKey.objects.all())
    return sum(_opens(ring, row) for row in rows), len(rows)


def _opens(ring: key_file.Ring, row: WrappedKey) -> bool:
    try:
        keys.unwrap(ring, row.person, bytes(row.wrapped))
    except Refused:
        return False
    return True
