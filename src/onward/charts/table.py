"""The path as a table: what stands in the picture, for who would rather read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from onward.charts.shown import Span, spans, window
from onward.results import Review
from onward.words import is_quiet, spoken
from onward.words import name as in_words

DAILY = 45  # up to so many days each has a row, above it each week
MOST_NOTED = 4


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


def path_table(
    review: Review, *, days: int | None = None, show_states: bool = True, language: str = "en"
) -> PathTable:
    """The path as a table, the latest first: a row a day, or a week in a longer stretch.

    Parameters
    ----------
    review : Review
    days : int, optional
        Only the last so many days.
    show_states : bool
        False leaves out the names of episodes, how heavy a level is and its range.
    language : str
        Of the words in the table.
    """
    first, last = window(review, days)
    shown = spans(review, first, last, language) if show_states else []
    step = 1 if last - first < DAILY else 7
    made = tuple(
        _row(review, max(first, end - step + 1), end, shown, language)
        for end in range(last, first - 1, -step)
    )
    lang = spoken(language)
    heads = ["when", "level", *(["range"] if show_states else []), "noted"]
    if shown:
        heads.insert(3, "state")
    texts = tuple(
        _texts(row, review.until, bool(shown), language, judged=show_states) for row in made
    )
    return PathTable(made, tuple(lang.text(f"table.{h}") for h in heads), texts)


def _row(review: Review, first: int, last: int, shown: list[Span], language: str) -> PathRow:
    daily, start = review.daily, int(review.daily.day[0])
    inside = slice(first - start, last - start + 1)
    state = next((s.word for s in shown if s.first <= last and s.last >= first), "")
    return PathRow(
        date.fromordinal(first),
        date.fromordinal(last),
        float(daily.level[inside].mean()),
        float(daily.low[inside].mean()),
        float(daily.high[inside].mean()),
        state,
        tuple(_noted(review, first, last, language)),
    )


def _noted(review: Review, first: int, last: int, language: str) -> Iterator[str]:
    """Events, sessions, practices; what a person came back to is not listed (safety)."""
    record = review.record
    a, b = (int(n) for n in np.searchsorted(record.day, [first, last + 1]))
    things = dict.fromkeys(zip(record.kind[a:b], record.name[a:b], strict=True))
    seen: dict[str, None] = {}
    for wanted in ("event", "session", "practice"):
        for kind, name in things:
            if kind == wanted and not is_quiet(name, language=language):
                form = "label" if kind == "event" else "short"
                told = "any" if kind == "session" else name
                seen[in_words(kind, told, form=form, language=language)] = None
    yield from list(seen)[:MOST_NOTED]


def _texts(
    row: PathRow, until: date, states: bool, language: str, *, judged: bool
) -> tuple[str, ...]:
    lang = spoken(language)
    when = lang.day(row.last, until)
    if row.first != row.last:
        when = lang.text("table.week", first=lang.day(row.first, until), last=when)
    noted = ", ".join(row.noted)
    if not judged:
        return (when, f"{row.level:.1f}", noted)
    level = lang.text("table.number", level=lang.level(row.level), number=f"{row.level:.1f}")
    spread = lang.text("table.spread", low=f"{row.low:.1f}", high=f"{row.high:.1f}")
    state = [row.state] if states else []
    return (when, level, spread, *state, noted)
