"""Virtual courses made by other hands than `onward.simulate`, to measure the engine on.

The forms were chosen without reading that simulator or the engine: what is shared is the list of
phenomena and reference/science.md section 8 (autocorrelation, share of answer noise, spread,
compliance, PHQ-9 retest error). Invented people: a figure from them says how a rule does on such
courses, not how it does on anybody's life.

Days count from 0, and day 0 always has an entry. Before day `QUIET` all days are ordinary.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onward.record import EVENTS, PRACTICES, Entry, Record

Days = NDArray[Any]
Rng = np.random.Generator
Sessions = dict[int, tuple[str, float]]
Events = list[tuple[int, str, float | None]]

QUIET = 35
YEAR = 365
# People who began well have no gain: their loss is counted in parts of this many points.
NOMINAL_GAIN = 3.2
SORTS = ("gradual", "sudden", "already", "well", "stuck")
SPREAD = 1.25  # median day-to-day spread, points
DEEPER_DISTRESS = (0.45, 1.0)  # rise of distress in a deeper step, part of that of feelings
SUDDEN = 0.62  # part of the setbacks that come at once; the rest creep
PHQ9_A_POINT = 2.4  # 15.4 of cases in treatment against a distress of about 6.5
PHQ9_NOISE = 1.8  # with the wander of the fortnight this makes the retest SEM of about 2.1


@dataclass(frozen=True, slots=True)
class Variant:
    """What makes one sort of course differ from another."""

    noise: float = 1.0  # factor on the day-to-day spread
    more_ar: float = 0.0  # added to the observed lag-1 autocorrelation
    tails: float = 7.0  # degrees of freedom of the noise, Student's t at the same spread
    a_week: float = 7.0  # check-ins a week at most; 0 for none
    channels: int = 3  # 1 for distress alone; 3 with feelings and functioning
    phq9_every: int = 0  # days between PHQ-9s; 0 where half of the people do one a fortnight
    years: int = 1


VARIANTS = {
    "ordinary": Variant(),
    "noisy": Variant(noise=1.35, more_ar=0.12),
    "heavy_tails": Variant(tails=2.6),
    "sparse": Variant(a_week=3.0),
    "weekly": Variant(a_week=0.0, phq9_every=7),
    "one_channel": Variant(channels=1),
    "long": Variant(years=5),
}


@dataclass(frozen=True, slots=True)
class Episode:
    """One true episode."""

    kind: str  # deeper, backstep, pause or relapse
    start: int  # first day
    end: int  # first day back, at most the length of the course
    loss: float  # part of the gain lost at the worst; 0 for deeper and pause


@dataclass(frozen=True, slots=True)
class Course:
    """An invented person's record with what was true of it."""

    record: Record
    truth: tuple[Episode, ...]
    days: int


class _Person:
    """Who it is. Points are those of a 0..10 scale; `gained` is the gain held by each day."""

    def __init__(self, rng: Rng, v: Variant, n: int) -> None:
        sort = str(rng.choice(SORTS, p=[0.42, 0.20, 0.18, 0.10, 0.10]))
        t = np.arange(n, dtype=float)
        gain = float(np.clip(rng.normal(3.9, 0.8), 2.4, 5.6))
        held = max(float(rng.normal(2.6, 0.8)), 1.0)
        gained = np.full(n, gain)
        if sort == "gradual":
            gained = gain * (1 - np.exp(-t / rng.uniform(20, 75)))  # most of it early
        elif sort == "sudden":
            gained = gain * (0.15 + 0.85 * _ramp(t - rng.uniform(8, 60), rng.uniform(3, 9)))
        elif sort == "well":
            held, gained = float(rng.uniform(1.2, 3.0)), np.full(n, NOMINAL_GAIN)
        elif sort == "stuck":
            held, gained = float(rng.uniform(5.5, 7.5)), np.zeros(n)
        # nobody's mean stands still: a slow wander of a quarter of a point
        slow = sum(
            rng.normal(0, 0.18) * np.sin(2 * np.pi * (t / period + rng.random()))
            for period in (YEAR, rng.uniform(80, 200))
        )
        observed_ar = float(np.clip(rng.normal(0.31, 0.17), -0.08, 0.58)) + v.more_ar
        self.answer_share = share = float(rng.uniform(0.3, 0.5))
        self.rng, self.v, self.sort, self.gained = rng, v, sort, gained
        self.level = held + (gained[-1] - gained) + slow
        self.spread = SPREAD * v.noise * float(np.exp(rng.normal(0, 0.22)))
        self.latent_ar = min(observed_ar / (1 - share), 0.88)
        self.functioning = float(rng.normal(9.0, 0.7))
        self.slope = float(rng.uniform(0.4, 0.8))
        self.feelings = float(rng.normal(4.3, 0.9))
        self.answers = float(rng.beta(9, 2.2))
        self.steps = _scale_in_use(rng)


class _Does:
    """What episodes do, a day: points of each channel, factors on what is done; and the doings."""

    def __init__(self, rng: Rng, n: int) -> None:
        self.distress, self.feelings, self.functioning = np.zeros((3, n))
        self.practising, self.answering = np.ones((2, n))
        self.sessions = _sessions(rng, n)
        self.practices: Events = []
        # events that lead nowhere: about seven a year, as many as twenty for some
        many = rng.poisson(rng.gamma(2.5, 2.8) * n / YEAR)
        self.events: Events = [(d, *_event(rng, 1)) for d in rng.integers(0, n, many).tolist()]


def course(seed: int, variant: str = "ordinary") -> Course:
    """The course of `seed` (the same for the same seed) in one of `VARIANTS`."""
    v, n = VARIANTS[variant], YEAR * VARIANTS[variant].years
    rng = np.random.default_rng([20_260, seed])
    person = _Person(rng, v, n)
    does = _Does(rng, n)
    truth = _plan(person, does.sessions, n)
    for episode in truth:
        _APPLY[episode.kind](person, episode, does)
    does.practices += _practices(rng, does.practising, n)
    channels = _channels(person, does)
    first = int(np.datetime64("2021-01-01").astype(int)) + int(rng.integers(0, 1400))
    dates = np.arange(first, first + n).astype("datetime64[D]").astype(str).tolist()
    entries = [
        *_checkins(person, does, channels, dates),
        *_measures(rng, v, channels["distress"], dates),
        *_issues(person, does, dates),
        *(Entry(dates[d], "practice", k, m, "") for d, k, m in does.practices),
        *(Entry(dates[d], "event", k, w, "") for d, k, w in does.events),
        *(Entry(dates[d], "session", k, w, "") for d, (k, w) in does.sessions.items()),
    ]
    return Course(Record.of(entries, f"{variant}-{seed}"), truth, n)


def _rows(dates: list[str], kind: str, name: str, days: Days, values: Days) -> list[Entry]:
    pairs = zip(days.tolist(), values.tolist(), strict=True)
    return [Entry(dates[d], kind, name, x, "") for d, x in pairs]


def _ramp(at: Days, length: float) -> Days:
    """From 0 to 1 over `length` days, flat at both ends (smoothstep)."""
    x = np.clip(at / max(length, 1e-9), 0, 1)
    return x * x * (3 - 2 * x)


def _scale_in_use(rng: Rng) -> Days:
    """The numbers that a person ever picks: all, halves too, or a few only."""
    few = ([0, 2, 4, 6, 8, 10], [1, 3, 5, 7, 9], [0, 2, 3, 5, 7, 8, 10], [1, 2, 3, 5, 6, 8])
    scales = [np.arange(11.0), np.arange(0, 10.5, 0.5), *(np.array(x, dtype=float) for x in few)]
    return scales[int(rng.choice(6, p=[0.58, 0.17, 0.07, 0.06, 0.06, 0.06]))]


def _sessions(rng: Rng, n: int) -> Sessions:
    """Sessions by day: each week or fortnight, some left out; a third with emotional work."""
    every = 7 if rng.random() < 0.75 else 14
    place = "in_person" if rng.random() < 0.6 else "video"
    usual = rng.normal(4.6, 0.9)
    days = np.arange(int(rng.integers(0, every)), n, every)
    days = days[rng.random(len(days)) > 0.12]
    work = np.clip(np.rint(rng.normal(usual, 2.0, len(days))), 0, 10)
    return {int(d): (place, float(w)) for d, w in zip(days, work, strict=True)}


def _plan(person: _Person, sessions: Sessions, n: int) -> tuple[Episode, ...]:
    """The episodes, one after the other, with at least three quiet weeks between two."""
    rng, kinds = person.rng, ["deeper", "backstep", "pause", "relapse"]
    odds = [0.65, 0, 0.35, 0] if person.sort == "stuck" else [0.40, 0.30, 0.12, 0.18]
    visits = np.array(sorted(sessions))
    found: list[Episode] = []
    day = QUIET + float(rng.exponential(40))
    while day < n - 14:
        kind = str(rng.choice(kinds, p=odds))
        start, loss = int(day), 0.0
        if kind == "deeper":
            # two or three days after a session, or after writing
            coming = visits[visits >= start]
            if rng.random() < 0.75 and len(coming):
                start = int(coming[0] + rng.integers(1, 4))
            length = float(rng.integers(6, 16))
        elif kind == "pause":
            length = 14 + rng.gamma(2.0, 9.0)
        else:
            if person.gained[start] < 2.0:  # too little is held yet to be lost
                day += 15
                continue
            loss = float(rng.uniform(*((0.3, 0.7) if kind == "backstep" else (0.75, 1.1))))
            loss += 0.35 * (kind == "relapse" and rng.random() < 0.12)  # below the start
            length = 24 + rng.gamma(2.2, 11.0) + 10 * (kind == "relapse")
        if start >= n - 5:
            break
        end = min(start + int(length), n)
        found.append(Episode(kind, start, end, float(loss)))
        day = end + 21 + float(rng.exponential(38))
    return tuple(found)


def _deeper(person: _Person, e: Episode, does: _Does) -> None:
    """Up in a day or two, then passing: a gamma-shaped bump, a fifth of it left at the end."""
    rng = person.rng
    t = np.arange(e.start, min(e.end + 6, len(does.distress)))
    x = (t - e.start + 1) / (rng.uniform(0.2, 0.36) * (e.end - e.start))
    shape = (x * np.exp(1 - x)) ** rng.uniform(0.8, 1.3)
    strong = rng.uniform(2.6, 4.4)
    does.feelings[t] += strong * shape
    does.distress[t] += strong * rng.uniform(*DEEPER_DISTRESS) * shape
    does.functioning[t] += rng.normal(0, 0.12) * shape
    days = [d for d in range(e.start - 3, e.start) if d in does.sessions]
    for d in days[-1:]:
        does.sessions[d] = (does.sessions[d][0], float(rng.integers(6, 11)))
    if not days:
        day, minutes = e.start - int(rng.integers(0, 3)), float(5 * rng.integers(4, 13))
        does.practices.append((day, "journaling", minutes))


def _setback(person: _Person, e: Episode, does: _Does) -> None:
    """In at once or creeping; uneven while it lasts; out over one to three weeks."""
    rng = person.rng
    t = np.arange(e.start, e.end, dtype=float)
    lost = e.loss * person.gained[e.start]
    if rng.random() < SUDDEN:
        into = 1 - np.exp(-(t - e.start + 1) / rng.uniform(0.5, 1.8))
    else:
        # most of it in the first half, so that the first day is a first day
        into = np.sin(np.pi / 2 * np.clip((t - e.start + 1) / rng.uniform(12, 21), 0, 1))
    back = min(rng.uniform(7, 20), 0.45 * len(t))
    over = e.end < len(does.distress)  # else the course ends within it
    out = 1 - _ramp(t - (e.end - back), back) * over
    uneven = 1 + 0.06 * np.sin(2 * np.pi * (t / rng.uniform(9, 20) + rng.random()))
    loss = lost * into * out * uneven
    at = slice(e.start, e.end)
    does.distress[at] += loss
    does.feelings[at] += rng.uniform(0.15, 0.5) * loss
    does.functioning[at] -= person.slope * rng.uniform(0.8, 1.2) * loss
    does.answering[at] *= 1 - 0.12 * rng.random()
    does.practising[at] *= rng.uniform(0.5, 0.95)
    # what often comes before: an event or two, practices dropped
    for _ in range(int(rng.choice(3, p=[0.4, 0.42, 0.18]))):
        does.events.append((e.start - int(rng.integers(0, 11)), *_event(rng, 3)))
    if rng.random() < 0.55:
        ahead = int(rng.integers(2, 10))
        does.practising[e.start - ahead : max(e.end - 7, e.start)] *= rng.uniform(0, 0.3)


def _pause(person: _Person, e: Episode, does: _Does) -> None:
    does.practising[e.start : e.end] *= 0.03 * (person.rng.random() < 0.3)
    if person.rng.random() < 0.5:  # some answer less, too
        does.answering[e.start : e.end] *= person.rng.uniform(0.5, 0.9)


_APPLY = {"deeper": _deeper, "backstep": _setback, "relapse": _setback, "pause": _pause}


def _event(rng: Rng, least: int) -> tuple[str, float | None]:
    weight = float(rng.integers(least, 6)) if rng.random() < 0.7 else None
    return EVENTS[int(rng.integers(len(EVENTS)))], weight


def _practices(rng: Rng, practising: Days, n: int) -> Events:
    """Two to four practices, each in spells of its own; and a week off here and there."""
    factor = practising.copy()
    for start in rng.integers(0, n, rng.poisson(2.0 * n / YEAR)):
        factor[start : start + int(rng.integers(4, 10))] *= 0.1
    found: Events = []
    names = rng.permutation(np.array(PRACTICES))[: int(rng.integers(2, 5))]
    for name in names.tolist():
        mood = np.sin(2 * np.pi * (np.arange(n) / rng.uniform(40, 150) + rng.random()))
        chance = np.clip(rng.uniform(0.2, 0.7) + 0.15 * mood, 0.02, 0.95) * factor
        days = np.flatnonzero(rng.random(n) < chance)
        minutes = np.maximum(5 * np.rint(rng.lognormal(2.8, 0.5, len(days)) / 5), 5)
        timed = rng.random() < 0.8
        found += [
            (d, name, m if timed else None)
            for d, m in zip(days.tolist(), minutes.tolist(), strict=True)
        ]
    return found


def _noise(rng: Rng, v: Variant, n: int) -> Days:
    """Heavy-tailed noise of variance 1."""
    noise: Days = rng.standard_t(v.tails, n) * np.sqrt((v.tails - 2) / v.tails)
    return noise


def _wander(rng: Rng, v: Variant, phi: float, n: int) -> Days:
    """AR(1) of variance 1."""
    shocks = _noise(rng, v, n) * np.sqrt(1 - phi * phi)
    shocks[0] /= np.sqrt(1 - phi * phi)
    return np.array(list(accumulate(shocks.tolist(), lambda x, e: phi * x + e)))


def _channels(person: _Person, does: _Does) -> dict[str, Days]:
    """What would be answered each day, before it is put on the scale."""
    rng, v, n = person.rng, person.v, len(does.distress)
    latent_sd = person.spread * np.sqrt(1 - person.answer_share)
    answer_sd = person.spread * np.sqrt(person.answer_share)
    shared = latent_sd * _wander(rng, v, person.latent_ar, n)
    stress = np.zeros(n + 3)  # one to three bad days, about once a month
    for d in rng.integers(0, n, rng.poisson(11 * n / YEAR)):
        stress[d : d + int(rng.integers(1, 4))] += rng.uniform(0.7, 2.0)
    stress = stress[:n]
    week = np.resize(
        rng.normal(0, 0.25) * np.cos(2 * np.pi * np.arange(7) / 7 + 6 * rng.random()), n
    )
    helped = np.zeros(n + 1)
    if does.practices and rng.random() < 0.5:  # one goes with a slightly better next day
        days = [d for d, name, _ in does.practices if name == does.practices[-1][1]]
        helped[np.array(days) + 1] = -rng.uniform(0.1, 0.5)
    worked = np.zeros(n + 1)
    hard = [d for d, (_, work) in does.sessions.items() if work >= 6]
    worked[hard] += rng.uniform(0.3, 1.2)
    worked[np.array(hard, dtype=int) + 1] += 0.3
    distress = person.level + does.distress + shared + stress + week + helped[:n]
    out = {"distress": distress + answer_sd * _noise(rng, v, n)}
    if v.channels == 1:
        return out
    own = latent_sd * _wander(rng, v, person.latent_ar, n)
    share = rng.uniform(0.3, 0.6)
    feelings = share * shared + np.sqrt(1 - share**2) * own + 0.6 * stress + worked[:n]
    feelings += person.feelings + 0.25 * (person.level - person.level.mean()) + does.feelings
    out["feelings"] = feelings + answer_sd * _noise(rng, v, n)
    own = latent_sd * _wander(rng, v, person.latent_ar, n)
    function = person.functioning - person.slope * person.level + does.functioning
    function -= rng.uniform(0.35, 0.65) * shared + 0.5 * (stress + week) - 1.1 * own
    out["functioning"] = function + 1.2 * answer_sd * _noise(rng, v, n)
    return out


def _checkins(
    person: _Person, does: _Does, channels: dict[str, Days], dates: list[str]
) -> list[Entry]:
    """Answers on the person's scale: fewer when it is worse than usual, and whole gaps."""
    rng, bad = person.rng, channels["distress"]
    worse = np.clip((bad - np.median(bad)) / 2, -2, 2)
    chance = does.answering / (1 + (1 / person.answers - 1) * np.exp(0.35 * worse))
    there = rng.random(len(bad)) < chance * min(1.0, 1.1 * person.v.a_week / 7)
    for d in np.flatnonzero(rng.random(len(bad)) < 0.010 * np.exp(0.5 * worse)):
        there[d : d + int(rng.geometric(0.22))] = False
    edges = (person.steps[1:] + person.steps[:-1]) / 2
    found: list[Entry] = []
    for name, wish in channels.items():
        given = there & (rng.random(len(bad)) > 0.02)  # now and then a question is skipped
        given[0] = True
        days = np.flatnonzero(given & (person.v.a_week > 0))
        found += _rows(
            dates, "checkin", name, days, person.steps[np.searchsorted(edges, wish[days])]
        )
    return found


def _measures(rng: Rng, v: Variant, distress: Days, dates: list[str]) -> list[Entry]:
    """PHQ-9 of the fortnight behind it."""
    every = v.phq9_every or (14 if rng.random() < 0.5 else 0)
    if not every:
        return []
    days = np.arange(0, len(distress), every)
    days = days[(rng.random(len(days)) > 0.08) | (days == 0)]
    total = np.concatenate([[0.0], np.cumsum(np.clip(distress, 0, 10))])
    # people remember the last days best, so the window is ten days and not fourteen
    low = np.maximum(days - 9, 0)
    mean = (total[days + 1] - total[low]) / (days + 1 - low)
    score = PHQ9_A_POINT * mean + PHQ9_NOISE * _noise(rng, v, len(days))
    return _rows(dates, "measure", "phq9", days, np.clip(np.rint(score), 0, 27))


def _issues(person: _Person, does: _Does, dates: list[str]) -> list[Entry]:
    """A quarter follow two issues; one of them may go back while the rest holds."""
    rng, n = person.rng, len(person.level)
    if rng.random() >= 0.25:
        return []
    found: list[Entry] = []
    for name in ("saying no", "sleeping alone"):
        level = 0.6 * (person.level + does.distress) + rng.uniform(1, 3)
        if rng.random() < 0.5:
            start = int(rng.integers(QUIET + 30, n - 30))
            t = np.arange(n) - start
            level = level + 2.5 * _ramp(t, 7) * (1 - _ramp(t - rng.uniform(20, 50), 10))
        days = np.flatnonzero(rng.random(n) < 0.3)
        given = np.clip(np.rint(level[days] + rng.normal(0, 1, len(days))), 0, 10)
        found += _rows(dates, "issue", name, days, given)
    return found
