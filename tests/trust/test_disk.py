"""Trust 16: a disk that is full or may only be read loses nothing, and needs no new start.

The data folder lies on a small disk of its own (a tmpfs), which takes the right to mount; without
that right the tests are skipped and say so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from serving import Answer, Home, Reader, Server
from test_killed import ENTRIES

pytestmark = pytest.mark.xdist_group("server")
SIZE_MB = 16


def mount(*arguments: str) -> None:
    """Mount, or skip where that is not allowed."""
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a disk of its own could not be mounted: {done.stderr.strip()}")


@pytest.fixture
def small(home_on_sqlite: Home) -> Iterator[Home]:
    """A home whose data lie on a small disk."""
    home = home_on_sqlite
    if os.geteuid() != 0:
        pytest.skip("only the administrator of a machine may mount a disk")
    aside = home.folder / "aside"
    home.data.rename(aside)
    home.data.mkdir()
    mount("-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=700", "tmpfs", str(home.data))
    try:
        shutil.copytree(aside, home.data, dirs_exist_ok=True)
        yield home
    finally:
        subprocess.run(["umount", "-l", str(home.data)], check=True)


@pytest.fixture
def house(small: Home) -> Iterator[tuple[Home, Reader]]:
    """The server on it, and a browser that is signed in."""
    cookies = small.session_of_owner()
    with Server(small) as server:
        reader = Reader(server.port, cookies)
        yield small, reader
        reader.close()


def fill(home: Home) -> Path:
    """Leave no byte free."""
    filler = home.data / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return filler


def check_in(reader: Reader, words: str, once: str | None = None) -> tuple[str, Answer]:
    """Send one check-in; its form's id, and what was answered."""
    form = reader.get("/entries/today").form("once")
    once = once or str(uuid4())
    return once, reader.send("/entries/today", form, once=once, note=words, distress="3")


def there(home: Home) -> dict[str, str]:
    """Every entry, read as the app reads it."""
    found = json.loads(home.python(ENTRIES))
    assert len(found) == len(dict(found)), "kept twice"
    return dict(found)


def many_while_it_breaks(reader: Reader, most: int = 400) -> tuple[dict[str, str], str, Answer]:
    """Write until the first refusal: what was acknowledged, and what was not."""
    kept: dict[str, str] = {}
    for number in range(most):
        words = f"words number {number} " + "that want room " * 60
        once, answer = check_in(reader, words)
        if not answer.kept:
            return kept, once, answer
        kept[once] = words.strip()
    raise AssertionError("it was never refused")


def told_in_plain_words(answer: Answer) -> None:
    """The page says so, gives the words back and keeps help in reach."""
    assert answer.status in (503, 507)
    assert "that want room" in answer.text or "some words" in answer.text
    assert "/support/" in answer.text
    assert "Traceback" not in answer.text
    assert "OperationalError" not in answer.text


def test_a_full_disk_loses_nothing_and_is_left_behind_when_there_is_room(
    house: tuple[Home, Reader],
) -> None:
    home, reader = house
    first, answer = check_in(reader, "before")
    assert answer.status == 302
    filler = fill(home)
    kept, once, refused = many_while_it_breaks(reader)
    told_in_plain_words(refused)
    for page in ("/", "/entries/", "/path/", "/plan/", "/support/"):
        assert reader.get(page).status == 200, page
    filler.unlink()
    words = "some words sent again"
    assert check_in(reader, words, once)[1].status == 302
    assert there(home) == kept | {first: "before", once: words}


def test_a_disk_that_may_only_be_read_loses_nothing_and_recovers(
    house: tuple[Home, Reader],
) -> None:
    home, reader = house
    first, answer = check_in(reader, "before")
    assert answer.status == 302
    form = reader.get("/entries/today").form("once")
    # a view of the same folder that may only be read, in its place
    mount("--bind", str(home.data), str(home.data))
    try:
        mount("-o", "remount,bind,ro", str(home.data))
        once = str(uuid4())
        refused = reader.send("/entries/today", form, once=once, note="some words", distress="3")
        told_in_plain_words(refused)
        for page in ("/", "/entries/", "/plan/", "/support/"):
            assert reader.get(page).status == 200, page
    finally:
        subprocess.run(["umount", "-l", str(home.data)], check=True)
    assert check_in(reader, "some words", once)[1].status == 302
    assert there(home) == {first: "before", once: "some words"}
