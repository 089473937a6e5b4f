"""Reviews built by hand for tests of words and charts: small, whole, of one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from onward.record import Entry, Record
from onward.results import (
    STATES,
    CameBefore,
    Course,
    Daily,
    Episode,
    Flag,
    Issue,
    Kept,
    PracticeLink,
    Recovery,
    Review,
    Standing,
    Words,
)

UNTIL = date(2026, 5, 24)
LOST = date(2026, 5, 12)
MOST = Kept(0.64, 0.52, 0.75)
HALF = Kept(0.5, 0.3, 0.7)


def a_record(first: date, until: date, *, every: int = 1, extra: tuple[Entry, ...] = ()) -> Record:
    """Check-ins from `first` to `until`, walks on two days of three, a session a week."""
    rng = np.random.default_rng(7)
    entries = list(extra)
    for i in range(0, (until - first).days + 1, every):
        day = (first + timedelta(i)).isoformat()
        level = float(np.clip(round(a_level(i) + rng.normal(0, 1.0)), 0, 10))
        entries.append(Entry(day, "checkin", "distress", level, ""))
        if i % 3:
            entries.append(Entry(day, "practice", "mindful_walk", 20.0, ""))
        if i % 7 == 3:
            entries.append(Entry(day, "session", "in_person", 5.0, ""))
    return Record.of(entries)


def a_level(day: int) -> float:
    """Five months of gains."""
    return 3.0 + 4.0 * float(np.exp(-day / 40.0))


def a_review(
    state: str = "steady",
    *,
    first: date = date(2026, 1, 1),
    until: date = UNTIL,
    gain_kept: Kept | None = None,
    own_word: str | None = None,
    below_start: bool = False,
    enough_data: bool = True,
    muted: bool = False,
    belief: float = 0.95,
    episodes: tuple[Episode, ...] = (),
    announced: dict[date, str] | None = None,
    record: Record | None = None,
    **parts: Any,
) -> Review:
    """A review with everything at hand that a test does not speak of."""
    days = (until - first).days + 1
    level = _levels(first, until, episodes)
    gain = None if gain_kept is None else 3.1
    standing = Standing(state, own_word, below_start, gain, gain_kept, enough_data)  # type: ignore[arg-type]
    plain = Review(
        person="me",
        first=first,
        until=until,
        entries=days,
        standing=standing,
        daily=_daily(first, level, state, belief, announced or {}),
        episodes=episodes,
        issues=(),
        practices=(),
        recoveries=(),
        flags=(),
        words=Words("", "", ""),
        start_level=None if muted or not enough_data else 6.6,
        muted=muted,
        time_back=None,
        record=a_record(first, until) if record is None else record,
    )
    return replace(plain, **parts)


def _levels(first: date, until: date, episodes: tuple[Episode, ...]) -> np.ndarray:
    level = np.array([a_level(i) for i in range((until - first).days + 1)])
    for e in episodes:
        a, b = (e.started - first).days, ((e.ended or until) - first).days + 1
        level[a:b] += {"deeper": 1.5, "backstep": 1.5, "relapse": 4.0}.get(e.kind, 0.0)
    return level


def _daily(
    first: date,
    level: np.ndarray,
    state: str,
    belief: float,
    announced: dict[date, str],
) -> Daily:
    n = len(level)
    states = np.full((n, 5), (1.0 - belief) / 4)
    states[:, STATES.index(state) if state in STATES else 0] = belief
    day = np.arange(n, dtype=np.int64) + first.toordinal()
    said = tuple(announced.get(first + timedelta(i)) for i in range(n))
    return Daily(
        day,
        level,
        np.clip(level - 0.8, 0, 10),
        np.clip(level + 0.8, 0, 10),
        states,
        said,
    )


def an_episode(kind: str, started: date, ended: date | None = None, **parts: Any) -> Episode:
    """An episode that was announced three days after it began."""
    plain = Episode(
        kind,  # type: ignore[arg-type]
        started,
        started + timedelta(3),
        ended,
        (0.0, 0.05, 0.73, 0.02, 0.2),
        0.64,
        (),
        (),
    )
    return replace(plain, **parts)


MOVED = CameBefore("moved_home", date(2026, 5, 6), "event", 0.6)
WALKS = CameBefore("mindful_walk", date(2026, 5, 10), "practice", 0.9)
CAME_BACK = Recovery(date(2026, 2, 3), date(2026, 2, 22), 19, ("mindful_walk", "talking"))


def after_moving(state: str = "backstep", **parts: Any) -> Review:
    """A setback since 12 May, six days after moving home, with fewer walks before."""
    now = an_episode(state, LOST, came_before=(MOVED, WALKS))
    given = {"gain_kept": MOST, "episodes": (now,), "recoveries": (CAME_BACK,)}
    return a_review(state, **{**given, **parts})


def an_issue(name: str, state: str, kept: Kept | None = None, **parts: Any) -> Issue:
    """One issue over a month."""
    day = np.arange(30, dtype=np.int64) + date(2026, 4, 25).toordinal()
    level = np.linspace(3.0, 5.0, 30)
    course = Course(day, level, level - 0.7, level + 0.7)
    where = Standing(state, None, False, None if kept is None else 2.0, kept, True)  # type: ignore[arg-type]
    return Issue(name, course, replace(where, **parts))


def a_link(name: str, verdict: str, effect: float = -0.6) -> PracticeLink:
    """A practice with a verdict."""
    return PracticeLink(name, effect, effect - 0.4, effect + 0.4, 61, verdict)  # type: ignore[arg-type]


def a_flag(days_ago: int = 1, what: str = "phq9.9") -> Flag:
    """A risk answer some days before the last one."""
    return Flag(UNTIL - timedelta(days_ago), what, 1.0)
