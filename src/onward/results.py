"""What a review says, as frozen values; `Review.to_dict` is the JSON of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from onward.record import Record

STATES = ("steady", "deeper", "backstep", "pause", "relapse")
State = Literal["steady", "deeper", "backstep", "pause", "relapse"]
StandingState = Literal[
    "steady",
    "gaining",
    "stuck",
    "not_yet_known",
    "deeper",
    "backstep",
    "pause",
    "relapse",
    "too_early",
]
Announced = Literal["not_yet_known", "deeper", "backstep", "relapse", "pause", "steady"]
Verdict = Literal["too early", "no clear link", "goes with better days", "goes with harder days"]


@dataclass(frozen=True, slots=True)
class Kept:
    """The part of a gain that is still held, 0..1, with its 90 % interval."""

    mean: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        return {"mean": self.mean, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person (or one issue) stands on the last day.

    Attributes
    ----------
    state : str
        The program's view.
    own_word : str or None
        The person's own word for the latest labelled day, if it is that day's or later.
    below_start : bool
        The level is reliably worse than at the start.
    gain : float or None
        Start level minus the best level that was sustained, in points of 0..10.
    gain_kept : Kept or None
    enough_data : bool
    """

    state: StandingState
    own_word: State | None
    below_start: bool
    gain: float | None
    gain_kept: Kept | None
    enough_data: bool


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A level day by day: latent mean of distress (or of an issue), 0..10, lower is better.

    Attributes
    ----------
    day : (d,) int64 array
        Every calendar day as an ordinal.
    level, low, high : (d,) float64 arrays
        Posterior mean and 90 % interval as known that evening.
    """

    day: NDArray[np.int64]
    level: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, slots=True, eq=False)
class Daily(Course):
    """The overall course with beliefs.

    Attributes
    ----------
    states : (d, 5) float64 array
        Belief in each of `STATES` on that day; rows sum to 1.
    announced : tuple of (str or None)
        What was first said on that day.
    """

    states: NDArray[np.float64]
    announced: tuple[Announced | None, ...]


@dataclass(frozen=True, slots=True)
class CameBefore:
    """Something that came before an episode; `above_usual` is a probability, not a cause."""

    what: str
    when: date
    kind: Literal["event", "practice", "session", "behaviour", "other"]
    above_usual: float


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch apart from steady, as seen looking back from the last day.

    `states` is the mean belief over the episode's days, in the order of `STATES`.
    """

    kind: State
    started: date
    announced: date | None
    ended: date | None
    states: tuple[float, ...]
    gain_kept: float | None
    reasons: tuple[str, ...]
    came_before: tuple[CameBefore, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Issue:
    """One thing that the person works through, with its own course."""

    name: str
    daily: Course
    standing: Standing


@dataclass(frozen=True, slots=True)
class PracticeLink:
    """How the day after a practice tends to differ (points of 0..10; negative is better)."""

    name: str
    effect: float | None
    low: float | None
    high: float | None
    days: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Recovery:
    """One way back that this person has gone."""

    started: date
    ended: date
    days: int
    went_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeBack:
    """Days that a setback may still take, as far as earlier ones tell.

    Attributes
    ----------
    median : int
        Half of such setbacks took fewer days from here, half took more.
    low, high : int
        The 80 % interval: one in ten took fewer days than `low`, one in ten more than `high`.
    own : int
        How many of the person's own ended setbacks it rests on; with 0 it rests on invented
        courses alone, and whoever shows it says so.
    """

    median: int
    low: int
    high: int
    own: int


@dataclass(frozen=True, slots=True)
class Flag:
    """A risk answer above 0 or logged self-harm."""

    when: date
    what: str
    value: float


@dataclass(frozen=True, slots=True)
class Words:
    """The review in gentle sentences: what stands, since when and why, what may come next."""

    headline: str
    paragraph: str
    next: str


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """Everything that Onward says of one record on its last day.

    Attributes
    ----------
    person, first, until, entries
        Whose record, its first day, the last day reviewed, how many entries.
    standing, daily, episodes, issues, practices, recoveries, flags, words
        As in the contract of the review file (docs/reference/review.md).
    start_level : float or None
        Where the person began, 0..10; None before there is enough data.
    muted : bool
        Highs or psychotic symptoms were recorded or named: no gain, steady or recovered is
        said (INTENDED_USE.md), and `daily.states` is shown to nobody.
    time_back : TimeBack or None
        How many days a setback that is under way may still take; None without one, where it
        outlasts what is known of setbacks, and where `muted`. It is not in the review file.
    record : Record
        The entries reviewed.
    language : str
        What the words are said in. It is not in the review file.
    """

    person: str
    first: date
    until: date
    entries: int
    standing: Standing
    daily: Daily
    episodes: tuple[Episode, ...]
    issues: tuple[Issue, ...]
    practices: tuple[PracticeLink, ...]
    recoveries: tuple[Recovery, ...]
    flags: tuple[Flag, ...]
    words: Words
    start_level: float | None
    muted: bool
    time_back: TimeBack | None
    record: Record
    language: str = "en"

    def to_dict(self) -> dict[str, Any]:
        """The review as plain values, one entry of ``people`` in the review file."""
        return {
            "person": self.person,
            "from": self.first.isoformat(),
            "until": self.until.isoformat(),
            "entries": self.entries,
            "standing": _standing(self.standing, whole=True),
            "daily": _daily(self.daily),
            "episodes": [_episode(e) for e in self.episodes],
            "issues": [
                {
                    "name": i.name,
                    "daily": _course(i.daily),
                    "standing": _standing(i.standing, whole=False),
                }
                for i in self.issues
            ],
            "practices": [_plain(p) for p in self.practices],
            "recoveries": [_plain(r) for r in self.recoveries],
            "flags": [_plain(f) for f in self.flags],
            "words": _plain(self.words),
        }


def _plain(value: Any) -> dict[str, Any]:
    out = {}
    for name in value.__slots__:
        v = getattr(value, name)
        out[name] = v.isoformat() if isinstance(v, date) else list(v) if isinstance(v, tuple) else v
    return out


def _standing(s: Standing, whole: bool) -> dict[str, Any]:
    out: dict[str, Any] = {
        "state": s.state,
        "gain": s.gain,
        "gain_kept": s.gain_kept.to_dict() if s.gain_kept else None,
    }
    if whole:
        out |= {
            "own_word": s.own_word,
            "below_start": s.below_start,
            "enough_data": s.enough_data,
        }
    return out


def _course(c: Course) -> list[dict[str, Any]]:
    return [
        {"when": date.fromordinal(d).isoformat(), "level": m, "low": lo, "high": hi}
        for d, m, lo, hi in zip(
            c.day.tolist(),
            c.level.tolist(),
            c.low.tolist(),
            c.high.tolist(),
            strict=True,
        )
    ]


def _daily(d: Daily) -> list[dict[str, Any]]:
    rows = _course(d)
    for row, states, announced in zip(rows, d.states.tolist(), d.announced, strict=True):
        row["states"] = dict(zip(STATES, states, strict=True))
        row["announced"] = announced
    return rows


def _episode(e: Episode) -> dict[str, Any]:
    return {
        "kind": e.kind,
        "started": e.started.isoformat(),
        "announced": e.announced.isoformat() if e.announced else None,
        "ended": e.ended.isoformat() if e.ended else None,
        "states": dict(zip(STATES, e.states, strict=True)),
        "gain_kept": e.gain_kept,
        "reasons": list(e.reasons),
        "came_before": [_plain(c) for c in e.came_before],
    }
