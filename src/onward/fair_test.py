"""A fair test of one practice: a coin for each pair of days says on which of the two to practise.

The next day's distress is compared within pairs, as drawn and not as done, with an interval that
may be looked at daily. docs/methods/fair_test.md has the formulas, what was measured and what is
never tested.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist, fmean
from typing import Literal, NamedTuple

from onward.course.columns import FLAG_DAYS
from onward.errors import OnwardError
from onward.practices import ALPHA, LEAST_DAYS, anytime_half_width, verdict
from onward.record import CONDITIONS, Record
from onward.results import Review, Verdict

DAYS = 60
MOST_DAYS = 180
# One half of the 10 % is spent on looking each day, the other on the last day.
LOOKS = LAST = ALPHA / 2
SEEN = 0.8
# Practised on this much more of the days drawn for it than of the others, or "no clear link"
# would say little.
LEAST_CONTRAST = 0.5
LEAST_ERROR = 0.05
_SETBACK = ("backstep", "relapse")
_ONE_DAY = timedelta(1)

Nature = Literal[
    "own choice", "medicine", "sleep", "prescribed exercise", "safety step", "assigned"
]
Refusal = Literal[
    "not the person's own choice",
    "noted before",
    "a flag is up",
    "highs",
    "too little is known",
    "in a setback",
    "strong feelings",
    "below the start",
]
Why = Literal["decided", "time is up", "a flag", "highs", "a setback", "left"]


class Day(NamedTuple):
    """A day of the plan and whether the coin says to practise on it."""

    when: date
    practise: bool


class Stop(NamedTuple):
    """The day that ended a test early, and why."""

    when: date
    why: Why


@dataclass(frozen=True, slots=True)
class FairTest:
    """What a fair test says so far.

    Attributes
    ----------
    effect, low, high : float or None
        Distress of the next day after a day drawn for the practice minus after the other day of
        the pair, in points (negative is better), and its 90 % anytime-valid interval; None while
        it is too early.
    days : int
        Days that count: those of pairs whose next days both have a check-in.
    verdict : str
        In the words of `onward.practices`.
    stopped : str or None
        Why the test is over; None while it runs.
    ended : datetime.date or None
        The day on which it was over.
    on, off : float or None
        Share of the days drawn for the practice, and of the others, on which it was done; None
        where nobody said.
    """

    effect: float | None
    low: float | None
    high: float | None
    days: int
    verdict: Verdict
    stopped: Why | None
    ended: date | None
    on: float | None
    off: float | None


def may_test(review: Review, practice: str, nature: Nature) -> Refusal | None:
    """Why a practice may not be tested today, or None where it may.

    Parameters
    ----------
    review : Review
        The person's review as of today.
    practice : str
        Its name in the record.
    nature : str
        What the person says that it is: a name alone does not tell a medicine.
    """
    record, standing = review.record, review.standing
    if nature != "own choice":
        return "not the person's own choice"
    if _key(practice) in map(_key, record.names("practice")):
        return "noted before"
    if any((review.until - f.when).days < FLAG_DAYS for f in review.flags):
        return "a flag is up"
    if review.muted:  # nothing is announced then, so that a setback could not stop the test
        return "highs"
    if not standing.enough_data:
        return "too little is known"
    open_setback = any(e.kind in _SETBACK and e.ended is None for e in review.episodes)
    if open_setback or standing.state in _SETBACK or standing.own_word in _SETBACK:
        return "in a setback"
    if standing.state == "not_yet_known":
        return "strong feelings"
    return "below the start" if standing.below_start else None


def must_stop(review: Review, start: date) -> Stop | None:
    """The first day from `start` on that stops a test, or None where it may go on.

    A flag, highs, or a setback that is announced or named by the person.
    """
    stops = [Stop(f.when, "a flag") for f in review.flags]
    stops += [Stop(when, "highs") for when in _highs(review.record)]
    first = review.first.toordinal()
    said = enumerate(review.daily.announced)
    stops += [
        Stop(date.fromordinal(first + i), "a setback") for i, word in said if word in _SETBACK
    ]
    own = [i for i in review.record.rows("label") if review.record.name[i] in _SETBACK]
    stops += [Stop(_day(review.record, i), "a setback") for i in own]
    return min((s for s in stops if s.when >= start), key=lambda s: s.when, default=None)


def _highs(record: Record) -> list[date]:
    rows = [i for i in record.rows("label") if record.name[i] in CONDITIONS]
    for name in ("elevated", "psychotic"):
        rows += [i for i in record.rows("checkin", name) if record.value[i] > 0]
    return [_day(record, i) for i in rows]


def _day(record: Record, row: int) -> date:
    return date.fromordinal(int(record.day[row]))


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


def plan(seed: int, start: date, days: int = DAYS) -> tuple[Day, ...]:
    """The days of a test: one of each two in a row is drawn for the practice.

    Parameters
    ----------
    seed : int
        The same seed gives the same days, on every machine.
    start : datetime.date
        The first day.
    days : int
        An even number from 20 to 180.

    Raises
    ------
    OnwardError
        `days` is no such number.
    """
    if days % 2 or not 2 * LEAST_DAYS <= days <= MOST_DAYS:
        raise OnwardError(
            f"A fair test has an even number of days from {2 * LEAST_DAYS} to {MOST_DAYS}; "
            f"found {days}."
        )
    coin = random.Random(seed)
    out: list[Day] = []
    for i in range(0, days, 2):
        head = coin.random() < 0.5
        out += [Day(start + timedelta(i), head), Day(start + timedelta(i + 1), not head)]
    return tuple(out)


def read(
    plan: tuple[Day, ...],
    outcomes: Mapping[date, float],
    done: Mapping[date, bool],
    today: date,
    stop: Stop | None = None,
) -> FairTest:
    """What a test says on the evening of `today`; nothing noted for a later day is used.

    Parameters
    ----------
    plan : tuple of Day
        As drawn by `plan`.
    outcomes : mapping of datetime.date to float
        Distress by day, 0..10; the day after a plan's day is that day's outcome. Days may lack.
    done : mapping of datetime.date to bool
        Whether the practice was done; days of which nobody said may lack.
    today : datetime.date
        The day of the look.
    stop : Stop, optional
        From `must_stop`, or the day on which the person left.
    """
    over = plan[-1].when + 2 * _ONE_DAY
    if stop is not None and not plan[0].when <= stop.when <= min(today, over - _ONE_DAY):
        stop = None
    until = stop.when if stop else today
    found: list[float] = []
    for when, difference in _differences(plan, outcomes, until):
        found.append(difference)
        seen = _interval(found, LOOKS)
        if seen and verdict(*seen[1:]) != "no clear link":
            return _result(plan, done, found, seen, Stop(when, "decided"), when)
    if stop is None and today >= over:
        seen = _interval(found, LAST, last=True)
        return _result(plan, done, found, seen, Stop(over, "time is up"), over)
    return _result(plan, done, found, _interval(found, LOOKS), stop, until)


def _differences(
    plan: tuple[Day, ...], outcomes: Mapping[date, float], until: date
) -> Iterator[tuple[date, float]]:
    """Each whole pair's difference with the day on which it was known; other pairs are left out."""
    for a, b in zip(plan[::2], plan[1::2], strict=True):
        known = b.when + _ONE_DAY
        after_a, after_b = (outcomes.get(d.when + _ONE_DAY, math.nan) for d in (a, b))
        difference = after_a - after_b if a.practise else after_b - after_a
        if known <= until and not math.isnan(difference):
            yield known, difference


def _interval(
    found: list[float], alpha: float, last: bool = False
) -> tuple[float, float, float] | None:
    """Mean of the differences with its interval; None while it is too early."""
    n = len(found)
    if n < LEAST_DAYS:
        return None
    mean = fmean(found)
    spread = math.sqrt(sum((d - mean) ** 2 for d in found) / (n - 1))
    # equal differences do not make an estimate exact
    error = max(spread / math.sqrt(n), LEAST_ERROR)
    if last:
        half = error * student(1 - alpha / 2, n - 1)
    else:
        half = anytime_half_width(error, alpha, free=n - 1)
    return None if math.isinf(half) else (mean, mean - half, mean + half)


def _result(
    plan: tuple[Day, ...],
    done: Mapping[date, bool],
    found: list[float],
    interval: tuple[float, float, float] | None,
    stopped: Stop | None,
    until: date,
) -> FairTest:
    shares = _shares(plan, done, until)
    says: Verdict = verdict(*interval[1:]) if interval else "too early"
    thin = shares[0] is None or shares[1] is None or shares[0] - shares[1] < LEAST_CONTRAST
    if says == "no clear link" and thin:
        says = "too early"
    effect, low, high = interval or (None, None, None)
    why, ended = (stopped.why, stopped.when) if stopped else (None, None)
    return FairTest(effect, low, high, 2 * len(found), says, why, ended, *shares)


def _shares(
    plan: tuple[Day, ...], done: Mapping[date, bool], until: date
) -> tuple[float | None, float | None]:
    out: list[float | None] = []
    for drawn in (True, False):
        days = [d.when for d in plan if d.practise is drawn and d.when <= until]
        said = [done[when] for when in days if when in done]
        out.append(fmean(said) if said else None)
    return out[0], out[1]


def power(days: int = DAYS, sd: float = 1.0, phi: float = 0.35, answered: float = 1.0) -> float:
    """The smallest effect that a test of so many days sees with a chance of 80 %.

    Parameters
    ----------
    days : int
        Length of the test.
    sd : float
        Standard deviation of the daily distress, in points.
    phi : float
        Its correlation from one day to the next.
    answered : float
        Share of days with a check-in; a pair counts where both next days have one.

    Returns
    -------
    float
        In points; infinity where too few pairs are to be expected.
    """
    pairs = days / 2 * answered**2
    if pairs < LEAST_DAYS:
        return math.inf
    error = sd * math.sqrt(2 * (1 - phi) / pairs)
    return error * (student(1 - LAST / 2, pairs - 1) + NormalDist().inv_cdf(SEEN))


def student(p: float, free: float) -> float:
    """Quantile of Student's t from that of the normal, a series in 1 / `free`.

    Within .001 from nine degrees of freedom on, for `p` up to .99.
    """
    z = NormalDist().inv_cdf(p)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / free + second / free**2 + third / free**3
