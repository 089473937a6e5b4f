"""Erasing a record and its account: the key first, then every row that holds the person's id."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import connections

from onward_app.accounts.actions import end_sign_ins
from onward_app.accounts.queries import people_here
from onward_app.entries.queries import forget
from onward_app.keeping import erasures
from onward_app.vault import actions as vault
from onward_app.vault.errors import StoreBusy
from onward_app.vault.queries import erased

_log = logging.getLogger("onward.takeout")


def erase(*, person: UUID) -> None:
    """Erase all of a person: unreadable at once, here and in every backup.

    The key goes first, so that a kill on the way leaves nothing that could be read; what is left
    of the rows then goes at the next start (`finish`).
    """
    try:
        vault.erase(person=person)
    except StoreBusy as error:
        # the key is gone; only old bytes wait in the log until the other program has ended
        _log.error("the log of the store of keys is being read", exc_info=error)
    _clear({person})


def finish() -> int:
    """Finish what a kill left of an erasure; returns how many people were concerned."""
    left = erased() & people_here()
    if left:
        for person in left:
            vault.erase(person=person)
        _clear(left)
    return len(left)


def _clear(people: set[UUID]) -> None:
    end_sign_ins(people=people)
    forget(people)
    erasures.apply("default", people)
    connection = connections["default"]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
