"""Data keys: made, unwrapped, destroyed. One random 256-bit key a person."""

from __future__ import annotations

import secrets
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections, transaction

from onward_app.vault import key_file
from onward_app.vault.errors import Erased
from onward_app.vault.models import WrappedKey
from onward_app.vault.seal import KEY_BYTES, break_open, close, place

DATABASE = "keys"


def create(person: UUID) -> None:
    """Give a person a key; one who has a key keeps it."""
    with transaction.atomic(using=DATABASE):
        if WrappedKey.objects.filter(person=person).exists():
            return
        wrapped = close(_wrapping_key(), _place(person), secrets.token_bytes(KEY_BYTES))
        WrappedKey.objects.create(person=person, wrapped=wrapped)


def destroy(person: UUID) -> None:
    """Destroy a person's key: from here on nothing of their record can be read.

    In WAL mode a deleted row stays in the -wal file until it is truncated, so it is.
    """
    with transaction.atomic(using=DATABASE):
        WrappedKey.objects.filter(person=person).delete()
    connection = connections[DATABASE]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def key_of(person: UUID) -> AESGCM:
    """A person's data key, unwrapped.

    Raises
    ------
    Erased
        There is none.
    """
    row = WrappedKey.objects.filter(person=person).first()
    if row is None:
        raise Erased("This record was erased: its key was destroyed.")
    return AESGCM(break_open(_wrapping_key(), _place(person), bytes(row.wrapped)))


def seal(person: UUID, where: bytes, plain: bytes) -> bytes:
    """Seal bytes with a person's key for one place."""
    return close(key_of(person), where, plain)


def open_seal(person: UUID, where: bytes, sealed: bytes) -> bytes:
    """Open a seal of one place with a person's key."""
    return break_open(key_of(person), where, sealed)


def _wrapping_key() -> AESGCM:
    return key_file.read(settings.KEY_FILE)


def _place(person: UUID) -> bytes:
    return place(person, WrappedKey._meta.db_table, person)
