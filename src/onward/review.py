"""A review is a pure function of a record: everything that Onward says comes from here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from onward.came_before import came_before
from onward.course.columns import columns, issue_columns, risk_rows
from onward.course.course import Engine, follow
from onward.course.episodes import Stretch
from onward.course.gain import Z95, kept
from onward.course.standing import stand
from onward.errors import OnwardError
from onward.practices import practices
from onward.reasons import reasons
from onward.record import OWN_WORDS, Record
from onward.recoveries import recoveries, time_back
from onward.results import (
    CameBefore,
    Course,
    Daily,
    Episode,
    Flag,
    Issue,
    Review,
    State,
    TimeBack,
    Words,
)
from onward.words import say

OWN_WORD_DAYS = 14
# Days times courses that one review follows; more is a mistyped year.
MOST_ROWS = 3_000_000


def review(record: Record, until: date | None = None, *, language: str = "en") -> Review:
    """Say where a person stands.

    Parameters
    ----------
    record : Record
        One person's entries.
    until : datetime.date, optional
        The last day; by default that of the last entry. Entries after it are left out, and a
        later day adds days without entries.
    language : str
        What the words are said in: one of `onward.words.LANGUAGES`.

    Returns
    -------
    Review

    Raises
    ------
    OnwardError
        The record holds nothing up to `until`, or would make millions of daily rows.

    Examples
    --------
    >>> import onward
    >>> from onward import simulate
    >>> onward.review(simulate.example()).standing.enough_data
    True
    """
    if until is not None:
        record = record.until(until)
    if not len(record):
        raise OnwardError("There is no entry up to that day.")
    last = until.toordinal() if until else int(record.day[-1])
    rows = (last - int(record.day[0]) + 1) * (len(record.names("issue")) + 1)
    if rows > MOST_ROWS:
        raise OnwardError(
            f"This record would make {rows:,} daily rows; {MOST_ROWS:,} is the limit. "
            "Are the years right, and are there that many issues?"
        )
    seen = _look(record, int(record.day[0]), last, language)
    return replace(seen, words=say(seen, language))


def _look(record: Record, first: int, last: int, language: str) -> Review:
    """Everything but the words, in reading order."""
    e = follow(columns(record, first, last))
    muted = bool(e.columns.muted[-1])
    own_word = _own_word(record, e, last)
    start = float(e.gain.start[-1])
    return Review(
        person=record.person,
        first=date.fromordinal(first),
        until=date.fromordinal(last),
        entries=len(record),
        standing=stand(e.columns, e.filtered, e.said, e.gain, own_word),
        daily=_daily(e, muted),
        episodes=() if muted else _episodes(record, e, first, language),
        issues=tuple(_issue(record, name, first, last) for name in record.names("issue")),
        practices=tuple(practices(record, e.columns, e.filtered.level)),
        recoveries=() if muted else tuple(recoveries(record, _ended(e, first))),
        flags=_flags(record),
        words=Words("", "", ""),
        start_level=None if np.isnan(start) or muted else start,
        muted=muted,
        time_back=None if muted else _time_back(e),
        record=record,
        language=language,
    )


def _ended(e: Engine, first: int) -> list[tuple[int, int]]:
    """First day and first day back of each setback that is over."""
    return [
        (s.start + first, s.end + first)
        for s in e.stretches
        if s.end is not None and s.kind in ("backstep", "relapse")
    ]


def _time_back(e: Engine) -> TimeBack | None:
    """How long the setback that is under way on the last day may still take."""
    last = e.stretches[-1] if e.stretches else None
    if last is None or last.end is not None or last.kind not in ("backstep", "relapse"):
        return None
    own = [b - a for a, b in _ended(e, 0)]
    return time_back(own, len(e.columns) - 1 - last.start)


def _flags(record: Record) -> tuple[Flag, ...]:
    return tuple(
        Flag(date.fromordinal(int(record.day[i])), what, value)
        for i, what, value in risk_rows(record)
    )


def _course(e: Engine) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    f = e.filtered
    day = np.arange(len(f.level), dtype=np.int64) + e.columns.first
    low, high = f.level - Z95 * f.sd, f.level + Z95 * f.sd
    return day, f.level, np.clip(low, 0, 10), np.clip(high, 0, 10)


def _daily(e: Engine, muted: bool) -> Daily:
    said = tuple(None for _ in e.said.announced) if muted else tuple(e.said.announced)
    return Daily(*_course(e), states=e.filtered.states, announced=said)


def _issue(record: Record, name: str, first: int, last: int) -> Issue:
    e = follow(issue_columns(record, name, first, last), whole=False)
    return Issue(name, Course(*_course(e)), stand(e.columns, e.filtered, e.said, e.gain, None))


def _own_word(record: Record, e: Engine, last: int) -> State | None:
    """The person's latest word, while it can still be about today."""
    since = last - OWN_WORD_DAYS + 1
    if e.stretches and e.stretches[-1].end is None:
        since = min(since, e.columns.first + e.stretches[-1].start)
    for i in record.rows("label")[::-1]:
        word = record.name[i]
        if word in OWN_WORDS:
            return word if record.day[i] >= since else None
    return None


def _episodes(record: Record, e: Engine, first: int, language: str) -> tuple[Episode, ...]:
    out: list[Episode] = []
    spans: list[tuple[int, int]] = []
    for s in e.stretches:
        before = came_before(record, first + s.start, s.kind, before=spans)
        said = tuple(reasons(record, e, s, language=language))
        out.append(_episode(e, s, before, said))
        spans.append((first + s.start, first + (s.end if s.end is not None else len(e.columns))))
    return tuple(out)


def _episode(e: Engine, s: Stretch, before: list[CameBefore], said: tuple[str, ...]) -> Episode:
    end = len(e.columns) if s.end is None else s.end
    states = e.filtered.states[s.start : max(end, s.start + 1)].mean(axis=0)
    level = float(np.median(e.filtered.level[s.start : max(end, s.start + 1)]))
    g = e.gain
    held = kept(level, 0.0, float(g.best[s.start]), float(g.gain[s.start]))
    day = e.columns.first
    return Episode(
        kind=s.kind,
        started=date.fromordinal(day + s.start),
        announced=date.fromordinal(day + s.announced),
        ended=None if s.end is None else date.fromordinal(day + s.end),
        states=tuple((states / states.sum()).tolist()),
        gain_kept=held.mean if held else None,
        reasons=said,
        came_before=tuple(before),
    )
