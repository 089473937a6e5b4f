"""Writes of the path: the ledger of what a person was told."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django.db import OperationalError

from onward import ENGINE, Review, words
from onward_app.entries import actions as entries
from onward_app.entries import queries as written
from onward_app.path import queries
from onward_app.path.models import Told
from onward_app.turns import one_at_a_time

_log = logging.getLogger("onward.path")


def note_told(*, person: UUID, day: date, seen: Review) -> bool:
    """Write down what the path page says today; the same said again that day is one line.

    A disk that takes no more must not stand between a person and their path, so the page is shown
    without the line then.

    Returns
    -------
    bool
        Whether a line was added.
    """
    said, apart = seen.words, words.issues_apart(seen, language=seen.language)
    first = [apart] if apart and apart not in said.paragraph else []
    value = {
        "day": day.isoformat(),
        "state": seen.standing.state,
        "said": [said.headline, *first, said.paragraph],
        "engine": ENGINE,
    }
    try:
        return _add(person=person, value=value)
    except OperationalError as error:
        _log.error("what was told could not be noted", exc_info=error)
        return False


@one_at_a_time
def take_back(*, person: UUID, entry_id: UUID) -> bool:
    """Take an own word back; what else its entry holds stays.

    Returns
    -------
    bool
        Whether the person has such an entry with a word in it.
    """
    for entry, rows in written.opened(person):
        if entry.pk == entry_id and any(row[1] == "label" for row in rows):
            kept = [row for row in rows if row[1] != "label"]
            marked = written.is_for_a_harder_day(entry)
            entries.change(entry=entry, before=rows, rows=kept, for_a_harder_day=marked)
            return True
    return False


@one_at_a_time
def _add(*, person: UUID, value: dict[str, Any]) -> bool:
    if queries.last_told(person) == value:
        return False
    row = Told(person=person)
    row.put(value)
    row.save(force_insert=True)
    return True
