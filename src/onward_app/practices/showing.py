"""How the pages of the practices are filled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from onward.results import Review
from onward_app.choices.queries import choices_of
from onward_app.entries import queries as entries
from onward_app.entries.lines import lines
from onward_app.practices import queries
from onward_app.practices.queries import Written
from onward_app.practices.trial import Look, look
from onward_app.unreadable import NOT_READ
from onward_app.way_back.seen import is_told

WRITING_MINUTES = 15


def start_context(person: UUID) -> dict[str, Any]:
    """What the list of practices shows. While the person rests, no test is put before them."""
    resting = choices_of(person).resting
    return {
        "writing": queries.may_write(person),
        "test": None if resting else open_test(person),
        "tests_told": tests_are_told(person),
    }


def sheet_context(person: UUID, sheet: Written) -> dict[str, Any]:
    """One sheet, to read."""
    numbers = choices_of(person).numbers
    answers = []
    for ask in queries.asks(sheet.kind):
        said = sheet.fields.get(ask["id"])
        if isinstance(said, int):
            row = (sheet.day.isoformat(), "checkin", "feelings", float(said), "")
            said = lines([row], numbers=numbers)[0].much
        if said:
            answers.append((_(ask["text"]), said))
    return {
        "sheet": sheet,
        "answers": answers,
        "as_text": "\n\n".join(f"{asked}\n{said}" for asked, said in answers),
        "done": queries.is_done(person, sheet.row.pk),
        "harder_day": queries.is_for_a_harder_day(person, sheet.row.pk),
    }


def tests_are_told(person: UUID) -> bool:
    """Whether fair tests are spoken of: not where verdicts are off, nor with highs."""
    review = _review(person)
    return is_told(review) if review else bool(settings.INTERPRETATION)


def test_look(person: UUID, sheet: Written) -> Look:
    """A fair test as it stands today."""
    told = tests_are_told(person)
    return look(sheet, _review(person), entries.today(), told=told)


def open_test(person: UUID) -> Look | None:
    """The fair test that runs, if there is one."""
    looks = (test_look(person, sheet) for sheet in queries.tests(person))
    return next((found for found in looks if not found.over), None)


def _review(person: UUID) -> Review | None:
    try:
        return entries.review(person)
    except NOT_READ:
        return None
