"""The format of a seal; a pure function of key, place and bytes.

``version (1 byte) || nonce (12 bytes) || AES-256-GCM ciphertext and tag``. The associated data
is the version, the person's id, the table and the row's id, so that no seal can be moved to
another row, table or person. NIST SP 800-38D; a fresh random nonce for each seal.
"""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onward_app.vault.errors import Refused

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32


def place(person: UUID, table: str, row: UUID) -> bytes:
    """The associated data of a row."""
    return VERSION + person.bytes + row.bytes + table.encode("ascii")


def close(key: AESGCM, where: bytes, plain: bytes, nonce: bytes | None = None) -> bytes:
    """Seal bytes for one place; `nonce` is given only by known-answer tests."""
    nonce = nonce or os.urandom(NONCE_BYTES)
    return VERSION + nonce + key.encrypt(nonce, plain, where)


def break_open(key: AESGCM, where: bytes, sealed: bytes) -> bytes:
    """Open a seal.

    Raises
    ------
    Refused
        It was not sealed with this key for this place, or in a version that is not known.
    """
    start = len(VERSION) + NONCE_BYTES
    if sealed[:1] != VERSION or len(sealed) < start + TAG_BYTES:
        raise Refused("This row was sealed in a format that this version does not know.")
    try:
        return key.decrypt(sealed[len(VERSION) : start], sealed[start:], where)
    except InvalidTag:
        raise Refused("A row does not open with this person's key.") from None
