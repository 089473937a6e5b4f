"""What of a review goes into the picture of a stretch of days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onward.measures import catalogue
from onward.results import Review
from onward.words import is_quiet
from onward.words import name as in_words
from onward.words import state as state_in_words

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SAME = 28  # days within which two events of one name are named once at least
ALWAYS_WEIGHTY = 3.0  # what an event weighs that was noted without a weight


@dataclass(frozen=True)
class Span:
    """An episode in the picture: where it lies, its word and its colour."""

    first: int
    last: int
    word: str
    colour: str
    shade: str


@dataclass(frozen=True)
class Happening:
    """An event in the picture."""

    day: int
    label: str
    weight: float


def window(review: Review, days: int | None) -> tuple[int, int]:
    """First and last day of the picture."""
    last = review.until.toordinal()
    first = review.first.toordinal()
    if days is not None:
        first = max(first, last - days + 1)
    return first, last


def points(review: Review, first: int, last: int) -> tuple[Ints, Floats]:
    """Days and levels as they were written down: distress, else mood, else scores."""
    days: dict[int, float] = {}
    for name, turn in (("mood", True), ("distress", False)):
        when, values, _ = review.record.daily("checkin", name)
        levels = 10.0 - values if turn else values
        days |= dict(zip(when.tolist(), levels.tolist(), strict=True))
    if not days:
        days = _scores(review)
    inside = sorted(d for d in days if first <= d <= last)
    return np.array(inside, dtype=np.int64), np.array([days[d] for d in inside], dtype=float)


def _scores(review: Review) -> dict[int, float]:
    """Scores of measures on the scale of the picture, the day's mean."""
    known = catalogue()
    found: dict[int, list[float]] = {}
    for name in review.record.names("measure"):
        if name not in known:
            continue
        when, values, _ = review.record.daily("measure", name)
        for day, value in zip(when.tolist(), values.tolist(), strict=True):
            found.setdefault(day, []).append(known[name].on_scale(value)[0])
    return {day: float(np.clip(np.mean(v), 0, 10)) for day, v in found.items()}


def spans(review: Review, first: int, last: int, language: str) -> list[Span]:
    """Episodes of the stretch; none where highs were noted (INTENDED_USE.md)."""
    if review.muted:
        return []
    found = []
    for e in review.episodes:
        a = e.started.toordinal()
        b = e.ended.toordinal() if e.ended else review.until.toordinal()
        if b < first or a > last or e.kind == "steady":
            continue
        kind = "unnamed" if e.kind == "deeper" and not _told(review, a, b) else e.kind
        word, colour, shade = _look(kind, review.standing.own_word, language)
        found.append(Span(max(a, first), min(b, last), word, colour, shade))
    return found


def _look(kind: str, own_word: str | None, language: str) -> tuple[str, str, str]:
    if kind == "unnamed":
        return in_words("chart", "strong", language=language), "soft", "line"
    return (
        state_in_words(kind, own_word=own_word, language=language),
        kind,
        f"{kind}-soft",
    )


def _told(review: Review, first: int, last: int) -> bool:
    """Whether a deeper step was announced in these days, or in the week after."""
    day = review.daily.day
    a, b = np.searchsorted(day, [first, last + 8])
    return "deeper" in review.daily.announced[int(a) : int(b)]


def happenings(
    review: Review, first: int, last: int, language: str, *, quiet: bool = False
) -> list[Happening]:
    """Events of the stretch, the weightiest first and of equals the most recent.

    Self-harm, food and weight are among them only where `quiet` asks for it.
    """
    record = review.record
    found = [
        Happening(
            int(record.day[i]),
            in_words("event", record.name[i], form="label", language=language),
            ALWAYS_WEIGHTY if np.isnan(record.value[i]) else float(record.value[i]),
        )
        for i in record.rows("event")
        if first <= record.day[i] <= last
        and (quiet or not is_quiet(record.name[i], language=language))
    ]
    before = {c.when.toordinal() for e in review.episodes for c in e.came_before}
    ranked = sorted(found, key=lambda h: (h.day in before, h.weight, h.day), reverse=True)
    same = max(SAME, (last - first) // 8)
    once: list[Happening] = []
    for h in ranked:
        if not any(h.label == o.label and abs(h.day - o.day) < same for o in once):
            once.append(h)
    return once


def days_of(review: Review, kind: str, first: int, last: int) -> Ints:
    """Days with an entry of a kind."""
    days = np.unique(review.record.day[review.record.rows(kind)])
    return days[(days >= first) & (days <= last)]
