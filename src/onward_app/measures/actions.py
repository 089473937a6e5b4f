"""Writes of the questionnaires."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from onward.record import check
from onward_app.entries import actions as entries
from onward_app.entries.actions import Row
from onward_app.entries.queries import holds, one, today
from onward_app.measures import queries
from onward_app.measures.models import Sitting
from onward_app.measures.queries import GATE, LAST, NO, Sat, Step
from onward_app.practices import actions as practices
from onward_app.turns import one_at_a_time

EMPTY_FOR = timedelta(days=1)


@one_at_a_time
def begin(*, person: UUID, measure: str, once: UUID | None = None, anew: bool = False) -> Sat:
    """Begin a questionnaire, or go on with the one of its kind that is under way.

    Parameters
    ----------
    person : UUID
        Whose.
    measure : str
        Which; its words are to be had here.
    once : UUID, optional
        The form's own id. The same form sent twice begins once.
    anew : bool
        Lay the one under way aside. A risk answer of it stays in the record.
    """
    _sweep(person)
    there = Sitting.objects.filter(pk=once).first() if once else None
    if there is not None and there.person == person:
        return Sat(there, there.get())
    before = queries.open_one(person, measure)
    if before is not None and not anew:
        return before
    if before is not None:
        before.row.delete()
    row = Sitting(id=once if once and there is None else uuid4(), person=person)
    row.put(value := queries.begin(measure))
    row.save(force_insert=True)
    return Sat(row, value)


@one_at_a_time
def answer(*, person: UUID, sitting: UUID, step: Step, given: str | None) -> Sat:
    """Keep one answer at once; None leaves the question out.

    A risk answer is a row of the record from this moment, so that it counts even where the
    questionnaire is left half way. What is done already is not changed.
    """
    sat = queries.one(person, sitting)
    if sat.done:
        return sat
    value, number = sat.value, step.item.number
    if step.kind == GATE:
        value["gate"] = given or ""
    elif step.kind == LAST:
        value["difficulty"] = None if given is None else int(given)
    elif given is None:
        value["answers"].pop(str(number), None)
    else:
        value["answers"][str(number)] = int(given)
    if step.kind != GATE:
        _left_out(value, number, given is None)
    _save(sat)
    if number in sat.measure.risk_items:
        _keep_risk(sat)
    return sat


def _left_out(value: dict[str, object], number: int, left: bool) -> None:
    was = value["left_out"]
    assert isinstance(was, list)
    value["left_out"] = sorted({*was, number} if left else {*was} - {number})


def _keep_risk(sat: Sat) -> None:
    """The risk answers so far, in the entry that the end will fill; taken back, they leave it."""
    measure, person, entry = sat.measure, sat.row.person, sat.entry
    given = {n: a for n, a in sat.answers.items() if n in measure.risk_items}
    there = holds(person, entry)
    if given and (there or any(measure.at_risk(n, a) for n, a in given.items())):
        rows = [_row(_now(), f"{measure.id}.{n}", a) for n, a in given.items()]
        entries.keep(person=person, rows=rows, once=entry)
    elif there and not given:
        entries.remove(entry=one(person, entry)[0])


@one_at_a_time
def asks_about_safety(*, person: UUID, sitting: UUID) -> bool:
    """Note for which risk answers the page about safety is shown; whether one is new.

    Any of them counts, wherever the person stands now: an answer is kept when it is chosen, and
    the page may have been left before its button was used.
    """
    sat = queries.one(person, sitting)
    risk = {str(n): a for n, a in sat.answers.items() if sat.measure.at_risk(n, a)}
    if risk.items() <= sat.value["asked"].items():
        return False
    sat.value["asked"] |= risk
    _save(sat)
    practices.stop_for_care(person=person, today=today())
    return True


@one_at_a_time
def finish(*, person: UUID, sitting: UUID) -> Sat:
    """Put the answers into the record, and the total where there is one; a second time nothing."""
    sat = queries.one(person, sitting)
    if sat.done or sat.empty:
        return sat
    when, name = _now(), sat.measure.id
    answers = {} if sat.value["gate"] == NO else sat.answers
    rows = [_row(when, f"{name}.{n}", a) for n, a in sorted(answers.items())]
    total = sat.score().total
    if total is not None:
        rows.append(_row(when, name, total))
    if rows:
        entries.keep(person=person, rows=rows, once=sat.entry)
    sat.value["done"] = when
    _save(sat)
    return sat


@one_at_a_time
def drop(*, person: UUID, sitting: UUID) -> None:
    """Take one away; what of it is in the record stays there.

    One that is done goes only once it is out of the record: until then it belongs to its entry.
    """
    sat = queries.one(person, sitting)
    if not sat.done or not holds(person, sat.entry):
        sat.row.delete()


@one_at_a_time
def keep_total(*, person: UUID, measure: str, total: float, day: str, once: UUID | None) -> UUID:
    """Keep a total that somebody else worked out; the id of its entry."""
    entry = entries.keep(person=person, rows=[_row(day, measure, total)], once=once)
    return entry.pk


def _sweep(person: UUID) -> None:
    """Those that were only looked at go after a day."""
    before = timezone.now() - EMPTY_FOR
    old = [s.row.pk for s in queries.sittings(person) if s.empty and s.row.made_at < before]
    Sitting.objects.filter(person=person, pk__in=old).delete()


def _save(sat: Sat) -> None:
    sat.row.put(sat.value)
    sat.row.save(update_fields=["sealed"])


def _row(when: str, name: str, value: float) -> Row:
    return check(when, "measure", name, repr(float(value)), "")


def _now() -> str:
    return datetime.now().strftime("%Y-%m-%dT%H:%M")
