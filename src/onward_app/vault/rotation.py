"""Changing the key of the key file: every data key is wrapped anew, what people wrote is not.

It may be killed at any point and goes on when it is begun again. While it runs, the next key
lies beside the key file, what is new is wrapped by it, and both open. The key before is kept
as a file of its own, for backups of the store of keys that are older.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, transaction

from onward_app.vault import erasing, key_file, key_text
from onward_app.vault.errors import KeyStoreError, Refused
from onward_app.vault.keys import DATABASE, place_of
from onward_app.vault.models import WrappedKey
from onward_app.vault.seal import KEY_BYTES, break_open, close

BATCH = 50
Told = Callable[[int, int], None]


def rotate(path: Path, *, passphrase: str | None = None, told: Told | None = None) -> int:
    """Change the key, or go on with a change that was cut off.

    Parameters
    ----------
    path : Path
        The key file. Its key must be open in this process.
    passphrase : str, optional
        That of the key file, where it has one: the next key gets the same.
    told : callable, optional
        Is given how many of how many data keys are done.

    Returns
    -------
    int
        How many data keys there are.

    Raises
    ------
    KeyStoreError
        A data key opens with neither key. Nothing was changed for it.
    StoreBusy
        Another program reads the store. Begin again when it has ended.
    """
    with key_file.holding(path):
        if _is_done(path):
            key_file.remove(key_file.next_of(path))
            return WrappedKey.objects.count()
        present = key_file.kek(path)
        if (following := key_file.following_kek(path, present)) is None:
            _begin(path, present, passphrase)
            following = key_file.following_kek(path, present)
            assert following is not None
        while not _swapped(path, following):
            _wrap_all(AESGCM(present), AESGCM(following), told)
            _leave_no_old_bytes()
        key_file.remove(key_file.next_of(path))
    return WrappedKey.objects.count()


def _is_done(path: Path) -> bool:
    """Whether a change was cut off after its last step but one."""
    beside = key_file.next_of(path)
    return beside.exists() and (
        key_text.without_chain(key_file.text_of(beside)) == key_file.text_of(path)
    )


def _begin(path: Path, present: bytes, passphrase: str | None) -> None:
    """Make the next key, guarded as the present one is."""
    following = secrets.token_bytes(KEY_BYTES)
    if key_file.is_wrapped(path):
        key_file.open_with(path, passphrase or "")  # never a passphrase that does not open this one
        text = key_text.wrapped(following, passphrase or "")
    else:
        text = key_text.plain(following)
    key_file.write(key_file.next_of(path), key_text.chained(text, present, following))


def _wrap_all(old: AESGCM, new: AESGCM, told: Told | None) -> None:
    """Wrap every data key by the new one, a few at a time, so that nobody waits for long."""
    total, done, last = WrappedKey.objects.count(), 0, UUID(int=0)
    while True:
        with transaction.atomic(using=DATABASE):
            rows = list(WrappedKey.objects.filter(person__gt=last).order_by("person")[:BATCH])
            for row in rows:
                _wrap(row, old, new)
        if not rows:
            return
        last, done = rows[-1].person, done + len(rows)
        if told:
            told(min(done, total), total)


def _wrap(row: WrappedKey, old: AESGCM, new: AESGCM) -> None:
    where = place_of(row.person)
    if _opens(row, new):
        return
    try:
        data_key = break_open(old, where, bytes(row.wrapped))
    except Refused:
        raise KeyStoreError(
            f"The key of person {row.person} opens neither with the present key nor with the "
            "next. It was left as it is. Put keys.sqlite3 back from its backup, then begin again."
        ) from None
    row.wrapped = close(new, where, data_key)
    row.save(update_fields=["wrapped"])


def _opens(row: WrappedKey, key: AESGCM) -> bool:
    try:
        break_open(key, place_of(row.person), bytes(row.wrapped))
    except Refused:
        return False
    return True


def _leave_no_old_bytes() -> None:
    """What the old key wrapped is in no page of the store any more, and not in its log."""
    erasing.empty_log()
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("VACUUM")
    erasing.empty_log()


def _swapped(path: Path, following: bytes) -> bool:
    """Put the next key in place, if it opens all; nobody writes to the store meanwhile.

    Nothing is written to the store in this transaction, so a kill cannot undo a part of it.
    """
    with transaction.atomic(using=DATABASE):
        key = AESGCM(following)
        if not all(_opens(row, key) for row in WrappedKey.objects.iterator()):
            return False
        key_file.write(key_file.before_of(path), key_file.text_of(path))
        following_text = key_file.text_of(key_file.next_of(path))
        key_file.write(path, key_text.without_chain(following_text))
    return True
