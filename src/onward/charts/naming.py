"""Where the names of episodes and events stand in the path: in rows, never on one another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onward.charts.layers import Frame
from onward.charts.place import NARROW, Label, Placed
from onward.charts.shown import Happening, Span
from onward.words import spoken

ROW = 18.0
FIRST_ROW = 14.0  # baseline of the first row of events under the plot
MANY = 5  # with more episodes than this each kind is named once
NEAR = 9.0
FEW, SOME = 3, 6  # events named in a narrow and in a wide picture


def name_spans(
    shown: list[Span], frame: Frame, size: float, language: str
) -> tuple[float, list[Label]]:
    """Names over the episodes, the latest first; a name without room is left to the table."""
    placed = Placed(frame.left, frame.right)
    once = len(shown) > MANY
    for span in reversed(shown):
        if once and any(v.text == span.word for v in placed.labels):
            continue
        middle = float(frame.x((span.first + span.last) / 2))
        label = Label(span.word, middle, 22.0, span.colour, bold=True, size=size)
        rows = (replace(label, y=22.0 + ROW * row) for row in range(2))
        placed.first_fit(placed.inside(v) for v in rows)
    lighter = spoken(language).text("chart.lighter")
    placed.first_fit([Label(lighter, frame.left, 22.0, align="left", size=size)])
    return max((v.y for v in placed.labels), default=4.0) + 12.0, placed.labels


def name_events(
    events: list[Happening], frame: Frame, size: float
) -> tuple[list[tuple[Happening, Label]], int]:
    """Names of the events that fit into two rows; the y of a label counts from the plot's end."""
    placed = Placed(frame.left, frame.right)
    named: list[tuple[Happening, Label]] = []
    for event in events[: FEW if frame.right < NARROW else SOME]:
        x = float(frame.x(event.day))
        free = [v for v in _beside(event.label, x, size) if not _crosses(v, x, named, frame)]
        if placed.first_fit(free):
            named.append((event, placed.labels[-1]))
    depth = max((round((v.y - FIRST_ROW) / ROW) + 1 for _, v in named), default=0)
    return named, depth


def _beside(text: str, x: float, size: float) -> list[Label]:
    """Left and right of an event's line, in the first row and in the second."""
    out = []
    for row in range(2):
        y = FIRST_ROW + ROW * row
        out.append(Label(text, x - 5.0, y, "ink", "right", size=size))
        out.append(Label(text, x + 5.0, y, "ink", "left", size=size))
    return out


def _crosses(label: Label, x: float, named: list[tuple[Happening, Label]], frame: Frame) -> bool:
    """Whether a line to one name would run through another, or so near as to seem its own."""
    for event, other in named:
        theirs = float(frame.x(event.day))
        if other.y >= label.y and label.left - NEAR < theirs < label.right + NEAR:
            return True
        if label.y >= other.y and other.left - NEAR < x < other.right + NEAR:
            return True
    return False


def name_level(
    text: str,
    y: float,
    frame: Frame,
    size: float,
    *,
    taken: list[Label],
    upright: list[float],
    path: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> Label | None:
    """The name of a level line: where the path is far, and no other text is.

    Parameters
    ----------
    taken : list of Label
        Texts that it must not touch.
    upright : list of float
        Upright lines that it would rather not cross.
    path : x and y of the path
    """
    width = Label(text, 0.0, 0.0, size=size).width
    places = [
        Label(text, float(x), y + shift, align="left", size=size)
        for shift in (size + 4.0, -6.0, size + 18.0)
        for x in np.linspace(frame.left, max(frame.left, frame.right - width), 12)
    ]

    def far(label: Label) -> float:
        under = (path[0] >= label.left - 4.0) & (path[0] <= label.right + 4.0)
        gap = np.abs(path[1][under] - label.y + size / 2).min(initial=30.0)
        crossed = any(label.left - 2.0 < x < label.right + 2.0 for x in upright)
        away = max(0.0, abs(label.y - y) - size) / 2
        return float(gap) - away - (size if crossed else 0.0)

    free = [
        v
        for v in places
        if frame.top + size < v.y < frame.bottom + 4.0 and not any(map(v.overlaps, taken))
    ]
    return max(free, key=far, default=None)
