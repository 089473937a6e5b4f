"""How the pages of the practices are filled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from onward.fair_test import Nature
from onward.results import Review
from onward_app.choices.queries import choices_of
from onward_app.drafts import queries as typed
from onward_app.entries import queries as entries
from onward_app.entries.lines import lines
from onward_app.practices import actions, queries
from onward_app.practices.queries import Written
from onward_app.practices.trial import Look, look, refusal
from onward_app.unreadable import NOT_READ
from onward_app.way_back.seen import is_told

WRITING_MINUTES = 15


def start_context(person: UUID) -> dict[str, Any]:
    """What the list of practices shows. While the person rests, no test is put before them."""
    resting, told = choices_of(person).resting, tests_are_told(person)
    return {
        "writing": queries.may_write(person),
        "test": None if resting or not told else open_test(person),
        "tests_told": told,
    }


def write_context(person: UUID, kind: str, draft: str = "") -> dict[str, Any]:
    """A sheet to write; of writing about feelings, also how much time is left."""
    draft = draft or queries.draft_of(kind)
    context: dict[str, Any] = {
        "here": "more",
        "kind": kind,
        "words": queries.kind(kind),
        "draft": draft,
        "care": queries.content()["care"],
    }
    return context | ({"left": _writing_left(person, draft)} if kind == "writing" else {})


def edit_context(person: UUID, sheet: Written) -> dict[str, Any]:
    """A sheet to change."""
    return write_context(person, sheet.kind, f"sheet-{sheet.row.pk}") | {"sheet": sheet}


def _writing_left(person: UUID, draft: str) -> int:
    """Seconds that are left of the fifteen minutes, counted from the first word typed."""
    found = typed.one(person, draft)
    gone = (timezone.now() - found[0].made_at).total_seconds() if found else 0
    return max(0, round(WRITING_MINUTES * 60 - gone))


def may_change(person: UUID, sheet: Written) -> bool:
    """Whether a sheet is offered to be written on today."""
    return sheet.kind != "writing" or queries.may_write(person)


def ground_context() -> dict[str, Any]:
    """What leads back into the room."""
    words = queries.content()
    return {"here": "more", "steps": words["ground"]["steps"], "care": words["care"]}


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


def refused(person: UUID, practice: str, nature: Nature) -> str | None:
    """Why a practice may not be tested now, in words; None where it may, "" where none is."""
    if not tests_are_told(person):
        return ""
    if entries.risk_lately(person):
        return _(queries.content()["test"]["refusal"]["a flag is up"])
    return refusal(entries.review(person), practice, nature)


def keep_care(person: UUID) -> None:
    """What of care ended a test is kept with it from the first look on."""
    actions.keep_care(person=person, review=_review(person), today=entries.today())


def open_test(person: UUID) -> Look | None:
    """The fair test that runs, if there is one."""
    looks = (test_look(person, sheet) for sheet in queries.tests(person))
    return next((found for found in looks if not found.over), None)


def _review(person: UUID) -> Review | None:
    try:
        return entries.review(person)
    except NOT_READ:
        return None
