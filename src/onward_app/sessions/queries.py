"""Reads what a person wants to bring, and what stands of their sessions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from onward_app.entries import queries as entries
from onward_app.sessions.models import Item
from onward_app.vault.queries import open_rows

TEXT_LENGTH = 500
WORDS_LENGTH = 2000
ASKS_FOR = timedelta(days=1)
NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bring:
    """One thing to bring.

    Attributes
    ----------
    place : int
        Where it stands on the list; the smallest number first.
    brought : date or None
        The day on which it was brought.
    """

    row: Item
    text: str
    place: int
    brought: date | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a session was for the person; what was not answered is absent."""

    row: Item
    day: date
    answers: dict[str, str]
    words: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each question that was answered, with its answer in words."""
        said = content()["fit"]["answers"]
        return [
            (_(q["text"]), _(said[self.answers[q["id"]]]))
            for q in questions()
            if q["id"] in self.answers
        ]


@dataclass(slots=True)
class Held:
    """A day with a session on it, and what belongs to it.

    Attributes
    ----------
    rows : list of (UUID, str, float or None)
        The entry of each session, how it was held, and its emotional work.
    """

    day: date
    rows: list[tuple[UUID, str, float | None]] = field(default_factory=list)
    brought: list[Bring] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)


@cache
def content() -> dict[str, Any]:
    """The words of this room."""
    text = (files("onward_app") / "content" / "sessions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def questions() -> list[dict[str, str]]:
    """What is asked after a session."""
    found: list[dict[str, str]] = content()["fit"]["question"]
    return found


def to_bring(person: UUID) -> list[Bring]:
    """What is still to be brought, in its order."""
    return [b for b in _brings(person) if b.brought is None]


def _brings(person: UUID) -> list[Bring]:
    found = [_bring(row, v) for row, v in open_rows(_present(person)) if v["kind"] == "bring"]
    return sorted(found, key=lambda b: (b.place, b.row.made_at))


def _bring(row: Item, value: dict[str, Any]) -> Bring:
    brought = value["brought"]
    return Bring(
        row, value["text"], value["place"], date.fromisoformat(brought) if brought else None
    )


def _fit(row: Item, value: dict[str, Any]) -> Fit:
    return Fit(row, date.fromisoformat(value["day"]), value["answers"], value["words"])


def one(person: UUID, item_id: UUID) -> Bring:
    """One thing to bring.

    Raises
    ------
    Http404
        There is none, it is somebody else's, or it is taken away.
    """
    row, value = _one(person, item_id, "bring")
    return _bring(row, value)


def one_fit(person: UUID, item_id: UUID) -> Fit:
    """One look back on a session; as `one`."""
    row, value = _one(person, item_id, "fit")
    return _fit(row, value)


def _one(person: UUID, item_id: UUID, kind: str) -> tuple[Item, dict[str, Any]]:
    row = present(person, item_id)
    value = row.get()
    if value["kind"] != kind:
        raise Http404
    return row, value


def present(person: UUID, item_id: UUID) -> Item:
    """Any row of this room that is there; as `one`."""
    return _row(_present(person), item_id)


def removed(person: UUID, item_id: UUID) -> Item:
    """Any row of this room that was taken away; as `one`."""
    return _row(Item.objects.filter(person=person, removed_at__isnull=False), item_id)


def _row(rows: QuerySet[Item], item_id: UUID) -> Item:
    found = rows.filter(pk=item_id).first()
    if found is None:
        raise Http404
    return found


def is_removed(person: UUID, item_id: UUID) -> bool:
    """Whether the person took this away and can still bring it back."""
    return Item.objects.filter(person=person, pk=item_id, removed_at__isnull=False).exists()


def holds(person: UUID, item_id: UUID) -> bool:
    """Whether this is there, not taken away."""
    return _present(person).filter(pk=item_id).exists()


def held(person: UUID) -> list[Held]:
    """The days with a session, the latest first, with what belongs to each."""
    days: dict[date, Held] = {}
    for entry, rows in entries.opened(person):
        for when, kind, name, value, _note in rows:
            if kind == "session":
                day = date.fromisoformat(when[:10])
                days.setdefault(day, Held(day)).rows.append((entry.pk, name, value))
    sessions = sorted(days)
    for row, value in open_rows(_present(person).order_by("made_at")):
        if value["kind"] == "fit":
            fit = _fit(row, value)
            days.setdefault(fit.day, Held(fit.day)).fits.append(fit)
        elif value["brought"]:
            bring = _bring(row, value)
            day = _session_of(date.fromisoformat(value["brought"]), sessions)
            days.setdefault(day, Held(day)).brought.append(bring)
    return [days[day] for day in sorted(days, reverse=True)]


def _session_of(brought: date, sessions: list[date]) -> date:
    """The session next to the day on which a thing was ticked off; else that day itself."""
    near = [day for day in sessions if abs(day - brought) <= NEAR]
    return min(near, key=lambda day: (abs(day - brought), day > brought), default=brought)


def to_look_back_on(days: list[Held], today: date) -> Held | None:
    """The session of today or yesterday that has no look back yet."""
    new = [d for d in days if d.rows and not d.fits and timedelta() <= today - d.day <= ASKS_FOR]
    return new[0] if new else None


def to_say(fit: Fit) -> str:
    """Ready words for the next session, where something did not quite fit; else nothing."""
    say = content()["fit"]["say"]
    parts = [
        _(say[q["id"]]) for q in questions() if fit.answers.get(q["id"]) in ("partly", "not_quite")
    ]
    return " ".join([_(say["open"]), *parts, _(say["close"])]) if parts else ""


def _present(person: UUID) -> QuerySet[Item]:
    return Item.objects.filter(person=person, removed_at__isnull=True)
