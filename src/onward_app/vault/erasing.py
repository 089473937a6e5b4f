"""Erasing so that nothing is left: of the key in the store's log, and of the wish in a restore."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from onward_app.vault.errors import StoreBusy
from onward_app.vault.keys import DATABASE
from onward_app.vault.models import Erasure, WrappedKey

WITHIN = 20.0
LIST = "erasures.txt"


def erase(person: UUID, *, within: float | None = None) -> None:
    """Destroy a person's key and note that it was asked for; done again, it does the rest.

    Raises
    ------
    StoreBusy
        The key is destroyed, but its bytes are still in the log of the store.
    """
    with transaction.atomic(using=DATABASE):
        Erasure.objects.get_or_create(person=person, defaults={"at": timezone.now()})
        WrappedKey.objects.filter(person=person).delete()

    def leave_nothing() -> None:
        try:
            empty_log(within=within)
        finally:
            write_list()

    transaction.on_commit(leave_nothing, using=DATABASE)


def empty_log(*, within: float | None = None) -> None:
    """Empty the write-ahead log of the store of keys.

    A deleted row stays in it until it is truncated, and it cannot be while another program is
    in the middle of a read. So this waits, for a while.

    Raises
    ------
    StoreBusy
        It is still being read.
    """
    until = time.monotonic() + (WITHIN if within is None else within)
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        try:
            cursor.execute("PRAGMA busy_timeout=250")
            while True:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if cursor.fetchone()[0] == 0:
                    return
                if time.monotonic() >= until:
                    raise StoreBusy(
                        "Another program is reading the store of keys, so old bytes are still "
                        "in its log. End that program, then do this again."
                    )
                time.sleep(0.05)
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(usual)}")


def list_file() -> Path:
    """The list of erasures beside the backups: it outlives the store of keys."""
    folder = Path(getattr(settings, "BACKUPS", settings.HOME / "backups"))
    return folder / LIST


def write_list() -> None:
    """Add to the list what it lacks, and see that it is on the disk."""
    path = list_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+", encoding="ascii", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        known = listed_in(text)
        lines = [
            f"{row.person} {row.at.isoformat()}\n"
            for row in Erasure.objects.order_by("at")
            if row.person not in known
        ]
        # a line that a kill cut off is ended first, so that it harms no other
        file.write(("\n" if text and not text.endswith("\n") else "") + "".join(lines))
        file.flush()
        os.fsync(file.fileno())


def listed_in(text: str) -> set[UUID]:
    """The people in a list of erasures; a line that is cut short is passed over."""
    found = set()
    for line in text.splitlines():
        name, _gap, at = line.partition(" ")
        try:
            found.add(UUID(name))
        except ValueError:
            continue
        if not at:
            found.discard(UUID(name))
    return found


def listed() -> set[UUID]:
    """The people in the list beside the backups; none where its folder is away."""
    try:
        return listed_in(list_file().read_text("ascii", errors="replace"))
    except OSError:
        return set()
