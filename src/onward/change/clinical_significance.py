"""Clinically significant change: did a score also cross into the range of people at large?

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

from onward.change.reliable_change import (
    CRITICAL,
    BadChange,
    ReliableChange,
    as_given,
    check_direction,
    pair,
    reliable_change,
)

VERDICTS = ("recovered", "improved", "unchanged", "deteriorated", "harmed")


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Lines between people in care and people at large.

    Attributes
    ----------
    a : float
        Two standard deviations of people in care beyond their mean, on the better side.
    b : float or None
        Two standard deviations of people at large from their mean, on the worse side; None
        without norms of people at large.
    c : float or None
        Where the two groups are equally likely; None likewise.
    """

    a: float
    b: float | None
    c: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ClinicalSignificance:
    """What became of a score, or of many, against a cut-off.

    Attributes
    ----------
    verdict : str or (n,) array of str
        One of `VERDICTS`; they exclude one another.
    clinical_before, functional_after : bool or (n,) array of bool
        Worse than the cut-off before, better than it after; a score on the line is neither.
    change : ReliableChange
        The part that says whether it is more than noise.
    """

    verdict: Any
    clinical_before: Any
    functional_after: Any
    change: ReliableChange


def cutoffs(
    clinical: tuple[float, float],
    functional: tuple[float, float] | None = None,
    *,
    direction: int = 1,
    reliability: float | tuple[float, float] | None = None,
    b_from_clinical: bool = False,
) -> Cutoffs:
    """Cut-offs a, b and c of Jacobson and Truax.

    Parameters
    ----------
    clinical, functional : tuple of float
        Mean and standard deviation of people in care and of people at large.
    direction : {1, -1}
        1 where a higher score is worse, -1 where it is better.
    reliability : float or tuple of float, optional
        Of both groups or of each: the "true" cut-offs of Hageman and Arrindell, in which each
        standard deviation is multiplied by the root of its reliability.
    b_from_clinical : bool
        Take the standard deviation of people in care for b, as the R package
        clinicalsignificance does; Jacobson and Truax take that of people at large.
    """
    check_direction(direction)
    both = reliability if isinstance(reliability, tuple) else (reliability, reliability)
    m_clin, s_clin = clinical[0], _spread(clinical[1], both[0])
    a = m_clin - direction * 2.0 * s_clin
    if functional is None:
        return Cutoffs(a, None, None)
    m_func, s_func = functional[0], _spread(functional[1], both[1])
    b = m_func + direction * 2.0 * (s_clin if b_from_clinical else s_func)
    c = (s_clin * m_func + s_func * m_clin) / (s_clin + s_func)
    return Cutoffs(a, b, c)


def clinical_significance(
    before: ArrayLike,
    after: ArrayLike,
    *,
    sd: float,
    reliability: float,
    cutoff: float,
    direction: int = 1,
    critical: float = CRITICAL,
) -> ClinicalSignificance:
    """Reliable change and the crossing of a cut-off, together.

    ``recovered`` is reliably better and across the line; ``improved`` and ``deteriorated`` are
    reliable without a crossing; ``harmed`` is reliably worse and out of the better range.

    Parameters
    ----------
    before, after : float or array of float
        Scores; pairs with a missing score must be left out first.
    sd, reliability, direction, critical
        As in `reliable_change`.
    cutoff : float
        One of `cutoffs`, or a published line.
    """
    change = reliable_change(
        before, after, sd=sd, reliability=reliability, direction=direction, critical=critical
    )
    return against_cutoff(before, after, change, cutoff=cutoff, direction=direction)


def against_cutoff(
    before: ArrayLike,
    after: ArrayLike,
    change: ReliableChange,
    *,
    cutoff: float,
    direction: int = 1,
    functional_after: ArrayLike | None = None,
) -> ClinicalSignificance:
    """The five words from a reliable change found by any index.

    Parameters
    ----------
    before, after, cutoff, direction
        As in `clinical_significance`.
    change : ReliableChange
        What was found for the same pairs.
    functional_after : array of bool, optional
        Who is in the better range afterwards, where a method has its own rule for that.
    """
    first, last = pair(before, after)
    clinical_before = direction * first > direction * cutoff
    crossed = direction * last < direction * cutoff
    if functional_after is not None:
        crossed = np.asarray(functional_after, dtype=bool)
    said = _said(np.asarray(change.verdict), clinical_before, crossed)
    return ClinicalSignificance(
        as_given(said), as_given(clinical_before), as_given(crossed), change
    )


def _said(verdict: Any, clinical_before: Any, functional_after: Any) -> Any:
    better, worse = verdict == "improved", verdict == "deteriorated"
    return np.select(
        [
            better & clinical_before & functional_after,
            better,
            worse & ~clinical_before & ~functional_after,
            worse,
        ],
        ["recovered", "improved", "harmed", "deteriorated"],
        "unchanged",
    )


def _spread(sd: float, reliability: float | None) -> float:
    if not (math.isfinite(sd) and sd > 0):
        raise BadChange(f"sd: found {sd:g}; allowed: a number above 0")
    if reliability is None:
        return sd
    if not 0 < reliability <= 1:
        raise BadChange(f"reliability: found {reliability:g}; allowed: above 0 to 1")
    return sd * math.sqrt(reliability)
