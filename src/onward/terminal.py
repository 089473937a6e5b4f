"""A review as text for a terminal: the words, a small picture, a line a person."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rich.table import Table
from rich.text import Text

from onward.record import ME
from onward.results import Review
from onward.words import day, state

ROWS = 10
WIDEST = 72
FLAG_DAYS = 14
_AXIS = {10: "light", 1: "heavy"}
_MARGIN = 9
_MARKS = {"deeper": "d", "backstep": "b", "pause": "p", "relapse": "s"}
SAFE = (
    "One answer is about harm to yourself. Are you in danger of acting on this now? "
    "If yes, or if you are not sure, call your emergency number or someone near you. "
    "Nobody is reading this now."
)


def one_person(review: Review, *, width: int = 80, today: date | None = None) -> Iterator[Text]:
    """The words of one review and its picture.

    Parameters
    ----------
    review : Review
        What to show.
    width : int
        Columns of the terminal.
    today : datetime.date, optional
        Day on which it is read: a risk answer older than 14 days asks nothing.
    """
    now = today or date.today()
    if any(0 <= (now - flag.when).days < FLAG_DAYS for flag in review.flags):
        yield Text(_wrapped(SAFE, width), style="bold")
        yield Text()
    who = "" if review.person == ME else f"{shown(review.person)}: "
    noted = "1 entry" if review.entries == 1 else f"{review.entries} entries"
    first, last = day(review.first, review.until), day(review.until, date.min)
    yield Text(f"{who}{first} to {last}, {noted}", style="dim")
    yield Text()
    yield Text(_wrapped(review.words.headline, width), style="bold")
    for text in (review.words.paragraph, review.words.next):
        if text:
            yield Text(_wrapped(text, width))
    yield Text()
    yield from picture(review, width=width)


def shown(text: str) -> str:
    """Text from a file without anything that could steer a terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(shown(text), max(20, min(width, WIDEST + _MARGIN)))


def picture(review: Review, *, width: int = 80) -> Iterator[Text]:
    """The level over time: a dot where it stands, a shade where it may be.

    Columns are stretches of days of equal length; up is lighter, as in the app's picture.
    """
    days = len(review.daily)
    columns = max(1, min(WIDEST, width - _MARGIN - 1, days))
    edges = np.linspace(0, days, columns + 1).astype(np.int64)
    level, low, high = (
        10 - np.add.reduceat(v, edges[:-1]) / np.diff(edges)
        for v in (review.daily.level, review.daily.high, review.daily.low)
    )
    for row in range(ROWS, 0, -1):
        line = Text(f"{_AXIS.get(row, ''):>{_MARGIN - 1}} ", style="dim")
        for m, lo, hi in zip(level, low, high, strict=True):
            line.append(*_cell(row, float(m), float(lo), float(hi)))
        yield line
    marks = _marks(review, edges)
    if marks.strip():
        yield Text(" " * _MARGIN + marks)
    first, last = day(review.first, review.until), day(review.until, date.min)
    between = " " * max(1, columns - len(first) - len(last))
    yield Text(" " * _MARGIN + first + between + last, style="dim")
    if met := [kind for kind, mark in _MARKS.items() if mark in marks]:
        legend = ", ".join(f"{_MARKS[kind]} {state(kind)}" for kind in met)
        yield Text(" " * _MARGIN + legend, style="dim")


def _cell(row: int, level: float, low: float, high: float) -> tuple[str, str]:
    """The character of one cell, which reaches from row - 1 to row."""
    at = min(max(int(np.ceil(level)), 1), ROWS)
    if at == row:
        return "●", "not dim"
    return ("░", "dim") if low < row and high > row - 1 else (" ", "")


def _marks(review: Review, edges: NDArray[np.int64]) -> str:
    """A letter under each column that lies in an episode."""
    marks = [" "] * (len(edges) - 1)
    for episode in review.episodes:
        if episode.kind not in _MARKS:
            continue
        start = (episode.started - review.first).days
        end = ((episode.ended or review.until) - review.first).days
        for i, (left, right) in enumerate(pairwise(edges.tolist())):
            if left <= end and right > start:
                marks[i] = _MARKS[episode.kind]
    return "".join(marks)


def table_of(reviews: list[Review]) -> Table:
    """A line a person: from when to when, how much, where they stand, what is held."""
    table = Table(box=None, pad_edge=False)
    for heading, justify in (
        ("person", "left"), ("from", "left"), ("until", "left"), ("entries", "right"),
        ("stands", "left"), ("gain", "right"), ("kept", "right"),
    ):  # fmt: skip
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for r in reviews:
        s = r.standing
        table.add_row(
            Text(shown(r.person)),
            r.first.isoformat(),
            r.until.isoformat(),
            str(r.entries),
            state(s.state, own_word=s.own_word),
            "" if s.gain is None else f"{s.gain:.1f}",
            "" if s.gain_kept is None else f"{s.gain_kept.mean:.0%}",
        )
    return table
