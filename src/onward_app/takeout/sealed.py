"""A sealed takeout: files closed so that only their code opens them; pure functions.

What opens them stands in `offline`, a module that works without Onward.
"""

from __future__ import annotations

import io
import os
import secrets
import zipfile

from onward_app.takeout.offline import (
    KEY_BYTES,
    MAGIC,
    MOST_BYTES,
    MOST_FILES,
    NAME,
    PIECE,
    SALT_BYTES,
    NotOpened,
    WrongCode,
    file_key,
    key_of,
    nonce_of,
    open_takeout,
)
from onward_app.vault import recovery

__all__ = [
    "NotOpened",
    "WrongCode",
    "close_takeout",
    "code_of",
    "is_sealed",
    "key_of",
    "new_key",
    "open_takeout",
]
# The time that a ZIP file gives each file; the takeout's own is inside.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def new_key() -> bytes:
    """A fresh key for one takeout."""
    return secrets.token_bytes(KEY_BYTES)


def code_of(key: bytes) -> list[str]:
    """The key as a code of four lines."""
    return recovery.code_of(key, recovery.TAKEOUT)


def is_sealed(data: bytes) -> bool:
    """Whether a file is a sealed takeout, of this version or a later one."""
    return data[:15] == MAGIC[:15]


def close_takeout(files: dict[str, bytes], key: bytes, *, salt: bytes | None = None) -> bytes:
    """Seal files under a key; `salt` is given only by known-answer tests.

    Raises
    ------
    ValueError
        A name or a size is one that no takeout may have.
    """
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise ValueError("more than a takeout may hold")
    if not all(NAME.fullmatch(name) for name in files):
        raise ValueError("a name that no takeout may have")
    return seal_bytes(_packed(files), key, salt or os.urandom(SALT_BYTES))


def seal_bytes(plain: bytes, key: bytes, salt: bytes) -> bytes:
    """The pieces of one file, in order, the last one marked."""
    head, aes = MAGIC + salt, file_key(key, salt)
    out = [head]
    for number, at in enumerate(range(0, max(len(plain), 1), PIECE)):
        nonce = nonce_of(number, last=at + PIECE >= len(plain))
        out.append(aes.encrypt(nonce, plain[at : at + PIECE], head + nonce))
    return b"".join(out)


def _packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            one = zipfile.ZipInfo(name, _NO_TIME)
            one.compress_type = zipfile.ZIP_DEFLATED
            one.external_attr = 0o600 << 16
            archive.writestr(one, content)
    return out.getvalue()
