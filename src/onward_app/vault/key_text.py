"""The text of a key file; a pure function of key and passphrase.

Version 1 holds the key-encryption key as it is. Version 2 holds it wrapped by a passphrase:
argon2id (RFC 9106, its second recommended setting) makes a key from the passphrase, and
AES-256-GCM wraps with it, with the lines above as associated data. While a key is changed, the
file of the next key carries one line more: the next key, sealed by the present one, so that a
process that has the present key open can open the next. docs/reference/seal.md shows the bytes.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onward_app.vault.errors import KeyFileError, Locked, Refused, WrongPassphrase
from onward_app.vault.seal import KEY_BYTES, NONCE_BYTES, TAG_BYTES, break_open, close

PLAIN, WRAPPED, CHAIN = "onward key 1", "onward key 2", "next "
CHAIN_PLACE = b"onward next key"
MEMORY_KIB, PASSES, LANES = 65_536, 3, 4
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 4_194_304, 64, 64
SALT_BYTES = 16
SHORTEST, LONGEST = 12, 500
_COST = re.compile(r"argon2id m=(\d{1,8}) t=(\d{1,3}) p=(\d{1,3})", re.ASCII)


def plain(kek: bytes) -> str:
    """Version 1: whoever has the file has the key."""
    return f"{PLAIN}\n{_in_base64(kek)}\n"


def wrapped(
    kek: bytes, passphrase: str, *, salt: bytes | None = None, nonce: bytes | None = None
) -> str:
    """Version 2; `salt` and `nonce` are given only by known-answer tests.

    Raises
    ------
    WrongPassphrase
        It is too short or too long.
    """
    refuse_weak(passphrase)
    salt, nonce = salt or os.urandom(SALT_BYTES), nonce or os.urandom(NONCE_BYTES)
    head = f"{WRAPPED}\nargon2id m={MEMORY_KIB} t={PASSES} p={LANES}\n{_in_base64(salt)}\n"
    key = _stretched(passphrase, salt, (MEMORY_KIB, PASSES, LANES))
    return f"{head}{_in_base64(nonce + AESGCM(key).encrypt(nonce, kek, head.encode('ascii')))}\n"


def refuse_weak(passphrase: str) -> None:
    """Refuse a passphrase that may not be set.

    Raises
    ------
    WrongPassphrase
        Says what is allowed.
    """
    if not SHORTEST <= len(_as_typed_anywhere(passphrase)) <= LONGEST:
        raise WrongPassphrase(
            f"A passphrase has {SHORTEST} to {LONGEST} letters. Four or five words are good."
        )


def is_wrapped(text: str) -> bool:
    """Whether a passphrase is needed to open it."""
    return text.startswith(f"{WRAPPED}\n")


def kek_of(text: str, passphrase: str | None = None) -> bytes:
    """The key in a key file.

    Raises
    ------
    Locked
        It is wrapped, and no passphrase was given.
    WrongPassphrase
        This one does not open it.
    KeyFileError
        It is no key file, or asks for a cost that no key file has.
    """
    lines = text.split("\n")
    if lines[0] == PLAIN and len(lines) >= 2:
        return _exactly(lines[1], KEY_BYTES)
    if lines[0] != WRAPPED or len(lines) < 4:
        raise KeyFileError("it is not a key file of Onward.")
    cost, salt = _cost(lines[1]), _exactly(lines[2], SALT_BYTES)
    sealed = _exactly(lines[3], NONCE_BYTES + KEY_BYTES + TAG_BYTES)
    if passphrase is None:
        raise Locked("The key is locked. Open it with your passphrase.")
    head = "\n".join(lines[:3]) + "\n"
    key = _stretched(passphrase, salt, cost)
    try:
        opened = AESGCM(key).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], head.encode("ascii")
        )
    except InvalidTag:
        raise WrongPassphrase("This passphrase does not open the key.") from None
    return opened


def chained(text: str, present: bytes, following: bytes) -> str:
    """The file of the next key while it is changed: its text and the line that opens it."""
    sealed = close(AESGCM(present), CHAIN_PLACE, following)
    return f"{text}{CHAIN}{_in_base64(sealed)}\n"


def without_chain(text: str) -> str:
    """The text as it is when the change is done."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(CHAIN))


def following_of(text: str, present: bytes) -> bytes:
    """The next key, opened by the present one.

    Raises
    ------
    KeyFileError
        The file was made beside another key.
    """
    for line in text.splitlines():
        if line.startswith(CHAIN):
            sealed = _exactly(line.removeprefix(CHAIN), 1 + NONCE_BYTES + KEY_BYTES + TAG_BYTES)
            try:
                return break_open(AESGCM(present), CHAIN_PLACE, sealed)
            except Refused:
                break
    raise KeyFileError("it does not belong to the present key.")


def _stretched(passphrase: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    memory, passes, lanes = cost
    return hash_secret_raw(
        _as_typed_anywhere(passphrase).encode(),
        salt,
        time_cost=passes,
        memory_cost=memory,
        parallelism=lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _as_typed_anywhere(passphrase: str) -> str:
    """The same letters give the same bytes on every keyboard and system (NFKC, no outer spaces)."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def _cost(line: str) -> tuple[int, int, int]:
    """A changed file can neither ask for less than was ever written, nor for all of the memory."""
    found = _COST.fullmatch(line)
    cost = (int(found[1]), int(found[2]), int(found[3])) if found else (0, 0, 0)
    memory, passes, lanes = cost
    if not (
        MEMORY_KIB <= memory <= MOST_MEMORY_KIB
        and PASSES <= passes <= MOST_PASSES
        and 1 <= lanes <= MOST_LANES
    ):
        raise KeyFileError("it is not a key file of Onward.")
    return cost


def _exactly(text: str, length: int) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != length or _in_base64(data) != text:
        raise KeyFileError("it is not a key file of Onward.")
    return data


def _in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
