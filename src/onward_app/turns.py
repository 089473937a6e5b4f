"""One writer a person: what reads before it writes waits for its turn, on either database.

SQLite begins each of our transactions IMMEDIATE, so it has one writer at a time anyway. On
PostgreSQL two requests of one person (two taps, two tabs, a form sent again after a fright) would
read the same and both write it. There each takes a lock on the person first, which ends with the
transaction, whatever ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from hashlib import blake2b
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction

Given = ParamSpec("Given")
Out = TypeVar("Out")


@contextmanager
def turn_of(person: UUID) -> Iterator[None]:
    """One transaction in which nobody else writes for this person. It may hold another one."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number_of(person)])
        yield


def one_at_a_time(action: Callable[Given, Out]) -> Callable[Given, Out]:
    """In place of ``transaction.atomic`` on an action that writes for one person.

    The person is the keyword ``person``, or that of the row which is given by any other keyword.
    """

    @wraps(action)
    def waiting(*args: Given.args, **more: Given.kwargs) -> Out:
        with turn_of(_person_of(more)):
            return action(*args, **more)

    return waiting


def number_of(person: UUID) -> int:
    """The lock of a person: 64 bits, as PostgreSQL takes them."""
    return int.from_bytes(blake2b(person.bytes, digest_size=8).digest(), signed=True)


def _person_of(given: dict[str, Any]) -> UUID:
    rows = [getattr(value, "person", None) for value in given.values()]
    for person in (given.get("person"), *rows):
        if isinstance(person, UUID):
            return person
    raise TypeError("An action that waits for its turn names a person, or a row of theirs.")
