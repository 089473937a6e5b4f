"""The pictures of a review, drawn for a phone and for a desk, and each of them as a table.

Drawing is a pure function of a review, so the last few pictures are remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from math import isnan

from onward import Review, charts, words
from onward.charts import MovingPath, PathTable
from onward.words import is_quiet

PHONE, DESK, SMALL = 312, 640, 300
WIDTHS = {"phone": PHONE, "desk": DESK}
REMEMBERED = 16
MOST_ISSUES = 6


@dataclass(frozen=True, slots=True)
class Look:
    """What of a review is drawn.

    Attributes
    ----------
    days : int or None
        Only the last so many days.
    told : bool
        False leaves out every verdict.
    numbers : bool
        Whether numbers of a level are shown.
    quiet : bool
        Whether self-harm, food and weight are shown: only where the person asks.
    drawn : bool
        Whether pictures are shown; their words and tables are in either case.
    """

    days: int | None = None
    told: bool = True
    numbers: bool = True
    quiet: bool = False
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in two widths."""

    phone: str
    desk: str


@dataclass(frozen=True, slots=True)
class IssuePicture:
    """One thing that the person works through, in words and in a small picture."""

    at: int
    name: str
    words: str
    picture: str
    tabled: bool


@lru_cache(maxsize=REMEMBERED)
def picture(seen: Review, look: Look) -> Picture:
    """The path."""
    return Picture(
        *(
            charts.path_svg(
                seen,
                days=look.days,
                width=width,
                show_states=look.told,
                quiet=look.quiet,
                language=seen.language,
            )
            for width in (PHONE, DESK)
        )
    )


@lru_cache(maxsize=REMEMBERED)
def issue_pictures(seen: Review, look: Look) -> tuple[IssuePicture, ...]:
    """Each issue by itself, so that one that got harder never reads as all that did."""
    return tuple(
        IssuePicture(
            at,
            issue.name,
            words.standing(issue, rated=_rated(seen, issue.name), language=seen.language)
            if look.told
            else "",
            charts.issue_svg(
                issue,
                days=look.days,
                width=SMALL,
                show_states=look.told,
                prefix=f"issue-{at}",
                language=seen.language,
            )
            if look.drawn and _open(issue.name, look)
            else "",
            tabled=_open(issue.name, look),
        )
        for at, issue in enumerate(islice(seen.issues, MOST_ISSUES), 1)
    )


def _open(name: str, look: Look) -> bool:
    """Whether a name may be drawn: self-harm, food and weight only where it is asked for."""
    return look.quiet or not is_quiet(name)


def _rated(seen: Review, name: str) -> date | None:
    """The day on which an issue last had a number."""
    record = seen.record
    rated = [int(record.day[i]) for i in record.rows("issue", name) if not isnan(record.value[i])]
    return date.fromordinal(max(rated)) if rated else None


@lru_cache(maxsize=REMEMBERED)
def kept_picture(seen: Review) -> str:
    """How much of what was gained is still held; empty where nothing may be called gained."""
    return charts.kept_svg(seen, width=PHONE, language=seen.language) or ""


def table(seen: Review, which: str, look: Look) -> PathTable | None:
    """One picture as a table; None where there is no such picture.

    Parameters
    ----------
    seen : Review
    which : str
        ``all``, ``held``, or the place of an issue among the pictures, from ``1`` on.
    look : Look
    """
    if which == "all":
        return charts.path_table(
            seen,
            days=look.days,
            show_states=look.told,
            numbers=look.numbers,
            quiet=look.quiet,
            language=seen.language,
        )
    if which == "held":
        return charts.kept_table(seen, language=seen.language) if look.told else None
    name = issue_name(seen, which, look)
    issue = next((i for i in seen.issues if i.name == name), None)
    if issue is None:
        return None
    return charts.issue_table(
        issue, days=look.days, show_states=look.told, numbers=look.numbers, language=seen.language
    )


def issue_name(seen: Review, which: str, look: Look) -> str | None:
    """The name of the issue at a place among the pictures."""
    at = int(which) if which.isascii() and which.isdecimal() else 0
    if not 1 <= at <= min(MOST_ISSUES, len(seen.issues)):
        return None
    name = seen.issues[at - 1].name
    return name if _open(name, look) else None


@lru_cache(maxsize=REMEMBERED)
def moving(seen: Review, look: Look, width: int) -> MovingPath:
    """The path to move along."""
    return charts.moving_path(
        seen, days=look.days, width=width, show_states=look.told, numbers=look.numbers,
        quiet=look.quiet, language=seen.language,
    )  # fmt: skip
