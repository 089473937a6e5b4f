"""Reads of the way back: its words, the ways gone, and what the record puts before a person."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onward import words
from onward.record import EVENTS
from onward.results import STATES, Episode, Review
from onward_app.entries import queries as entries
from onward_app.entries.vocabulary import is_quiet, label
from onward_app.unreadable import NOT_READ
from onward_app.vault.errors import Refused
from onward_app.vault.queries import open_rows
from onward_app.way_back.models import Walk

STEPS = 8
TONIGHT = 3
FLAG_DAYS = 14
EVENT_DAYS = 30
LOSS_DAYS = 90
SILENT_DAYS = 14
# After these, and after an event in own words, writing about feelings waits longer.
HEAVY_EVENTS = ("loss", "relationship_ended", "illness")
LOOKS = 0.6
TONIGHT_LASTS = timedelta(hours=36)
SHOWN = 6


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
    def begun(self) -> date:
        """The day on which it was begun."""
        return date.fromisoformat(self.value["begun"])


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that the record puts before a person, unticked.

    Attributes
    ----------
    id : str
        Its key in the form.
    text, note : str
        What it is; when, and how it stands to the dip.
    """

    id: str
    text: str
    note: str = ""


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
    """The short names of the eight steps."""
    return [step["name"] for step in guide()["step"]]


def begin(length: str) -> dict[str, Any]:
    """What a way back holds before anything is written."""
    today = entries.today().isoformat()
    return {"length": length, "at": 1, "ended": False, "begun": today, "answers": {}}


def walks(person: UUID) -> list[Gone]:
    """All ways back of a person that can be read, the latest first."""
    rows = Walk.objects.filter(person=person)
    try:
        found = [Gone(row, value) for row, value in open_rows(rows)]
    except Refused:
        # One that does not open must not take the others, or a new one, away.
        found = [gone for row in rows if (gone := _if_readable(row))]
    return sorted(found, key=lambda g: g.row.made_at, reverse=True)


def _if_readable(row: Walk) -> Gone | None:
    try:
        return Gone(row, row.get())
    except Refused:
        return None


def open_walk(person: UUID, length: str) -> Gone | None:
    """The way back that is under way, if there is one."""
    for gone in walks(person):
        if gone.value["length"] == length and not gone.value["ended"]:
            return gone
    return None


def one(person: UUID, walk_id: UUID) -> Gone:
    """One way back.

    Raises
    ------
    Http404
        There is none, or it is somebody else's.
    """
    row = Walk.objects.filter(person=person, pk=walk_id).first()
    if row is None:
        raise Http404
    return Gone(row, row.get())


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


def kind_sentence(today: date) -> str:
    """Our sentence for a day; it changes from day to day."""
    sentences: list[str] = guide()["tonight"]["kind"]["sentences"]
    return sentences[today.toordinal() % len(sentences)]


def writing_is_offered(review: Review | None) -> bool:
    """Whether emotional writing may be offered: never soon after a risk answer or an event."""
    if review is None or review.muted:
        return False
    if any((review.until - flag.when).days < FLAG_DAYS for flag in review.flags):
        return False
    events = (e for e in review.record if e.kind == "event")
    return not any(_holds_back(e.name, _days_ago(review, e.when)) for e in events)


def _holds_back(event: str, days: int) -> bool:
    heavy = event in HEAVY_EVENTS or event not in EVENTS
    return days <= (LOSS_DAYS if heavy else EVENT_DAYS)


def _days_ago(review: Review, when: str) -> int:
    return (review.until - date.fromisoformat(when[:10])).days


def _told(review: Review) -> bool:
    """Whether ways back, dips and better days are spoken of.

    They are not where highs are recorded or named (safety), nor where the owner of this
    Onward switched all verdicts off.
    """
    return bool(settings.INTERPRETATION) and not review.muted


def deeper_or_not(review: Review | None) -> list[str]:
    """What is said at "Is it a deeper step?": never other than what the path says."""
    stands: dict[str, str] = step_words(4)["stands"]
    if review is None or _silent(review):
        return [_(stands["open"])]
    state = review.standing.state
    if not _told(review) or review.standing.own_word or state in ("pause", "stuck"):
        return [_(stands["neutral"])]
    if state in ("backstep", "relapse"):
        held = words.held(review.standing.gain_kept)
        return [*([held] if held else []), _(stands[_how_sure(review)])]
    if state == "deeper":
        return [_(stands["deeper"])]
    return [_(stands["open"])]


def _silent(review: Review) -> bool:
    return review.until.toordinal() - int(review.record.day.max()) >= SILENT_DAYS


def _how_sure(review: Review) -> str:
    belief = dict(zip(STATES, review.daily.states[-1].tolist(), strict=True))
    return "looks" if belief["backstep"] + belief["relapse"] >= LOOKS else "may_be"


def did_before(review: Review | None) -> list[Seen]:
    """What went with earlier ways back and with better days."""
    if review is None:
        return []
    notes: dict[str, str] = {}
    if _told(review):
        for way in sorted(review.recoveries, key=lambda r: r.ended, reverse=True):
            for name in way.went_with:
                notes.setdefault(name, _came_back(way.started, way.days))
        for link in review.practices:
            if link.verdict == "goes with better days":
                notes.setdefault(link.name, _("It went with better days."))
    for name in review.record.names("practice"):
        notes.setdefault(name, _("You noted it before."))
    shown = [(name, note) for name, note in notes.items() if not is_quiet(name)][:SHOWN]
    return [
        Seen(f"seen_{at}", label("practice", name), note) for at, (name, note) in enumerate(shown)
    ]


def _came_back(started: date, days: int) -> str:
    month = date_format(started, "F Y")
    text = ngettext(
        "From %(month)s you came back in %(days)s day. This went with it.",
        "From %(month)s you came back in %(days)s days. This went with it.",
        days,
    )
    return text % {"month": month, "days": days}


def what_changed(review: Review | None) -> list[Seen]:
    """What came before the latest dip: unticked, with dates, and never called a cause."""
    episode = _latest_dip(review)
    if episode is None:
        return []
    shown = [c for c in episode.came_before if not is_quiet(c.what)][:SHOWN]
    out = []
    for at, came in enumerate(shown):
        day = date_format(came.when, "j F")
        if came.kind == "practice":
            text = _("Less of this: %(what)s") % {"what": label("practice", came.what).lower()}
            note = _("Noted since %(day)s. This may be part of the dip.") % {"day": day}
        else:
            text = _what(came.kind, came.what)
            note = _before(day, (episode.started - came.when).days)
        out.append(Seen(f"seen_{at}", text, note))
    return out


def _what(kind: str, name: str) -> str:
    return _("A session with strong feelings") if kind == "session" else label(kind, name)


def _before(day: str, days: int) -> str:
    if days <= 0:
        return _("%(day)s, about when things got heavier") % {"day": day}
    text = ngettext(
        "%(day)s, %(days)s day before things got heavier",
        "%(day)s, %(days)s days before things got heavier",
        days,
    )
    return text % {"day": day, "days": days}


def _latest_dip(review: Review | None) -> Episode | None:
    if review is None or not _told(review):
        return None
    dips = [e for e in review.episodes if e.kind in ("backstep", "relapse", "pause", "deeper")]
    running = [e for e in dips if e.ended is None]
    return max(running or dips, key=lambda e: e.started, default=None)


def goals(review: Review | None) -> list[str]:
    """The goals that the record names, the latest words first."""
    if review is None:
        return []
    return [g.replace("_", " ") for g in reversed(review.record.names("goal"))][:3]


def hard_weeks(review: Review | None) -> bool:
    """Whether things have stayed hard for long, or stand below the start (safety.md 4)."""
    return (
        review is not None
        and _told(review)
        and (review.standing.state == "stuck" or review.standing.below_start)
    )
