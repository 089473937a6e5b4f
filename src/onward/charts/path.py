"""The path: level with its uncertainty, episodes, events, sessions and practices in time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from onward.charts import layers as draw
from onward.charts.layers import Frame, Layer
from onward.charts.months import months
from onward.charts.naming import NARROW, ROW, name_events, name_spans
from onward.charts.place import Label
from onward.charts.shown import (
    Happening,
    Span,
    days_of,
    happenings,
    points,
    spans,
    window,
)
from onward.charts.theme import COLOURS, chart, spec, svg
from onward.charts.thin import binned, calm, evenly, simplify
from onward.results import Review
from onward.words import level as level_in_words
from onward.words import spoken

if TYPE_CHECKING:
    import altair

SETTLED = 14  # days after which the uncertainty is drawn whole
BELOW = 92.0  # what practices, sessions and months take under the plot


@dataclass(frozen=True)
class _Sketch:
    """What the layers of one path are made from."""

    review: Review
    frame: Frame
    spans: list[Span]
    events: list[tuple[Happening, Label]]
    labels: list[Label]
    size: float
    language: str
    height: float

    @property
    def narrow(self) -> bool:
        return self.frame.right < NARROW


def path_chart(
    review: Review,
    *,
    days: int | None = None,
    width: int = 680,
    height: int | None = None,
    show_states: bool = True,
    language: str = "en",
) -> altair.LayerChart:
    """The path as an Altair chart; up is lighter.

    Parameters
    ----------
    review : Review
    days : int, optional
        Only the last so many days.
    width : int
        The width in pixels at which it is shown; the picture is drawn for it.
    height : int, optional
        By default what the labels need.
    show_states : bool
        False leaves out episodes and where the person began (``INTERPRETATION=off``).
    language : str
        Of the words in the picture.
    """
    sketch = _sketch(review, days, width, height, show_states, language)
    made: altair.LayerChart = chart(spec(width, sketch.height, list(_layers(sketch))))
    return made


def path_svg(
    review: Review,
    *,
    days: int | None = None,
    width: int = 680,
    height: int | None = None,
    show_states: bool = True,
    language: str = "en",
    prefix: str = "path",
) -> str:
    """The path as SVG that follows the page's theme; see `path_chart`.

    Parameters
    ----------
    prefix : str
        Begins the ids in the SVG; with the width it is unique.
    """
    sketch = _sketch(review, days, width, height, show_states, language)
    title, description = _described(sketch)
    made = spec(width, sketch.height, list(_layers(sketch)))
    return svg(made, title=title, description=description, prefix=prefix)


def _sketch(
    review: Review,
    days: int | None,
    width: int,
    height: int | None,
    show_states: bool,
    language: str,
) -> _Sketch:
    first, last = window(review, days)
    size = 14.0 if width < NARROW else 13.0
    frame = Frame(first, last, 8.0, width - 8.0, 0.0, 1.0, 0.0, 1.0)
    shown = spans(review, first, last, language) if show_states else []
    top, above = name_spans(shown, frame, size, language)
    events, below = name_events(happenings(review, first, last, language), frame, size)
    rest = below * ROW + BELOW
    plot = (
        (190.0 if width < NARROW else 216.0) if height is None else height - top - rest
    )
    lowest, highest = _reach(review, first, last, show_states)
    frame = replace(frame, top=top, bottom=top + plot, lowest=lowest, highest=highest)
    events = [(h, replace(v, y=frame.bottom + v.y)) for h, v in events]
    sketch = _Sketch(
        review, frame, shown, events, above, size, language, top + plot + rest
    )
    labels = [*above, *(v for _, v in events), *_rest_of_labels(sketch, show_states)]
    return replace(sketch, labels=labels)


def _reach(
    review: Review, first: int, last: int, show_states: bool
) -> tuple[float, float]:
    """What the plot must hold: every point and all of the line, and where the person began."""
    day, daily = review.daily.day, review.daily
    inside = (day >= first) & (day <= last)
    settled = inside & (day >= min(int(day[0]) + SETTLED, last))
    held = [
        10.0 - daily.level[inside],
        10.0 - daily.low[settled],
        10.0 - daily.high[settled],
    ]
    held.append(10.0 - points(review, first, last)[1])
    if review.start_level is not None and show_states:
        held.append(np.array([10.0 - review.start_level]))
    every = np.concatenate(held)
    lowest, highest = float(every.min()), float(every.max())
    more = max(0.0, 4.0 - (highest - lowest)) / 2 + 0.2
    return lowest - more, highest + more


def _rest_of_labels(s: _Sketch, show_states: bool) -> Iterator[Label]:
    under = s.height - BELOW
    lang = spoken(s.language)
    if _start(s.review, show_states) is not None:
        yield _began(s)
    if len(_kinds(s, "practice")) or len(_kinds(s, "session")):
        key = "chart.practices" if len(_kinds(s, "practice")) else "chart.sessions"
        if key == "chart.practices" and len(_kinds(s, "session")):
            key = "chart.both"
        yield Label(
            lang.text(key), s.frame.left, under + 28.0, align="left", size=s.size
        )
    yield from months(s.frame, under + 82.0, s.size, s.language)


def _began(s: _Sketch) -> Label:
    """ "where you began", beside that line where it lies farthest from the path."""
    level = _start(s.review, True)
    y = float(s.frame.y(10.0 - (0.0 if level is None else level)))
    text = spoken(s.language).text("chart.began")
    wide = Label(text, 0.0, 0.0, size=s.size).width
    places = [
        Label(text, float(x), y + shift, align="left", size=s.size)
        for x in np.linspace(s.frame.left, s.frame.right - wide, 12)
        for shift in (s.size + 4.0, -6.0)
        if s.frame.top + s.size < y + shift < s.frame.bottom + 4.0
    ]
    day, mean = _line(s)
    x, path = s.frame.x(day), s.frame.y(10.0 - mean)

    def far(label: Label) -> float:
        under = (x >= label.left - 4.0) & (x <= label.right + 4.0)
        return float(np.abs(path[under] - label.y + s.size / 2).min(initial=30.0))

    return max(places, key=far)


def _start(review: Review, show_states: bool) -> float | None:
    return review.start_level if show_states and not review.muted else None


def _kinds(s: _Sketch, kind: str) -> NDArray[np.int64]:
    return days_of(s.review, kind, s.frame.first, s.frame.last)


def _line(s: _Sketch) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Days and levels of the line: means of some days, the more the longer the stretch."""
    day, level, _, _ = _calm_course(s.review, s.frame.first, s.frame.last)
    return day, level


def _calm_course(
    review: Review, first: int, last: int
) -> tuple[
    NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]
]:
    daily = review.daily
    inside = (daily.day >= first) & (daily.day <= last)
    days = int(np.clip((last - first) // 60, 1, 14))
    level, low, high = (
        calm(v[inside], days) for v in (daily.level, daily.low, daily.high)
    )
    return daily.day[inside], level, low, high


def _layers(s: _Sketch) -> Iterator[Layer]:
    if s.spans:
        yield _shades(s)
    began = any(v.text == spoken(s.language).text("chart.began") for v in s.labels)
    if began and s.review.start_level is not None:
        yield draw.layer(
            [{"y": round(10.0 - s.review.start_level, 3)}],
            {"type": "rule", "color": COLOURS["soft"], "strokeWidth": 1.2, "strokeDash": [3, 5],
             "opacity": 0.7},
            x={"value": s.frame.left}, x2={"value": s.frame.right}, y=s.frame.level(),
        )  # fmt: skip
    yield from _points(s)
    yield from _events(s)
    yield from _course(s)
    yield from _rows_below(s)
    yield draw.texts(s.labels)


def _shades(s: _Sketch) -> Layer:
    values = [
        {
            "t": draw.millis(v.first),
            "u": draw.millis(max(v.last, v.first + 1)),
            "colour": COLOURS[v.shade],
        }
        for v in s.spans
    ]
    depth = 6.0 + ROW * max(
        (round((v.y - s.frame.bottom - 14.0) / ROW) + 1 for _, v in s.events), default=0
    )
    return draw.layer(
        values,
        {"type": "rect", "cornerRadius": 6},
        x=s.frame.time(),
        x2={"field": "u"},
        y={"value": 4.0},
        y2={"value": s.frame.bottom + depth},
        color=draw.coloured(),
    )


def _points(s: _Sketch) -> Iterator[Layer]:
    day, level = points(s.review, s.frame.first, s.frame.last)
    few = evenly(len(day), 90 if s.narrow else 150)
    if len(few):
        yield draw.layer(
            draw.rows(t=[draw.millis(d) for d in day[few]], y=10.0 - level[few]),
            {"type": "circle", "size": 13, "color": COLOURS["soft"], "opacity": 0.32},
            x=s.frame.time(),
            y=s.frame.level(),
        )


def _events(s: _Sketch) -> Iterator[Layer]:
    if not s.events:
        return
    day, level = _line(s)
    path = np.interp([h.day for h, _ in s.events], day, s.frame.y(10.0 - level))
    values = [
        {
            "t": draw.millis(h.day),
            "a": round(float(a) + 4.0, 1),
            "b": round(v.y + 3.0, 1),
        }
        for (h, v), a in zip(s.events, path, strict=True)
    ]
    yield draw.layer(
        values,
        {"type": "rule", "color": COLOURS["ink"], "strokeWidth": 1.3, "strokeDash": [2, 4],
         "opacity": 0.6},
        x=s.frame.time(), y=draw.pixels("a"), y2={"field": "b"},
    )  # fmt: skip


def _course(s: _Sketch) -> Iterator[Layer]:
    """The band, the line and where the person is now."""
    day, *course = _calm_course(s.review, s.frame.first, s.frame.last)
    kept = [np.clip(10.0 - v, s.frame.lowest, s.frame.highest) for v in course]
    x = s.frame.x(day)
    band = np.union1d(simplify(x, s.frame.y(kept[1]), 2.0), simplify(x, s.frame.y(kept[2]), 2.0))
    line = simplify(x, s.frame.y(kept[0]), 0.7)
    t = np.array([draw.millis(d) for d in day])
    teal = COLOURS["teal"]
    yield draw.layer(
        draw.rows(t=t[band], low=kept[1][band], high=kept[2][band]),
        {"type": "area", "color": teal, "opacity": 0.14},
        x=s.frame.time(), y=s.frame.level("low"), y2={"field": "high"},
    )  # fmt: skip
    table = draw.rows(t=t[line], y=kept[0][line])
    yield draw.layer(
        table,
        {"type": "line", "color": teal, "strokeWidth": 3, "strokeCap": "round",
         "strokeJoin": "round"},
        x=s.frame.time(), y=s.frame.level(),
    )  # fmt: skip
    yield draw.layer(
        table[-1:],
        {"type": "circle", "size": 75, "color": teal, "opacity": 1, "stroke": COLOURS["card"],
         "strokeWidth": 2},
        x=s.frame.time(), y=s.frame.level(),
    )  # fmt: skip


def _rows_below(s: _Sketch) -> Iterator[Layer]:
    """Practices as strokes, sessions as dots under them, on the path's own time axis."""
    foot = s.height - BELOW + 50.0
    for kind in ("practice", "session"):
        done = _kinds(s, kind)
        if not len(done):
            continue
        pace = (s.frame.right - s.frame.left) / max(s.frame.last - s.frame.first, 1)
        width = math.ceil((3.6 if kind == "practice" else 6.0) / pace)
        day, share = binned(done, s.frame.first, s.frame.last, width)
        x = s.frame.x(np.minimum(day, s.frame.last))
        if kind == "practice":
            yield draw.strokes(
                x, 4.0 + 10.0 * share, foot,
                color=COLOURS["teal"], strokeWidth=2, strokeCap="round", opacity=0.75,
            )  # fmt: skip
        else:
            yield draw.layer(
                draw.rows(x=x),
                {"type": "circle", "size": 13, "color": COLOURS["soft"], "opacity": 1},
                x=draw.pixels("x"),
                y={"value": foot + 9.0},
            )


def _described(s: _Sketch) -> tuple[str, str]:
    """Title and description for who does not see the picture."""
    lang, until = spoken(s.language), s.review.until
    first, last = (
        lang.day(date.fromordinal(d), until) for d in (s.frame.first, s.frame.last)
    )
    said: list[Any] = [lang.text("chart.up")]
    level = level_in_words(float(s.review.daily.level[-1]), language=s.language)
    said.append(lang.text("chart.now", last=last, level=level))
    for span in s.spans:
        day = lang.day(date.fromordinal(span.first), until)
        said.append(lang.sentence("chart.episode", word=span.word, day=day))
    said += [f"{h.label[:1].upper()}{h.label[1:]}." for h, _ in s.events]
    return lang.text("chart.path", first=first, last=last), " ".join(said)
