"""Erasing a record and its account: the key first, then every row that holds the person's id."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import connections

from onward_app import doors
from onward_app.accounts.actions import end_sign_ins
from onward_app.accounts.queries import people_here
from onward_app.entries.queries import forget
from onward_app.keeping import erasures
from onward_app.turns import turn_of
from onward_app.vault import actions as vault
from onward_app.vault.errors import StoreBusy
from onward_app.vault.queries import erased, refuse_locked

_log = logging.getLogger("onward.takeout")


def erase(*, person: UUID) -> None:
    """Erase all of a person: unreadable at once, here and in every backup.

    The key goes first, so that a kill on the way leaves nothing that could be read; what is left
    of the rows then goes at the next start (`finish`).

    Raises
    ------
    Locked
        A passphrase guards the key and was not given: who comes to a machine that was left may
        not erase what they may not read.
    """
    refuse_locked()
    _destroy_key(person)
    _clear({person})
    _begin_anew()


def finish() -> bool:
    """Finish what a kill or a full disk left of earlier erasures; whether anything was left."""
    people = erased()
    if not people:
        return False
    for person in people & people_here():
        _destroy_key(person)
    if left := _clear(people):
        _begin_anew()
    return left


def _begin_anew() -> None:
    """Alone, a new person must not meet the passphrase of the one before."""
    if not doors.many() and not people_here():
        vault.begin_anew()


def _destroy_key(person: UUID) -> None:
    try:
        vault.erase(person=person)
    except (StoreBusy, OSError) as error:
        # the key is gone and noted in the store; old bytes wait in its log until another program
        # has ended, or the list beside the backups until their folder is there again
        _log.error("an erasure has a part to come", exc_info=error)


def _clear(people: set[UUID]) -> bool:
    end_sign_ins(people=people)
    forget(people)
    rows = 0
    for person in people:
        with turn_of(person):
            rows += erasures.apply("default", {person})
    connection = connections["default"]
    if rows and connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return rows > 0
