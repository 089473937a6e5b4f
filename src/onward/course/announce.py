"""What is first said on which day: the one module that turns beliefs into words of a state.

It walks through the evenings in order and keeps what was last said. Thresholds were set on
virtual courses for at most one false setback a person-year (docs/methods/course.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onward.course.columns import Columns, Floats
from onward.course.filter import Filtered
from onward.course.gain import Z90, Z95, enough_data
from onward.results import Announced

SETBACK = 0.6
PAUSE = 0.7
DEEPER = 0.6
UNSURE = 0.5
BACK = 0.7
# Days after an excursion in which a deeper step may still be told.
LATE = 10
# Days before the last week against which functioning and hope are held.
PAST = 84
# Evenings in a row that have to look steady before "back again" is said.
CALM = {"backstep": 5, "relapse": 5, "pause": 3, "deeper": 7, "not_yet_known": 1}
# Evenings in a row that look steady after which a harder level is the new usual.
NEW_USUAL = 60
# One score may be an odd one: at the visit before, a loss must have been believed this much.
BEFORE = 0.4
# Days for which feelings that stay high are not called steady.
FELT = 42
STEADY_, DEEPER_, BACKSTEP_, PAUSE_, RELAPSE_ = range(5)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What was said each day, and what stood that evening.

    Attributes
    ----------
    announced : list of (str or None)
        New on that day.
    standing : list of str
        The last thing said, ``"steady"`` before anything was.
    falling : (n,) bool array
        Functioning or hope reliably lower than in the twelve weeks before.
    """

    announced: list[Announced | None]
    standing: list[Announced]
    falling: NDArray[np.bool_]


def announce(c: Columns, f: Filtered) -> Said:
    """Decide, evening by evening, what is said."""
    walk = _Walk(c, f)
    announced: list[Announced | None] = [None] * len(c)
    t = 0
    while (t := walk.next_to_look_at(t)) < len(c):
        announced[t] = walk.evening(t)
        t += 1
    standing: list[Announced] = ["steady"] * len(c)
    for t, word in enumerate(announced):
        if word:
            standing[t:] = [word] * (len(c) - t)
    return Said(announced, standing, walk.falling)


class _Walk:
    """The state of what has been said so far."""

    def __init__(self, c: Columns, f: Filtered) -> None:
        self.c, self.f = c, f
        self.p = f.states.tolist()
        loss = f.states[:, BACKSTEP_] + f.states[:, RELAPSE_]
        self.lost = (loss >= SETBACK) & (c.lead | (_at_the_visit_before(c, loss) >= BEFORE))
        stirs = self.lost | (f.states[:, PAUSE_] >= PAUSE)
        stirs |= f.states[:, DEEPER_] >= UNSURE
        self.stirs = np.flatnonzero(stirs & enough_data(c))
        calm = f.states[:, STEADY_] >= BACK
        self.calm_since = np.maximum.accumulate(np.where(calm, -1, np.arange(len(c)))) + 1
        self.said: Announced = "steady"
        self.peak = self.believed = 0.0
        self.rose, self.said_on = -1, -1

    @cached_property
    def falling(self) -> NDArray[np.bool_]:
        noise = self.f.noise[:, 2]
        return is_falling(self.c.y[:, 2], noise) | is_falling(self.c.hope, None)

    @cached_property
    def back(self) -> NDArray[np.bool_]:
        return is_back(self.c, self.f)

    @cached_property
    def feelings(self) -> Floats:
        return _trailing(self.c.y[:, 1], 3) - self.f.base[:, 1]

    def next_to_look_at(self, t: int) -> int:
        """While steady stands, evenings on which nothing stirs need no look."""
        if self.said != "steady":
            return t
        at = int(np.searchsorted(self.stirs, t))
        return int(self.stirs[at]) if at < len(self.stirs) else len(self.c)

    def evening(self, t: int) -> Announced | None:
        word = self._setback(t) or self._resolved(t) or self._rise(t)
        if word is None or word == self.said:
            return None
        self.said, self.said_on = word, t
        return word

    def _calm(self, t: int) -> int:
        """Evenings in a row that looked steady, since the last word."""
        return t + 1 - max(int(self.calm_since[t]), self.said_on + 1)

    def _setback(self, t: int) -> Announced | None:
        p = self.p[t]
        if self.lost[t]:
            larger: Announced = "relapse" if p[RELAPSE_] > p[BACKSTEP_] else "backstep"
            if self.said not in ("backstep", "relapse"):
                return larger
            # a change of mind about the size needs more than a coin's toss
            return larger if p[RELAPSE_ if larger == "relapse" else BACKSTEP_] > 0.75 else None
        if p[PAUSE_] >= PAUSE and self.said not in ("backstep", "relapse"):
            return "pause"
        return None

    def _rise(self, t: int) -> Announced | None:
        """Strong feelings: at first it is not yet known what they are."""
        unsure = self.p[t][DEEPER_] >= UNSURE
        if self.said == "steady" and unsure:
            self.rose, self.peak, self.believed = t, 0.0, 0.0
            return "not_yet_known"
        return None

    def _resolved(self, t: int) -> Announced | None:
        p = self.p[t]
        if self.said == "not_yet_known":
            height = float(self.feelings[t])
            if not np.isnan(height):
                self.peak = max(self.peak, height)
            self.believed = max(self.believed, p[DEEPER_])
            if self._is_deeper(t, height):
                return "deeper"
        calm = self._calm(t)
        back = self.back[t] or calm >= NEW_USUAL
        if self.said != "steady" and calm >= CALM[self.said] and back and not self._felt(t):
            if self.said == "not_yet_known" and t - self.rose < LATE and self.believed >= DEEPER:
                return None
            return "steady"
        return None

    def _felt(self, t: int) -> bool:
        """Feelings are still as strong as when it was not yet known what they are."""
        if self.said != "not_yet_known" or t - self.rose > FELT:
            return False
        return bool(self.feelings[t] > max(self.peak / 2, 1.0))

    def _is_deeper(self, t: int, height: float) -> bool:
        """Half of the rise has passed, nothing else fell, and no flag is up."""
        if np.isnan(height) or t - self.rose < 2 or self.believed < DEEPER:
            return False
        p = self.p[t]
        calm = p[BACKSTEP_] + p[RELAPSE_] < 0.3
        passed = height <= self.peak / 2
        return bool(calm and passed and not self.falling[t] and not self.c.flagged[t])


def is_back(c: Columns, f: Filtered) -> NDArray[np.bool_]:
    """Whether the last numbers lie in the range before: silence is not coming back.

    The mean of the last week (four weeks for scores) is held against the steady base, with
    95 % of its error; without a number in that time the answer is no.
    """
    out = np.zeros(len(c), dtype=bool)
    silent = _count(c.y[:, 0], 28) == 0
    for channel, days, mine in ((0, 7, c.lead), (3, 28, ~c.lead | silent)):
        if not mine.any():
            continue
        mean, n = _trailing(c.y[:, channel], days), _count(c.y[:, channel], days)
        noise = f.noise[:, channel] * (1.8 if channel == 0 else 1.0)
        error = np.sqrt(noise / np.maximum(n, 1) + f.sd**2)
        with np.errstate(invalid="ignore"):
            out |= mine & (mean <= f.base[:, channel] + Z95 * error)
    return out


def _at_the_visit_before(c: Columns, loss: Floats) -> Floats:
    """What was believed on the evening of the score before the last one; 0 where there is none."""
    at = np.flatnonzero(~np.isnan(c.y[:, 3]))
    which = np.searchsorted(at, np.arange(len(c)), side="right") - 2
    return np.where(which >= 0, loss[at[np.maximum(which, 0)]] if len(at) else 0.0, 0.0)


def is_falling(x: Floats, noise: Floats | None) -> NDArray[np.bool_]:
    """Whether the last 7 days lie below the 84 days before, with 90 % certainty."""
    if np.isnan(x).all():
        return np.zeros(len(x), dtype=bool)
    now, n_now = _trailing(x, 7), _count(x, 7)
    past = np.concatenate([np.full(7, np.nan), _trailing(x, PAST)[:-7]])[: len(x)]
    n_past = np.concatenate([np.zeros(7), _count(x, PAST)[:-7]])[: len(x)]
    var = np.full(len(x), 1.7) if noise is None else noise
    error = np.sqrt(1.8 * var * (1 / np.maximum(n_now, 1) + 1 / np.maximum(n_past, 1)))
    enough = (n_now >= 2) & (n_past >= 5)
    with np.errstate(invalid="ignore"):
        return np.asarray(enough & (now < past - Z90 * error))


def _count(x: Floats, days: int) -> Floats:
    total = np.cumsum(np.concatenate([np.zeros(days), ~np.isnan(x)]))
    return np.asarray(total[days:] - total[:-days])


def _trailing(x: Floats, days: int) -> Floats:
    """Mean of the numbers in the last `days` days; NaN where there are none."""
    total = np.cumsum(np.concatenate([np.zeros(days), np.nan_to_num(x)]))
    counts = _count(x, days)
    return np.where(counts > 0, (total[days:] - total[:-days]) / np.maximum(counts, 1), np.nan)
