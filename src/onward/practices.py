"""How the day after a practice tends to differ: an association, never a cause.

A regression of the next day's distress on having practised, adjusted for today's distress, the
level so far, trend and weekday; shrunk to a prior of no difference; with a 90 % interval that
stays valid however often a person looks (normal mixture, Robbins 1970). docs/methods/practices.md
has the formulas.
"""

from __future__ import annotations

import math

import numpy as np

from onward.course.columns import Columns, Floats
from onward.record import Record
from onward.results import PracticeLink, Verdict

# Spread of effects believed beforehand, in points of 0..10.
PRIOR_SD = 0.5
ALPHA = 0.10
LEAST_DAYS = 10
LEAST_PAIRS = 30


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
    y = c.y[:, 0]
    names = record.names("practice")
    pairs = np.flatnonzero(~np.isnan(y[:-1]) & ~np.isnan(y[1:])) if len(y) > 1 else np.array([])
    if not len(names):
        return []
    pairs = pairs.astype(np.int64)
    rest = _adjust(y, level, pairs, c.first)
    return [_link(record, name, c.first, len(y), y, pairs, rest) for name in names]


def _adjust(y: Floats, level: Floats, pairs: np.ndarray, first: int) -> Floats:
    week = 2 * np.pi * ((first + pairs) % 7) / 7
    trend = pairs / max(len(y), 1)
    parts = [np.ones(len(pairs)), y[pairs], level[pairs], trend]
    parts += [np.sin(week), np.cos(week), np.sin(2 * week), np.cos(2 * week)]
    # only what they span matters: an orthonormal basis takes them out of a column at once
    return np.linalg.qr(np.column_stack(parts))[0]


def _link(
    record: Record,
    name: str,
    first: int,
    n: int,
    y: Floats,
    pairs: np.ndarray,
    rest: Floats,
) -> PracticeLink:
    done = np.zeros(n)
    done[record.done("practice", name) - first] = 1.0
    x = done[pairs]
    days = int(x.sum())
    if len(pairs) < LEAST_PAIRS or days < LEAST_DAYS or len(pairs) - days < LEAST_DAYS:
        return PracticeLink(name, None, None, None, int(done.sum()), "too early")
    fit = _effect(x, y[pairs + 1], rest)
    if fit is None:
        return PracticeLink(name, None, None, None, int(done.sum()), "too early")
    effect, error = fit
    half = anytime_half_width(error)
    low, high = effect - half, effect + half
    shrunk = effect * PRIOR_SD**2 / (PRIOR_SD**2 + error**2)
    verdict: Verdict = "no clear link"
    if high < 0:
        verdict = "goes with better days"
    elif low > 0:
        verdict = "goes with harder days"
    return PracticeLink(name, min(max(shrunk, low), high), low, high, int(done.sum()), verdict)


def _effect(x: Floats, y: Floats, rest: Floats) -> tuple[float, float] | None:
    """Estimate and standard error of `x` beside `rest`; None where x is not separable."""
    x_left, y_left = x - rest @ (rest.T @ x), y - rest @ (rest.T @ y)
    power = float(x_left @ x_left)
    free = len(y) - rest.shape[1] - 1
    if power < 1.0 or free < LEAST_DAYS:
        return None
    effect = float(x_left @ y_left) / power
    left = y_left - effect * x_left
    return effect, math.sqrt(max(float(left @ left), 1e-6) / free / power)


def anytime_half_width(error: float, alpha: float = ALPHA, prior_sd: float = PRIOR_SD) -> float:
    """Half the width of an anytime-valid interval for a normal estimate.

    ``error * sqrt((1 + error**2 / prior_sd**2) * (2 log(1 / alpha) + log(1 + prior_sd**2 /
    error**2)))``: the normal-mixture boundary, which a person may look at every day.

    Parameters
    ----------
    error : float
        Standard error of the estimate.
    alpha : float
        One minus the coverage.
    prior_sd : float
        Spread of the mixing normal.
    """
    ratio = (prior_sd / error) ** 2
    return error * math.sqrt((1 + 1 / ratio) * (2 * math.log(1 / alpha) + math.log(1 + ratio)))
