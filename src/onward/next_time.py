"""Whether a setback that ended was shorter or shallower than the one before it, and how sure.

It compares and never explains: of what made the difference one time tells nothing.
docs/methods/next_time.md has the formulas, what was fitted, and how often it was wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from onward.results import Episode, Review

__all__ = ["LIKELY", "NextTime", "next_time"]

# From this chance on a comparison is said; below it, it is too early to say.
LIKELY = 0.85
# A setback that ended more lately than this may still go on.
SETTLED_DAYS = 14
WEEK = 7
# Days of an episode with a number of the kind, below which its level is mostly guessed.
LEAST_DAYS = 4
# A setback in which the belief in "not steady" never came this high is not compared: most of the
# invented ones that nobody lived are such.
SURE = 0.9
# Standard deviations, fitted by benchmarks/fit_next_time.py to invented courses: how far the
# engine's length of a setback lies from the true one (in logarithms) and the level of its hardest
# week (in points, beside this share of the interval), and how far two true ones lie apart.
LENGTH_ERROR, LENGTHS_APART = 0.3, 0.4
LEVEL_ERROR, OF_THE_INTERVAL, LEVELS_APART = 0.1, 0.5, 0.9
_Z95 = 1.6449
_NUMBERS = ("distress", "mood")


@dataclass(frozen=True, slots=True)
class NextTime:
    """One setback against the one before it.

    Attributes
    ----------
    before, last : (date, date)
        First day and first day back of the two.
    shorter : float
        Chance that the last one was shorter.
    shallower : float
        Chance that it was less heavy in its hardest week.
    """

    before: tuple[date, date]
    last: tuple[date, date]
    shorter: float
    shallower: float

    @property
    def length(self) -> str:
        """``shorter``, ``longer``, or ``too early`` where it is not likely either way."""
        return _word(self.shorter, "shorter", "longer")

    @property
    def depth(self) -> str:
        """``shallower``, ``deeper``, or ``too early``."""
        return _word(self.shallower, "shallower", "deeper")


@dataclass(frozen=True, slots=True)
class Measured:
    """One setback as it is compared: days, and the level of its hardest week with its error."""

    days: int
    level: float
    level_sd: float


def next_time(review: Review) -> NextTime | None:
    """Compare the last setback that ended with the one before it.

    Parameters
    ----------
    review : Review

    Returns
    -------
    NextTime or None
        None where there are no two of them that ended and rest on numbers of the same kind,
        where one was never sure, is under way or ended within the last two weeks, where there
        is not enough data, and where highs were recorded.

    Examples
    --------
    >>> import onward
    >>> from onward import simulate
    >>> next_time(onward.review(simulate.example())) is None
    True
    """
    if review.muted or not review.standing.enough_data:
        return None
    setbacks = [e for e in review.episodes if e.kind in ("backstep", "relapse")]
    if len(setbacks) < 2:
        return None
    before, last = setbacks[-2:]
    if before.ended is None or last.ended is None:
        return None
    if (review.until - last.ended).days < SETTLED_DAYS or _under_way(review):
        return None
    kinds = {_number(review, before), _number(review, last)}
    if len(kinds) != 1 or None in kinds:
        return None
    if not (_sure(review, before) and _sure(review, last)):
        return None
    was, now = measured(review, before), measured(review, last)
    return NextTime(
        before=(before.started, before.ended),
        last=(last.started, last.ended),
        shorter=less(math.log(was.days / now.days), math.sqrt(2.0) * LENGTH_ERROR, LENGTHS_APART),
        shallower=less(was.level - now.level, math.hypot(was.level_sd, now.level_sd), LEVELS_APART),
    )


def less(difference: float, error: float, apart: float) -> float:
    """Chance that a true difference is above 0, when it was seen as `difference`.

    Both are taken as normal: the true difference around 0 with standard deviation `apart`, what
    is seen of it around the true one with `error`. The smaller the one is beside the other, the
    nearer the chance stays to one half.

    Examples
    --------
    >>> less(0.0, 5.0, 20.0)
    0.5
    >>> round(less(30.0, 15.0, 20.0), 3)
    0.945
    """
    wide = math.hypot(apart, error)
    z = difference * apart / (error * wide)
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def measured(review: Review, e: Episode) -> Measured:
    """Length and hardest week of one ended setback."""
    assert e.ended is not None
    daily, days = review.daily, max((e.ended - e.started).days, 1)
    start = e.started.toordinal() - int(daily.day[0])
    level, low, high = (x[start : start + days] for x in (daily.level, daily.low, daily.high))
    # an interval is cut off at 0 and at 10; its longer half is whole
    sd = np.maximum(high - level, level - low) / _Z95
    week = min(WEEK, days)
    means = np.convolve(level, np.full(week, 1.0 / week), mode="valid")
    at = int(np.argmax(means))
    seen = OF_THE_INTERVAL * float(sd[at : at + week].mean())
    return Measured(days, float(means[at]), math.hypot(seen, LEVEL_ERROR))


def _sure(review: Review, e: Episode) -> bool:
    """Whether it was clear on some evening that days were not steady."""
    assert e.ended is not None
    zero = int(review.daily.day[0])
    start, end = e.started.toordinal() - zero, e.ended.toordinal() - zero
    return bool((1.0 - review.daily.states[start : max(end, start + 1), 0]).max() >= SURE)


def _under_way(review: Review) -> bool:
    last = review.episodes[-1]
    return last.ended is None and last.kind not in ("steady", "deeper")


def _number(review: Review, e: Episode) -> str | None:
    """The answer that an episode rests on; None where it has too few numbers of either."""
    assert e.ended is not None
    first, last = e.started.toordinal(), e.ended.toordinal()
    for name in _NUMBERS:
        days = review.record.day[review.record.rows("checkin", name)]
        if len(np.unique(days[(days >= first) & (days < last)])) >= LEAST_DAYS:
            return name
    return None


def _word(chance: float, yes: str, no: str) -> str:
    if chance >= LIKELY:
        return yes
    return no if chance <= 1.0 - LIKELY else "too early"
