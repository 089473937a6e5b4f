"""Fewer marks for the same picture: what the eye cannot tell apart is drawn once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def simplify(x: Floats, y: Floats, tolerance: float) -> Ints:
    """Indices of a line's points that keep it within `tolerance` (Ramer, Douglas and Peucker).

    Parameters
    ----------
    x, y : (n,) arrays
        The line in the units of `tolerance` (pixels).
    """
    keep = np.zeros(len(x), dtype=bool)
    if len(x):
        keep[[0, -1]] = True
    stack = [(0, len(x) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        share = (x[a + 1 : b] - x[a]) / (x[b] - x[a])
        off = np.abs(y[a + 1 : b] - (y[a] + share * (y[b] - y[a])))
        far = int(off.argmax())
        if off[far] > tolerance:
            middle = a + 1 + far
            keep[middle] = True
            stack += [(a, middle), (middle, b)]
    return np.flatnonzero(keep)


def evenly(count: int, most: int) -> Ints:
    """At most `most` indices of `count`, spread evenly, the first and the last among them."""
    if count <= most:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, most).round().astype(np.int64))


def calm(values: Floats, days: int) -> Floats:
    """Means over `days` days around each day, fewer at the ends."""
    if days < 2:
        return values
    before, after = (days - 1) // 2, days // 2
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    a, b = np.maximum(at - before, 0), np.minimum(at + after + 1, len(values))
    return np.asarray((total[b] - total[a]) / (b - a))


def binned(days: Ints, first: int, last: int, width: int) -> tuple[Floats, Floats]:
    """Shares of days that are among `days`, in bins of `width` days.

    Returns
    -------
    middle, share : arrays
        Middle of each bin with at least one day, and its share, above 0 and at most 1.
    """
    counts = np.bincount((days - first) // width, minlength=1)
    at = np.flatnonzero(counts)
    begin = first + at * width
    end = np.minimum(begin + width, last + 1)
    return (begin + end - 1) / 2.0, counts[at] / (end - begin)
