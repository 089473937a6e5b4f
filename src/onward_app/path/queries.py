"""A review as the path page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isnan
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onward import Review, review, simulate, words
from onward.results import Episode, PracticeLink, Words
from onward.words import is_quiet
from onward_app.choices.queries import Choices
from onward_app.entries import queries as entries
from onward_app.language import spoken
from onward_app.path.forms import CONDITIONS, OWN_WORDS
from onward_app.path.models import Told
from onward_app.path.picture import Look

RANGES = {"30": 30, "90": 90, "all": None}
MOST_LINKS = 5
# As long as the words wait before they speak of the past (docs/reference/words.md).
SILENT_DAYS = 14
_NAMES = dict([*OWN_WORDS, *CONDITIONS])
_NUMBERS = ("checkin", "issue", "measure")
_ORDER = ("goes with better days", "goes with harder days", "no clear link", "too early")


@dataclass(frozen=True, slots=True)
class Before:
    """One thing that came before an episode, in words, with its day."""

    when: date
    words: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why an episode is called what it is called."""

    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A word that the person gave, and the entry that holds it."""

    entry: UUID
    when: date
    word: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page says first: one issue set apart, and the paragraph without that sentence."""

    headline: str
    apart: str
    paragraph: str
    next: str


def look_of(asked: str, choices: Choices, *, told: bool) -> tuple[str, Look]:
    """The range that is asked for, and what is drawn of it."""
    chosen = asked if asked in RANGES else "all"
    return chosen, Look(RANGES[chosen], told, choices.numbers, choices.old_ways, choices.pictures)


def opening(seen: Review, said: Words) -> Opening:
    """The words of a review in the order of the page."""
    apart = words.issues_apart(seen, language=seen.language) or ""
    rest = " ".join(said.paragraph.replace(apart, "").split()) if apart else said.paragraph
    return Opening(said.headline, apart, rest, said.next)


def given_words(person: UUID, seen: Review) -> list[Given]:
    """The person's own words that count now, the newest first; each can be taken back."""
    if not len(seen.record.rows("label")):
        return []  # most people: nothing has to be opened
    found = [
        (row[0], entry.made_at, row[2], entry.pk)
        for entry, rows in entries.opened(person)
        for row in rows
        if row[1] == "label" and row[0][:10] <= seen.until.isoformat()
    ]
    latest: dict[str, Given] = {}
    for when, _made, name, entry_id in sorted(found, reverse=True):
        word = "own" if name in dict(OWN_WORDS) else name
        if word != "own" or name == seen.standing.own_word:
            said = str(_NAMES.get(name, name))
            latest.setdefault(word, Given(entry_id, date.fromisoformat(when[:10]), said))
    return list(latest.values())


def last_told(person: UUID) -> dict[str, Any] | None:
    """What the latest line of the ledger holds."""
    row = Told.objects.filter(person=person).order_by("-made_at").first()
    return row.get() if row else None


def told(person: UUID) -> QuerySet[Told]:
    """The ledger of what a person was told, the newest first."""
    return Told.objects.filter(person=person).order_by("-made_at")


def told_lines(rows: Iterable[Told]) -> list[dict[str, Any]]:
    """Lines of the ledger to read, with their day as a date."""
    return [v | {"day": date.fromisoformat(v["day"])} for v in (row.get() for row in rows)]


def example() -> Review:
    """The invented example's review; it is the same for everybody and never stored."""
    return _example(spoken())


@lru_cache(maxsize=4)
def _example(language: str) -> Review:
    return review(simulate.example(), language=language)


def silent(seen: Review) -> bool:
    """Whether for so long nothing said how it is that nothing is said of the present."""
    record = seen.record
    at = [i for kind in _NUMBERS for i in record.rows(kind) if not isnan(record.value[i])]
    last = max((int(record.day[i]) for i in at), default=None)
    return last is not None and seen.until.toordinal() - last >= SILENT_DAYS


def cards(seen: Review, *, present: bool, quiet: bool = False) -> dict[str, Any]:
    """What stands beside the picture where verdicts are shown; of now only if `present`.

    With `quiet`, practices and events of self-harm, food and weight are among it.
    """
    latest = seen.episodes[-1] if seen.episodes else None
    lang = seen.language
    return {
        "why": [_why(e, seen) for e in reversed(seen.episodes)],
        "before": _before(latest, quiet, lang) if latest else [],
        "nothing_before": words.nothing_before(seen, language=lang),
        "before_day": words.day(latest.started, seen.until, language=lang) if latest else "",
        "medicine": latest is not None
        and any(c.what == "medication_change" for c in latest.came_before),
        "practices": [] if seen.muted else _practices(seen.practices, quiet, lang),
        "recoveries": []
        if seen.muted
        else [words.recovery(r, seen.until, language=lang) for r in reversed(seen.recoveries)],
        "time_back": words.time_back(seen, language=lang) if present else None,
    }


def _before(episode: Episode, quiet: bool, lang: str) -> list[Before]:
    return [
        Before(item.when, words.came_before(item, language=lang))
        for item in episode.came_before
        if quiet or not is_quiet(item.what)
    ]


def _practices(links: tuple[PracticeLink, ...], quiet: bool, lang: str) -> list[str]:
    shown = sorted(
        (p for p in links if quiet or not is_quiet(p.name)),
        key=lambda p: (_ORDER.index(p.verdict), -p.days),
    )
    return [words.verdict(p, language=lang) for p in shown[:MOST_LINKS]]


def _why(episode: Episode, seen: Review) -> Why:
    said = words.state(episode.kind, own_word=seen.standing.own_word, language=seen.language)
    return Why(
        f"{said[:1].upper()}{said[1:]}, {_span(episode, seen)}",
        episode.reasons,
    )


def _span(episode: Episode, seen: Review) -> str:
    first = words.day(episode.started, seen.until, language=seen.language)
    if episode.ended is None:
        return _("since %(first)s") % {"first": first}
    last = words.day(episode.ended, seen.until, language=seen.language)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
