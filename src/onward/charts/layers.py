"""The few kinds of marks that pictures are made of, as layers of a Vega-Lite chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onward.charts.place import Label
from onward.charts.theme import COLOURS

Layer = dict[str, Any]
EPOCH = 719_163  # the ordinal of 1 January 1970
DAY = 86_400_000


@dataclass(frozen=True)
class Frame:
    """Where days and levels lie in a picture, in pixels.

    Attributes
    ----------
    first, last : int
        Ordinals of the days at the left and the right edge.
    left, right, top, bottom : float
        Edges of the plot.
    lowest, highest : float
        What is drawn at `bottom` and `top`; up is lighter (10 - level).
    """

    first: int
    last: int
    left: float
    right: float
    top: float
    bottom: float
    lowest: float
    highest: float

    def x(self, day: Any) -> Any:
        """Pixels from the left."""
        span = max(self.last - self.first, 1)
        return self.left + (np.asarray(day) - self.first) / span * (self.right - self.left)

    def y(self, value: Any) -> Any:
        """Pixels from the top."""
        share = (np.asarray(value) - self.lowest) / (self.highest - self.lowest)
        return self.bottom - share * (self.bottom - self.top)

    def time(self, field: str = "t") -> dict[str, Any]:
        """Encoding of a day (milliseconds of UTC, so that no time zone moves it)."""
        scale = {
            "type": "utc",
            "domain": [millis(self.first), millis(max(self.last, self.first + 1))],
            "range": [self.left, self.right],
            "nice": False,
        }
        return {"field": field, "type": "temporal", "scale": scale, "axis": None}

    def level(self, field: str = "y") -> dict[str, Any]:
        """Encoding of a value of the plot."""
        scale = {
            "domain": [self.lowest, self.highest],
            "range": [self.bottom, self.top],
            "nice": False,
            "zero": False,
        }
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def millis(day: int) -> int:
    """A day's ordinal as milliseconds since 1970, UTC."""
    return (int(day) - EPOCH) * DAY


def rows(**columns: NDArray[Any] | list[Any]) -> list[dict[str, Any]]:
    """Columns as rows of plain values; levels rounded to what can be seen."""
    plain = {
        k: [round(float(v), 3) if isinstance(v, float) else v for v in np.asarray(c).tolist()]
        for k, c in columns.items()
    }
    return [dict(zip(plain, values, strict=True)) for values in zip(*plain.values(), strict=True)]


def layer(values: list[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> Layer:
    """One layer with its own data."""
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def pixels(field: str) -> dict[str, Any]:
    """Encoding of a place that is given in pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def coloured(field: str = "colour") -> dict[str, Any]:
    """Encoding of a colour that is given as such."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def texts(labels: Iterable[Label]) -> Layer:
    """All labels of a picture as one layer: a layer of its own costs as much as its texts."""
    values = [
        {
            "x": round(v.x, 1),
            "y": round(v.y, 1),
            "s": v.text,
            "colour": COLOURS[v.colour],
            "align": v.align,
            "weight": 600 if v.bold else 400,
            "size": v.size,
        }
        for v in labels
    ]
    mark = {
        "type": "text",
        "baseline": "alphabetic",
        "align": {"expr": "datum.align"},
        "fontWeight": {"expr": "datum.weight"},
        "fontSize": {"expr": "datum.size"},
    }
    text = {"field": "s", "type": "nominal"}
    return layer(values, mark, x=pixels("x"), y=pixels("y"), text=text, color=coloured())


def strokes(x: NDArray[np.float64], tall: NDArray[np.float64], foot: float, **mark: Any) -> Layer:
    """Upright strokes at pixels `x` that stand on `foot`."""
    return layer(
        rows(x=x, top=foot - tall),
        {"type": "rule", **mark},
        x=pixels("x"),
        y=pixels("top"),
        y2={"value": foot},
    )
