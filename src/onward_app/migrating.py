"""Brings a database to this version: all of it or nothing, whenever it is killed.

Django runs each migration in a transaction, but writes down that it ran after that one where the
migration makes an index or a reference. A kill between the two leaves a table that the next start
would make again, and fail. So all migrations of a start are one transaction here. No migration of
ours, or of a package in use, asks to run outside of one; one that does is refused by Django.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections, transaction

# Any number that nothing else here takes: two processes that start at once come one by one.
ONE_AT_A_TIME = 0x6F6E77617264


def migrate(database: str) -> None:
    """Run what has not run yet on one database."""
    with _whole(database):
        call_command("migrate", database=database, verbosity=0, interactive=False)


@contextmanager
def _whole(database: str) -> Iterator[None]:
    connection = connections[database]
    connection.ensure_connection()
    # SQLite takes this outside of a transaction only, and its tables are remade without
    checked = connection.vendor == "sqlite" and connection.disable_constraint_checking()
    try:
        with transaction.atomic(using=database):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            yield
            if checked:
                connection.check_constraints()
    finally:
        if checked:
            connection.enable_constraint_checking()
