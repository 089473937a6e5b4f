"""Keys that a passphrase opened: in the memory of this process alone, and not for long."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from onward_app.vault.errors import TooManyTries

MINUTES = 15
TRIES, TRIES_WITHIN = 5, 300.0
Signature = tuple[int, int, int]


@dataclass(slots=True, eq=False)
class Held:
    """One open key.

    Attributes
    ----------
    kek : bytes
        The key-encryption key.
    signature : Signature
        Of the file that it was read from; another one means another file.
    forever : bool
        A server's key does not go when nobody asks.
    following : (str, bytes) or None
        While the key is changed: the text that the key file will have, and its key.
    """

    kek: bytes
    signature: Signature
    forever: bool
    following: tuple[str, bytes] | None = None
    used: float = 0.0
    gone: threading.Event = field(default_factory=threading.Event)


_held: dict[Path, Held] = {}
_wrong: dict[Path, deque[float]] = {}
_lock = threading.RLock()


def now() -> float:
    """A clock that no one sets, and that goes on while a laptop sleeps where that can be had."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def put(path: Path, kek: bytes, signature: Signature, *, forever: bool) -> None:
    """Hold a key; without use it goes after a while, whether anybody asks for it or not."""
    mine = Held(kek, signature, forever, used=now())
    with _lock:
        drop(path)
        _held[path] = mine
    if not forever:
        threading.Thread(target=_watch, args=(path, mine), daemon=True).start()


def get(path: Path) -> Held | None:
    """The key that is held for a file; asking counts as use."""
    with _lock:
        found = _held.get(path)
        if found is None:
            return None
        if not found.forever and now() - found.used >= limit():
            drop(path)
            return None
        found.used = now()
        return found


def drop(path: Path) -> None:
    """Forget the key of a file."""
    with _lock:
        found = _held.pop(path, None)
    if found:
        found.gone.set()


def refuse_more_tries(path: Path) -> None:
    """Refuse before anything is worked out, where wrong passphrases came too often.

    Raises
    ------
    TooManyTries
        Says how long to wait.
    """
    with _lock:
        tries = _wrong.setdefault(path, deque())
        while tries and now() - tries[0] >= TRIES_WITHIN:
            tries.popleft()
        if len(tries) >= TRIES:
            raise TooManyTries(int((TRIES_WITHIN - (now() - tries[0])) // 60) + 1)


def note_wrong(path: Path) -> None:
    """Count a wrong passphrase."""
    with _lock:
        _wrong.setdefault(path, deque()).append(now())


def forget_wrong(path: Path) -> None:
    """The right one came."""
    with _lock:
        _wrong.pop(path, None)


def limit() -> float:
    """For how many seconds an open key may lie unused."""
    from django.conf import settings

    return 60.0 * float(getattr(settings, "LOCK_AFTER", MINUTES))


def _watch(path: Path, mine: Held) -> None:
    while True:
        with _lock:
            if _held.get(path) is not mine:
                return
            left = mine.used + limit() - now()
            if left <= 0:
                drop(path)
                return
        mine.gone.wait(left)
