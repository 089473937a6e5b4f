"""Names of months (or of days, in a short stretch) under a picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from onward.charts.layers import Frame
from onward.charts.place import Label, Placed
from onward.words import spoken

SHORT = 100  # a stretch of so many days has days under it, not months
STEPS = (1, 2, 3, 6, 12)


def months(frame: Frame, y: float, size: float, language: str) -> list[Label]:
    """As many names as fit, evenly spaced; January bears its year where there is more than one."""
    row = Placed(0.0, frame.right + frame.left)
    for label in _all(frame, y, size, language):
        row.first_fit([label])
    return row.labels


def _all(frame: Frame, y: float, size: float, language: str) -> Iterator[Label]:
    room = (frame.right - frame.left) / max(frame.last - frame.first, 1)
    if frame.last - frame.first < SHORT:
        yield from _days(frame, y, size, language, room)
        return
    widest = size * 3.4
    step = next((s for s in STEPS if s * 30.4 * room >= widest), STEPS[-1])
    first, last = date.fromordinal(frame.first), date.fromordinal(frame.last)
    short = spoken(language).table["dates"]["short"]
    for month in range(first.year * 12 + first.month, last.year * 12 + last.month):
        year, at = divmod(month, 12)
        if at % step == 0:
            day = date(year, at + 1, 1)
            text = str(year) if at == 0 and first.year != last.year else short[at]
            yield Label(text, float(frame.x(day.toordinal())), y, size=size)


def _days(frame: Frame, y: float, size: float, language: str, room: float) -> Iterator[Label]:
    short = spoken(language).table["dates"]["short"]
    every = next((n for n in (1, 7, 14, 28) if n * room >= size * 4.6), 28)
    day = date.fromordinal(frame.last)
    while day.toordinal() >= frame.first:
        text = spoken(language).text("dates.day", day=day.day, month=short[day.month - 1])
        label = Label(text, float(frame.x(day.toordinal())), y, size=size)
        if day.toordinal() == frame.last:
            label = Label(text, frame.right, y, align="right", size=size)
        yield label
        day -= timedelta(every)
