"""How the day after a practice tends to differ: an association, never a cause.

A regression of the next day's distress on having practised, within fortnights, adjusted for the
distress of the last days, the level so far, trend and weekday; shrunk to a prior of no difference;
with a 90 % interval that stays valid however often a person looks and however many practices they
note (normal mixture, Robbins 1970). docs/methods/practices.md has the formulas and what was
measured.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onward.course.columns import Columns, Floats
from onward.record import Record
from onward.results import PracticeLink, Verdict

# Spread of effects believed beforehand, in points of 0..10.
PRIOR_SD = 0.5
ALPHA = 0.10
LEAST_DAYS = 10
LEAST_PAIRS = 30
# A level that moves for weeks takes practices with it: days are compared within a fortnight only.
BLOCK = 14
# Days whose distress tells of the mood behind one day's answer.
LAGS = 3
# At most so much of the variance of an answer is taken for noise (Schuurman 2015: .3 to .5).
MOST_NOISE = 0.4


class _Fits(NamedTuple):
    """Estimates and standard errors of each practice, (2, m), and their degrees of freedom.

    The first row takes the answers as they stand, the second allows for noise in them.
    """

    effect: Floats
    error: Floats
    told: NDArray[np.bool_]
    free: int


def practices(record: Record, c: Columns, level: Floats) -> list[PracticeLink]:
    """The link of each practice with the next day.

    Parameters
    ----------
    record : Record
        One person's entries.
    c : Columns
        Their daily columns.
    level : (n,) array
        The level believed each evening.

    Returns
    -------
    list of PracticeLink
        In the order in which the practices were first noted.
    """
    names = record.names("practice")
    if not names:
        return []
    done = np.zeros((len(c), len(names)))
    for i, name in enumerate(names):
        done[record.done("practice", name) - c.first, i] = 1.0
    days = done.sum(axis=0).astype(int).tolist()
    fits = _fit(c.y[:, 0], level, done, c.first)
    alpha = ALPHA / max(int(fits.told.sum()), 1)
    bounds = [_bounds(fits, i, alpha) for i in range(len(names))]
    if any(b and b[0] > 0 for b in bounds):
        bounds = _harder_either_way(bounds, _fit(c.y[:, 0], level, done, c.first, back=1), alpha)
    return [
        _link(name, d, fits, i, bounds[i])
        for i, (name, d) in enumerate(zip(names, days, strict=True))
    ]


def _bounds(fits: _Fits, i: int, alpha: float) -> tuple[float, float] | None:
    """The interval of one practice, which holds under both accounts; None where it is too early."""
    if not fits.told[i]:
        return None
    effects, errors = fits.effect[:, i].tolist(), fits.error[:, i].tolist()
    halves = [anytime_half_width(error, alpha, free=fits.free) for error in errors]
    ends = [(e - half, e + half) for e, half in zip(effects, halves, strict=True)]
    low, high = min(e[0] for e in ends), max(e[1] for e in ends)
    return None if math.isinf(low) else (low, high)


def _harder_either_way(
    bounds: list[tuple[float, float] | None], before: _Fits, alpha: float
) -> list[tuple[float, float] | None]:
    """Lower ends above 0 must stand without today's distress too.

    A practice that eases its own day only would else seem to go with a harder day after: the next
    day is as ever, which is more than the eased day lets expect.
    """
    out = list(bounds)
    for i, b in enumerate(bounds):
        if b and b[0] > 0:
            other = _bounds(before, i, alpha)
            out[i] = (min(b[0], other[0]), b[1]) if other else None
    return out


def _fit(y: Floats, level: Floats, done: Floats, first: int, back: int = 0) -> _Fits:
    """Regress the next day on each practice, one at a time, beside what else tells of it.

    `back` days before the practice end the days that it is adjusted for.
    """
    m = done.shape[1]
    at = np.flatnonzero(~np.isnan(y[:-1]) & ~np.isnan(y[1:]))
    if len(at) < LEAST_PAIRS:
        return _Fits(np.zeros((2, m)), np.ones((2, m)), np.zeros(m, dtype=bool), 0)
    x = done[at]
    beside = _beside(y, level, at, first, back)
    starts = np.flatnonzero(np.diff(at // BLOCK, prepend=-1))
    every = np.column_stack([beside, x, y[at + 1]])
    size = np.diff(starts, append=len(at))
    every -= np.repeat(np.add.reduceat(every, starts) / size[:, None], size, axis=0)
    cross = every.T @ every
    p = beside.shape[1]
    # the touch on the diagonal is for columns that never move, such as the same answer each day
    cross[np.arange(p), np.arange(p)] += 1e-9
    left = _left(cross, p)
    free = len(at) - len(starts) - p - 1
    days = x.sum(axis=0)
    told = (np.diag(left)[:m] >= 1.0) & (days >= LEAST_DAYS) & (len(at) - days >= LEAST_DAYS)
    told &= free >= LEAST_DAYS
    noisy = cross.copy()
    noisy[np.arange(LAGS), np.arange(LAGS)] -= _noise(cross[:p, :p])
    both = np.stack([left, _left(noisy, p)])
    power = np.maximum(np.diagonal(both, axis1=1, axis2=2)[:, :m], 1.0)
    effect = both[:, :m, m] / power
    rest = np.maximum(left[m, m] - effect[0] * left[:m, m], 1e-6)
    return _Fits(effect, np.sqrt(rest / max(free, 1) / power), told, free)


def _left(cross: Floats, p: int) -> Floats:
    """Cross products of what is left when the first `p` columns are taken out."""
    return cross[p:, p:] - cross[p:, :p] @ np.linalg.solve(cross[:p, :p], cross[:p, p:])


def _noise(known: Floats) -> Floats:
    """Sum of squares of the noise that the answers of the last days may hold, (LAGS,).

    Mood persists and noise does not, so noise is no more than what no mix of the days lacks: the
    smallest eigenvalue of their correlations. Half of that, and at most `MOST_NOISE`, is allowed.
    """
    own = np.diag(known)[:LAGS]
    scale = np.sqrt(own)
    alone = _left(_last(known), len(known) - LAGS)
    least = float(np.linalg.eigvalsh(alone / np.outer(scale, scale))[0])
    return np.asarray(own * min(MOST_NOISE, max(least, 0.0) / 2))


def _last(known: Floats) -> Floats:
    """The same cross products with the answers of the last days behind the other columns."""
    order = np.roll(np.arange(len(known)), -LAGS)
    return known[np.ix_(order, order)]


def _beside(y: Floats, level: Floats, at: NDArray[np.int64], first: int, back: int) -> Floats:
    """What the next day is adjusted for, (pairs, 9); a missing day stands at its level."""
    week = 2 * np.pi * ((first + at) % 7) / 7
    filled = np.where(np.isnan(y), level, y)
    lags = [np.maximum(at - back - lag, 0) for lag in range(LAGS)]
    columns = [*(filled[lag] for lag in lags), level[lags[0]]]
    columns += [at / max(len(y), 1), np.sin(week), np.cos(week), np.sin(2 * week), np.cos(2 * week)]
    return np.column_stack(columns)


def _link(
    name: str, days: int, fits: _Fits, i: int, bounds: tuple[float, float] | None
) -> PracticeLink:
    if bounds is None:
        return PracticeLink(name, None, None, None, days, "too early")
    low, high = bounds
    effect, error = float(fits.effect[0, i]), float(fits.error[0, i])
    shrunk = effect * PRIOR_SD**2 / (PRIOR_SD**2 + error**2)
    return PracticeLink(name, min(max(shrunk, low), high), low, high, days, verdict(low, high))


def verdict(low: float, high: float) -> Verdict:
    """What an interval of an effect on distress says: a direction only where 0 lies outside."""
    if high < 0:
        return "goes with better days"
    return "goes with harder days" if low > 0 else "no clear link"


def anytime_half_width(
    error: float, alpha: float = ALPHA, prior_sd: float = PRIOR_SD, free: float = math.inf
) -> float:
    """Half the width of an anytime-valid interval for a normal estimate.

    With ``r = 1 + prior_sd**2 / error**2``: ``error * sqrt(r / (r - 1) * (2 log(1 / alpha) +
    log(r)))``, the normal-mixture boundary, which a person may look at every day. Where the error
    is itself estimated, the same with Student's t in place of the normal.

    Parameters
    ----------
    error : float
        Standard error of the estimate.
    alpha : float
        One minus the coverage.
    prior_sd : float
        Spread of the mixing normal, in the unit of `error`.
    free : float
        Degrees of freedom of `error`; infinity where it is known.

    Returns
    -------
    float
        In the unit of `error`; infinity where so few days cannot bound the estimate.
    """
    r = 1 + (prior_sd / error) ** 2
    if math.isinf(free):
        return error * math.sqrt(r / (r - 1) * (2 * math.log(1 / alpha) + math.log(r)))
    k = (math.sqrt(r) / alpha) ** (2 / (free + 1))
    return error * math.sqrt(free * (k - 1) / (1 - k / r)) if k < r else math.inf
