"""Writes a person's goals; how near one is goes into the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from onward.record import check
from onward_app import undoing
from onward_app.entries import actions as entry_actions
from onward_app.entries import queries as entries
from onward_app.entries.actions import Row as RecordRow
from onward_app.goals import queries
from onward_app.goals.models import Goal as Row
from onward_app.goals.queries import MOST_OPEN, OPEN, Goal, Kept, from_dict, name_of
from onward_app.turns import one_at_a_time


@one_at_a_time
def add(*, person: UUID, words: str, why: str = "", once: UUID | None = None) -> Row | None:
    """Keep a new goal.

    Returns
    -------
    Row or None
        The goal, or the one that the same form made before; None where a handful is open
        already, or where another goal has these words.
    """
    sweep(person=person)
    there = Row.objects.filter(pk=once).first() if once else None
    if there is not None and there.person == person:
        restore(goal=there)
        return there
    known = queries.goals(person)
    if is_full(known) or queries.is_taken(known, words):
        return None
    row = Row(id=once if once and there is None else uuid4(), person=person)
    goal = Goal(words.strip(), why.strip(), since=_today(), names=(name_of(words),))
    row.put(goal.to_dict())
    row.save(force_insert=True)
    return row


def is_full(known: list[Kept]) -> bool:
    """Whether a handful is open already."""
    return sum(kept.goal.state == OPEN for kept in known) >= MOST_OPEN


@one_at_a_time
def move(*, goal: Row, words: str, why: str, what: str) -> None:
    """Give a goal new words; the old ones stay in its history with the day.

    Parameters
    ----------
    what : str
        moved, smaller, or words (the same goal in other words).
    """
    before = from_dict(goal.get())
    words, after = words.strip(), replace(before, why=why.strip())
    if words != before.words:
        names = [n for n in before.names if n != name_of(words)]
        after = replace(
            after,
            words=words,
            since=_today(),
            names=(*names, name_of(words)),
            history=(*before.history, (_today(), before.words, what)),
        )
    _put(goal, after)


@one_at_a_time
def set_state(*, goal: Row, state: str) -> bool:
    """Let it rest, say that it is reached, or take it up again; False where a handful is open."""
    before = from_dict(goal.get())
    if before.state == state:
        return True
    if state == OPEN and is_full(queries.goals(goal.person)):
        return False
    history = (*before.history, (_today(), before.words, state))
    _put(goal, replace(before, state=state, since=_today(), history=history))
    return True


@one_at_a_time
def say_near(*, goal: Row, value: int, day: date) -> RecordRow:
    """Keep how near it is on a day, as a row of the record; a second answer replaces the first."""
    row = check(day.isoformat(), "goal", from_dict(goal.get()).names[-1], str(value), "")
    once = uuid5(goal.pk, day.isoformat())
    entry_actions.keep(person=goal.person, rows=[row], once=once)
    return row


@one_at_a_time
def remove(*, goal: Row) -> None:
    """Take a goal away; `restore` brings it back for a day. The record keeps its rows."""
    undoing.take_away(goal)


@one_at_a_time
def restore(*, goal: Row) -> None:
    """Bring back a goal that was taken away."""
    undoing.bring_back(goal)


def sweep(*, person: UUID, now: datetime | None = None) -> int:
    """Delete what was taken away more than a day ago; returns how many rows."""
    return undoing.sweep(Row, person, now)


def _put(row: Row, goal: Goal) -> None:
    row.put(goal.to_dict())
    row.save(update_fields=["sealed"])


def _today() -> str:
    return entries.today().isoformat()
