"""Writes of the practices. That one was done goes into the record, as an entry."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404

from onward.record import NOTE_LENGTH
from onward.results import Review
from onward_app import undoing
from onward_app.entries import actions as entry_actions
from onward_app.entries import queries as entries
from onward_app.entries.actions import Row
from onward_app.entries.models import Entry
from onward_app.practices import queries
from onward_app.practices.models import Sheet
from onward_app.practices.trial import care
from onward_app.turns import one_at_a_time


@one_at_a_time
def note(
    *,
    person: UUID,
    practice: str,
    day: date,
    minutes: float | None,
    words: str = "",
    once: UUID | None = None,
) -> Entry:
    """Keep in the record that a practice was done.

    Parameters
    ----------
    practice : str
        Its name in the record.
    minutes : float or None
        How long; None for "done".
    words : str
        What was noticed.
    once : UUID, optional
        The form's own id: sent twice, it is kept once.
    """
    row: Row = (day.isoformat(), "practice", practice, minutes, words)
    return entry_actions.keep(person=person, rows=[row], once=once)


@one_at_a_time
def keep(
    *,
    person: UUID,
    kind: str,
    fields: dict[str, Any],
    day: date,
    once: UUID | None = None,
    harder_day: bool = False,
) -> Sheet:
    """Keep what was written; the same form sent twice keeps one.

    The points for a talk are not yet the talk: of them the record says nothing before `talked`.
    """
    sweep(person=person)
    there = Sheet.objects.filter(pk=once).first() if once else None
    mine = there is not None and there.person == person
    row = there if there and mine else Sheet(id=_free(once, there), person=person)
    row.removed_at = None
    row.put({"kind": kind, "day": day.isoformat(), "fields": fields})
    row.save()
    if kind in queries.KINDS and kind != "talk":
        _note(row, kind, fields, day, harder_day)
    return row


def _free(once: UUID | None, there: Sheet | None) -> UUID:
    return once if once and there is None else uuid4()


def _note(row: Sheet, kind: str, fields: dict[str, Any], day: date, harder_day: bool) -> None:
    """Say in the record that it was done; words for a harder day stand there as a note."""
    when = day.isoformat()
    rows: list[Row] = [(when, "practice", queries.kind(kind)["practice"], None, "")]
    if harder_day:
        rows.append((when, "note", "", None, as_text(kind, fields)))
    entry_actions.keep(
        person=row.person,
        rows=rows,
        once=queries.entry_of(row.pk),
        for_a_harder_day=harder_day,
    )


def as_text(kind: str, fields: dict[str, Any]) -> str:
    """The words of a sheet, one part after the other, as a note can hold them."""
    said = [fields.get(ask["id"]) for ask in queries.asks(kind)]
    return "\n\n".join(text for text in said if isinstance(text, str) and text)[:NOTE_LENGTH]


@one_at_a_time
def change(*, sheet: Sheet, fields: dict[str, Any], harder_day: bool = False) -> None:
    """Give a sheet other words; its day and kind stay."""
    value = sheet.get()
    sheet.put(value | {"fields": fields})
    sheet.save(update_fields=["sealed"])
    # A practice that the person took out of the record stays out.
    if value["kind"] == "letter" and (harder_day or queries.is_done(sheet.person, sheet.pk)):
        _note(sheet, "letter", fields, date.fromisoformat(value["day"]), harder_day)


@one_at_a_time
def talked(*, sheet: Sheet, day: date) -> None:
    """Say in the record that the talk was had; said twice, it stands once."""
    note(person=sheet.person, practice="talking", day=day, minutes=None, once=_done(sheet))


def _done(sheet: Sheet) -> UUID:
    return queries.entry_of(sheet.pk)


@one_at_a_time
def remove(*, sheet: Sheet) -> None:
    """Take a sheet away, and what the record says of it; `restore` brings both back for a day."""
    undoing.take_away(sheet)
    entry = _entry(sheet, removed=False)
    if entry:
        entry_actions.remove(entry=entry)


@one_at_a_time
def restore(*, sheet: Sheet) -> None:
    """Bring a removed sheet back."""
    undoing.bring_back(sheet)
    entry = _entry(sheet, removed=True)
    if entry:
        entry_actions.restore(entry=entry)


def _entry(sheet: Sheet, *, removed: bool) -> Entry | None:
    try:
        return entries.one(sheet.person, _done(sheet), removed=removed)[0]
    except Http404:
        return None


def sweep(*, person: UUID, now: datetime | None = None) -> int:
    """Delete what was taken away more than a day ago; returns how many sheets."""
    return undoing.sweep(Sheet, person, now)


@one_at_a_time
def begin(
    *, person: UUID, practice: str, days: int, seed: int, today: date, once: UUID | None = None
) -> Sheet:
    """Begin a fair test: its plan starts tomorrow, and is the same for ever."""
    start = today + timedelta(days=1)
    plan = {"practice": practice, "seed": seed, "start": start.isoformat(), "days": days}
    fields = plan | {"begun": today.isoformat(), "said": {}, "left": None, "care": None}
    there = Sheet.objects.filter(pk=once, person=person).first() if once else None
    if there is not None:
        return there
    return keep(person=person, kind=queries.TEST, fields=fields, day=today, once=once)


@one_at_a_time
def say(*, sheet: Sheet, practice: str, day: date, did: bool) -> None:
    """Keep whether the practice was done on a day of the test; said again, the last word holds."""
    value = sheet.get()
    value["fields"]["said"][day.isoformat()] = did
    sheet.put(value)
    sheet.save(update_fields=["sealed"])
    once = queries.entry_on(sheet.pk, day)
    if did:
        note(person=sheet.person, practice=practice, day=day, minutes=None, once=once)
    elif entries.holds(sheet.person, once):
        entry_actions.remove(entry=entries.one(sheet.person, once)[0])


@one_at_a_time
def leave(*, sheet: Sheet, day: date) -> None:
    """End a fair test by the person's own word; left twice, the first day stands."""
    value = sheet.get()
    value["fields"]["left"] = value["fields"]["left"] or day.isoformat()
    sheet.put(value)
    sheet.save(update_fields=["sealed"])


@one_at_a_time
def stop_for_care(*, person: UUID, today: date) -> None:
    """End the fair test that runs, since words or an answer asked for care; it stays ended.

    The record may lose those words again. That a test began anew by that would be wrong.
    """
    for test in queries.tests(person):
        first = date.fromisoformat(test.fields["begun"])
        until = date.fromisoformat(test.fields["start"]) + timedelta(days=test.fields["days"])
        if first <= today <= until and not test.fields["left"]:
            _keep_care(test.row, today, "a flag")


@one_at_a_time
def keep_care(*, person: UUID, review: Review | None, today: date) -> None:
    """Keep with each fair test what of care ended it, as the record says today."""
    for test in queries.tests(person):
        found = care(test.fields, review, date.fromisoformat(test.fields["begun"]))
        if found and found.when <= today:
            _keep_care(test.row, found.when, found.why)


def _keep_care(row: Sheet, when: date, why: str) -> None:
    value = row.get()
    if value["fields"].get("care"):
        return
    value["fields"]["care"] = {"when": when.isoformat(), "why": why}
    row.put(value)
    row.save(update_fields=["sealed"])
