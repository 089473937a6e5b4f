"""An entry as the answers of the check-in, with what the form cannot show kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from onward.record import NAME_LENGTH, check
from onward_app.entries.actions import Row
from onward_app.entries.forms import SCALES, Thing, digest
from onward_app.entries.queries import RUNNING_ISSUES
from onward_app.entries.vocabulary import SELF_HARM, behaviour, plain, sign_of


def stamped(things: list[Thing], when: str, before: Iterable[Row] = ()) -> list[Row]:
    """Check each answer by the rules of the record and give it its time.

    What stood there before (`before`, of the same day) keeps the time at which it was written.
    """
    times: dict[Thing, list[str]] = {}
    for at, kind, name, value, note in before:
        if at[:10] == when[:10]:
            times.setdefault((kind, name, value, note), []).append(at)
    return [
        check(
            (times.get(thing) or [when]).pop(0),
            thing[0],
            thing[1],
            "" if thing[2] is None else repr(float(thing[2])),
            thing[3],
        )
        for thing in things
    ]


def key_of(row: Row) -> str:
    """A short id of a row's content, for the tick that takes it away."""
    return sha256(repr(row).encode()).hexdigest()[:16]


def state_of(rows: Iterable[Row]) -> str:
    """A short id of all that an entry holds: another one where it was changed meanwhile."""
    return sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()[:16]


def when_of(rows: list[Row], day: date) -> str:
    """The time that an edited entry keeps: its own, unless it moved to another day."""
    when = rows[0][0]
    return when if when[:10] == day.isoformat() else day.isoformat()


def answers(rows: list[Row], signs: Iterable[str] = ()) -> tuple[dict[str, Any], list[Row]]:
    """Split an entry into the form's answers and the rows that the form has no place for.

    A second answer of one name, a number between two taps and a kind that the check-in does
    not ask are such rows; they stay as they are until they are ticked away. A behaviour that is
    one of the early `signs` of the plan is that sign's tick.
    """
    ticks = {sign_of(sign): {f"sign_{digest(sign)}": True} for sign in signs}
    given: dict[str, Any] = {"day": date.fromisoformat(rows[0][0][:10])}
    rest: list[Row] = []
    for row in rows:
        _when, kind, name, value, note = row
        place = _PLACES.get(kind)
        found = place(row, given) if place and (not note or kind in _WITH_WORDS) else None
        if kind == "behaviour" and value is None:
            found = ticks.get((name, note), found)
        if found is None or found.keys() & given.keys():
            rest.append(row)
        else:
            given |= found
    return given, rest


def _whole(value: float | None) -> str | None:
    return str(int(value)) if value is not None and value == int(value) else None


def _checkin(row: Row, _given: dict[str, Any]) -> dict[str, Any] | None:
    name, value = row[2], row[3]
    if name == "numb" and value == 1:
        return {"numb": True}
    tap = _whole(value)
    return {name: tap} if name in SCALES and tap is not None else None


def _issue(row: Row, given: dict[str, Any]) -> dict[str, Any] | None:
    tap = _whole(row[3])
    for at in range(1, RUNNING_ISSUES + 1):
        if tap is not None and f"issue_{at}" not in given:
            return {f"issue_{at}": row[2], f"issue_{at}_level": tap}
    return None


def _ticked(row: Row, _given: dict[str, Any]) -> dict[str, Any] | None:
    key = f"{row[1]}_{digest(row[2])}"
    number: float | str | None = row[3]
    if row[1] == "event":
        number = _whole(row[3])
        if number is None and row[3] is not None:
            return None
    return {key: True, f"{key}_number": number}


def _session(row: Row, _given: dict[str, Any]) -> dict[str, Any] | None:
    tap = _whole(row[3])
    if (row[3] is not None and tap is None) or (not row[2] and tap is None):
        return None
    return {"session": row[2], "session_work": tap or ""}


def _behaviour(row: Row, _given: dict[str, Any]) -> dict[str, Any] | None:
    _when, _kind, name, value, note = row
    shown = (note or plain(name)) if name == SELF_HARM else name
    fits = value is None and len(shown) <= NAME_LENGTH and behaviour(shown) == (name, note)
    return {"behaviour": shown} if fits else None


def _note(row: Row, _given: dict[str, Any]) -> dict[str, Any] | None:
    return {"note": row[4]} if row[4].strip() == row[4] and "\r" not in row[4] else None


_WITH_WORDS = ("note", "behaviour")
_PLACES: dict[str, Callable[[Row, dict[str, Any]], dict[str, Any] | None]] = {
    "checkin": _checkin,
    "issue": _issue,
    "practice": _ticked,
    "event": _ticked,
    "session": _session,
    "behaviour": _behaviour,
    "note": _note,
}
