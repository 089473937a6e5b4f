"""Writers of numbered entries that hang together, and the check that none is missing or wrong.

    python numbered.py make COUNT               people, one id a line
    python numbered.py write PERSON SECONDS     write until the time is over; a line at the end
    python numbered.py check PERSON...          what is there, as JSON
    python numbered.py beside SECONDS FOLDER    checkpoints and VACUUM INTO, again and again

Works in the home that the settings name. The n-th entry of a person says n and the digest of the
one before; after it the plan says n. So at every moment the entries are 1..n without a gap, each
follows from the one before, and the plan says n or n - 1: a copy that holds anything else is not
that of a moment.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onward_app.settings")


def make(count: str) -> None:
    """Prepare the home, and so many people in it."""
    from onward_app import starting

    starting.prepare()
    from onward_app.accounts.actions import settle_in

    for _ in range(int(count)):
        print(settle_in().pk)


def write(person: str, seconds: str) -> None:
    """Write as fast as it goes; prints how often, the longest wait and each kind of error."""
    from onward_app.entries import actions as entries
    from onward_app.plan import actions as plans
    from onward_app.plan.queries import Plan

    before, number = _so_far(UUID(person))
    longest, errors = 0.0, []
    until = time.monotonic() + float(seconds)
    print("begun", number, flush=True)
    while time.monotonic() < until:
        words = f"{number + 1} after {before}"
        begun = time.monotonic()
        try:
            row = (_today(), "note", "", None, words)
            entries.keep(person=UUID(person), rows=[row])
            plans.keep(person=UUID(person), plan=Plan(first=str(number + 1)))
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
            before, number = _so_far(UUID(person))
            continue
        finally:
            longest = max(longest, time.monotonic() - begun)
        before, number = sha256(words.encode()).hexdigest(), number + 1
        print(number, flush=True)
    print(json.dumps({"written": number, "longest": longest, "errors": errors}), flush=True)


def check(*people: str) -> None:
    """For each person how many entries are there in an unbroken row, or what is wrong."""
    print(json.dumps({person: _found(UUID(person)) for person in people}))


def beside(seconds: str, folder: str) -> None:
    """What keeping does beside the writers; prints how often, and each error."""
    from django.db import connections

    until, rounds, errors = time.monotonic() + float(seconds), 0, []
    while time.monotonic() < until:
        for alias in ("default", "keys"):
            copy = Path(folder) / f"{alias}-{rounds}.sqlite3"
            try:
                with connections[alias].cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(copy)])
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                errors += _damage(copy)
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}")
            copy.unlink(missing_ok=True)
        rounds += 1
        time.sleep(0.05)
    print(json.dumps({"rounds": rounds, "errors": errors}))


def _damage(copy: Path) -> list[str]:
    import sqlite3

    with sqlite3.connect(copy) as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    connection.close()
    return [] if said == ["ok"] else said


def _so_far(person: UUID) -> tuple[str, int]:
    numbers = dict(_entries(person))
    if not numbers:
        return "", 0
    last = max(numbers)
    return sha256(numbers[last].encode()).hexdigest(), last


def _found(person: UUID) -> dict[str, Any]:
    from onward_app.plan.queries import plan_of

    there = list(_entries(person))
    numbers = dict(there)
    before = ""
    for number in range(1, len(there) + 1):
        words = numbers.get(number)
        if words != f"{number} after {before}":
            return {"count": len(there), "wrong": f"at {number} of {len(there)}: {words}"}
        before = sha256(words.encode()).hexdigest()
    plan = int(plan_of(person).first or 0)
    if plan not in (len(there), len(there) - 1):
        return {"count": len(there), "wrong": f"the plan says {plan} beside {len(there)}"}
    return {"count": len(there), "wrong": ""}


def _entries(person: UUID) -> Iterator[tuple[int, str]]:
    from onward_app.entries import queries

    for _entry, rows in queries.opened(person):
        words = rows[0][4]
        yield int(words.partition(" ")[0]), words


def _today() -> str:
    from onward_app.entries import queries

    return queries.today().isoformat()


if __name__ == "__main__":
    os.umask(0o077)
    import django

    if sys.argv[1] != "make":
        django.setup()
    {"make": make, "write": write, "check": check, "beside": beside}[sys.argv[1]](*sys.argv[2:])
