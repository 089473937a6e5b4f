"""Remembers that the last backup was not made, and why, until the next one is."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

from django.conf import settings

from onward_app.keeping.sqlite_files import write_whole

NAME = "backup_failed"


def note(why: str) -> None:
    """Keep why; on a full disk it cannot be kept, and the doctor sees the age of the last one."""
    with contextlib.suppress(OSError):
        now = datetime.now(UTC).isoformat(timespec="seconds")
        write_whole(settings.HOME / NAME, f"{now} {why}\n")


def last() -> str:
    """Why the last backup was not made; nothing where it was."""
    try:
        return str((settings.HOME / NAME).read_text("utf-8").strip())
    except OSError:
        return ""


def forget() -> None:
    """A backup was made."""
    (settings.HOME / NAME).unlink(missing_ok=True)
