"""Puts a SQLite without the WAL-reset bug in the place of Python's, before Django asks for it.

SQLite older than 3.51.3 can damage a database in WAL mode when two processes write, which is
what a server and a worker do. pysqlite3 carries a newer one.
"""

from __future__ import annotations

import atexit
import sys
from pathlib import Path

import pysqlite3
import pysqlite3.dbapi2

LEAST = (3, 51, 3)
_held: list[pysqlite3.Connection] = []


def put_in_place() -> None:
    """Let ``import sqlite3`` mean pysqlite3 from here on."""
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def hold_open(path: Path) -> None:
    """Keep one connection to a database for as long as this process lives.

    In WAL mode a database that nobody has open must make two small files to be read. On a full
    disk, or one that may only be read, that fails; while somebody has it open they are there.
    """
    held = pysqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, check_same_thread=False)
    held.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    _held.append(held)
    atexit.register(held.close)


def version() -> tuple[int, ...]:
    """The version of SQLite in use."""
    return tuple(int(n) for n in pysqlite3.sqlite_version.split("."))
