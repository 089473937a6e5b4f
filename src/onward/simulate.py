"""Virtual courses with known truth: public, seeded, invented.

Every person that comes out of here is invented. The sizes rest on published numbers where
there are any (docs/methods/simulate.md names them); the four kinds are Onward's proposal, so
their shapes are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onward.record import Entry, Record

Kind = Literal["deeper", "backstep", "pause", "relapse"]
_KINDS: tuple[Kind, ...] = ("deeper", "backstep", "pause", "relapse")
_EVENTS = (
    "moved_home",
    "work_stress",
    "conflict",
    "family_issue",
    "illness",
    "money",
    "loss",
)
_EXAMPLE = 1116
_PRACTICES = ("mindful_walk", "journaling", "meditation", "talking")


@dataclass(frozen=True, slots=True)
class Setting:
    """What kind of person and record to invent.

    Attributes
    ----------
    days : int
        Length of the course.
    noise : float
        Factor on the day-to-day noise.
    tails : float
        Degrees of freedom of the noise; infinity is normal.
    answered : float
        Chance of a check-in on an ordinary day.
    weekly : bool
        A PHQ-9 each week and no check-ins.
    channels : tuple of str
        Which check-ins are written down.
    began_well : float
        Share of people who have no gain to lose.
    quiet_days : int
        Days at the start in which nothing but ordinary days happens.
    issues : tuple of str
        What this person works on and rates about three times a week.
    """

    days: int = 365
    noise: float = 1.0
    tails: float = np.inf
    answered: float = 0.85
    weekly: bool = False
    channels: tuple[str, ...] = ("distress", "feelings", "functioning")
    began_well: float = 0.15
    quiet_days: int = 35
    issues: tuple[str, ...] = ()


ORDINARY = Setting()
VARIANTS: dict[str, Setting] = {
    "ordinary": ORDINARY,
    "noisy": replace(ORDINARY, noise=1.35),
    "heavy_tails": replace(ORDINARY, tails=3.0),
    "sparse": replace(ORDINARY, answered=3 / 7),
    "weekly": replace(ORDINARY, weekly=True),
    "one_channel": replace(ORDINARY, channels=("distress",)),
    "long": replace(ORDINARY, days=5 * 365),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """One true episode.

    Attributes
    ----------
    kind : str
    start, end : int
        First day and first day back, counted from 0.
    loss : float
        Share of the gain that is lost.
    issue : str or None
        The one issue that goes back while the rest holds; None for the whole person.
    """

    kind: Kind
    start: int
    end: int
    loss: float
    issue: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Virtual:
    """An invented person.

    Attributes
    ----------
    record : Record
        What they wrote down.
    truth : tuple of Truth
        What was going on.
    level : (days,) float64 array
        The true level of distress, 0..10.
    """

    record: Record
    truth: tuple[Truth, ...]
    level: NDArray[np.float64]


def course(
    seed: int,
    setting: Setting = ORDINARY,
    *,
    start: date = date(2025, 1, 1),
    episodes: tuple[Truth, ...] | None = None,
    person: str = "me",
) -> Virtual:
    """Invent one person.

    Parameters
    ----------
    seed : int
        The same seed gives the same person.
    setting : Setting
        One of `VARIANTS`, or your own.
    start : date
        The first day.
    episodes : tuple of Truth, optional
        What is to happen; drawn where it is left out.
    person : str
        Id in the record.

    Returns
    -------
    Virtual
    """
    rng = np.random.default_rng(seed)
    truth = _episodes(rng, setting) if episodes is None else episodes
    life = _Life(rng, setting, truth)
    entries = life.write(start)
    return Virtual(Record.of(entries, person), truth, life.level)


def example() -> Record:
    """The invented record that the app and the documentation show: fourteen months.

    The seed was picked so that the picture is easy to read; it is no measure of anything.
    """
    truth = (
        Truth("deeper", 118, 129, 0.0),
        Truth("backstep", 190, 222, 0.5),
        Truth("pause", 268, 292, 0.0),
        Truth("backstep", 372, 430, 0.38),
        Truth("backstep", 360, 430, 0.45, issue="calls"),
    )
    setting = replace(
        ORDINARY,
        days=412,
        began_well=0.0,
        answered=0.9,
        issues=("calls", "sleeping alone"),
    )
    made = course(_EXAMPLE, setting, start=date(2025, 9, 1), episodes=truth, person="example")
    words = (
        ("2026-02-08", "A good week. I called my sister and it was easy."),
        (
            "2026-08-02",
            "I notice that I get up without a fight. Walking before work does it.",
        ),
        ("2026-09-20", "The new flat is loud. I go to bed late and do not walk."),
    )
    notes = [Entry(when, "note", "", None, text) for when, text in words]
    moved = [Entry("2026-09-03", "event", "moved_home", 4.0, "")]
    return Record.of([*made.record, *moved, *notes], made.record.person)


def _episodes(rng: np.random.Generator, setting: Setting) -> tuple[Truth, ...]:
    out: list[Truth] = []
    day = setting.quiet_days + int(rng.exponential(30))
    while day < setting.days - 20:
        kind: Kind = _KINDS[int(rng.choice(4, p=[0.35, 0.3, 0.2, 0.15]))]
        low, high = {
            "deeper": (5, 14),
            "backstep": (21, 56),
            "pause": (14, 42),
            "relapse": (28, 70),
        }[kind]
        end = min(day + int(rng.integers(low, high + 1)), setting.days)
        loss = {"backstep": rng.uniform(0.3, 0.65), "relapse": rng.uniform(0.8, 1.1)}
        out.append(Truth(kind, day, end, float(loss.get(kind, 0.0))))
        day = end + 30 + int(rng.exponential(45))
    return tuple(out)


class _Life:
    """One invented life, drawn in the order in which things happen."""

    def __init__(self, rng: np.random.Generator, s: Setting, truth: tuple[Truth, ...]) -> None:
        self.rng, self.s, self.truth = rng, s, truth
        n = s.days
        self.start = float(np.clip(rng.normal(6.4, 0.9), 4.5, 8.5))
        gain = float(rng.uniform(2.2, 4.2))
        if rng.random() < s.began_well:
            self.start, self.gain, base = 2.5, 0.0, np.full(n, 2.5)
        else:
            self.gain = min(gain, self.start - 1.2)
            base = self.start - self.gain * (1 - np.exp(-np.arange(n) / rng.uniform(25, 60)))
        self.usual = {str(p): rng.uniform(0.35, 0.75) for p in rng.permutation(_PRACTICES)[:2]}
        self.practising = np.ones(n)
        self.moved = np.zeros((3, n))
        self.events: list[tuple[int, str, float | None]] = []
        self.emotional: set[int] = set()
        self.written: set[int] = set()
        for e in truth:
            if e.issue is None:
                self._happen(e)
        self.level = np.clip(base + self.moved[0], 0, 10)
        self.base = base
        self.stress = self._stress_days()

    def _happen(self, e: Truth) -> None:
        rng, n, days = self.rng, self.s.days, np.arange(self.s.days)
        at_stake = self.gain or 4.0
        if e.kind == "deeper":
            shape = np.sin(np.pi * np.clip((days - e.start + 0.7) / (e.end - e.start), 0, 1))
            self.moved[1] += rng.uniform(2.5, 4.5) * shape
            self.moved[0] += rng.uniform(0.6, 1.8) * shape
            where = self.emotional if rng.random() < 0.7 else self.written
            where.add(max(0, e.start - int(rng.integers(0, 4))))
            return
        gone = slice(max(0, e.start - int(rng.integers(0, 6))), min(n, e.end))
        if e.kind == "pause":
            self.practising[slice(e.start, gone.stop)] *= 0.05
            return
        rise = float(rng.choice([1.0, 3.0, 14.0, 20.0]))
        up = np.clip((days - e.start + 1) / rise, 0, 1)
        down = np.clip((e.end + 7 - days) / 10, 0, 1)
        shape = np.where(days < e.start, 0, np.minimum(up, down))
        self.moved[0] += e.loss * at_stake * shape
        self.moved[1] += 0.5 * e.loss * at_stake * shape
        self.moved[2] -= rng.uniform(0.5, 0.9) * e.loss * at_stake * shape
        if rng.random() < 0.6:
            self.practising[gone] *= rng.uniform(0.05, 0.4)
        if rng.random() < 0.65:
            when = max(0, e.start - int(rng.integers(1, 9)))
            self.events.append((when, str(rng.choice(_EVENTS)), float(rng.integers(2, 6))))

    def _stress_days(self) -> NDArray[np.float64]:
        out = np.zeros(self.s.days)
        for day in np.flatnonzero(self.rng.random(self.s.days) < 1 / 25):
            out[day : day + int(self.rng.integers(1, 4))] += self.rng.uniform(1.2, 2.8)
            if self.rng.random() < 0.25:
                self.events.append((int(day), str(self.rng.choice(_EVENTS)), None))
        return out

    def _noise(self, sd: float) -> NDArray[np.float64]:
        """Autocorrelated mood plus noise of the answer, about half of the variance each."""
        n, rng = self.s.days, self.rng
        phi, share = rng.uniform(0.3, 0.75), rng.uniform(0.4, 0.6)
        if np.isinf(self.s.tails):
            draw = rng.normal(size=(2, n))
        else:
            draw = rng.standard_t(self.s.tails, (2, n)) * np.sqrt(1 - 2 / self.s.tails)
        mood = np.empty(n)
        last = draw[0, 0]
        for t in range(n):
            last = phi * last + np.sqrt(1 - phi**2) * draw[0, t] if t else last
            mood[t] = last
        noise: NDArray[np.float64] = sd * (np.sqrt(share) * mood + np.sqrt(1 - share) * draw[1])
        return noise

    def write(self, start: date) -> list[Entry]:
        """What this person writes down, day after day."""
        rng, s, n = self.rng, self.s, self.s.days
        weekly = rng.uniform(0, 0.4) * np.sin(2 * np.pi * (np.arange(n) + rng.integers(7)) / 7)
        sd = s.noise * rng.uniform(0.9, 1.5)
        shared = self._noise(sd * 0.7) + weekly
        feel_at = rng.uniform(3, 4.5)
        means = {
            "distress": self.level + self.stress + shared,
            "feelings": feel_at + 0.3 * (self.base - 4) + self.moved[1] + self.stress + shared,
            "functioning": 8 - 0.5 * self.base + self.moved[2] - 0.5 * self.stress - shared,
        }
        step = 2.0 if rng.random() < 0.1 else 1.0
        answers = {
            k: np.clip(np.round((v + self._noise(sd * 0.75)) / step) * step, 0, 10)
            for k, v in means.items()
        }
        heavy = np.clip((self.level - self.base + self.stress) / 10, 0, 0.5)
        there = rng.random(n) < s.answered - 0.5 * heavy
        days = [(start + timedelta(d)).isoformat() for d in range(n)]
        return [
            *self._checkins(days, answers, there),
            *self._scores(days),
            *self._issues(days, there),
            *self._practices(days, there),
            *self._sessions(days),
            *(Entry(days[d], "event", name, w, "") for d, name, w in self.events),
        ]

    def _checkins(
        self,
        days: list[str],
        answers: dict[str, NDArray[np.float64]],
        there: NDArray[np.bool_],
    ) -> list[Entry]:
        if self.s.weekly:
            return []
        return [
            Entry(days[d], "checkin", name, float(answers[name][d]), "")
            for d in np.flatnonzero(there)
            for name in self.s.channels
        ]

    def _issues(self, days: list[str], there: NDArray[np.bool_]) -> list[Entry]:
        out = []
        for name in self.s.issues:
            own = self.base + self.rng.uniform(-1, 1)
            for e in self.truth:
                if e.issue == name:
                    own[e.start : e.end] += e.loss * (self.gain or 4.0)
            said = np.clip(np.round(own + 0.6 * self._noise(1.0)), 0, 10)
            when = np.flatnonzero(there & (self.rng.random(len(days)) < 3 / 7))
            out += [Entry(days[d], "issue", name, float(said[d]), "") for d in when]
        return out

    def _scores(self, days: list[str]) -> list[Entry]:
        every = 7 if self.s.weekly else 28
        out = []
        for d in range(every, self.s.days, every):
            mean = self.level[max(0, d - 13) : d + 1].mean()
            score = np.clip(round(2.6 * mean - 1 + self.rng.normal(0, 2.1)), 0, 27)
            out.append(Entry(days[d], "measure", "phq9", float(score), ""))
        return out

    def _practices(self, days: list[str], there: NDArray[np.bool_]) -> list[Entry]:
        out = []
        for name, rate in self.usual.items():
            done = (self.rng.random(len(days)) < rate * self.practising) & there
            minutes = self.rng.choice([10, 15, 20, 30], len(days))
            out += [
                Entry(days[d], "practice", name, float(minutes[d]), "")
                for d in np.flatnonzero(done)
            ]
        return [
            *out,
            *(Entry(days[d], "practice", "journaling", 25.0, "") for d in self.written),
        ]

    def _sessions(self, days: list[str]) -> list[Entry]:
        out = []
        for d in sorted({*range(3, len(days), 7), *self.emotional}):
            work = 8.0 if d in self.emotional else float(self.rng.integers(1, 6))
            out.append(Entry(days[d], "session", "in_person", work, ""))
        return out
