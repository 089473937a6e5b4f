"""Trust 8: what was erased is nowhere, its key neither, and no backup brings it back."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from pathlib import Path

import pysqlite3
import pytest
from serving import Home, Reader, Server
from test_backups import newest, onward

pytestmark = pytest.mark.xdist_group("server")
WORDS = [f"quillwort{n:02d}zephyr" for n in range(20)]
LATER = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from onward_app.keeping import actions
actions.back_up(now=timezone.now() + timedelta(days=8))
"""


def spellings(plain: bytes) -> Iterator[bytes]:
    """What a thief would look for."""
    yield plain
    yield plain.hex().encode()
    yield from (base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3))


def spellings_of_words(words: str) -> Iterator[bytes]:
    yield from spellings(words.encode())
    yield words.encode("utf-16-le")
    yield words.encode("utf-16-be")
    yield zlib.compress(words.encode())[2:-4]


def files(home: Home) -> list[Path]:
    """Every file of the data folder, and what the server said."""
    return [f for f in home.data.rglob("*") if f.is_file()] + [home.folder / "server.log"]


def holding(home: Home, looked_for: list[bytes]) -> set[str]:
    """Which files hold any of these bytes."""
    found = set()
    for file in files(home):
        data = file.read_bytes()
        if any(one in data for one in looked_for):
            found.add(str(file.relative_to(home.folder)))
    return found


def in_keys(home: Home) -> tuple[str, bytes]:
    """The one person of the store of keys, and their wrapped key."""
    connection = pysqlite3.connect(home.data / "keys.sqlite3")
    rows = connection.execute("SELECT person, wrapped FROM vault_wrappedkey").fetchall()
    connection.close()
    assert len(rows) == 1
    return rows[0][0], bytes(rows[0][1])


def plant(reader: Reader) -> None:
    """Write the words into every room."""
    for words in WORDS[:16]:
        form = reader.get("/entries/today").form("once")
        assert reader.send("/entries/today", form, note=words, practice_own=words).status == 302
    plan = reader.get("/plan/edit").form("goal")
    assert reader.send("/plan/edit", plan, first=WORDS[16], goal=WORDS[17]).status == 302
    step = reader.get("/way_back/steps/1").form("csrfmiddlewaretoken")
    sent = reader.send("/way_back/steps/1", step, words=WORDS[18], go="next")
    assert sent.status == 302
    token = step.fields["csrfmiddlewaretoken"][0]
    draft = reader.post("/drafts/today", [("csrfmiddlewaretoken", token), ("note", WORDS[19])])
    assert draft.status == 200, "the draft was not kept"


def rows_of(path: Path, person: str) -> dict[str, int]:
    """In how many rows of each table the person's id stands."""
    connection = pysqlite3.connect(path)
    found = {}
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        for column in columns:
            sql = f'SELECT count(*) FROM "{table}" WHERE "{column}" = ?'
            if count := connection.execute(sql, [person]).fetchone()[0]:
                found[table] = count
    connection.close()
    return found


def test_what_was_erased_is_nowhere_and_stays_away(home_on_sqlite: Home) -> None:
    home = home_on_sqlite
    words = [spelt for word in WORDS for spelt in spellings_of_words(word)]
    with Server(home) as server:
        reader = Reader(server.port, home.session_of_owner())
        plant(reader)
        assert WORDS[0] in reader.get("/entries/").text
        onward(home, "backup")
        stamp = newest(home)
        person, wrapped = in_keys(home)
        key = list(spellings(wrapped))
        session = reader.cookies["onward"]
        where = holding(home, key)
        assert "home/keys.sqlite3" in where or "home/keys.sqlite3-wal" in where
        assert any("backups/keys" in name for name in where)
        form = reader.get("/takeout/erase").form("sure")
        assert reader.send("/takeout/erase", form, sure="on").status == 200
        assert reader.get("/entries/").status in (302, 401)
        # at once, while the server still runs
        assert holding(home, words) == set()
        assert all("backups/keys/" in name for name in holding(home, key))
        assert rows_of(home.data / "onward.sqlite3", person) == {}
        assert holding(home, [session.encode()]) == set()
        reader.close()
    onward(home, "restore", stamp, "--yes")
    assert rows_of(home.data / "onward.sqlite3", person) == {}
    assert set(rows_of(home.data / "keys.sqlite3", person)) == {"vault_erasure"}
    with Server(home):
        pass
    assert rows_of(home.data / "onward.sqlite3", person) == {}
    home.python("-c", LATER)
    assert holding(home, key) == set(), "after eight days the wrapped key is in no backup either"
    assert holding(home, words) == set()
