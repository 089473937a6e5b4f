"""One measure, two scores: what may be said of the change, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onward.change.reliable_change import reliable_change
from onward.measures import Measure, catalogue

Verdict = Literal["improved", "unchanged", "deteriorated", "not_known"]


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a measure's total.

    Attributes
    ----------
    measure : str
        The id.
    verdict : {"improved", "unchanged", "deteriorated", "not_known"}
        ``not_known`` where no source gives a threshold, nor norms to reckon one from.
    change : float
        Last minus first, in the measure's own unit.
    points : float or None
        The change that counts as more than noise.
    source : str
        Whose threshold it is; empty where there is none.
    """

    measure: str
    verdict: Verdict
    change: float
    points: float | None
    source: str


def since(measure: str | Measure, first: float, last: float) -> Since:
    """Whether a total changed by more than noise since an earlier one.

    A published threshold goes before one reckoned from norms, and the largest where sources
    differ; a change of exactly the published size counts. With norms alone it is the reliable
    change index, which must pass 1.96.

    Parameters
    ----------
    measure : str or Measure
        An id or a measure.
    first, last : float
        Two totals.
    """
    m = catalogue()[measure] if isinstance(measure, str) else measure
    change = last - first
    published = m.reliable_points()
    if published is not None:
        worse = m.direction * change
        verdict: Verdict = "unchanged"
        if abs(change) >= published.points:
            verdict = "deteriorated" if worse > 0 else "improved"
        return Since(m.id, verdict, change, published.points, published.source)
    best = m.best_reliability()
    if m.clinical is None or best is None:
        return Since(m.id, "not_known", change, None, "")
    found = reliable_change(
        first, last, sd=m.clinical.sd, reliability=best.value, direction=m.direction
    )
    source = f"reckoned from {m.clinical.source}; {best.source}"
    return Since(m.id, found.verdict, change, found.points, source)
