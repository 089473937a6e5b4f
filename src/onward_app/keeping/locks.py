"""Who may touch the data folder at one time: a server, or one restore, and one backup."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from onward_app.keeping.errors import Busy

HOME_LOCK, BACKUP_LOCK = "lock", "backing_up.lock"


def hold(path: Path) -> IO[str] | None:
    """Hold a lock file until it is closed; None where somebody else has it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = path.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


@contextmanager
def no_server(home: Path) -> Iterator[None]:
    """Keep every server away meanwhile.

    Raises
    ------
    Busy
        One runs.
    """
    lock = hold(home / HOME_LOCK)
    if lock is None:
        raise Busy("Onward is open. End it first (Ctrl-C in its window, or stop its service).")
    with lock:
        yield


@contextmanager
def one_backup(home: Path) -> Iterator[None]:
    """Keep a second backup away meanwhile.

    Raises
    ------
    Busy
        One is being made, or restored.
    """
    lock = hold(home / BACKUP_LOCK)
    if lock is None:
        raise Busy("A backup is being made or restored already. Try again in a minute.")
    with lock:
        yield
