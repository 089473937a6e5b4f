"""Data keys: made, unwrapped, destroyed. One random 256-bit key a person."""

from __future__ import annotations

import secrets
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from onward_app.vault import key_file
from onward_app.vault.errors import Erased, Refused
from onward_app.vault.key_file import Ring
from onward_app.vault.models import Erasure, WrappedKey
from onward_app.vault.seal import KEY_BYTES, break_open, close, place

DATABASE = "keys"
LOOKS = 3


def create(person: UUID) -> None:
    """Give a person a key; one who has a key keeps it.

    The key file is read inside the transaction: a change of the key ends inside one too, so
    nothing new is wrapped by a key that has just gone.

    Raises
    ------
    Erased
        Their record was erased.
    """
    with transaction.atomic(using=DATABASE):
        if Erasure.objects.filter(person=person).exists():
            raise Erased("This record was erased. It is given no new key.")
        if WrappedKey.objects.filter(person=person).exists():
            return
        wrapping = key_file.read(settings.KEY_FILE)
        wrapped = close(wrapping, place_of(person), secrets.token_bytes(KEY_BYTES))
        WrappedKey.objects.create(person=person, wrapped=wrapped)


def key_of(person: UUID) -> AESGCM:
    """A person's data key, unwrapped.

    Raises
    ------
    Erased
        There is none.
    """
    for _look in range(LOOKS - 1):
        try:
            return _unwrapped(person)
        except Refused:
            continue  # the key may have been changed between the look at the row and at the file
    return _unwrapped(person)


def _unwrapped(person: UUID) -> AESGCM:
    row = WrappedKey.objects.filter(person=person).first()
    if row is None:
        raise Erased("This record was erased: its key was destroyed.")
    return AESGCM(unwrap(key_file.ring(settings.KEY_FILE), person, bytes(row.wrapped)))


def unwrap(ring: Ring, person: UUID, wrapped: bytes) -> bytes:
    """A data key, by whichever key of the ring wrapped it.

    Raises
    ------
    Refused
        None of them did.
    """
    for key in ring.opening[:-1]:
        try:
            return break_open(key, place_of(person), wrapped)
        except Refused:
            continue
    return break_open(ring.opening[-1], place_of(person), wrapped)


def seal(person: UUID, where: bytes, plain: bytes) -> bytes:
    """Seal bytes with a person's key for one place."""
    return close(key_of(person), where, plain)


def open_seal(person: UUID, where: bytes, sealed: bytes) -> bytes:
    """Open a seal of one place with a person's key."""
    return break_open(key_of(person), where, sealed)


def place_of(person: UUID) -> bytes:
    """The place that a person's wrapped key is bound to."""
    return place(person, WrappedKey._meta.db_table, person)
