"""Trust 7: backups made while people write are each the records of one moment."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from serving import Home
from test_writers import NUMBERED, begin

from onward_app.vault import key_file

pytestmark = pytest.mark.xdist_group("server")
WRITERS = 2
ONWARD = str(Path(sys.executable).with_name("onward"))


def onward(home: Home, *arguments: str, fails: bool = False) -> str:
    """A command of the house; what it said."""
    done = subprocess.run(
        [ONWARD, *arguments], env=home.environment, capture_output=True, text=True, timeout=300
    )
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def backed_up_under_load(home: Home, times: int) -> tuple[list[str], dict[str, list[int]]]:
    """Back up again and again beside writers; for each backup what was there before it."""
    people = home.python(NUMBERED, "make", str(WRITERS)).split()
    writers = [begin(home, "write", person, str(times * 30)) for person in people]
    for writer in writers:
        assert writer.stdout is not None
        os.set_blocking(writer.stdout.fileno(), False)
    far, before = [0] * WRITERS, {}
    try:
        for _ in range(times):
            far = [last_number(w, n) for w, n in zip(writers, far, strict=True)]
            onward(home, "backup")
            stamp = newest(home)
            before[stamp] = far
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    return people, before


def last_number(writer: subprocess.Popen[str], so_far: int) -> int:
    """The last entry that this writer was told is kept."""
    assert writer.stdout is not None
    said = b""
    with contextlib.suppress(BlockingIOError):
        while chunk := os.read(writer.stdout.fileno(), 65536):
            said += chunk
    numbers = re.findall(rb"^(\d+)$", said, re.MULTILINE)
    return int(numbers[-1]) if numbers else so_far


def newest(home: Home) -> str:
    """The stamp of the newest backup."""
    files = sorted((home.data / "backups" / "records").glob("onward-*.sqlite3"))
    return files[-1].stem.removeprefix("onward-")


def restored(home: Home, stamp: str, place: Path, key: Path) -> Home:
    """A backup restored by the command into an empty home, with a key file."""
    other = restored_by(home, place, key)
    onward(other, "restore", stamp, "--yes")
    return other


def restored_by(home: Home, place: Path, key: Path) -> Home:
    """Another home with the same backups and store of keys, and with this key file."""
    shutil.rmtree(place, ignore_errors=True)
    (place / "configuration").mkdir(parents=True)
    shutil.copy(key, place / "configuration" / "key")
    shutil.copytree(home.data / "backups", place / "home" / "backups")
    shutil.copy(home.data / "keys.sqlite3", place / "home" / "keys.sqlite3")
    return Home(place, dict(home.settings))


def restored_each(home: Home, times: int, scratch: Path) -> None:
    """Each of so many backups is a moment between its beginning and its end."""
    people, before = backed_up_under_load(home, times)
    assert len(before) == times
    key = home.folder / "configuration" / "key"
    counts = {}
    for stamp, far in sorted(before.items()):
        other = restored(home, stamp, scratch / "restored", key)
        found = json.loads(other.python(NUMBERED, "check", *people))
        assert {p: f["wrong"] for p, f in found.items() if f["wrong"]} == {}, stamp
        counts[stamp] = [found[person]["count"] for person in people]
        assert all(there >= kept for there, kept in zip(counts[stamp], far, strict=True)), stamp
    in_order = [counts[stamp] for stamp in sorted(counts)]
    assert in_order == sorted(in_order)
    assert in_order[-1] > in_order[0], "nothing was written meanwhile"
    without_the_key(home, people, scratch / "stolen")
    print(f"\n{times} backups under load, {times} restored, each of one moment: {in_order}")


def without_the_key(home: Home, people: list[str], place: Path) -> None:
    """With another key the command refuses, and the files hold no word."""
    key_file.make(place / "key")
    thief = restored_by(home, place / "home", place / "key")
    said = onward(thief, "restore", "--yes", fails=True)
    assert "not the one" in said or "does not open" in said
    assert "Traceback" not in said
    for file in (home.data / "backups").rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b" after " not in data
            assert b"rows" not in data


def test_three_backups_under_load_are_each_of_one_moment(tmp_path: Path) -> None:
    restored_each(Home(tmp_path / "live"), 3, tmp_path)


@pytest.mark.whole
def test_fifty_backups_under_load_are_each_of_one_moment(tmp_path: Path) -> None:
    restored_each(Home(tmp_path / "live"), 50, tmp_path)


@pytest.mark.whole
def test_backups_of_a_postgresql_under_load_are_each_of_one_moment(
    fresh_database: str, tmp_path: Path
) -> None:
    restored_each(Home(tmp_path / "live", {"DATABASE_URL": fresh_database}), 10, tmp_path)
