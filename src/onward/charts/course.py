"""A course as it is drawn: up is lighter, a calm line in the band of its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onward.charts import layers as draw
from onward.charts.layers import Frame, Layer
from onward.charts.theme import COLOURS
from onward.charts.thin import calm, simplify
from onward.results import Course

SETTLED = 14  # days from which on the uncertainty is drawn whole
# A stretch of up to so many days is drawn in means of so many days.
MEANS = ((45, 1), (120, 3), (550, 7), (10**6, 14))


@dataclass(frozen=True)
class Drawn:
    """Days and what is drawn of them, ``10 - level`` so that up is lighter."""

    day: NDArray[np.int64]
    level: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def drawn(course: Course, first: int, last: int) -> Drawn:
    """Days `first` to `last` of a course, in means of some days where the stretch is long.

    A level is what was known that evening and moves with each day's answer; over a year the
    eye wants the way, not the day.
    """
    inside = (course.day >= first) & (course.day <= last)
    days = next(mean for length, mean in MEANS if last - first < length)
    level, high, low = (
        10.0 - calm(v[inside], days) for v in (course.level, course.low, course.high)
    )
    return Drawn(course.day[inside], level, low, high)


def reach(course: Drawn, began: int, *more: NDArray[np.float64]) -> tuple[float, float]:
    """Lowest and highest value to show: all of the line and of `more`, four points at least.

    The band of the first two weeks, when hardly anything is known, may be cut.
    """
    known = course.day >= min(began + SETTLED, int(course.day[-1]))
    every = np.concatenate([course.level, course.low[known], course.high[known], *more])
    lowest, highest = float(every.min()), float(every.max())
    extra = max(0.0, 4.0 - (highest - lowest)) / 2 + 0.2
    return lowest - extra, highest + extra


def course_layers(frame: Frame, course: Drawn) -> Iterator[Layer]:
    """The band, the line and where the person is now."""
    level, low, high = (
        np.clip(v, frame.lowest, frame.highest) for v in (course.level, course.low, course.high)
    )
    x = frame.x(course.day)
    band = np.union1d(simplify(x, frame.y(low), 3.0), simplify(x, frame.y(high), 3.0))
    line = simplify(x, frame.y(level), 1.0)
    t = np.array([draw.millis(d) for d in course.day])
    teal = COLOURS["teal"]
    yield draw.layer(
        draw.rows(t=t[band], low=low[band], high=high[band]),
        {"type": "area", "color": teal, "opacity": 0.14},
        x=frame.time(), y=frame.level("low"), y2={"field": "high"},
    )  # fmt: skip
    table = draw.rows(t=t[line], y=level[line])
    round_ends = {"strokeCap": "round", "strokeJoin": "round"}
    yield draw.layer(
        table,
        {"type": "line", "color": teal, "strokeWidth": 3, **round_ends},
        x=frame.time(), y=frame.level(),
    )  # fmt: skip
    edge = {"stroke": COLOURS["card"], "strokeWidth": 2}
    yield draw.layer(
        table[-1:],
        {"type": "circle", "size": 75, "color": teal, "opacity": 1, **edge},
        x=frame.time(), y=frame.level(),
    )  # fmt: skip
