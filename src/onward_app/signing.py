"""The key that signs sessions and forms: a small file beside the key file, never in a backup.

Who has it could write a link that sets a new password, so it lies apart from the data as the key
file does. It opens nothing that is sealed. Without it everybody signs in again, and no more.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

BYTES = 48


def make_if_missing(path: Path) -> None:
    """Write a new random key, readable by its owner only; one that is there is left alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(BYTES))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> str:
    """The key; before a first start one that lasts as long as this process."""
    try:
        return path.read_text("ascii").strip() or secrets.token_urlsafe(BYTES)
    except FileNotFoundError:
        return secrets.token_urlsafe(BYTES)
