"""Where a course stands on its last day, overall or for one issue."""

from __future__ import annotations

import math

import numpy as np

from onward.course.announce import Said
from onward.course.columns import Columns
from onward.course.filter import Filtered
from onward.course.gain import Z95, Gain, enough_data, kept
from onward.results import Standing, StandingState, State

STUCK_DAYS = 42
HARD = 5.0
GAINING_DAYS = 28
LOSS_NEAR = 0.3


def stand(c: Columns, f: Filtered, said: Said, g: Gain, own_word: State | None) -> Standing:
    """The standing on the last day of the columns."""
    enough = bool(enough_data(c)[-1])
    muted = bool(c.muted[-1])
    gain = float(g.gain[-1])
    told = None if muted or math.isnan(gain) else gain
    return Standing(
        state=_state(c, f, said, g) if enough and not muted else "too_early",
        own_word=own_word,
        below_start=enough and not muted and _below_start(f, g),
        gain=told,
        gain_kept=None
        if told is None
        else kept(float(f.level[-1]), float(f.sd[-1]), float(g.best[-1]), gain),
        enough_data=enough,
    )


def _state(c: Columns, f: Filtered, said: Said, g: Gain) -> StandingState:
    last = said.standing[-1]
    if last == "deeper" and _in_doubt(c, f, said):
        return "not_yet_known"
    if last != "steady":
        return last
    if _stuck(c, f, g):
        return "stuck"
    return "gaining" if _gaining(c, f) and not said.falling[-1] else "steady"


def _in_doubt(c: Columns, f: Filtered, said: Said) -> bool:
    """A deeper step is not said while functioning or hope falls, a flag is up, or loss is near."""
    loss = f.states[-1, 2] + f.states[-1, 4]
    return bool(said.falling[-1] or c.flagged[-1] or loss > LOSS_NEAR)


def _gaining(c: Columns, f: Filtered) -> bool:
    """The steady base fell over four weeks, by half a point and with 95 % certainty."""
    if len(f.level) <= GAINING_DAYS or not enough_data(c)[-1 - GAINING_DAYS]:
        return False
    lead = 0 if c.lead[-1] else 3
    drop = f.base[-1 - GAINING_DAYS, lead] - f.base[-1, lead]
    error = math.hypot(f.sd[-1], f.sd[-1 - GAINING_DAYS])
    return bool(drop > max(0.5, Z95 * error))


def _stuck(c: Columns, f: Filtered, g: Gain) -> bool:
    """No reliable gain, and six weeks at a hard level with entries in at least half of them."""
    if len(c) < STUCK_DAYS or not math.isnan(float(g.gain[-1])):
        return False
    recent = f.level[-STUCK_DAYS:]
    written = ~np.isnan(c.y[-STUCK_DAYS:][:, [0, 3]]).all(axis=1)
    weeks = sum(bool(w.any()) for w in np.split(written, 6))
    return bool(min(recent.mean(), recent[-7:].mean()) >= HARD and weeks >= 4)


def _below_start(f: Filtered, g: Gain) -> bool:
    """The level is worse than at the start, with 95 % certainty and by half a point."""
    worse = f.level[-1] - g.start[-1]
    return bool(worse > max(0.5, Z95 * math.hypot(f.sd[-1], g.start_sd[-1])))
