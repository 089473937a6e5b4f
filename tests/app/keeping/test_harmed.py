"""After an end that was no clean one the file is looked through before anything is shown."""

from contextlib import closing

import pysqlite3
import pytest

from onward_app.keeping import databases
from onward_app.keeping.errors import Torn

PAGE = 4096


@pytest.fixture
def harmed(tmp_path, monkeypatch):
    """A database with one page of its index lost."""
    path = tmp_path / "onward.sqlite3"
    with closing(pysqlite3.connect(path, isolation_level=None)) as db:
        db.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, sealed BLOB)")
        rows = [(f"{n:032d}", bytes(300)) for n in range(3000)]
        db.execute("BEGIN")
        db.executemany("INSERT INTO rows VALUES (?, ?)", rows)
        db.execute("COMMIT")
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE type = 'index'").fetchone()[0]
    whole = bytearray(path.read_bytes())
    whole[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    path.write_bytes(whole)
    monkeypatch.setattr(databases, "path_of", lambda alias: path)
    return path


@pytest.mark.sqlite_only
def test_a_harmed_file_is_refused_and_told_how_to_mend(harmed, db):
    harmed.with_name("onward.sqlite3-wal").write_bytes(b"left by a kill")
    with pytest.raises(Torn, match=r"harmed.*onward restore"):
        databases.refuse_harmed("default")


@pytest.mark.sqlite_only
def test_after_a_clean_end_a_start_does_not_wait_for_the_look(harmed, db, monkeypatch):
    monkeypatch.setattr(databases.sqlite_files, "faults", lambda path: pytest.fail("it looked"))
    databases.refuse_harmed("default")
