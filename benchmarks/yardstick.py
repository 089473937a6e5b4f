"""How a detector of setbacks is measured: one yardstick for Onward and for its peers.

Pure functions over arrays. A person is a pair: the score of each day, and what was true. The
rules, as they are read here:

- Days count from day 35 on, and so do true episodes that begin from then on.
- An alarm is the first day of the score at or over the threshold, then 28 days of silence. A
  score that is still over when the silence ends is an alarm again.
- It is false where no backstep or relapse is under way or ended within 28 days.
- A backstep or relapse is seen by an alarm from its first day to 35 days later, both included.
  Those that the record does not follow for 35 days count too.
- A deeper step is called a setback by an alarm from its first day to the first day back.
- The threshold is the lowest with at most one false alarm a person-year over all people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FROM_DAY = 35
SILENCE = 28
WITHIN = 35
NAMED_AFTER = 14
BINS = 10
SETBACK = ("backstep", "relapse")
# Columns 1 to 4 of `states`; column 0 is steady.
KINDS = ("deeper", "backstep", "pause", "relapse")


class Episode(Protocol):
    """What was true: a kind, its first day, and the first day back (from 0)."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Person = tuple[Floats, Sequence[Episode]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a detector found among all people.

    Attributes
    ----------
    threshold : float
        At or over it, the score is an alarm; NaN for words that have none.
    false : float
        False alarms a person-year.
    seen, called : float
        Share of setbacks seen, and of deeper steps called a setback; NaN where there are none.
    delay : float
        Median days from onset to the alarm, over the setbacks that were seen.
    setbacks, deeper : int
        How many there were.
    """

    threshold: float
    false: float
    seen: float
    delay: float
    called: float
    setbacks: int
    deeper: int


def alarms(score: Floats, threshold: float) -> list[int]:
    """Days of the alarms: the first day at or over the threshold, then 28 days of silence."""
    over = FROM_DAY + np.flatnonzero(score[FROM_DAY:] >= threshold)
    out: list[int] = []
    at = 0
    while at < len(over):
        out.append(int(over[at]))
        at = int(np.searchsorted(over, over[at] + SILENCE, side="right"))
    return out


def is_false(day: int, truth: Iterable[Episode]) -> bool:
    """No backstep or relapse is under way, nor ended within 28 days."""
    return not any(e.kind in SETBACK and e.start <= day <= e.end + SILENCE for e in truth)


def years(days: int) -> float:
    """Person-years that count in a record of so many days."""
    return max(0, days - FROM_DAY) / 365


def false_alarms(people: Sequence[Person], threshold: float) -> float:
    """False alarms a person-year."""
    total = sum(is_false(d, truth) for score, truth in people for d in alarms(score, threshold))
    return total / sum(years(len(score)) for score, _ in people)


def threshold_for(people: Sequence[Person], rate: float = 1.0) -> float:
    """The threshold at which the people together have at most `rate` false alarms a year.

    Silence makes the rate step up and down a little on its way; where it crosses `rate` more
    than once, one crossing is found, by halving the values that the scores take.
    """
    values = np.unique(np.concatenate([score[FROM_DAY:] for score, _ in people]))
    values = values[np.isfinite(values)]
    if false_alarms(people, values[0]) <= rate:
        return float(values[0])
    low, high = 0, len(values)  # too many at `low`; `high` may be none at all
    while high - low > 1:
        middle = (low + high) // 2
        if false_alarms(people, values[middle]) > rate:
            low = middle
        else:
            high = middle
    return float(values[high]) if high < len(values) else float("inf")


def found(people: Sequence[Person], threshold: float) -> Found:
    """Measure a score at a threshold."""
    days = [(alarms(score, threshold), truth) for score, truth in people]
    return _found(days, sum(years(len(s)) for s, _ in people), threshold)


def announced(people: Sequence[tuple[Sequence[str | None], Sequence[Episode]]]) -> Found:
    """Measure the program's own words: each new word of a setback is an alarm, no silence."""
    days = [
        ([d for d, w in enumerate(words) if d >= FROM_DAY and w in SETBACK], truth)
        for words, truth in people
    ]
    return _found(days, sum(years(len(words)) for words, _ in people), float("nan"))


def told(people: Sequence[tuple[Sequence[str | None], Sequence[Episode]]], kind: str) -> float:
    """Share of the episodes of a kind for which its word was said within 35 days."""
    said = [
        kind in words[e.start : e.start + WITHIN + 1]
        for words, truth in people
        for e in truth
        if e.kind == kind and e.start >= FROM_DAY
    ]
    return sum(said) / len(said) if said else float("nan")


def macro_f1(people: Sequence[tuple[Floats, Sequence[Episode]]]) -> dict[str, float]:
    """F1 of naming each kind, and ``"macro"``, their mean.

    The name is the largest of the four in `states` (n, 5) 14 days after onset, or on the last
    day of a shorter deeper step. Episodes that the record does not follow so far are left out.
    """
    table = np.zeros((4, 4))
    for states, truth in people:
        for e in truth:
            at = e.start + NAMED_AFTER
            if e.kind == "deeper":
                at = min(at, e.end - 1)
            if e.start >= FROM_DAY and at < len(states):
                table[KINDS.index(e.kind), int(np.argmax(states[at, 1:]))] += 1
    with np.errstate(invalid="ignore"):
        f1 = 2 * np.diag(table) / (table.sum(axis=0) + table.sum(axis=1))
    return {**dict(zip(KINDS, f1.tolist(), strict=True)), "macro": float(np.nanmean(f1))}


def calibration_error(people: Sequence[Person]) -> float:
    """Expected calibration error of P(backstep) + P(relapse) against "under way".

    Ten bins of equal width over all days that count: the mean distance between what was
    believed and how often it was so, weighed by the days in the bin.
    """
    believed = np.concatenate([score[FROM_DAY:] for score, _ in people])
    true = np.concatenate([under_way(len(score), truth)[FROM_DAY:] for score, truth in people])
    which = np.minimum((believed * BINS).astype(np.int64), BINS - 1)
    gap = np.bincount(which, weights=believed - true, minlength=BINS)
    return float(np.abs(gap).sum() / len(believed))


def under_way(days: int, truth: Iterable[Episode]) -> Floats:
    """1 on the days of a backstep or relapse, else 0."""
    out = np.zeros(days)
    for e in truth:
        if e.kind in SETBACK:
            out[e.start : e.end] = 1.0
    return out


def _found(
    people: Sequence[tuple[list[int], Sequence[Episode]]], total: float, threshold: float
) -> Found:
    false = setbacks = deeper = called = 0
    delays: list[int] = []
    for days, truth in people:
        false += sum(is_false(d, truth) for d in days)
        for e in truth:
            if e.start < FROM_DAY:
                continue
            if e.kind in SETBACK:
                setbacks += 1
                delays += [d - e.start for d in days if e.start <= d <= e.start + WITHIN][:1]
            elif e.kind == "deeper":
                deeper += 1
                called += any(e.start <= d <= e.end for d in days)
    nan = float("nan")
    return Found(
        threshold=threshold,
        false=false / total,
        seen=len(delays) / setbacks if setbacks else nan,
        delay=float(median(delays)) if delays else nan,
        called=called / deeper if deeper else nan,
        setbacks=setbacks,
        deeper=deeper,
    )
