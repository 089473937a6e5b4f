"""Backups by themselves: one soon after the start if the last is old, then one each day.

The server's main process only looks at the clock and at the names of files. The backup is made
by a process of its own, so that nothing of it is open when workers are forked.
The same process sweeps (onward_app/nightly.py).
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onward_app.keeping import backups

OLD = timedelta(hours=20)
EACH = timedelta(hours=24)
AFTER_A_FAILURE = timedelta(hours=1)
AFTER_THE_START = 60.0
BETWEEN_LOOKS = 300.0
_log = logging.getLogger("onward.keeping")


def begin_backing_up() -> threading.Thread:
    """Back up from now on, for as long as this process lives."""
    thread = threading.Thread(target=keep_backing_up, name="backups", daemon=True)
    thread.start()
    return thread


def keep_backing_up(
    stop: threading.Event | None = None,
    *,
    first: float = AFTER_THE_START,
    between: float = BETWEEN_LOOKS,
) -> None:
    """Look now and then whether a backup is due, and have it made.

    It looks at the time of day anew each time: a laptop that slept for a week backs up when it
    wakes.
    """
    stop = stop or threading.Event()
    from onward_app import places

    folder, tried, old = places.backups(), None, OLD
    wait = first
    while not stop.wait(wait):
        now, wait = datetime.now(UTC), between
        if tried is not None and timedelta(0) <= now - tried < AFTER_A_FAILURE:
            continue
        if is_due(folder, now, old):
            done = make_one()
            tried = None if done else now
        old = EACH


def is_due(folder: Path, now: datetime, old: timedelta) -> bool:
    """Whether the newest backup is older than `old`.

    Those of the future do not count: a clock that was ahead once hinders none and asks for one.
    """
    newest = backups.newest(folder, now)
    return newest is None or now - newest.at > old


def make_one() -> bool:
    """Have all that is nightly done by a process of its own; whether it came about."""
    command = [sys.executable, "-m", "onward_app.nightly"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603  (our own program)
    if done.returncode:
        _log.error("the backup was not made; onward doctor says more")
    return done.returncode == 0


def back_up() -> bool:
    """Make one backup; what hinders it is left for the doctor to say."""
    from onward_app.keeping import actions, failure
    from onward_app.keeping.errors import Busy, KeepingError, Missing

    try:
        actions.back_up()
    except (Busy, Missing):
        return True  # one is being made, or there is nothing to keep yet
    except KeepingError as error:
        failure.note(str(error))
        return False
    except Exception as error:  # its text may hold anything, so only its kind is kept
        failure.note(f"Something that was not foreseen: {type(error).__name__}.")
        return False
    return True
