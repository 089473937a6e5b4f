"""The key that signs sessions and forms: a small file beside the key file, never in a backup.

Who has it could write a link that sets a new password, so it lies apart from the data as the key
file does. It opens nothing that is sealed. Without it everybody signs in again, and no more.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

BYTES = 48


def make_if_missing(path: Path) -> None:
    """Write a new random key, readable by its owner only; one that is there is left alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        return
    # whole or not at all: a kill must not leave an empty file that looks like a key
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        os.unlink(beside)


def read(path: Path) -> str:
    """The key; before a first start one that lasts as long as this process.

    Raises
    ------
    OSError
        The file cannot be read, or is empty.
    """
    try:
        key = path.read_text("ascii").strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(BYTES)
    if not key:
        raise OSError(f"The signing key {path} is empty. Delete it: the next start makes one.")
    return key
