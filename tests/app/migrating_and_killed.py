"""Migrates databases in processes of their own that are killed at many points; prints what stood.

    python migrating_and_killed.py FOLDER ROUNDS EMPTY|BEFORE

Run by test_migrations.py. The program is loaded once; each round is a fork of it with files of its
own, so a round takes only as long as its migrations.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from uuid import UUID

FOLDER, ROUNDS, FROM = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
PERSON = UUID("00000000-0000-4000-8000-000000000001")
ENTRY = UUID("00000000-0000-4000-8000-000000000002")
WORDS = {"rows": [["2026-05-02", "note", "", None, "written before the upgrade"]]}
# The release before this one had these, and the first migration of each of its rooms.
BEFORE = ("contenttypes", "auth", "sessions")
# So many migrations run at least, from an empty folder or from that release.
RAN = 20
ROOMS = ("accounts", "entries", "plan", "takeout", "way_back", "vault")

os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
os.environ["ONWARD_HOME"] = str(FOLDER / "home")
os.environ["ONWARD_KEY_FILE"] = str(FOLDER / "configuration" / "key")
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

(FOLDER / "home").mkdir(parents=True)
from onward_app.vault import key_file  # noqa: E402

key_file.make(FOLDER / "configuration" / "key")
django.setup()

from onward_app.entries.models import Entry  # noqa: E402
from onward_app.migrating import migrate  # noqa: E402
from onward_app.vault import seal  # noqa: E402
from onward_app.vault.models import WrappedKey  # noqa: E402


def at_home(folder: Path) -> None:
    """Let the databases be the files of a folder, in this process."""
    folder.mkdir(exist_ok=True)
    for alias in ("default", "keys"):
        name = folder / f"{alias}.sqlite3"
        connections.databases[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def in_a_fork(work: object, *args: object) -> int:
    """A process that does the work and ends."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work(*args)  # type: ignore[operator]
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            connections.close_all()
            os._exit(code)
    return child


def as_before(folder: Path) -> None:
    """The state of the release before, with a person and what they wrote."""
    at_home(folder)
    for app in BEFORE:
        call_command("migrate", app, verbosity=0)
    for room in ROOMS:
        database = "keys" if room == "vault" else "default"
        call_command("migrate", room, "0001", database=database, verbosity=0)
    place = seal.place(PERSON, WrappedKey._meta.db_table, PERSON)
    wrapped = seal.close(key_file.read(settings.KEY_FILE), place, secrets.token_bytes(32))
    WrappedKey.objects.create(person=PERSON, wrapped=wrapped)
    entry = Entry(id=ENTRY, person=PERSON)
    entry.put(WORDS)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO entries_entry (id, person, sealed, made_at) VALUES (%s, %s, %s, %s)",
            [ENTRY.hex, PERSON.hex, entry.sealed, "2026-05-02 10:00:00"],
        )


def upgrade(folder: Path) -> None:
    """What a start does with both databases."""
    at_home(folder)
    for alias in ("default", "keys"):
        migrate(alias)


def upgrade_and_die(folder: Path, at: int) -> None:
    """The same, killed by itself just before it writes down that a migration ran."""
    ran = 0
    write_down = MigrationRecorder.record_applied

    def counted(self: MigrationRecorder, app: str, name: str) -> None:
        nonlocal ran
        ran += 1
        if ran > at:
            os.kill(os.getpid(), signal.SIGKILL)
        write_down(self, app, name)

    MigrationRecorder.record_applied = counted  # type: ignore[method-assign]
    upgrade(folder)


def look(folder: Path) -> None:
    """Write down what stands in the databases."""
    at_home(folder)
    found: dict[str, object] = {"tables": {}}
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found[alias] = cursor.fetchone()[0]
            cursor.execute("SELECT name FROM sqlite_schema ORDER BY name")
            found["tables"][alias] = [row[0] for row in cursor.fetchall()]  # type: ignore[index]
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
            found[f"ran on {alias}"] = [list(row) for row in cursor.fetchall()]
    found["opens"] = [e.get() for e in Entry.objects.all()] == ([WORDS] if FROM == "BEFORE" else [])
    (folder / "found.json").write_text(json.dumps(found))


def ended(child: int) -> int:
    """How a process ended: 0, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """A whole upgrade to measure its time, then one that is killed in each round."""
    begin = FOLDER / "begin"
    begin.mkdir()
    if FROM == "BEFORE":
        assert ended(in_a_fork(as_before, begin)) == 0
    whole = FOLDER / "whole"
    shutil.copytree(begin, whole)
    since = time.monotonic()
    assert ended(in_a_fork(upgrade, whole)) == 0
    takes = time.monotonic() - since
    assert ended(in_a_fork(look, whole)) == 0
    print(json.dumps(json.loads((whole / "found.json").read_text()) | {"takes": takes}), flush=True)
    for at in range(ROUNDS):
        home = FOLDER / f"round{at}"
        shutil.copytree(begin, home)
        if at % 2:
            child = in_a_fork(upgrade_and_die, home, at * RAN // ROUNDS)
        else:
            child = in_a_fork(upgrade, home)
            time.sleep(takes * (at + 0.5) / ROUNDS)
            os.kill(child, signal.SIGKILL)
        killed = ended(child) == -signal.SIGKILL
        again = ended(in_a_fork(upgrade, home))
        seen = ended(in_a_fork(look, home))
        found = json.loads((home / "found.json").read_text()) if seen == 0 else {}
        print(json.dumps(found | {"killed": killed, "again": again}), flush=True)
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
