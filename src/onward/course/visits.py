"""Session-by-session scores: will the next three lie reliably above the best three before?

A score is the person's own mean, a deviation that fades within weeks, and the measure's own error:
a Kalman filter with constant work a visit. The best mean of three is the lowest of many and so
lies too low; the forecast knows that, because it leans towards the person's own mean.
docs/methods/visits.md has the formulas and where each number comes from.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from onward.course.columns import SETTLED_SCORES, Columns, Floats
from onward.course.filter import Filtered

MEAN, SD = 6.0, 2.0  # people in care on the scale of distress (measures.md)
FADES = 30.0  # days in which a deviation falls to 37 %
DEVIATION = 0.7 * SD
DRIFT = (0.3 * SD) ** 2 / 365.0  # variance that the own mean gains in a day
RELIABLE = 2.2  # errors of measurement that make a loss reliable: 5 points of the PHQ-9
MOST = 0.75  # of the gain: a relapse
ERROR_SCORES = 4.0  # weight of the published error, in scores
FARTHEST = 45.0  # days to the next score, at most
OFTEN, RARE = 14.0, 28.0  # days between scores
CERTAIN = 1e-6


@dataclass
class Own:
    """What is known of one person's scores so far."""

    d: float = 0.0
    m: float = MEAN
    var_d: float = DEVIATION**2
    cov: float = 0.0
    var_m: float = SD**2
    day: float = math.nan
    gaps: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    best: float = math.inf
    errors: float = ERROR_SCORES
    scores: float = ERROR_SCORES

    def take(self, day: float, score: float, error: float, cutoff: float) -> tuple[float, float]:
        """Take one score in; P(reliable loss) and P(most of the gain is lost)."""
        if self.last:
            self._wait(max(1.0, day - self.day))
        self.day = day
        noise = error * self.errors / self.scores
        total = self.var_d + 2 * self.cov + self.var_m + noise
        gap = score - self.d - self.m
        part = noise / total
        # the share of this surprise that the measure's error explains
        self.errors += min(9.0, part * part * gap * gap / error + noise * (1 - part) / error)
        self.scores += 1.0
        g, h = (self.var_d + self.cov) / total, (self.cov + self.var_m) / total
        self.d += g * gap
        self.m += h * gap
        self.var_d -= g * g * total
        self.cov -= g * h * total
        self.var_m -= h * h * total
        said = self._lost(noise, cutoff)
        self.first = [*self.first, score][:3]
        self.last = [*self.last, score][-3:]
        if len(self.last) == 3:
            self.best = min(self.best, sum(self.last) / 3)
        return said

    def _wait(self, days: float) -> None:
        a = math.exp(-days / FADES)
        self.gaps = [*self.gaps, days][-3:]
        self.d *= a
        self.cov *= a
        self.var_d = a * a * self.var_d + DEVIATION**2 * (1 - a * a)
        self.var_m += DRIFT * days

    def _lost(self, noise: float, cutoff: float) -> tuple[float, float]:
        """Forecast of the mean of the next three against the best mean of three before."""
        if math.isinf(self.best):
            return 0.0, 0.0
        gap = min(FARTHEST, float(np.median(self.gaps)))
        a = math.exp(-gap / FADES)
        c = a * (1 + a + a * a) / 3
        mean = c * self.d + self.m
        new = DEVIATION**2 * (1 - a * a) * ((1 + a + a * a) ** 2 + (1 + a) ** 2 + 1) / 9
        var = c * c * self.var_d + 2 * c * self.cov + self.var_m + noise / 3
        scale = math.sqrt(2 * (var + DRIFT * gap * 14 / 9 + new))
        least = RELIABLE * math.sqrt(noise)
        start = sum(self.first) / len(self.first)
        most = MOST * (start - self.best)
        if start < cutoff:  # who began well has no gain to lose: the cut-off counts
            most = cutoff - self.best
        most = max(least, most)
        above = mean - self.best
        return 0.5 * math.erfc((least - above) / scale), 0.5 * math.erfc((most - above) / scale)


def visits(c: Columns) -> Iterator[tuple[int, float, float, float]]:
    """Each score's day index, P(reliable loss), P(most is lost), usual days between scores."""
    own = Own()
    for t in np.flatnonzero(~np.isnan(c.y[:, 3])):
        lost, most = own.take(float(t), float(c.y[t, 3]), float(c.error[t]), float(c.cutoff[t]))
        yield int(t), lost, most, float(np.median(own.gaps)) if own.gaps else RARE


def weigh_in(c: Columns, f: Filtered) -> Filtered:
    """Beliefs where the level is told from scores alone.

    Where scores come weekly, the filter's excursions and this forecast count alike, in
    log-odds; where they come monthly, an excursion would pass between two of them and the
    forecast counts alone.
    """
    alone = ~c.lead & (c.scores >= SETTLED_SCORES)
    if not alone.any():
        return f
    lost, most, gap = np.zeros((3, len(c)))
    for t, *said in visits(c):
        lost[t:], most[t:], gap[t:] = said
    setback = f.states[:, 2] + f.states[:, 4]
    share = 0.5 * np.clip((RARE - gap) / (RARE - OFTEN), 0.0, 1.0)
    odds = share * _log_odds(setback) + (1 - share) * _log_odds(lost)
    p = np.where(alone, 1 / (1 + np.exp(-odds)), setback)
    large = np.minimum(most / np.maximum(lost, CERTAIN), 1.0)
    states = f.states * ((1 - p) / np.maximum(1 - setback, CERTAIN))[:, None]
    states[:, 2], states[:, 4] = p * (1 - large), p * large
    states /= states.sum(axis=1, keepdims=True)
    return replace(f, states=np.where(alone[:, None], states, f.states))


def _log_odds(p: Floats) -> Floats:
    q = np.clip(p, CERTAIN, 1 - CERTAIN)
    return np.asarray(np.log(q / (1 - q)))
