"""Reliable change indices that allow for regression to the mean of a group.

They need the means of the very group that a person belongs to, so Onward says nothing to one
person by them; they are here for studies, and to compare with the R package
clinicalsignificance, whose names and formulas these are.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from onward.change.reliable_change import (
    CRITICAL,
    BadChange,
    ReliableChange,
    as_given,
    check_direction,
    measurement_error,
    pair,
    verdicts,
)

CRITICAL_HAGEMAN = 1.65


def gulliksen_lord_novick(
    before: ArrayLike,
    after: ArrayLike,
    *,
    mean: float,
    sd: float,
    reliability: float,
    direction: int = 1,
) -> ReliableChange:
    """After, against what before lets one expect; error of prediction ``sd * sqrt(1 - r^2)``.

    Parameters
    ----------
    before, after : float or array of float
        Scores.
    mean, sd, reliability : float
        Of the group before treatment.
    direction : {1, -1}
        1 where a higher score is worse.
    """
    first, last = pair(before, after)
    error = _prediction_error(sd, reliability)
    index = ((last - mean) - reliability * (first - mean)) / error
    return _found(first, last, index, error, direction)


def hsu_linn_lord(
    before: ArrayLike,
    after: ArrayLike,
    *,
    mean: float,
    mean_after: float,
    sd: float,
    reliability: float,
    direction: int = 1,
) -> ReliableChange:
    """As `gulliksen_lord_novick`, with the group's own mean after treatment."""
    first, last = pair(before, after)
    error = _prediction_error(sd, reliability)
    index = ((last - mean_after) - reliability * (first - mean)) / error
    return _found(first, last, index, error, direction)


def edwards_nunnally(
    before: ArrayLike,
    after: ArrayLike,
    *,
    mean: float,
    sd: float,
    reliability: float,
    direction: int = 1,
) -> ReliableChange:
    """After, against the estimated true score before; error of measurement."""
    first, last = pair(before, after)
    error = measurement_error(sd, reliability)
    index = (last - (reliability * (first - mean) + mean)) / error
    return _found(first, last, index, error, direction)


def nunnally_kotsch(
    before: ArrayLike,
    after: ArrayLike,
    *,
    mean: float,
    sd: float,
    reliability: float,
    reliability_after: float,
    direction: int = 1,
) -> ReliableChange:
    """As `edwards_nunnally`, with an error made of the reliabilities before and after."""
    first, last = pair(before, after)
    noise_before = reliability * measurement_error(sd, reliability)
    error = math.hypot(noise_before, measurement_error(sd, reliability_after))
    index = (last - (reliability * (first - mean) + mean)) / error
    return _found(first, last, index, error, direction)


def hageman_arrindell(
    before: ArrayLike,
    after: ArrayLike,
    *,
    reliability: float,
    direction: int = 1,
) -> ReliableChange:
    """Each change pulled towards the group's mean change by the reliability of differences.

    Needs the scores of a whole group; its critical value is 1.65.
    """
    first, last = _group(before, after)
    m0, m1, s0, s1 = first.mean(), last.mean(), first.std(ddof=1), last.std(ddof=1)
    noise = measurement_error(float(s0), reliability)
    shared = 2 * s0 * s1 * np.corrcoef(first, last)[0, 1]
    true = s0**2 * reliability + (s1**2 - noise**2) - shared
    r_dd = true / (s0**2 + s1**2 - shared)
    error = math.sqrt(2 * r_dd) * noise
    index = ((last - first) * r_dd + (m1 - m0) * (1 - r_dd)) / error
    return _found(first, last, index, error, direction, CRITICAL_HAGEMAN)


def hageman_arrindell_functional(
    before: ArrayLike, after: ArrayLike, *, cutoff: float, reliability: float, direction: int = 1
) -> Any:
    """Who stands better than the true `cutoff` after treatment by more than noise."""
    first, last = _group(before, after)
    check_direction(direction)
    noise = measurement_error(float(first.std(ddof=1)), reliability)
    r_after = 1 - noise**2 / last.var(ddof=1)
    m1 = last.mean()
    index = (m1 + (last - m1) * r_after - cutoff) / (math.sqrt(r_after) * noise)
    return direction * index < -CRITICAL_HAGEMAN


def _prediction_error(sd: float, reliability: float) -> float:
    return measurement_error(sd, reliability**2)


def _group(before: ArrayLike, after: ArrayLike) -> tuple[Any, Any]:
    first, last = pair(before, after)
    if first.ndim != 1 or len(first) < 3:
        raise BadChange("a group: found fewer than three pairs; allowed: the pairs of a group")
    return first, last


def _found(
    first: Any,
    last: Any,
    index: Any,
    error: float,
    direction: int,
    critical: float = CRITICAL,
) -> ReliableChange:
    check_direction(direction)
    said = as_given(verdicts(index, direction=direction, critical=critical))
    return ReliableChange(as_given(last - first), as_given(index), said, error, critical)
