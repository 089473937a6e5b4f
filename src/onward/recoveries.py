"""How this person came back before, and how long a setback that still runs may last.

Each earlier setback that ended has its days and what went with it. `time_back` says how many
days such setbacks still took, from invented courses until the person has some of their own; it
is a spread and never a promise. docs/methods/recoveries.md has the formulas.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from onward.record import Record
from onward.results import Recovery, TimeBack

# A practice went with coming back where it was done on at least this share of the last days,
# and on more of them than in the first half of the setback.
SHARE = 0.25
LAST_DAYS = 14
# Chance that the true number of days lies below `TimeBack.low`, and above `TimeBack.high`.
TAIL = 0.1
# A setback that outlasts all but this share of those known is like none of them.
UNLIKE = 0.05


@dataclass(frozen=True, slots=True)
class TimePrior:
    """What is believed of the length of setbacks before a person has any of their own.

    Lengths are Weibull with a rate of the person's own: ``P(longer than t) = exp(-rate *
    t**shape)``, and the rate is ``Gamma(weight, scale**shape)`` between people.

    Attributes
    ----------
    weight : float
        How many own setbacks weigh as much as the prior.
    shape : float
        1: the chance to end is the same each day; above it rises with time.
    scale : float
        Days.
    """

    weight: float
    shape: float
    scale: float


@cache
def time_prior() -> TimePrior:
    """The prior that ships, fitted to invented courses by benchmarks/fit_time_back.py."""
    text = resources.files("onward").joinpath("time_back.toml").read_text(encoding="utf-8")
    return TimePrior(**tomllib.loads(text)["prior"])


def time_back(
    ended_days: Sequence[int], running_for: int, *, prior: TimePrior | None = None
) -> TimeBack | None:
    """Days until a setback that still runs is over, as far as earlier ones tell.

    The rate of the person is Gamma(weight + n, scale**shape + sum of t**shape) after n ended
    setbacks; the one that runs counts as one that lasted longer than its days so far. With it
    the quantiles of the days still to go have a closed form.

    Parameters
    ----------
    ended_days : sequence of int
        Days of each of the person's own ended setbacks, at least 1 each (`Recovery.days`).
    running_for : int
        Days since the first day of the one that still runs.
    prior : TimePrior, optional
        `time_prior` where it is left out.

    Returns
    -------
    TimeBack or None
        None where fewer than one in twenty would have lasted so long: what is known of
        setbacks does not speak of such a one.

    Raises
    ------
    ValueError
        A length below 1, or `running_for` below 0.

    Examples
    --------
    >>> time_back([], 200) is None
    True
    >>> time_back([20, 18, 22], 7).own
    3
    """
    if running_for < 0 or any(t < 1 for t in ended_days):
        raise ValueError("An ended setback has 1 day or more, and one that runs 0 or more.")
    known = prior or time_prior()
    weight, c = known.weight + len(ended_days), known.shape
    ended = known.scale**c + sum(t**c for t in ended_days)
    so_far = ended + running_for**c
    if (ended / so_far) ** weight < UNLIKE:
        return None

    def still(share: float) -> float:
        """Days from now by which this share of such setbacks is over."""
        days: float = (so_far * (1 - share) ** (-1 / weight) - ended) ** (1 / c)
        return days - running_for

    low, median, high = still(TAIL), still(0.5), still(1 - TAIL)
    return TimeBack(
        median=max(1, round(median)),
        low=max(1, math.floor(low)),
        high=max(1, math.ceil(high)),
        own=len(ended_days),
    )


def recoveries(record: Record, ended: list[tuple[int, int]]) -> list[Recovery]:
    """Earlier ways back.

    Parameters
    ----------
    record : Record
        One person's entries.
    ended : list of (int, int)
        First day and first day back of each ended setback, as ordinals.

    Returns
    -------
    list of Recovery
        In order; `days` is the length in days.
    """
    return [
        Recovery(
            date.fromordinal(a),
            date.fromordinal(b),
            b - a,
            tuple(_went_with(record, a, b)),
        )
        for a, b in ended
    ]


def _went_with(record: Record, start: int, end: int) -> list[str]:
    late_from = max(start, end - min(LAST_DAYS, max((end - start) // 2, 3)))
    found = []
    for name in record.names("practice"):
        days = record.done("practice", name)
        late = ((days >= late_from) & (days <= end)).sum() / (end - late_from + 1)
        early = ((days >= start) & (days < late_from)).sum() / max(late_from - start, 1)
        if late >= SHARE and late >= early:
            found.append((float(late), name))
    return [name for _, name in sorted(found, reverse=True)[:3]]
