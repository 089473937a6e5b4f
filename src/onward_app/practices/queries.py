"""Reads of the practices: their words, what was written, and what was done."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404
from django.utils.translation import gettext as _

from onward_app.choices.queries import choices_of
from onward_app.entries import queries as entries
from onward_app.entries.lines import Line, lines
from onward_app.practices.models import Sheet
from onward_app.unreadable import NOT_READ
from onward_app.vault.queries import open_rows
from onward_app.way_back.seen import writing_is_offered

KINDS = ("thought", "letter", "talk", "writing")
TEST = "test"


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet with what is in it."""

    row: Sheet
    kind: str
    day: date
    fields: dict[str, Any]

    @property
    def name(self) -> str:
        """What kind of sheet it is, in words."""
        return _("A fair test") if self.kind == TEST else _(kind(self.kind)["name"])

    @property
    def begins(self) -> str:
        """Its first words; of a fair test, what is tried."""
        if self.kind == TEST:
            return str(self.fields["practice"])
        texts = (self.fields.get(ask["id"]) for ask in asks(self.kind))
        return next((text for text in texts if isinstance(text, str) and text), "")


@dataclass(frozen=True, slots=True)
class Done:
    """A day on which something was done: sheets, and what stands in the record alone."""

    day: date
    sheets: list[Written]
    noted: list[tuple[UUID, Line]]


@cache
def content() -> dict[str, Any]:
    """The words of the practices."""
    text = (files("onward_app") / "content" / "practices.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def kind(name: str) -> dict[str, Any]:
    """The words of one kind of sheet."""
    found: dict[str, Any] = content()["kind"][name]
    return found


def draft_of(name: str) -> str:
    """The name under which what is typed in a new sheet is kept; the plan has a letter too."""
    return "kind_letter" if name == "letter" else name


def asks(name: str) -> list[dict[str, Any]]:
    """What a kind of sheet asks, in order; a fair test asks nothing."""
    parts = content()["kind"].get(name, {"part": []})["part"]
    return [ask for part in parts for ask in part["ask"]]


def entry_of(sheet: UUID) -> UUID:
    """The id of the entry which says that the practice of a sheet was done."""
    return uuid5(sheet, "done")


def entry_on(test: UUID, day: date) -> UUID:
    """The id of the entry which says that a tested practice was done on a day."""
    return uuid5(test, day.isoformat())


def written(person: UUID) -> list[Written]:
    """All sheets of a person that were not taken away, the latest first."""
    rows = open_rows(Sheet.objects.filter(person=person, removed_at__isnull=True))
    found = [_as_written(row, value) for row, value in rows]
    return sorted(found, key=lambda w: (w.day, w.row.made_at), reverse=True)


def _as_written(row: Sheet, value: dict[str, Any]) -> Written:
    return Written(row, value["kind"], date.fromisoformat(value["day"]), value["fields"])


def one(person: UUID, sheet_id: UUID, *, removed: bool = False) -> Written:
    """One sheet.

    Raises
    ------
    Http404
        There is none, it is somebody else's, or it is (not) taken away.
    """
    row = Sheet.objects.filter(person=person, pk=sheet_id, removed_at__isnull=not removed).first()
    if row is None:
        raise Http404
    return _as_written(row, row.get())


def is_removed(person: UUID, sheet_id: UUID) -> bool:
    """Whether a sheet was taken away and can still be brought back."""
    gone = Sheet.objects.filter(person=person, pk=sheet_id, removed_at__isnull=False)
    return gone.exists()


def done(person: UUID) -> list[Done]:
    """What was done, by day, the latest first. Nothing is added up."""
    sheets: dict[date, list[Written]] = defaultdict(list)
    noted: dict[date, list[tuple[UUID, Line]]] = defaultdict(list)
    numbers = choices_of(person).numbers
    shown = set()
    for sheet in written(person):
        sheets[sheet.day].append(sheet)
        shown.add(entry_of(sheet.row.pk))
    for entry, rows in entries.opened(person):
        for row in rows:
            if row[1] == "practice" and entry.pk not in shown:
                day = date.fromisoformat(row[0][:10])
                noted[day].append((entry.pk, lines([row], numbers=numbers)[0]))
    days = sorted({*sheets, *noted}, reverse=True)
    return [Done(day, sheets[day], noted[day]) for day in days]


def is_done(person: UUID, sheet_id: UUID) -> bool:
    """Whether the record says that the practice of a sheet was done."""
    return entries.holds(person, entry_of(sheet_id))


def is_for_a_harder_day(person: UUID, sheet_id: UUID) -> bool:
    """Whether the words of a sheet are shown on a harder day."""
    try:
        entry, _rows = entries.one(person, entry_of(sheet_id))
    except Http404:
        return False
    return entries.is_for_a_harder_day(entry)


def may_write(person: UUID) -> bool:
    """Whether writing about strong feelings is offered today (the rule of the way back).

    Words of the last two weeks that say outright what a risk answer would count as one.
    """
    try:
        return writing_is_offered(entries.review(person)) and not entries.risk_lately(person)
    except NOT_READ:
        return False


def tests(person: UUID) -> list[Written]:
    """The fair tests of a person, the latest first."""
    return [sheet for sheet in written(person) if sheet.kind == TEST]


def a_test(person: UUID, sheet_id: UUID) -> Written:
    """One fair test.

    Raises
    ------
    Http404
        There is none of that id.
    """
    found = one(person, sheet_id)
    if found.kind != TEST:
        raise Http404
    return found
