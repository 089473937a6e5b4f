"""The path to move along, day by day: the same definition, for a browser that runs Vega."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from onward.charts import layers as draw
from onward.charts.layers import Layer
from onward.charts.path import path_sketch
from onward.charts.shown import happenings
from onward.charts.theme import COLOURS, VEGALITE, chart, spec
from onward.results import Review
from onward.words import spoken

if TYPE_CHECKING:
    import altair

    from onward.charts.path import Sketch


@dataclass(frozen=True, slots=True)
class MovingPath:
    """A picture whose signals ``day`` and ``level`` move a line and a dot along the path.

    Attributes
    ----------
    vega : dict
        A Vega specification; its colours are the page's CSS variables.
    left, right : float
        Pixels of the first and the last day.
    days : tuple of (int, float, str)
        Of each day: milliseconds since 1970 (UTC), the drawn level, and what is said of it.
    """

    vega: dict[str, Any]
    left: float
    right: float
    days: tuple[tuple[int, float, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain values, to be sent to a page."""
        return {
            "vega": self.vega,
            "left": self.left,
            "right": self.right,
            "days": [list(day) for day in self.days],
        }


def moving_chart(
    review: Review,
    *,
    days: int | None = None,
    width: int = 680,
    show_states: bool = True,
    quiet: bool = False,
    language: str = "en",
) -> altair.LayerChart:
    """The path as an Altair chart with a day to move; options as of `path_chart`."""
    sketch = path_sketch(review, days, width, show_states, language, quiet)
    made: altair.LayerChart = chart(_spec(sketch))
    return made


def moving_path(
    review: Review,
    *,
    days: int | None = None,
    width: int = 680,
    show_states: bool = True,
    numbers: bool = True,
    quiet: bool = False,
    language: str = "en",
) -> MovingPath:
    """The path compiled to Vega, and the words of each day; options as of `path_table`."""
    import vl_convert

    sketch = path_sketch(review, days, width, show_states, language, quiet)
    made = vl_convert.vegalite_to_vega(json.dumps(_spec(sketch)), vl_version=VEGALITE)
    named = json.dumps(made)
    for name, colour in COLOURS.items():
        named = named.replace(f'"{colour}"', f'"var(--{name})"')
    said = _days(sketch, judged=show_states, numbers=numbers, quiet=quiet)
    return MovingPath(json.loads(named), sketch.frame.left, sketch.frame.right, said)


def _spec(s: Sketch) -> dict[str, Any]:
    """The layers of the path, and over them the day that one has moved to."""
    made = spec(s.frame.right + s.frame.left, s.height, [*s.layers(), *_here(s)])
    level = round(float(s.course.level[-1]), 3)
    made["params"] = [
        {"name": "day", "value": draw.millis(s.frame.last)},
        {"name": "level", "value": level},
    ]
    return made


def _here(s: Sketch) -> list[Layer]:
    data: dict[str, Any] = {"values": [{}]}
    at = [{"calculate": "day", "as": "t"}, {"calculate": "level", "as": "y"}]
    line = {"type": "rule", "color": COLOURS["ink"], "strokeWidth": 1.5}
    dot = {"type": "circle", "size": 150, "color": COLOURS["ink"], "opacity": 1}
    edge = {"stroke": COLOURS["card"], "strokeWidth": 2}
    return [
        {
            "data": data,
            "transform": at,
            "mark": line,
            "encoding": {
                "x": s.frame.time(),
                "y": {"value": s.frame.top},
                "y2": {"value": s.frame.bottom},
            },
        },
        {
            "data": data,
            "transform": at,
            "mark": {**dot, **edge},
            "encoding": {"x": s.frame.time(), "y": s.frame.level()},
        },
    ]


def _days(
    s: Sketch, *, judged: bool, numbers: bool, quiet: bool
) -> tuple[tuple[int, float, str], ...]:
    """What is said of each day: how heavy it was, the episode, what happened."""
    lang, until = spoken(s.language), s.review.until
    happened: dict[int, list[str]] = {}
    for event in happenings(s.review, s.frame.first, s.frame.last, s.language, quiet=quiet):
        happened.setdefault(event.day, []).append(event.label)
    out = []
    for day, level in zip(s.course.day.tolist(), np.round(s.course.level, 3).tolist(), strict=True):
        heavy, said = 10.0 - level, []
        if judged:
            word = lang.level(heavy)
            said.append(f"{word} ({heavy:.1f})" if numbers else word)
            said += [v.word for v in s.spans if v.first <= day <= v.last][:1]
        elif numbers:
            said.append(f"{heavy:.1f}")
        said += happened.get(day, [])
        when = lang.day(date.fromordinal(day), until)
        out.append((draw.millis(day), level, f"{when}: {', '.join(said)}" if said else when))
    return tuple(out)
