"""Reliable change: is the difference of two scores more than noise?

Jacobson, N. S., & Truax, P. (1991). Clinical significance: a statistical approach to defining
meaningful change in psychotherapy research. Journal of Consulting and Clinical Psychology,
59(1), 12-19, doi:10.1037/0022-006X.59.1.12.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from onward.errors import OnwardError

CRITICAL = 1.96


class BadChange(OnwardError):
    """Numbers from which no change can be reckoned."""


@dataclass(frozen=True, slots=True, eq=False)
class ReliableChange:
    """What became of a score, or of many.

    Attributes
    ----------
    change : float or (n,) array
        After minus before, in the measure's own unit.
    index : float or (n,) array
        The reliable change index: `change` divided by the error of a difference.
    verdict : str or (n,) array of str
        ``improved``, ``unchanged`` or ``deteriorated``.
    error : float
        The standard error of a difference of two scores.
    critical : float
        How far from 0 the index must be; exactly this far is unchanged.
    """

    change: Any
    index: Any
    verdict: Any
    error: float
    critical: float

    @property
    def points(self) -> float:
        """The change in points that must be passed."""
        return self.critical * self.error


def measurement_error(sd: float, reliability: float) -> float:
    """Standard error of measurement, ``sd * sqrt(1 - reliability)``.

    Raises
    ------
    BadChange
        `sd` is not above 0, or `reliability` is not from 0 to under 1.
    """
    if not (math.isfinite(sd) and sd > 0):
        raise BadChange(f"sd: found {sd:g}; allowed: a number above 0")
    if not 0 <= reliability < 1:
        raise BadChange(f"reliability: found {reliability:g}; allowed: from 0 to under 1")
    return sd * math.sqrt(1.0 - reliability)


def difference_error(sd: float, reliability: float) -> float:
    """Standard error of a difference of two scores, the root of 2 times that of one."""
    return math.sqrt(2.0) * measurement_error(sd, reliability)


def reliable_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    sd: float,
    reliability: float,
    direction: int = 1,
    critical: float = CRITICAL,
) -> ReliableChange:
    """Reliable change of one pair of scores or of many.

    Parameters
    ----------
    before, after : float or array of float
        Scores; leave out pairs that are not complete.
    sd : float
        Of the group that `reliability` belongs to, before treatment.
    reliability : float
        Of the measure; retest where there is one.
    direction : {1, -1}
        1 where a higher score is worse, -1 where it is better.
    critical : float
        The index must pass it; 1.96 is 95 %.

    Raises
    ------
    BadChange
        A score is missing, or no error can be reckoned.
    """
    check_direction(direction)
    first, last = pair(before, after)
    error = difference_error(sd, reliability)
    change = last - first
    index = change / error
    verdict = as_given(verdicts(index, direction=direction, critical=critical))
    return ReliableChange(as_given(change), as_given(index), verdict, error, critical)


def verdicts(index: ArrayLike, *, direction: int = 1, critical: float = CRITICAL) -> Any:
    """``improved``, ``unchanged`` or ``deteriorated`` for each index; `critical` must be passed."""
    worse = direction * np.asarray(index, dtype=np.float64)
    return np.select(
        [worse < -critical, worse > critical], ["improved", "deteriorated"], "unchanged"
    )


def pair(before: ArrayLike, after: ArrayLike) -> tuple[Any, Any]:
    """Both scores as arrays of one shape, refused where one is missing."""
    first, last = np.broadcast_arrays(
        np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    )
    if not (np.isfinite(first).all() and np.isfinite(last).all()):
        raise BadChange("a score is missing; leave out pairs that are not complete")
    return first, last


def check_direction(direction: int) -> None:
    """Refuse anything but 1 (higher is worse) and -1 (higher is better)."""
    if direction not in (1, -1):
        raise BadChange(f"direction: found {direction!r}; allowed: 1 or -1")


def as_given(value: Any) -> Any:
    """A plain number or word where one pair was given, else the array."""
    return value.item() if np.ndim(value) == 0 else value
