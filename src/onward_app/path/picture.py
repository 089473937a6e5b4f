"""The pictures of a review, drawn for a phone and for a desk, and the same as a table.

Drawing is a pure function of a review, so the last few pictures are remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from math import isnan

from onward import Review, charts, words
from onward.charts import PathTable

PHONE, DESK, SMALL = 312, 640, 300
REMEMBERED = 16
MOST_ISSUES = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in two widths and as a table, the latest day first."""

    phone: str
    desk: str
    table: PathTable


@dataclass(frozen=True, slots=True)
class IssuePicture:
    """One thing that the person works through: its name, its words, its small picture."""

    name: str
    words: str
    picture: str


@lru_cache(maxsize=REMEMBERED)
def picture(seen: Review, *, days: int | None, told: bool) -> Picture:
    """The path of the last `days` days; without verdicts where `told` is False."""
    return Picture(
        phone=charts.path_svg(seen, days=days, width=PHONE, show_states=told),
        desk=charts.path_svg(seen, days=days, width=DESK, show_states=told),
        table=charts.path_table(seen, days=days, show_states=told),
    )


@lru_cache(maxsize=REMEMBERED)
def issue_pictures(seen: Review, *, told: bool) -> tuple[IssuePicture, ...]:
    """Each issue by itself, so that one that got harder never reads as all that did."""
    return tuple(
        IssuePicture(
            issue.name,
            words.standing(issue, rated=_rated(seen, issue.name)) if told else "",
            charts.issue_svg(issue, width=SMALL, show_states=told, prefix=f"issue-{at}"),
        )
        for at, issue in enumerate(islice(seen.issues, MOST_ISSUES), 1)
    )


def _rated(seen: Review, name: str) -> date | None:
    """The day on which an issue last had a number."""
    record = seen.record
    rated = [int(record.day[i]) for i in record.rows("issue", name) if not isnan(record.value[i])]
    return date.fromordinal(max(rated)) if rated else None


@lru_cache(maxsize=REMEMBERED)
def kept_picture(seen: Review) -> str:
    """How much of what was gained is still held; empty where nothing may be called gained."""
    return charts.kept_svg(seen, width=PHONE) or ""
