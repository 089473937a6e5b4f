"""The key-encryption key: a small file outside the data folder and outside its backup."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onward_app.vault.errors import KeyFileError
from onward_app.vault.seal import KEY_BYTES

_FIRST_LINE = "onward key 1"


def make(path: Path) -> None:
    """Write a new random key, readable by its owner only; an existing file is left alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = f"{_FIRST_LINE}\n{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@lru_cache(maxsize=4)
def read(path: Path) -> AESGCM:
    """The key in the file.

    Raises
    ------
    KeyFileError
        Says what is wrong and how to mend it.
    """
    try:
        lines = path.read_text("ascii").split("\n")
    except FileNotFoundError:
        raise KeyFileError(
            f"The key file {path} is missing. Without it nothing in the database can be read. "
            "Put it back from where you keep it."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"The key file {path} cannot be read.") from None
    try:
        key = base64.b64decode(lines[1], validate=True)
    except (IndexError, binascii.Error):
        key = b""
    if lines[0] != _FIRST_LINE or len(key) != KEY_BYTES:
        raise KeyFileError(f"The file {path} is not a key file of Onward.")
    return AESGCM(key)
