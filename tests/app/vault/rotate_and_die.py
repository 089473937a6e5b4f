"""Changes a key and dies of SIGKILL at many points; run by test_rotation.py, or by hand.

    python tests/app/vault/rotate_and_die.py FOLDER [--every N] [--passphrase]

Real processes, a real key file and a real store. A point is one line of the vault's own code.
Prints one JSON line: how many points, how many were killed, and what was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import UUID, uuid4

PASSPHRASE = "seven quiet herons walking"
PEOPLE, BATCH = 7, 3


def set_up(place: Path, passphrase: bool) -> dict[UUID, bytes]:
    """A store with a few people's keys; returns their data keys."""
    os.environ["ONWARD_HOME"] = str(place / "home")
    os.environ["ONWARD_KEY_FILE"] = str(place / "configuration" / "key")
    os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
    (place / "home").mkdir(parents=True)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from onward_app.vault import key_file, rotation

    rotation.BATCH = BATCH
    key_file.make(settings.KEY_FILE)

    def prepare() -> None:
        from onward_app.vault.actions import create_key

        call_command("migrate", database="keys", verbosity=0)
        for n in range(PEOPLE):
            create_key(person=UUID(int=n + 1))
        (place / "known.json").write_text(json.dumps(data_keys()))
        if passphrase:
            key_file.wrap(settings.KEY_FILE, PASSPHRASE)

    assert forked(prepare) == 0
    return {
        UUID(p): bytes.fromhex(k) for p, k in json.loads((place / "known.json").read_text()).items()
    }


def data_keys() -> dict[str, str]:
    from django.conf import settings

    from onward_app.vault import key_file, keys
    from onward_app.vault.models import WrappedKey

    ring = key_file.ring(settings.KEY_FILE)
    rows = WrappedKey.objects.all()
    return {str(r.person): keys.unwrap(ring, r.person, bytes(r.wrapped)).hex() for r in rows}


def forked(act: Callable[[], None]) -> int:
    """Run in a process of its own; its exit code, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            act()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def open_key(passphrase: bool) -> None:
    from django.conf import settings

    from onward_app.vault import key_file

    if passphrase:
        key_file.open_with(settings.KEY_FILE, PASSPHRASE)


def rotate(passphrase: bool) -> None:
    from onward_app.vault import actions

    actions.rotate(passphrase=PASSPHRASE if passphrase else None)


def counting(act: Callable[[], None], stop_at: int) -> int:
    """Run with a look at each line of the vault; at the given one the process is killed."""
    seen = 0

    def at_line(frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal seen
        if event == "line":
            seen += 1
            if seen == stop_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return at_line

    def at_call(frame: FrameType, _event: str, _arg: Any) -> Any:
        return at_line if "/onward_app/vault/" in frame.f_code.co_filename else None

    sys.settrace(at_call)
    try:
        act()
    finally:
        sys.settrace(None)
    return seen


def look(known: dict[UUID, bytes], passphrase: bool) -> None:
    """Just after the kill, as a running server would: all opens, and a new person can come."""
    from onward_app.vault import keys
    from onward_app.vault.actions import create_key, erase

    open_key(passphrase)
    assert {UUID(p): bytes.fromhex(k) for p, k in data_keys().items()} == known
    person = uuid4()
    create_key(person=person)
    sealed = keys.seal(person, b"here", b"a word")
    assert keys.open_seal(person, b"here", sealed) == b"a word"
    erase(person=person)


def resume(known: dict[UUID, bytes], passphrase: bool, old: list[bytes]) -> None:
    """Begun again it ends, all opens, and what the old key wrapped is in no file."""
    from django.conf import settings

    from onward_app.vault import key_file

    open_key(passphrase)
    rotate(passphrase)
    assert {UUID(p): bytes.fromhex(k) for p, k in data_keys().items()} == known
    beside = sorted(p.name for p in settings.KEY_FILE.parent.iterdir())
    assert beside == ["key", "key.before", "key.lock"], beside
    assert key_file.is_wrapped(settings.KEY_FILE) == passphrase
    files = [p.read_bytes() for p in settings.HOME.glob("keys.sqlite3*")]
    assert not any(wrapped in file for wrapped in old for file in files)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("place", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--passphrase", action="store_true")
    asked = parser.parse_args()
    place, guarded = asked.place, asked.passphrase
    known = set_up(place, guarded)
    before = place.with_name(place.name + "-before")
    shutil.copytree(place, before)
    old = wrapped_rows(place)

    def whole() -> None:
        open_key(guarded)
        (place / "points").write_text(str(counting(lambda: rotate(guarded), 0)))

    assert forked(whole) == 0
    points, killed, wrong = int((place / "points").read_text()), 0, []
    for point in range(1, points + 1, asked.every):
        shutil.rmtree(place)
        shutil.copytree(before, place)

        def die(point: int = point) -> None:
            open_key(guarded)
            counting(lambda: rotate(guarded), point)

        killed += forked(die) == -signal.SIGKILL
        if forked(lambda: look(known, guarded)) or forked(lambda: resume(known, guarded, old)):
            wrong.append(point)
    print(json.dumps({"points": points, "killed": killed, "wrong": wrong}))
    return 0


def wrapped_rows(place: Path) -> list[bytes]:
    import sqlite3

    with sqlite3.connect(place / "home" / "keys.sqlite3") as store:
        return [row[0] for row in store.execute("SELECT wrapped FROM vault_wrappedkey")]


if __name__ == "__main__":
    sys.exit(main())
