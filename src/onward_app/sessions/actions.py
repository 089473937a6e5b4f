"""Writes what a person wants to bring, and how a session was for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from onward_app import undoing
from onward_app.sessions import queries
from onward_app.sessions.models import Item
from onward_app.sessions.queries import TEXT_LENGTH, Bring
from onward_app.turns import one_at_a_time


@one_at_a_time
def bring(*, person: UUID, text: str, once: UUID | None = None) -> Item:
    """Put one thing at the end of the list to bring to a session.

    Parameters
    ----------
    text : str
        What to bring; more than fits a line of the list is cut.
    once : UUID, optional
        The form's own id: the same form sent twice puts one thing on the list.
    """
    sweep(person=person)
    places = [b.place for b in queries.to_bring(person)]
    value = {
        "kind": "bring",
        "text": text.strip()[:TEXT_LENGTH],
        "place": max(places, default=0) + 1,
        "brought": None,
    }
    return _once(person, value, once)


def _once(person: UUID, value: dict[str, Any], once: UUID | None) -> Item:
    """A new row under the form's own id; what the same form made stays, or comes back."""
    there = Item.objects.filter(pk=once).first() if once else None
    if there is not None and there.person == person:
        restore(item=there)
        return there
    row = Item(id=once if once and there is None else uuid4(), person=person)
    row.put(value)
    row.save(force_insert=True)
    return row


@one_at_a_time
def change(*, item: Item, text: str) -> None:
    """Change the words of one thing."""
    _put(item, text=text.strip()[:TEXT_LENGTH])


@one_at_a_time
def tick(*, item: Item, brought: date | None) -> None:
    """Say on which day it was brought; None puts it back on the list."""
    _put(item, brought=brought.isoformat() if brought else None)


@one_at_a_time
def move(*, item: Item, up: bool) -> None:
    """Move one thing up or down by one."""
    listed = queries.to_bring(item.person)
    at = next((n for n, b in enumerate(listed) if b.row.pk == item.pk), None)
    if at is None:
        return
    to = min(max(at + (-1 if up else 1), 0), len(listed) - 1)
    listed.insert(to, listed.pop(at))
    _number(listed)


def _number(listed: list[Bring]) -> None:
    for place, thing in enumerate(listed, 1):
        if thing.place != place:
            _put(thing.row, place=place)


def _put(item: Item, **new: Any) -> None:
    item.put(item.get() | new)
    item.save(update_fields=["sealed"])


@one_at_a_time
def keep_fit(
    *,
    person: UUID,
    day: date,
    answers: dict[str, str],
    words: str,
    once: UUID | None = None,
    item: Item | None = None,
) -> Item:
    """Keep how a session was, anew or in place of what `item` held."""
    sweep(person=person)
    value = {"kind": "fit", "day": day.isoformat(), "answers": answers, "words": words}
    if item is None:
        return _once(person, value, once)
    item.put(value)
    item.save(update_fields=["sealed"])
    return item


@one_at_a_time
def remove(*, item: Item) -> None:
    """Take one away; `restore` brings it back for a day."""
    undoing.take_away(item)


@one_at_a_time
def restore(*, item: Item) -> None:
    """Bring back what was taken away."""
    undoing.bring_back(item)


def sweep(*, person: UUID, now: datetime | None = None) -> int:
    """Delete what was taken away more than a day ago; returns how many rows."""
    return undoing.sweep(Item, person, now)
