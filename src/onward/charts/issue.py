"""The small path of one issue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onward.charts import layers as draw
from onward.charts.course import Drawn, course_layers, drawn, reach
from onward.charts.layers import Frame
from onward.charts.months import months
from onward.charts.place import Label, text_size
from onward.charts.theme import chart, spec, svg
from onward.results import Issue
from onward.words import name as in_words
from onward.words import spoken

if TYPE_CHECKING:
    import altair

MONTHS = 26.0


def issue_chart(
    issue: Issue,
    *,
    days: int | None = None,
    width: int = 340,
    height: int = 120,
    language: str = "en",
) -> altair.LayerChart:
    """The course of one issue as an Altair chart; up is lighter.

    Parameters
    ----------
    issue : Issue
        One of ``review.issues``.
    days : int, optional
        Only the last so many days.
    width, height : int
        The size in pixels at which it is shown.
    language : str
        Of the words in the picture.
    """
    frame, course, labels = _sketch(issue, days, width, height, language)
    layers = [*course_layers(frame, course), draw.texts(labels)]
    made: altair.LayerChart = chart(spec(width, height, layers))
    return made


def issue_svg(
    issue: Issue,
    *,
    days: int | None = None,
    width: int = 340,
    height: int = 120,
    language: str = "en",
    show_states: bool = True,
    prefix: str = "issue",
) -> str:
    """The course of one issue as SVG that follows the page's theme; see `issue_chart`.

    Parameters
    ----------
    show_states : bool
        False leaves out of its description how heavy the level is.
    prefix : str
        Begins the ids in the SVG; give each issue of a page its own.
    """
    frame, course, labels = _sketch(issue, days, width, height, language)
    lang = spoken(language)
    until = date.fromordinal(frame.last)
    first = lang.day(date.fromordinal(frame.first), until)
    title = lang.sentence(
        "chart.issue",
        name=in_words("issue", issue.name, language=language),
        first=first,
        last=lang.day(until, until),
    )
    said = lang.text("chart.up")
    if show_states:
        level = lang.level(10.0 - float(course.level[-1]))
        said += " " + lang.text("chart.now", last=lang.day(until, until), level=level)
    made = spec(width, height, list(course_layers(frame, course)))
    return svg(made, labels, title=title, description=said, prefix=prefix)


def _sketch(
    issue: Issue, days: int | None, width: int, height: int, language: str
) -> tuple[Frame, Drawn, list[Label]]:
    began, last = int(issue.daily.day[0]), int(issue.daily.day[-1])
    first = began if days is None else max(began, last - days + 1)
    course = drawn(issue.daily, first, last)
    lowest, highest = reach(course, began)
    frame = Frame(first, last, 8.0, width - 8.0, 8.0, height - MONTHS, lowest, highest)
    return frame, course, months(frame, height - 6.0, text_size(width), language)
