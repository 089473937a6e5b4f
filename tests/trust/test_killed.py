"""Trust 3: the server is killed again and again; what it said it kept is there, and once.

Four browsers send check-ins as fast as they go. Each form has an id of its own (``once``). What was
not answered before a kill is sent again after the next start, as the page does. There is no worker
for jobs yet; it comes with a later issue.
"""

from __future__ import annotations

import json
import random
import shutil
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from uuid import uuid4

import pysqlite3
import pytest
from forms_on_page import Form
from serving import Home, Reader, Server

pytestmark = pytest.mark.xdist_group("server")
BROWSERS = 4
ENTRIES = str(Path(__file__).with_name("entries_there.py"))


@dataclass
class Browser:
    """One browser with what it has sent, and what it was told is kept."""

    number: int
    reader: Reader
    page: Form | None = None
    waiting: tuple[str, str] | None = None
    kept: dict[str, str] = field(default_factory=dict)
    sent_again: int = 0
    broke: list[str] = field(default_factory=list)

    def write_until(self, over: threading.Event) -> None:
        """Send one check-in after another; what is not answered waits."""
        while not over.is_set():
            try:
                self.send_one()
            except (OSError, HTTPException):
                self.reader.close()
                time.sleep(0.01)
            except Exception as error:
                self.reader.close()
                if not over.is_set():
                    self.broke.append(f"{type(error).__name__}: {error}")
                return

    def send_one(self) -> None:
        if self.page is None:
            self.page = self.reader.get("/entries/today").form("once")
        if self.waiting is None:
            self.waiting = (str(uuid4()), f"browser {self.number} entry {len(self.kept)}")
        else:
            self.sent_again += 1
        once, words = self.waiting
        answer = self.reader.send("/entries/today", self.page, once=once, note=words, distress="4")
        if not answer.kept:
            raise AssertionError(f"status {answer.status}")
        self.kept[once] = words
        self.waiting = None


def a_round(server: Server, browsers: list[Browser], rng: random.Random) -> None:
    """Let them write, and kill the server in the middle of it."""
    over = threading.Event()
    writing = [threading.Thread(target=b.write_until, args=(over,)) for b in browsers]
    before = len(everything(browsers))
    for thread in writing:
        thread.start()
    until = time.monotonic() + 20
    while len(everything(browsers)) == before and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(rng.uniform(0, 0.25))
    server.kill()
    over.set()
    for thread in writing:
        thread.join(30)


def stands_whole(home: Home, kept: dict[str, str], scratch: Path) -> None:
    """Right after the kill: a copy of the files is sound and holds all that was acknowledged."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    for file in home.data.glob("*.sqlite3*"):
        if not file.name.endswith("-shm"):
            shutil.copy(file, scratch / file.name)
    for name in ("onward.sqlite3", "keys.sqlite3"):
        connection = pysqlite3.connect(scratch / name)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if name == "onward.sqlite3":
            there = [row[0] for row in connection.execute("SELECT id FROM entries_entry")]
        connection.close()
    assert {i.replace("-", "") for i in kept} - set(there) == set(), "acknowledged, and lost"
    assert len(there) == len(set(there))


def killed(home: Home, rounds: int, seed: int) -> None:
    """So many rounds on one home, then a look at all that is there."""
    rng, server = random.Random(seed), Server(home)
    cookies = home.session_of_owner()
    browsers = [Browser(n, Reader(server.port, cookies)) for n in range(BROWSERS)]
    for _ in range(rounds):
        server.start()
        a_round(server, browsers, rng)
        assert [b.broke for b in browsers if b.broke] == []
        stands_whole(home, everything(browsers), home.folder / "copy")
    with server:
        for browser in browsers:
            while browser.waiting is not None:
                browser.send_one()
            browser.reader.close()
    kept = everything(browsers)
    assert len(kept) >= rounds
    there = json.loads(home.python(ENTRIES))
    assert sorted(words for _id, words in there) == sorted(kept.values()), "lost, or kept twice"
    assert dict(there) == kept
    tries = sum(browser.sent_again for browser in browsers)
    print(f"\n{rounds} kills: {len(kept)} acknowledged, {tries} tries more, "
          f"0 lost, 0 twice, sound {rounds}/{rounds}")  # fmt: skip


def everything(browsers: list[Browser]) -> dict[str, str]:
    """What all of them were told is kept."""
    return {once: words for browser in browsers for once, words in browser.kept.items()}


def test_five_kills_lose_nothing_and_keep_nothing_twice(home_on_sqlite: Home) -> None:
    killed(home_on_sqlite, rounds=5, seed=uuid4().int)


@pytest.mark.whole
@pytest.mark.parametrize("part", range(4))
def test_two_hundred_kills_lose_nothing_and_keep_nothing_twice(
    home_on_sqlite: Home, part: int
) -> None:
    killed(home_on_sqlite, rounds=50, seed=part)
