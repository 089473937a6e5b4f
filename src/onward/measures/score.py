"""From item answers to a total, with the rule for missing items.

A total is prorated where at most a fifth of the items is missing: the mean of the given items
stands in for each missing one. It is never prorated for a form of two items, nor where the
missing item asks about ending one's life or harming oneself: no answer is made up for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onward.errors import OnwardError
from onward.measures.catalogue import Measure, catalogue

MISSING_PART = 5
"""One item in this many may be missing."""
SHORTEST_PRORATED = 3


class BadAnswer(OnwardError):
    """An answer that the questionnaire does not have."""


@dataclass(frozen=True, slots=True)
class Score:
    """What item answers come to.

    Attributes
    ----------
    total : float or None
        In the measure's range; None where too much is missing.
    prorated : bool
        The mean of the given items stood in for missing ones.
    missing : tuple of int
        Items without an answer.
    risk : dict of int to float
        Risk items answered above "never".
    """

    total: float | None
    prorated: bool
    missing: tuple[int, ...]
    risk: dict[int, float]


def score(measure: str | Measure, answers: Mapping[int, float | None]) -> Score:
    """Score the items of a questionnaire.

    Parameters
    ----------
    measure : str or Measure
        An id or a measure.
    answers : mapping of int to (float or None)
        Item number of the published form, from 1, to the answer as circled; None or an
        absent key is a missing item. Reversed items are turned round here.

    Raises
    ------
    BadAnswer
        The measure takes totals only, or an item or an answer does not exist.
    """
    m = catalogue()[measure] if isinstance(measure, str) else measure
    given = {n: float(a) for n, a in answers.items() if a is not None}
    _check(m, given)
    missing = tuple(n for n in range(1, m.item_count + 1) if n not in given)
    risk = {n: a for n, a in sorted(given.items()) if m.at_risk(n, a)}
    if not _may_total(m, missing):
        return Score(None, False, missing, risk)
    low, high = m.item_range
    keyed = [low + high - a if n in m.reversed_items else a for n, a in given.items()]
    mean = sum(keyed) / len(keyed)
    total = m.factor * (mean if m.total == "mean" else _sum(keyed, m.item_count))
    return Score(min(max(total, m.range[0]), m.range[1]), bool(missing), missing, risk)


def totals(measure: str | Measure, answers: Mapping[int, NDArray[np.float64]]) -> Any:
    """`score` for many days at once: the totals alone.

    Parameters
    ----------
    measure : str or Measure
        An id or a measure.
    answers : mapping of int to (n,) array
        A row an item, NaN where it has no answer on a day; absent items have none at all.

    Returns
    -------
    (n,) array of float
        The total of each day, NaN where too much is missing.
    """
    m = catalogue()[measure] if isinstance(measure, str) else measure
    _check(m, {})
    n = len(next(iter(answers.values())))
    grid = np.full((m.item_count, n), np.nan)
    for item, row in answers.items():
        turned = item in m.reversed_items
        grid[item - 1] = sum(m.item_range) - row if turned else row
    missing = np.isnan(grid)
    lost, short = missing.sum(axis=0), m.item_count < SHORTEST_PRORATED
    risk = [item - 1 for item in m.risk_items]
    refused = (
        (lost * MISSING_PART > m.item_count) | (short & (lost > 0)) | missing[risk].any(axis=0)
    )
    mean = np.nansum(grid, axis=0) / np.maximum(m.item_count - lost, 1)
    total = m.factor * mean * (1 if m.total == "mean" else m.item_count)
    return np.where(refused, np.nan, np.clip(total, *m.range))


def risk_items() -> dict[str, tuple[int, ...]]:
    """The risk items of every measure that has some, by id."""
    return {m.id: m.risk_items for m in catalogue().values() if m.risk_items}


def _sum(keyed: list[float], count: int) -> float:
    """The sum, each missing item taken as the mean of the given ones."""
    return sum(keyed) * count / len(keyed)


def _may_total(m: Measure, missing: tuple[int, ...]) -> bool:
    if not missing:
        return True
    few = len(missing) * MISSING_PART <= m.item_count
    return few and m.item_count >= SHORTEST_PRORATED and not set(missing) & set(m.risk_items)


def _check(m: Measure, given: Mapping[int, float]) -> None:
    if not m.item_count:
        raise BadAnswer(f"{m.id} takes a total from {m.range[0]:g} to {m.range[1]:g} only")
    low, high = m.item_range
    for number, answer in given.items():
        if not 1 <= number <= m.item_count:
            raise BadAnswer(f"{m.id} has items 1 to {m.item_count}, not {number}")
        if not low <= answer <= high:
            raise BadAnswer(
                f"{m.id}.{number}: found {answer:g}; allowed: a number from {low:g} to {high:g}"
            )
