"""What came before an episode, held against this person's own base rate.

What comes before did not thereby cause: the review gives days and a probability that so much
in so few days is more than this person's usual, and nothing else. Several things at once are
listed in the order of their days, as a load; docs/methods/came_before.md has the formulas.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
from numpy.typing import NDArray

from onward.course.columns import EMOTIONAL
from onward.record import Record
from onward.results import CameBefore, State

Days = NDArray[np.int64]

WINDOW = 14
SESSION_WINDOW = 5
# Fewer practices may be part of the dip: they are looked for until a few days after its start.
AFTER = 3
MOST = 5
# Below this probability a thing is the person's usual and is not listed; practices are many and
# noted often, so theirs is stricter the more of them there are.
STANDS_OUT = 0.8
CHANCE = 0.1
# The own rate before anything is known of it, Gamma: half a thing of that name in 45 days. More
# weight would hold down the rates of what is frequent, less would hide a first loss for months.
RATE = (0.5, 45.0)
# Days with entries that a share of days needs: usual ones, and recent ones.
LEAST_USUAL, LEAST_RECENT, LEAST_DONE = 14, 3, 5


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
        Earlier episodes as ordinals, left out of the base rate with the two weeks before each.

    Returns
    -------
    list of CameBefore
        In the order of their days; empty where nothing stands out.
    """
    found = _events(record, start, before)
    if kind in ("backstep", "relapse"):
        found += _practices(record, start, before)
    if kind == "deeper":
        found += _sessions(record, start, before)
    strongest = sorted(found, key=lambda c: -c.above_usual)[:MOST]
    return sorted(strongest, key=lambda c: c.when)


def more_than_usual(seen: int, window: int, past: int, length: int) -> float:
    """Probability that a rate of days is above the person's own, exact.

    The own rate is ``Gamma(1/2 + past, 45 + length)``, the recent one ``Gamma(seen, window)``;
    their ratio is Beta prime, and for a whole number `seen` the probability is the finite sum
    ``sum of C(i + a - 1, i) * (b / (b + window))**a * (window / (b + window))**i for i < seen``:
    the chance that the own rate brings fewer such days in a window of this length.

    Parameters
    ----------
    seen, window : int
        How often it was in the last days, and how many those are.
    past, length : int
        The same for the ordinary days before.
    """
    a, b = past + RATE[0], length + RATE[1]
    term, total = (b / (b + window)) ** a, 0.0
    for i in range(seen):
        total += term
        term *= (a + i) / (i + 1) * window / (b + window)
    return min(total, 1.0)


def smaller_share(done: float, days: float, now: int, recent: int) -> float:
    """Probability that the recent share of days is below the usual one, exact.

    Both shares are Beta(1, 1) beforehand. With a whole number of recent days ``P(usual >
    recent)`` is a finite sum of Beta functions.

    Parameters
    ----------
    done, days : float
        Usual days on which it was done, of how many.
    now, recent : int
        The same for the recent days.
    """
    a1, b1, a2, b2 = done + 1, days - done + 1, now + 1, recent - now + 1
    # P(recent > usual) = sum over i < a2 of B(a1 + i, b1 + b2) / ((b2 + i) B(1 + i, b2) B(a1, b1))
    total = sum(
        math.exp(_log_beta(a1 + i, b1 + b2) - _log_beta(1 + i, b2) - _log_beta(a1, b1)) / (b2 + i)
        for i in range(a2)
    )
    return min(max(1.0 - total, 0.0), 1.0)


def _worth(done: NDArray[np.bool_]) -> float:
    """How many independent days one day is worth, for a person who practises in streaks.

    ``(1 - r) / (1 + r)`` with the correlation `r` of one day with the next; 1 without streaks.
    """
    if done.all():
        return 1.0
    x = done - done.mean()
    r = float(x[1:] @ x[:-1] / (x @ x))
    return (1 - r) / (1 + r) if r > 0 else 1.0


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _open_days(first: int, stop: int, before: list[tuple[int, int]], lead: int) -> Days:
    """Ordinary days from `first` to before `stop`: no episode, nor the `lead` days before one."""
    days = np.arange(first, max(first, stop), dtype=np.int64)
    for a, b in before:
        days = days[(days < a - lead) | (days > b)]
    return days


def _events(record: Record, start: int, before: list[tuple[int, int]]) -> list[CameBefore]:
    """Events that are more than usual, each by itself and among all that are as rare.

    Who notes many kinds of rare things has some rare thing in most weeks. So each is also held
    against how often this person notes anything as rare as it, first times included.
    """
    ordinary = _open_days(int(record.day[0]), start - WINDOW, before, WINDOW)
    names = record.names("event")
    noted = {name: np.unique(record.day[record.rows("event", name)]) for name in names}
    past, run = _past(noted, ordinary)
    recent = {n: d[(d >= start - WINDOW) & (d <= start)] for n, d in noted.items()}
    near = {name: math.floor(len(d) / run) or int(len(d) > 0) for name, d in recent.items()}
    out = []
    for name in [name for name in names if near[name]]:
        usual = more_than_usual(near[name], WINDOW + 1, past[name], len(ordinary))
        most = past[name] + near[name]
        as_rare = sum(min(n, most) for n in past.values())
        seen = sum(max(0, min(past[n] + near[n], most) - past[n]) for n in names)
        among = more_than_usual(seen, WINDOW + 1, as_rare, len(ordinary))
        if min(usual, among) >= STANDS_OUT:
            when = date.fromordinal(int(recent[name][-1]))
            out.append(CameBefore(name, when, "event", usual))
    return out


def _past(noted: dict[str, Days], ordinary: Days) -> tuple[dict[str, int], float]:
    """How often each event was on ordinary days, and for how many days on end it is noted.

    Days in a row with the same event are one: an illness of four days is not four illnesses.
    """
    days = {name: d[np.isin(d, ordinary)] for name, d in noted.items()}
    times = {name: int((np.diff(d, prepend=-9) > 1).sum()) for name, d in days.items()}
    return times, sum(map(len, days.values())) / max(sum(times.values()), 1) or 1.0


def _sessions(record: Record, start: int, before: list[tuple[int, int]]) -> list[CameBefore]:
    """The nearest session of emotional work in the five days before."""
    at = record.rows("session")
    days = np.unique(record.day[at[record.value[at] >= EMOTIONAL]])
    near = days[(days >= start - SESSION_WINDOW) & (days <= start)]
    ordinary = _open_days(int(record.day[0]), start - SESSION_WINDOW, before, SESSION_WINDOW)
    past = int(np.isin(days, ordinary).sum())
    usual = more_than_usual(len(near), SESSION_WINDOW + 1, past, len(ordinary))
    if usual < STANDS_OUT:
        return []
    return [CameBefore("session", date.fromordinal(int(near[-1])), "session", usual)]


def _practices(record: Record, start: int, before: list[tuple[int, int]]) -> list[CameBefore]:
    first = int(record.day[0])
    last = min(start + AFTER, int(record.day[-1]))
    written = np.unique(record.day)
    recent = np.intersect1d(np.arange(start - 4, last + 1), written)
    usual_days = np.intersect1d(_open_days(max(first, start - 70), start - 7, before, 0), written)
    if len(usual_days) < LEAST_USUAL or len(recent) < LEAST_RECENT:
        return []
    out = []
    names = record.names("practice")
    for name in names:
        days = record.done("practice", name)
        usual = np.isin(usual_days, days)
        now = int(np.isin(recent, days).sum())
        if usual.sum() < LEAST_DONE:
            continue
        worth = _worth(usual)
        days_now = math.ceil(len(recent) * worth)
        p = smaller_share(
            worth * usual.sum(),
            worth * len(usual),
            math.ceil(now * days_now / len(recent)),
            days_now,
        )
        done = days[days <= last]
        when = int(done[-1]) + 1 if len(done) else start
        if p >= 1 - CHANCE / len(names) and when <= start:
            out.append(CameBefore(name, date.fromordinal(when), "practice", p))
    return out
