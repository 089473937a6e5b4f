"""The probabilistic model: from daily columns to what was believed each evening.

A steady level that may still be gaining, and excursions from it that began on some day and are
of some kind. The filter holds every pair of kind and day of onset as a hypothesis and updates
all of them with each day, so it never looks ahead; docs/methods/course.md has the formulas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onward.course import priors
from onward.course.columns import Columns, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """What was believed each evening.

    Attributes
    ----------
    states : (n, 5) array
        Belief in steady, deeper, backstep, pause, relapse.
    level, sd : (n,) arrays
        Latent mean of distress (or of the issue) and its standard deviation.
    onset, pause_onset : (n,) arrays
        Index of the day on which the likeliest excursion began, and on which practices were
        dropped; -1 for none.
    base, noise : (n, 4) arrays
        Steady base and noise variance of each channel.
    """

    states: Floats
    level: Floats
    sd: Floats
    onset: Floats
    pause_onset: Floats
    base: Floats
    noise: Floats


def run(c: Columns, *, whole: bool = True) -> Filtered:
    """Filter one course.

    Parameters
    ----------
    c : Columns
    whole : bool
        False for an issue: deeper steps and pauses are not among its kinds.

    Returns
    -------
    Filtered
    """
    from onward._kernels import days  # numba costs 0.3 s at import; only a review needs it

    n = len(c)
    beliefs, templates, rates = priors.priors()
    states, rows, bases = np.empty((n, 5)), np.empty((n, 4)), np.empty((n, 2, 4))
    hazard = priors.hazards(c.emotional, c.event, whole, rates)
    days.run(c.y, c.error, c.done, hazard, beliefs, templates, states, rows, bases)
    return Filtered(
        states=states,
        level=np.minimum(np.maximum(rows[:, 0], 0.0), 10.0),
        sd=np.sqrt(rows[:, 1]),
        onset=rows[:, 2],
        pause_onset=rows[:, 3],
        base=bases[:, 0],
        noise=bases[:, 1],
    )
