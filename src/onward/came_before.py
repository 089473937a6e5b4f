"""What came before an episode, held against this person's own base rate.

What comes before did not thereby cause: the review gives days and a probability that so much
in so few days is more than this person's usual, and nothing else. Several things at once are
listed in the order of their days, as a load; docs/methods/came_before.md has the formula.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from onward.course.columns import EMOTIONAL
from onward.record import Record
from onward.results import CameBefore, State

WINDOW = 14
# Fewer practices may be part of the dip: they are looked for until a few days after its start.
AFTER = 3
MOST = 5
# Below this probability a thing is the person's usual and is not listed; practices are many and
# noted often, so theirs is stricter the more of them there are.
STANDS_OUT = 0.8
CHANCE = 0.1


def came_before(
    record: Record, start: int, kind: State, *, before: list[tuple[int, int]]
) -> list[CameBefore]:
    """What came before an episode.

    Parameters
    ----------
    record : Record
        One person's entries up to the day of the review.
    start : int
        Ordinal of the episode's first day.
    kind : str
        Kind of the episode: fewer practices are looked for before a setback only, a session
        of emotional work before a deeper step only.
    before : list of (int, int)
        Earlier episodes as ordinals, left out of the base rate.

    Returns
    -------
    list of CameBefore
        In the order of their days; empty where nothing stands out.
    """
    found = _events(record, start)
    if kind in ("backstep", "relapse"):
        found += _practices(record, start, before)
    if kind == "deeper":
        found += _sessions(record, start)
    found = [c for c in found if c.above_usual >= STANDS_OUT]
    strongest = sorted(found, key=lambda c: -c.above_usual)[:MOST]
    return sorted(strongest, key=lambda c: c.when)


def _events(record: Record, start: int) -> list[CameBefore]:
    first = int(record.day[0])
    out = []
    for name in record.names("event"):
        days = np.unique(record.day[record.rows("event", name)])
        near = days[(days >= start - WINDOW) & (days <= start)]
        if not len(near):
            continue
        past = int((days < start - WINDOW).sum())
        length = max(start - WINDOW - first, 1)
        usual = _rate_below(past, length, len(near))
        out.append(CameBefore(name, date.fromordinal(int(near[-1])), "event", usual))
    return out


def _sessions(record: Record, start: int) -> list[CameBefore]:
    """The nearest session of emotional work in the five days before."""
    at = record.rows("session")
    days = np.unique(record.day[at[record.value[at] >= EMOTIONAL]])
    near = days[(days >= start - 5) & (days <= start)]
    if not len(near):
        return []
    past = int((days < start - 5).sum())
    usual = _rate_below(past, max(start - 5 - int(record.day[0]), 1), len(near), 6)
    return [CameBefore("session", date.fromordinal(int(near[-1])), "session", usual)]


def _rate_below(past: int, length: int, seen: int, window: int = WINDOW + 1) -> float:
    """Probability that the recent rate is above the person's own, Gamma posteriors.

    Both rates have the prior Gamma(1/2, 60 days): about one such event in four months.
    """
    a1, b1 = seen + 0.5, window + 60.0
    a2, b2 = past + 0.5, length + 60.0
    # The ratio of two Gammas is Beta prime; normal approximation of the log ratio.
    mean = math.log(a1 / b1) - math.log(a2 / b2)
    sd = math.sqrt(1 / a1 + 1 / a2)
    return _phi(mean / sd)


def _practices(record: Record, start: int, before: list[tuple[int, int]]) -> list[CameBefore]:
    first = int(record.day[0])
    open_days = np.arange(max(first, start - 70), start - 7)
    for a, b in before:
        open_days = open_days[(open_days < a) | (open_days > b)]
    last = min(start + AFTER, int(record.day[-1]))
    written = np.unique(record.day)
    recent = np.intersect1d(np.arange(start - 4, last + 1), written)
    usual_days = np.intersect1d(open_days, written)
    if len(usual_days) < 14 or len(recent) < 3:
        return []
    out = []
    names = record.names("practice")
    for name in names:
        days = record.done("practice", name)
        usual = int(np.isin(usual_days, days).sum())
        now = int(np.isin(recent, days).sum())
        if usual < 5:
            continue
        p = _share_above(usual, len(usual_days), now, len(recent))
        done = days[days <= last]
        when = int(done[-1]) + 1 if len(done) else start
        if p >= 1 - CHANCE / len(names) and when <= start:
            out.append(CameBefore(name, date.fromordinal(when), "practice", p))
    return out


def _share_above(done: int, n: int, now: int, m: int) -> float:
    """Probability that the usual share of days is above the recent one (Beta posteriors)."""
    a1, b1, a2, b2 = done + 1.0, n - done + 1.0, now + 1.0, m - now + 1.0
    mean = a1 / (a1 + b1) - a2 / (a2 + b2)
    var = a1 * b1 / ((a1 + b1) ** 2 * (a1 + b1 + 1)) + a2 * b2 / ((a2 + b2) ** 2 * (a2 + b2 + 1))
    return _phi(mean / math.sqrt(var))


def _phi(z: float) -> float:
    return 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))
