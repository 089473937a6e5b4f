"""Where a person began, the best that was sustained, and how much of that gain is held."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onward.course.columns import SETTLED, SETTLED_SCORES, Columns, Floats
from onward.course.filter import Filtered
from onward.results import Kept

START_DAYS = 14
START_SCORES = 3
SUSTAINED = 14
# A gain is told only where it is larger than this and reliable at 95 % (one-sided).
LEAST_GAIN = 1.0
Z90, Z95 = 1.2816, 1.6449


@dataclass(frozen=True, slots=True, eq=False)
class Gain:
    """Start, best and gain as known each evening (NaN before they are known).

    Attributes
    ----------
    start, start_sd : (n,) arrays
        Posterior mean of the level over the first 14 days with data, and its error.
    best, best_sd : (n,) arrays
        Lowest mean level of any 14 days so far.
    gain : (n,) array
        Start minus best where that is reliable, else NaN.
    """

    start: Floats
    start_sd: Floats
    best: Floats
    best_sd: Floats
    gain: Floats


def track(c: Columns, f: Filtered) -> Gain:
    """Follow start, best and gain through a course, looking back only."""
    (start, start_sd), _ = _start(c.y[:, 0], f.noise[:, 0], START_DAYS)
    best, best_sd = _best(f, c.lead)
    if not c.lead.all():  # scores tell the level on some days
        by_scores, scored = _start(c.y[:, 3], f.noise[:, 3], START_SCORES)
        start, start_sd = np.where(c.lead, (start, start_sd), by_scores)
        best, best_sd = np.where(c.lead, (best, best_sd), _best(f, scored > 0))
    gain = start - best
    # the best of many fortnights is too good by a part of what independent ones would be: 0.4 was
    # chosen so that few invented people who gained nothing are told of a gain
    fortnights = np.maximum(np.arange(1, len(c) + 1) / SUSTAINED, 1.0)
    chance = 0.4 * best_sd * np.sqrt(2.0 * np.log(fortnights))
    known = gain - chance > np.maximum(LEAST_GAIN, Z95 * np.hypot(start_sd, best_sd))
    enough = enough_data(c)
    return Gain(start, start_sd, best, best_sd, np.where(known & enough, gain, np.nan))


def _start(y: Floats, noise: Floats, most: int) -> tuple[Floats, NDArray[np.int64]]:
    """Mean and error of the first `most` numbers so far, (2, n), and how many came so far.

    The error rests on the noise as it is known that evening.
    """
    there = ~np.isnan(y)
    count = np.cumsum(there)
    first = there & (count <= most)
    k = np.maximum(np.minimum(count, most), 1)
    mean = np.cumsum(np.where(first, np.nan_to_num(y), 0.0)) / k
    # neighbouring days say partly the same: 1.8 is (1 + r) / (1 - r) at r = .28
    error = np.sqrt(1.8 * noise / k)
    return np.where(count > 0, np.array([mean, error]), np.nan), count


def _best(f: Filtered, told: NDArray[np.bool_]) -> Floats:
    """Lowest mean level of any 14 days since it could be told, and its error, (2, n)."""
    window = _trailing_mean(f.level, SUSTAINED)
    error = np.maximum(_trailing_mean(f.sd, SUSTAINED), 0.15)
    opens = (int(np.argmax(told)) if told.any() else len(told)) + SUSTAINED - 1
    window[:opens] = np.inf
    at = _running_argmin(window)
    return np.where(np.isfinite(window[at]), np.array([window[at], error[at]]), np.nan)


def enough_data(c: Columns) -> NDArray[np.bool_]:
    """Fourteen days with distress or mood, or four scores of one measure, by that evening."""
    return np.asarray((c.days >= SETTLED) | (c.scores >= SETTLED_SCORES))


def kept(level: float, sd: float, best: float, gain: float) -> Kept | None:
    """The part of a gain that is still held at a level, with its 90 % interval.

    The part is ``1 - (level - best) / gain`` held within 0..1; the level is taken as normal.
    """
    if math.isnan(gain):
        return None
    mid = 1.0 - (level - best) / gain
    wide = Z95 * sd / gain

    def held(x: float) -> float:
        return min(1.0, max(0.0, x))

    return Kept(held(mid), held(mid - wide), held(mid + wide))


def _trailing_mean(x: Floats, days: int) -> Floats:
    total = np.cumsum(np.concatenate([[0.0], x]))
    at = np.arange(1, len(x) + 1)
    back = np.maximum(at - days, 0)
    return np.asarray((total[at] - total[back]) / (at - back))


def _running_argmin(x: Floats) -> NDArray[np.int64]:
    low = np.minimum.accumulate(x)
    new = np.concatenate([[True], low[1:] < low[:-1]])
    return np.maximum.accumulate(np.where(new, np.arange(len(x)), 0))
