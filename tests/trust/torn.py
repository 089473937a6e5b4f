"""Damages copies of a home's files and reads each through the app; prints what came of it as JSON.

    python torn.py CUTS CRASHES FAULTS SEED

Works in the home that the settings name, which must be empty. It writes numbered entries, some of
them already in the database file and some still in its log, and notes every content that an entry
ever had. Then it harms copies in three ways:

- *cut*: one of the files (records, keys, either log) ends at a random place
- *crash*: a page that is on its way from the log into the file is half old and half new, or not
  written; the log is still there, as it is after a crash
- *fault*: any page, and the log may be lost too: a disk that lies

What comes of it:

- *whole*: everything there, with the right content
- *earlier*: all that had been committed at an earlier moment, with the right content of then
- *refused*: the vault or the database refuses
- *mixed*: all entries of a moment are there, some with their content of another moment
- *gaps*: what is there is right, and something committed before it is not there
- *wrong*: something is there that nobody wrote

*told* says that the database's own check of a whole file finds the damage.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
ENTRIES, MORE = 220, 60
FILES = ("onward.sqlite3", "onward.sqlite3-wal", "keys.sqlite3", "keys.sqlite3-wal")
State = dict[str, str]


def main() -> None:
    """Write, copy, damage, read."""
    cuts, crashes, faults = (int(n) for n in sys.argv[1:4])
    rng = random.Random(int(sys.argv[4]))
    os.umask(0o077)
    from onward_app import starting

    starting.prepare()
    from django.conf import settings

    before, after = settings.HOME.parent / "before", settings.HOME.parent / "after"
    person, states = written(settings.HOME, before, after)
    ways = {"cut": (cuts, cut), "crash": (crashes, crashed), "fault": (faults, faulty)}
    told: dict[str, Counter[str]] = {way: Counter() for way in ways}
    examples: list[str] = []
    for way, (times, damage) in ways.items():
        for _ in range(times):
            place = settings.HOME.parent / "damaged"
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(after, place)
            what = damage(place, before, rng)
            came = read(place, person, states)
            told[way][came] += 1
            if came not in ("whole", "earlier", "refused"):
                examples.append(f"{came}: {what}")
    print(json.dumps({**told, "examples": examples[:20]}))


def written(home: Path, before: Path, after: Path) -> tuple[UUID, list[State]]:
    """Write all of it; copies of the files of two moments, and what was there after each commit."""
    from django.db import connections

    from onward_app.accounts.actions import owner_alone
    from onward_app.entries import actions

    person, states, made = owner_alone().pk, [{}], []
    for number in range(ENTRIES + MORE):
        row = ("2026-05-02", "note", "", None, f"entry {number} " + "x" * (number * 7 % 900))
        if number % 9 == 8:
            entry = made[number // 2]
            actions.change(entry=entry, before=[], rows=[row])
        else:
            entry = actions.keep(person=person, rows=[row])
        made.append(entry)
        states.append(states[-1] | {str(entry.pk): row[4]})
        if number == ENTRIES:
            for alias in ("default", "keys"):
                with connections[alias].cursor() as cursor:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            copied(home, before)
            with connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA wal_autocheckpoint=0")
        if number == ENTRIES + MORE // 2:
            with connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    copied(home, after)
    return person, states


def copied(home: Path, place: Path) -> None:
    """The files of a home, as they lie there."""
    place.mkdir()
    for name in FILES:
        if (home / name).exists():
            shutil.copy(home / name, place / name)


def cut(place: Path, _before: Path, rng: random.Random) -> str:
    """Cut one file at a random place."""
    there = [n for n in FILES if (place / n).exists() and (place / n).stat().st_size]
    name = rng.choice(there)
    at = rng.randrange((place / name).stat().st_size)
    os.truncate(place / name, at)
    return f"{name} cut at {at}"


def crashed(place: Path, before: Path, rng: random.Random) -> str:
    """Tear a page that the log holds, as a crash on its way into the file does."""
    name = "onward.sqlite3"
    return tear(place / name, before / name, rng.choice(pages_in(place / f"{name}-wal")), rng)


def faulty(place: Path, before: Path, rng: random.Random) -> str:
    """Tear any page; the log is lost with it or not."""
    name = rng.choice(("onward.sqlite3", "onward.sqlite3", "keys.sqlite3"))
    size = page_size((place / name).read_bytes())
    page = rng.randrange((place / name).stat().st_size // size)
    what = tear(place / name, before / name, page, rng)
    if rng.random() < 0.5:
        (place / f"{name}-wal").unlink(missing_ok=True)
        what += ", without its log"
    return what


def pages_in(log: Path) -> list[int]:
    """The pages, counted from 0, that the log holds in the right place of its own order."""
    data = log.read_bytes()
    size, salts = int.from_bytes(data[8:12], "big"), data[16:24]
    frames = range(32, len(data) - size - 23, size + 24)
    found = {int.from_bytes(data[at : at + 4], "big") - 1 for at in frames
             if data[at + 8 : at + 16] == salts}  # fmt: skip
    return sorted(found)


def page_size(data: bytes) -> int:
    """The size of a page, as the head of a database file says."""
    size = int.from_bytes(data[16:18], "big")
    return 65536 if size == 1 else size


def tear(path: Path, before: Path, page: int, rng: random.Random) -> str:
    """Half of a page as it was before, or a part of it not written at all."""
    new, old = bytearray(path.read_bytes()), before.read_bytes()
    size = page_size(old)
    new = new.ljust((page + 1) * size, b"\0")
    start, half, end = page * size, page * size + size // 2, (page + 1) * size
    differ = new[start:end] != old[start:end]
    how = rng.choice(("first half old", "second half old") if differ else ("zero",))
    how = how if rng.random() < 0.6 else rng.choice(("zero", "first half zero", "second half zero"))
    piece = slice(start, half) if "first" in how else slice(half, end)
    piece = slice(start, end) if how == "zero" else piece
    length = piece.stop - piece.start
    new[piece] = old[piece].ljust(length, b"\0") if "old" in how else bytes(length)
    path.write_bytes(bytes(new))
    return f"{path.name} page {page} {how}"


def read(place: Path, person: UUID, states: list[State]) -> str:
    """Read the damaged copy as a page does, and compare."""
    from django.db import DatabaseError, connections

    from onward_app.accounts.models import User
    from onward_app.entries import queries
    from onward_app.vault.errors import VaultError

    point_at(place)
    try:
        if not User.objects.filter(pk=person).exists():
            return "refused"  # nobody can sign in
        found = {str(entry.pk): rows[0][4] for entry, rows in queries.opened(person)}
    except (VaultError, DatabaseError):
        return "refused"
    finally:
        for connection in connections.all():
            connection.close()
    came = compared(found, states)
    if came in ("mixed", "gaps", "wrong") and not sound(place):
        return f"{came}, told"
    return came


def sound(place: Path) -> bool:
    """What SQLite's own check of the whole file says."""
    import sqlite3

    connection = sqlite3.connect(place / "onward.sqlite3")
    try:
        return list(connection.execute("PRAGMA integrity_check(1)")) == [("ok",)]
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()


def point_at(place: Path) -> None:
    """Let the app use other files."""
    from django.db import connections

    for alias, name in (("default", "onward.sqlite3"), ("keys", "keys.sqlite3")):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = str(place / name)


def compared(found: State, states: list[State]) -> str:
    """Whether what was found is what was there at one moment."""
    if found == states[-1]:
        return "whole"
    if found in states:
        return "earlier"
    known: dict[str, set[Any]] = {}
    for state in states:
        for entry, words in state.items():
            known.setdefault(entry, set()).add(words)
    right = all(words in known.get(entry, ()) for entry, words in found.items())
    if not right:
        return "wrong"
    return "mixed" if any(found.keys() == state.keys() for state in states) else "gaps"


if __name__ == "__main__":
    main()
