"""Puts a SQLite without the WAL-reset bug in the place of Python's, before Django asks for it.

SQLite older than 3.51.3 can damage a database in WAL mode when two processes write, which is
what a server and a worker do. pysqlite3 carries a newer one.
"""

from __future__ import annotations

import sys

import pysqlite3
import pysqlite3.dbapi2

LEAST = (3, 51, 3)


def put_in_place() -> None:
    """Let ``import sqlite3`` mean pysqlite3 from here on."""
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def version() -> tuple[int, ...]:
    """The version of SQLite in use."""
    return tuple(int(n) for n in pysqlite3.sqlite_version.split("."))
