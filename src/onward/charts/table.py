"""The path as a table: what stands in the picture, for who would rather read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from onward.charts.shown import Span, spans, window
from onward.results import Course, Issue, Kept, Review
from onward.words import is_quiet, spoken
from onward.words import name as in_words

DAILY = 45  # up to so many days each has a row, above it each week
MOST_NOTED = 4
NOTED = ("event", "session", "practice")


@dataclass(frozen=True, slots=True)
class PathRow:
    """One day or one week of the path.

    Attributes
    ----------
    first, last : date
        The days of the row.
    level, low, high : float
        How heavy it was, 0 (light) .. 10: means of the row's days.
    state : str
        The name of the episode that went on, or "".
    noted : tuple of str
        Events, sessions and practices of these days, in words.
    """

    first: date
    last: date
    level: float
    low: float
    high: float
    state: str
    noted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathTable:
    """The path in rows, and the same as texts to set.

    Attributes
    ----------
    days : tuple of PathRow
    heads : tuple of str
    rows : tuple of tuple of str
        One text for each of `heads`.
    """

    days: tuple[PathRow, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Style:
    """How a table is set."""

    until: date
    language: str
    judged: bool
    numbers: bool
    states: bool = False
    noted: bool = False


def path_table(
    review: Review,
    *,
    days: int | None = None,
    show_states: bool = True,
    numbers: bool = True,
    quiet: bool = False,
    language: str = "en",
) -> PathTable:
    """The path as a table, the latest first: a row a day, or a week in a longer stretch.

    Parameters
    ----------
    review : Review
    days : int, optional
        Only the last so many days.
    show_states : bool
        False leaves out the names of episodes, how heavy a level is and its range.
    numbers : bool
        False leaves out every number of a level: words alone.
    quiet : bool
        True lists self-harm, food and weight too, and what a person came back to.
    language : str
        Of the words in the table.
    """
    first, last = window(review, days)
    shown = spans(review, first, last, language) if show_states else []
    made = tuple(
        _row(review.daily, a, b, shown, tuple(_noted(review, a, b, language, quiet)))
        for a, b in _stretches(first, last)
    )
    style = _Style(review.until, language, show_states, numbers, bool(shown), noted=True)
    return _table(made, style)


def issue_table(
    issue: Issue,
    *,
    days: int | None = None,
    show_states: bool = True,
    numbers: bool = True,
    language: str = "en",
) -> PathTable:
    """The course of one issue as a table; see `path_table`."""
    began, last = int(issue.daily.day[0]), int(issue.daily.day[-1])
    first = began if days is None else max(began, last - days + 1)
    made = tuple(_row(issue.daily, a, b, [], ()) for a, b in _stretches(first, last))
    return _table(made, _Style(date.fromordinal(last), language, show_states, numbers))


def kept_table(review: Review, *, language: str = "en") -> PathTable | None:
    """What is still held as a table, in words; None where there is no gain to speak of."""
    kept = review.standing.gain_kept
    if kept is None or review.muted:
        return None
    lang = spoken(language)
    heads = (lang.text("table.held"), lang.text("table.part"))
    return PathTable((), heads, tuple(_kept(kept, language)))


def _kept(kept: Kept, language: str) -> Iterator[tuple[str, str]]:
    lang = spoken(language)
    for key, part in (("least", kept.low), ("about", kept.mean), ("most", kept.high)):
        yield lang.text(f"table.{key}"), lang.share(part)


def _stretches(first: int, last: int) -> list[tuple[int, int]]:
    """Days of each row, the latest first."""
    step = 1 if last - first < DAILY else 7
    return [(max(first, end - step + 1), end) for end in range(last, first - 1, -step)]


def _row(
    course: Course, first: int, last: int, shown: list[Span], noted: tuple[str, ...]
) -> PathRow:
    start = int(course.day[0])
    inside = slice(first - start, last - start + 1)
    state = next((s.word for s in shown if s.first <= last and s.last >= first), "")
    return PathRow(
        date.fromordinal(first),
        date.fromordinal(last),
        float(course.level[inside].mean()),
        float(course.low[inside].mean()),
        float(course.high[inside].mean()),
        state,
        noted,
    )


def _noted(review: Review, first: int, last: int, language: str, quiet: bool) -> Iterator[str]:
    """Events, sessions, practices; what a person came back to only if asked (safety)."""
    record = review.record
    a, b = (int(n) for n in np.searchsorted(record.day, [first, last + 1]))
    things = dict.fromkeys(zip(record.kind[a:b], record.name[a:b], strict=True))
    seen: dict[str, None] = {}
    for wanted in (*NOTED, "behaviour") if quiet else NOTED:
        for kind, name in things:
            if kind == wanted and (quiet or not is_quiet(name, language=language)):
                form = "label" if kind == "event" else "short"
                told = "any" if kind == "session" else name
                seen[in_words(kind, told, form=form, language=language)] = None
    yield from list(seen)[:MOST_NOTED]


def _table(made: tuple[PathRow, ...], style: _Style) -> PathTable:
    heads = ["when"]
    if style.numbers or style.judged:
        heads.append("level" if style.numbers else "heavy")
    if style.judged and style.numbers:
        heads.append("range")
    if style.states:
        heads.append("state")
    if style.noted:
        heads.append("noted")
    lang = spoken(style.language)
    texts = tuple(_texts(row, style) for row in made)
    return PathTable(made, tuple(lang.text(f"table.{h}") for h in heads), texts)


def _texts(row: PathRow, style: _Style) -> tuple[str, ...]:
    lang = spoken(style.language)
    when = lang.day(row.last, style.until)
    if row.first != row.last:
        when = lang.text("table.week", first=lang.day(row.first, style.until), last=when)
    set_ = [when, *_level(row, style)]
    if style.states:
        set_.append(row.state)
    if style.noted:
        set_.append(", ".join(row.noted))
    return tuple(set_)


def _level(row: PathRow, style: _Style) -> Iterator[str]:
    lang, number = spoken(style.language), f"{row.level:.1f}"
    if not style.judged:
        if style.numbers:
            yield number
    elif not style.numbers:
        yield lang.level(row.level)
    else:
        yield lang.text("table.number", level=lang.level(row.level), number=number)
        yield lang.text("table.spread", low=f"{row.low:.1f}", high=f"{row.high:.1f}")
