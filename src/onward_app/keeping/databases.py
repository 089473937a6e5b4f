"""Databases beside the two lasting ones: opened for a short while, under a name of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connections, transaction
from django.db.migrations.loader import MigrationLoader

from onward_app.keeping import sqlite_files
from onward_app.keeping.errors import KeepingError, TooNew, Torn
from onward_app.keeping.router import KEYS, RECORDS

DEFAULT = "default"
_numbers = count(1)
_CONNECTION = {
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
    "USER": "",
    "PASSWORD": "",
    "HOST": "",
    "PORT": "",
}
_TEST = {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None}


@contextmanager
def opened(database: Mapping[str, Any], kind: str = RECORDS) -> Iterator[str]:
    """Open a database for a while; gives the alias that it has meanwhile.

    It is known to this thread alone: a request beside it that goes through all databases never
    meets it.
    """
    alias = f"{kind}-{next(_numbers)}"
    connections.settings[alias] = {
        **_CONNECTION,
        **deepcopy(dict(database)),
        "TEST": dict(_TEST),
    }
    try:
        connection = connections[alias]
    finally:
        del connections.settings[alias]
    try:
        yield alias
    finally:
        connection.close()
        del connections[alias]


@contextmanager
def records_at(path: Path) -> Iterator[str]:
    """Open a file of records."""
    with opened(file(path), RECORDS) as alias:
        yield alias


@contextmanager
def keys_at(path: Path) -> Iterator[str]:
    """Open a file of keys."""
    with opened(file(path), KEYS) as alias:
        yield alias


def file(path: Path) -> dict[str, Any]:
    """A SQLite file that one process uses alone: no write-ahead log beside it."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON;",
        },
    }


def at(url: str) -> dict[str, Any]:
    """The database at an address that begins with ``postgresql://``.

    Raises
    ------
    KeepingError
        It is no such address. The address is not repeated: it may hold a password.
    """
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        found = {}
    if found.get("ENGINE") != "django.db.backends.postgresql":
        raise KeepingError(
            "This address cannot be read. Allowed: postgresql://name:password@host/database, "
            "or the word sqlite."
        )
    found["OPTIONS"] = {"connect_timeout": 10, **(found.get("OPTIONS") or {})}
    return found


@contextmanager
def snapshot(alias: str) -> Iterator[str]:
    """Read a database as it was at one moment, while others may go on writing to it.

    A second connection of its own: on PostgreSQL in one REPEATABLE READ transaction that may
    only read, on SQLite in one deferred transaction, which never waits for a writer.
    """
    settings = deepcopy(connections[alias].settings_dict)
    settings["CONN_MAX_AGE"] = 0
    options = settings.setdefault("OPTIONS", {})
    if is_sqlite(alias):
        options["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
        options.pop("pool", None)
    with opened(settings) as reading, transaction.atomic(using=reading):
        with connections[reading].cursor() as cursor:
            if not is_sqlite(alias):
                cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")  # the moment is now
        yield reading


def is_sqlite(alias: str = DEFAULT) -> bool:
    """Whether a database is a SQLite file."""
    return str(connections[alias].vendor) == "sqlite"


def path_of(alias: str = DEFAULT) -> Path:
    """The file of a SQLite database."""
    return Path(connections[alias].settings_dict["NAME"])


def waiting_steps(alias: str) -> list[str]:
    """Migrations that a database still lacks."""
    loader = MigrationLoader(connections[alias])
    done = set(loader.applied_migrations)
    return sorted(f"{a}.{n}" for a, n in loader.graph.nodes if (a, n) not in done)


def refuse_harmed(alias: str) -> None:
    """Look a SQLite file through where its last end was no clean one: it has a log still.

    Raises
    ------
    Torn
        Its parts do not fit together, so some of what was kept might not be seen.
    """
    if connections[alias].vendor != "sqlite":
        return
    path = path_of(alias)
    log = path.with_name(f"{path.name}-wal")
    if path.exists() and log.exists() and log.stat().st_size and sqlite_files.faults(path):
        raise Torn(
            f"{path.name} was harmed when Onward or the machine stopped. Nothing was changed. "
            "Put the last backup in its place: onward restore"
        )


def refuse_newer(alias: str, name: str) -> None:
    """Refuse a database that a newer Onward has changed.

    Raises
    ------
    TooNew
        It holds migrations that this version does not know.
    """
    loader = MigrationLoader(connections[alias])
    known = set(loader.disk_migrations or {})
    known |= {step for one in loader.replacements.values() for step in one.replaces}
    # what a person's own parts or a dropped one left behind is not ours to judge
    ours = {app for app, _ in known}
    if [step for step in loader.applied_migrations if step not in known and step[0] in ours]:
        raise TooNew(
            f"{name} was written by a newer Onward. This version cannot read it. Nothing was "
            "changed. Install that newer version, then try again."
        )


def reach(alias: str) -> None:
    """Connect to a database.

    Raises
    ------
    KeepingError
        It does not answer, or it is too old.
    """
    try:
        connections[alias].ensure_connection()
    except (Error, ImproperlyConfigured) as error:
        raise KeepingError(
            "The database does not answer, or does not let Onward in. Is it running? Are the "
            f"name, the password and the address right? ({type(error).__name__})"
        ) from None
