"""What the filter believes of people in general before it has seen this one.

Sizes are assumptions of Onward (the four kinds are its proposal); noise and autocorrelation
follow the published daily diaries that docs/methods/course.md names. Rows are the kinds of the
kernel: blip (one to three hard days), deeper, backstep sudden and creeping, relapse sudden,
creeping and larger than the gain at stake, pause. Columns are distress, feelings, functioning,
scores of measures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Size of each kind: in points for blip and deeper, in shares of the gain at stake for the rest.
SIZE = np.array(
    [
        [1.8, 1.5, -0.8, 1.8],
        [1.1, 3.2, 0.0, 1.1],
        [0.5, 0.25, -0.35, 0.5],
        [0.5, 0.25, -0.35, 0.5],
        [0.95, 0.5, -0.65, 0.95],
        [0.95, 0.5, -0.65, 0.95],
        [1.9, 0.8, -1.1, 1.9],
        [0.0, 0.0, 0.0, 0.0],
    ]
)
SPREAD = np.array(
    [
        [0.9, 1.2, 0.9, 0.9],
        [0.8, 1.1, 0.35, 0.8],
        [0.15, 0.25, 0.2, 0.15],
        [0.15, 0.25, 0.2, 0.15],
        [0.15, 0.35, 0.3, 0.15],
        [0.15, 0.35, 0.3, 0.15],
        [0.6, 0.9, 0.9, 0.6],
        [0.1, 0.1, 0.1, 0.1],
    ]
)
RISE = np.array([1.0, 2.0, 2.0, 17.0, 2.0, 17.0, 2.0, 1.0])
MOVES = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0])
# Rate of practising in each kind, as a share of the own usual rate: if kept, if dropped.
KEEP = np.array([0.9, 1.0, 0.95, 0.95, 0.9, 0.9, 0.9, 0.08])
GONE = np.array([0.8, 0.9, 0.2, 0.2, 0.2, 0.2, 0.2, 0.04])
OUTLIERS, FLOOR = 0.03, 1e-4
# First day on which it may end, daily chance to end, day by which it has ended.
EXITS = np.array(
    [
        [1.0, 0.45, 4.0],
        [4.0, 0.12, 19.0],
        [12.0, 0.03, 1e9],
        [20.0, 0.03, 1e9],
        [14.0, 0.022, 1e9],
        [22.0, 0.022, 1e9],
        [14.0, 0.022, 1e9],
        [5.0, 0.035, 1e9],
    ]
)
# Days between beginnings on an ordinary day.
EVERY = np.array([30.0, 900.0, 700.0, 900.0, 1400.0, 1800.0, 2500.0, 600.0])
AFTER_EMOTIONAL = 12.0
AFTER_EVENT = 5.0
START = np.array([[5.0, 4.5, 6.0, 5.0], [4.0, 3.0, 3.0, 4.0]])
# Steady base: daily drift; damping, steepest fall a day and quickness of its slope.
SLOPE = np.array([0.035, 0.97, 0.09, 0.12])
# Weight and size of the noise variance, weight and size of the autocorrelation, practices done
# in so many days, least gain at stake, weight of a measure's own error.
NOISE = np.array([12.0, 1.7, 12.0, 0.28, 2.0, 5.0, 2.5, 4.0])

# as the kernel takes them
SIZES = (SIZE, SPREAD, EXITS)
SHAPE = (RISE, MOVES, KEEP, GONE, OUTLIERS, FLOOR)


def hazards(
    emotional: NDArray[np.bool_], event: NDArray[np.bool_], deeper: bool, pause: bool
) -> Floats:
    """Chance that each kind begins on each day, (n, 8)."""
    h = np.tile(1.0 / EVERY, (len(event), 1))
    h[:, 1] *= np.where(emotional, AFTER_EMOTIONAL, 1.0) * float(deeper)
    h[:, 2:7] *= np.where(event, AFTER_EVENT, 1.0)[:, None]
    h[:, 7] *= float(pause)
    return h
