"""Reads of the way back: its words, the ways gone, and what the record puts before a person."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from onward.results import Review
from onward_app.choices.queries import choices_of
from onward_app.entries import queries as entries
from onward_app.plan.queries import letter_of
from onward_app.unreadable import NOT_READ
from onward_app.vault.errors import Refused
from onward_app.vault.queries import open_rows
from onward_app.way_back import follow
from onward_app.way_back.follow import Follow
from onward_app.way_back.models import Walk
from onward_app.way_back.shape import FORMAT, KEYS, as_now

STEPS = len(KEYS)
TONIGHT = 3
FLAG_DAYS = 14
TONIGHT_LASTS = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Gone:
    """A way back with what is in it."""

    row: Walk
    value: dict[str, Any]

    @property
    def at(self) -> int:
        """The step that comes next."""
        return int(self.value["at"])

    @property
    def removed(self) -> bool:
        """Whether it was taken away."""
        return bool(self.value.get("removed"))

    @property
    def begun(self) -> date:
        """The day on which it was begun."""
        return date.fromisoformat(self.value["begun"])


@cache
def guide() -> dict[str, Any]:
    """The words of the way back."""
    return _content("way_back.toml")


@cache
def exercises() -> list[dict[str, Any]]:
    """Ways to be with a feeling."""
    found: list[dict[str, Any]] = _content("exercises.toml")["exercise"]
    return found


def _content(name: str) -> dict[str, Any]:
    return tomllib.loads((files("onward_app") / "content" / name).read_text(encoding="utf-8"))


def step_words(step: int) -> dict[str, Any]:
    """The words of one step."""
    words: dict[str, Any] = guide()["step"][step - 1]
    return words


def step_names() -> list[str]:
    """The short names of the steps."""
    return [step["name"] for step in guide()["step"]]


def begin(length: str) -> dict[str, Any]:
    """What a way back holds before anything is written."""
    today = entries.today().isoformat()
    value = {"length": length, "at": 1, "ended": False, "begun": today, "answers": {}}
    return value | {"format": FORMAT} if length == "steps" else value


def walks(person: UUID) -> list[Gone]:
    """All ways back of a person that can be read and were not taken away, the latest first."""
    rows = Walk.objects.filter(person=person)
    try:
        found = [Gone(row, as_now(value)) for row, value in open_rows(rows)]
    except Refused:
        # One that does not open must not take the others, or a new one, away.
        found = [gone for row in rows if (gone := readable(row))]
    here = [gone for gone in found if not gone.removed]
    return sorted(here, key=lambda g: g.row.made_at, reverse=True)


def readable(row: Walk) -> Gone | None:
    """A way back with what is in it; None where it does not open."""
    try:
        return Gone(row, as_now(row.get()))
    except Refused:
        return None


def open_walk(person: UUID, length: str) -> Gone | None:
    """The way back that is under way, if there is one."""
    for gone in walks(person):
        if gone.value["length"] == length and not gone.value["ended"]:
            return gone
    return None


def one(person: UUID, walk_id: UUID, *, removed: bool = False) -> Gone:
    """One way back; with `removed` one that was taken away is found too.

    Raises
    ------
    Http404
        There is none, it is somebody else's, or it was taken away.
    """
    row = Walk.objects.filter(person=person, pk=walk_id).first()
    gone = Gone(row, as_now(row.get())) if row else None
    if gone is None or (gone.removed and not removed):
        raise Http404
    return gone


def latest(person: UUID, length: str) -> Gone | None:
    """The latest of one length, if there is one."""
    return next((g for g in walks(person) if g.value["length"] == length), None)


def tonight_thing(person: UUID, now: datetime) -> str:
    """The thing or person chosen in the last night, while it is fresh; else nothing."""
    try:
        gone = latest(person, "tonight")
    except NOT_READ:
        return ""
    if gone is None or now - gone.row.made_at > TONIGHT_LASTS:
        return ""
    return str(gone.value["answers"]["thing"])


def review_of(person: UUID) -> Review | None:
    """The person's review, to put suggestions before them; None where it cannot be read."""
    try:
        return entries.review(person)
    except NOT_READ:
        return None


def harder_day(person: UUID | None) -> tuple[date, str] | None:
    """The day and the words that the person kept for a harder day, if they can be read."""
    try:
        return entries.words_for_a_harder_day(person) if person else None
    except NOT_READ:
        return None


def letter(person: UUID | None) -> tuple[date, str] | None:
    """The letter to oneself from a good week with its day, if there is one that can be read."""
    try:
        return letter_of(person) if person else None
    except NOT_READ:
        return None


def kind_sentence(today: date) -> str:
    """Our sentence for a day; it changes from day to day."""
    sentences: list[str] = guide()["tonight"]["kind"]["sentences"]
    return sentences[today.toordinal() % len(sentences)]


def thing_for_today(person: UUID, now: datetime | None = None) -> str:
    """The one thing that the person chose for today; nothing once the day is over.

    What was chosen in the night before stands for a day and a half.
    """
    try:
        found = walks(person)
    except NOT_READ:
        return ""
    today = entries.today().isoformat()
    for gone in found:
        answers = gone.value["answers"]
        if gone.value["length"] == "today" and answers.get("day") == today:
            return str(answers.get("thing", ""))
        if gone.value["length"] == "tonight" and _is_fresh(gone, now):
            return str(answers["thing"])
    return ""


def _is_fresh(gone: Gone, now: datetime | None) -> bool:
    return (now or timezone.now()) - gone.row.made_at <= TONIGHT_LASTS


def following(person: UUID) -> tuple[Gone, Follow] | None:
    """The small step that the person wants to be asked about; None where they want none."""
    gone = latest(person, "follow")
    found = follow.from_dict(gone.value["answers"]) if gone else None
    return (gone, found) if gone and found and found.days else None


def due(person: UUID, today: date) -> str:
    """What the first page asks about the small step today; nothing where nothing is due.

    It is silent while the person rests from noting, and while a risk answer is young: then
    there are other things to ask.
    """
    try:
        found = following(person)
        if found is None or found[1].due(today) is None or choices_of(person).resting:
            return ""
        return "" if _is_unsafe(person, today) else ago(found[1], today)
    except NOT_READ:
        return ""


def _is_unsafe(person: UUID, today: date) -> bool:
    first = (today - timedelta(days=FLAG_DAYS)).isoformat()
    rows = [row for _entry, its in entries.opened(person) for row in its if row[0][:10] >= first]
    return entries.asks_about_safety(rows, today, written_here=True)


def ago(step: Follow, today: date) -> str:
    """When the step was chosen, as one says it."""
    days = (today - step.since).days
    if days <= 5:
        return _("A few days ago you chose a small step.")
    if days <= 8:
        return _("A week ago you chose a small step.")
    if days <= 12:
        return _("More than a week ago you chose a small step.")
    if days <= 16:
        return _("Two weeks ago you chose a small step.")
    return _("Some weeks ago you chose a small step.")
