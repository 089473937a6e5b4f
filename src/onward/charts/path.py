"""The path: level with its uncertainty, episodes, events, sessions and practices in time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from onward.charts import layers as draw
from onward.charts.course import Drawn, course_layers, drawn, reach
from onward.charts.layers import Frame, Layer
from onward.charts.months import months
from onward.charts.naming import ROW, name_events, name_level, name_spans
from onward.charts.place import NARROW, Label, text_size
from onward.charts.shown import Happening, Span, days_of, happenings, points, spans, window
from onward.charts.theme import COLOURS, chart, spec, svg
from onward.charts.thin import binned, evenly
from onward.results import Review
from onward.words import level as level_in_words
from onward.words import spoken

if TYPE_CHECKING:
    import altair

MONTHS = 34.0  # what the months take under the plot
LINES = 58.0  # and practices with sessions


@dataclass(frozen=True)
class Sketch:
    """What the layers of one path are made from."""

    review: Review
    frame: Frame
    height: float
    size: float
    language: str
    course: Drawn
    spans: list[Span]
    events: list[tuple[Happening, Label]]
    practices: NDArray[np.int64]
    sessions: NDArray[np.int64]
    start: float | None
    labels: list[Label]

    @property
    def narrow(self) -> bool:
        return self.frame.right < NARROW

    @property
    def months_at(self) -> float:
        """Where practices end and the months begin."""
        return self.height - MONTHS

    def layers(self) -> list[Layer]:
        """All layers, the texts among them."""
        return [*_layers(self), draw.texts(self.labels)]


def path_chart(
    review: Review,
    *,
    days: int | None = None,
    width: int = 680,
    height: int | None = None,
    show_states: bool = True,
    quiet: bool = False,
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
    quiet : bool
        True names events of self-harm, food and weight too.
    language : str
        Of the words in the picture.
    """
    sketch = path_sketch(review, days, width, show_states, language, quiet, height)
    made: altair.LayerChart = chart(spec(width, sketch.height, sketch.layers()))
    return made


def path_svg(
    review: Review,
    *,
    days: int | None = None,
    width: int = 680,
    height: int | None = None,
    show_states: bool = True,
    quiet: bool = False,
    language: str = "en",
    prefix: str = "path",
) -> str:
    """The path as SVG that follows the page's theme; see `path_chart`.

    Parameters
    ----------
    prefix : str
        Begins the ids in the SVG; with the width it is unique.
    """
    sketch = path_sketch(review, days, width, show_states, language, quiet, height)
    title, description = _described(sketch, judged=show_states)
    made = spec(width, sketch.height, list(_layers(sketch)))
    return svg(made, sketch.labels, title=title, description=description, prefix=prefix)


def path_sketch(
    review: Review,
    days: int | None,
    width: int,
    show_states: bool,
    language: str,
    quiet: bool,
    height: int | None = None,
) -> Sketch:
    """Look at a review once, for the picture and for the same to move along."""
    first, last = window(review, days)
    size = text_size(width)
    frame = Frame(first, last, 8.0, width - 8.0, 0.0, 1.0, 0.0, 1.0)
    shown = spans(review, first, last, language) if show_states else []
    top, above = name_spans(shown, frame, size, language)
    events, below = name_events(happenings(review, first, last, language, quiet=quiet), frame, size)
    practices, sessions = (days_of(review, k, first, last) for k in ("practice", "session"))
    rest = below * ROW + MONTHS + (LINES if len(practices) or len(sessions) else 0.0)
    plot = 190.0 if width < NARROW else 216.0
    plot = plot if height is None else height - top - rest
    start = review.start_level if show_states and not review.muted else None
    written, levels = points(review, first, last)
    # Before anything was written there is only a guess, and a guess is not drawn.
    course = drawn(review.daily, int(written[0]) if len(written) else first, last)
    marks = 10.0 - levels
    began = np.array([] if start is None else [10.0 - start])
    lowest, highest = reach(course, review.first.toordinal(), marks, began)
    frame = replace(frame, top=top, bottom=top + plot, lowest=lowest, highest=highest)
    events = [(h, replace(v, y=frame.bottom + v.y)) for h, v in events]
    sketch = Sketch(
        review, frame, top + plot + rest, size, language, course, shown, events,
        practices, sessions, start, above,
    )  # fmt: skip
    labels = [*above, *(v for _, v in events), *_labels_below(sketch)]
    return replace(sketch, labels=labels)


def _labels_below(s: Sketch) -> Iterator[Label]:
    if s.start is not None and (began := _began(s, s.start)):
        yield began
    both = len(s.practices) and len(s.sessions)
    if len(s.practices) or len(s.sessions):
        key = "both" if both else "practices" if len(s.practices) else "sessions"
        text, y = spoken(s.language).text(f"chart.{key}"), s.months_at - LINES + 28.0
        yield Label(text, s.frame.left, y, align="left", size=s.size)
    yield from months(s.frame, s.months_at + 24.0, s.size, s.language)


def _began(s: Sketch, start: float) -> Label | None:
    x, path = s.frame.x(s.course.day), s.frame.y(s.course.level)
    return name_level(
        spoken(s.language).text("chart.began"),
        float(s.frame.y(10.0 - start)),
        s.frame,
        s.size,
        taken=[*s.labels, *(v for _, v in s.events)],
        upright=[float(s.frame.x(h.day)) for h, _ in s.events],
        path=(x, path),
    )


def _layers(s: Sketch) -> Iterator[Layer]:
    if s.spans:
        yield _shades(s)
    if s.start is not None:
        faint = {"strokeWidth": 1.2, "strokeDash": [3, 5], "opacity": 0.7}
        yield draw.layer(
            [{"y": round(10.0 - s.start, 3)}],
            {"type": "rule", "color": COLOURS["soft"], **faint},
            x={"value": s.frame.left}, x2={"value": s.frame.right}, y=s.frame.level(),
        )  # fmt: skip
    yield from _points(s)
    yield from _events(s)
    yield from course_layers(s.frame, s.course)
    yield from _practices(s)
    yield from _sessions(s)


def _shades(s: Sketch) -> Layer:
    """Episodes as shaded stretches that hold their names and those of their events."""
    values = [
        {
            "t": draw.millis(v.first),
            "u": draw.millis(max(v.last, v.first + 1)),
            "colour": COLOURS[v.shade],
        }
        for v in s.spans
    ]
    foot = max((v.y for _, v in s.events), default=s.frame.bottom) + 8.0
    return draw.layer(
        values,
        {"type": "rect", "cornerRadius": 6},
        x=s.frame.time(), x2={"field": "u"}, y={"value": 4.0}, y2={"value": foot},
        color=draw.coloured(),
    )  # fmt: skip


def _points(s: Sketch) -> Iterator[Layer]:
    day, level = points(s.review, s.frame.first, s.frame.last)
    few = evenly(len(day), 90 if s.narrow else 150)
    if len(few):
        yield draw.layer(
            draw.rows(t=[draw.millis(d) for d in day[few]], y=10.0 - level[few]),
            {"type": "circle", "size": 13, "color": COLOURS["soft"], "opacity": 0.32},
            x=s.frame.time(), y=s.frame.level(),
        )  # fmt: skip


def _events(s: Sketch) -> Iterator[Layer]:
    if not s.events:
        return
    days = [h.day for h, _ in s.events]
    path = np.interp(days, s.course.day, s.frame.y(s.course.level)) + 4.0
    ends = [v.y + 3.0 for _, v in s.events]
    dotted = {"strokeWidth": 1.3, "strokeDash": [2, 4], "opacity": 0.6}
    yield draw.layer(
        draw.rows(t=[draw.millis(d) for d in days], a=path, b=ends),
        {"type": "rule", "color": COLOURS["ink"], **dotted},
        x=s.frame.time(), y=draw.pixels("a"), y2={"field": "b"},
    )  # fmt: skip


def _practices(s: Sketch) -> Iterator[Layer]:
    """Strokes on the path's own time axis, the taller the more of their days had a practice."""
    if len(s.practices):
        x, share = _in_bins(s, s.practices, 3.6)
        pen = {"strokeWidth": 2, "strokeCap": "round", "opacity": 0.75}
        foot = s.months_at - 8.0
        yield draw.strokes(x, 4.0 + np.round(10.0 * share), foot, color=COLOURS["teal"], **pen)


def _sessions(s: Sketch) -> Iterator[Layer]:
    if len(s.sessions):
        x, _ = _in_bins(s, s.sessions, 6.0)
        y = s.months_at + (1.0 if len(s.practices) else -14.0)
        mark = {"type": "circle", "size": 13, "color": COLOURS["soft"], "opacity": 1}
        yield draw.layer(draw.rows(x=x), mark, x=draw.pixels("x"), y={"value": y})


def _in_bins(
    s: Sketch, days: NDArray[np.int64], gap: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pixels and shares of `days` in bins that lie `gap` pixels apart, or more."""
    pace = (s.frame.right - s.frame.left) / max(s.frame.last - s.frame.first, 1)
    middle, share = binned(days, s.frame.first, s.frame.last, math.ceil(gap / pace))
    return s.frame.x(middle), share


def _described(s: Sketch, *, judged: bool) -> tuple[str, str]:
    """Title and description for who does not see the picture; judged, also how heavy it is."""
    lang, until = spoken(s.language), s.review.until
    first, last = (lang.day(date.fromordinal(d), until) for d in (s.frame.first, s.frame.last))
    said = [lang.text("chart.up")]
    if judged:
        level = level_in_words(float(s.review.daily.level[-1]), language=s.language)
        said.append(lang.text("chart.now", last=last, level=level))
    for span in s.spans:
        day = lang.day(date.fromordinal(span.first), until)
        said.append(lang.sentence("chart.episode", word=span.word, day=day))
    said += [f"{h.label[:1].upper()}{h.label[1:]}." for h, _ in s.events]
    return lang.text("chart.path", first=first, last=last), " ".join(said)
