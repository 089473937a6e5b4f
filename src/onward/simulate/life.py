"""What happens in an invented life: the level, episodes, stress, events and practices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onward.simulate.people import Kind, Setting, Truth

Floats = NDArray[np.float64]
_KINDS: tuple[Kind, ...] = ("deeper", "backstep", "pause", "relapse")
_EVENTS = ("moved_home", "work_stress", "conflict", "family_issue", "illness", "money", "loss")
_PRACTICES = ("mindful_walk", "journaling", "meditation", "talking")
# What a setback costs who has no gain to lose is a share of so many points.
_NO_GAIN = 3.5


def episodes_of(rng: np.random.Generator, setting: Setting) -> tuple[Truth, ...]:
    """Draw what is to happen: kinds, lengths, sizes, with weeks of ordinary life between."""
    out: list[Truth] = []
    day = setting.quiet_days + int(rng.exponential(30))
    while day < setting.days - 20:
        kind: Kind = _KINDS[int(rng.choice(4, p=[0.35, 0.3, 0.2, 0.15]))]
        low, high = {
            "deeper": (4, 15),
            "backstep": (21, 56),
            "pause": (14, 42),
            "relapse": (28, 70),
        }[kind]
        end = min(day + int(rng.integers(low, high + 1)), setting.days)
        loss = {"backstep": rng.uniform(0.3, 0.65), "relapse": 0.8 + rng.exponential(0.15)}
        out.append(Truth(kind, day, end, float(min(loss.get(kind, 0.0), 1.4))))
        day = end + 30 + int(rng.exponential(45))
    return tuple(out)


class Life:
    """One invented life, drawn in the order in which things happen.

    Attributes
    ----------
    base, level : (days,) arrays
        Distress without and with the episodes.
    moved : (3, days) array
        What episodes add to distress, feelings, functioning.
    stress : (days,) array
        What hard days add.
    practising : (days,) array
        Factor on the usual rates of practising.
    """

    def __init__(self, rng: np.random.Generator, s: Setting, truth: tuple[Truth, ...]) -> None:
        self.rng, self.s, self.truth = rng, s, truth
        self.start, self.gain, self.base = self._gains()
        self.usual = {str(p): rng.uniform(0.35, 0.75) for p in rng.permutation(_PRACTICES)[:2]}
        self.practising = np.ones(s.days)
        self.moved = np.zeros((3, s.days))
        self.events: list[tuple[int, str, float | None]] = []
        self.emotional: set[int] = set()
        self.written: set[int] = set()
        for e in truth:
            if e.issue is None:
                self._happen(e)
        self.level = np.clip(self.base + self.moved[0], 0, 10)
        self.stress = self._stress_days()
        self._nothing_comes_of_it()

    def _gains(self) -> tuple[float, float, Floats]:
        """Start, gain, and the way from one to the other: one of five shapes."""
        rng, days = self.rng, np.arange(self.s.days)
        start = float(np.clip(rng.normal(6.4, 0.9), 4.5, 8.5))
        gain = min(float(rng.uniform(2.2, 4.2)), start - 1.2)
        who, shape = rng.random(), rng.random()
        if who < self.s.began_well:
            return 2.5, 0.0, np.full(self.s.days, 2.5)
        if who < self.s.began_well + self.s.stuck:
            return start, 0.0, np.full(self.s.days, start)
        if shape < 0.6:
            share = 1 - np.exp(-days / rng.uniform(25, 60))
        elif shape < 0.8:
            share = np.clip(days / rng.uniform(60, 150), 0, 1)
        else:
            jumps = np.sort(rng.integers(16, 110, 2))
            first = rng.uniform(0.3, 0.7)
            share = first * (days >= jumps[0]) + (1 - first) * (days >= jumps[1])
        return start, gain, start - gain * share

    def _happen(self, e: Truth) -> None:
        if e.kind == "deeper":
            self._go_deeper(e)
        elif e.kind == "pause":
            gone = slice(e.start, min(self.s.days, e.end))
            self.practising[gone] *= self.rng.choice([0.0, 0.05, 0.15])
        else:
            self._lose(e)

    def _go_deeper(self, e: Truth) -> None:
        """Feelings rise much, distress some; functioning holds, or nearly."""
        rng = self.rng
        along = np.clip((np.arange(self.s.days) - e.start + 0.7) / (e.end - e.start + 0.4), 0, 1)
        peak = rng.uniform(0.15, 0.5)
        sine = np.sin(np.pi * along)
        tent = np.minimum(along / peak, (1 - along) / (1 - peak))
        plateau = np.clip(np.minimum(along, 1 - along) * 5, 0, 1)
        shape = (sine, tent, plateau)[int(rng.integers(3))]
        self.moved[1] += rng.uniform(2.3, 4.5) * shape
        self.moved[0] += rng.uniform(0.5, 1.8) * shape
        self.moved[2] -= rng.uniform(0.0, 0.4) * shape
        where = self.emotional if rng.random() < 0.7 else self.written
        where.add(max(0, e.start - int(rng.integers(0, 5))))

    def _lose(self, e: Truth) -> None:
        """Part of the gain goes, at once or creeping, for weeks, and comes back over days."""
        rng, n, days = self.rng, self.s.days, np.arange(self.s.days)
        at_stake = self.gain or _NO_GAIN
        rise = float(rng.choice([1, 2, 3, 5, 8, 14, 18, 21]))
        up = np.clip((days - e.start + 1) / rise, 0, 1)
        back = rng.uniform(4, 14)
        down = np.clip((e.end + back / 2 - days) / back, 0, 1)
        shape = np.where(days < e.start, 0, np.minimum(up, down))
        lost = e.loss * at_stake * shape
        self.moved[0] += lost
        self.moved[1] += rng.uniform(0.2, 0.8) * lost
        self.moved[2] -= rng.uniform(0.45, 0.95) * lost
        if rng.random() < 0.6:
            gone = slice(max(0, e.start + int(rng.integers(-6, 4))), min(n, e.end))
            self.practising[gone] *= rng.uniform(0.05, 0.4)
        if rng.random() < 0.6:
            when = max(0, e.start - int(rng.integers(0, 10)))
            self.events.append((when, str(rng.choice(_EVENTS)), float(rng.integers(2, 6))))

    def _stress_days(self) -> Floats:
        rng, out = self.rng, np.zeros(self.s.days)
        for day in np.flatnonzero(rng.random(self.s.days) < 1 / rng.uniform(18, 40)):
            out[day : day + int(rng.integers(1, 4))] += rng.uniform(1.0, 2.8)
            if rng.random() < 0.25:
                self.events.append((int(day), str(rng.choice(_EVENTS)), None))
        return out

    def _nothing_comes_of_it(self) -> None:
        """Events and sessions of emotional work after which nothing happens."""
        rng, n = self.rng, self.s.days
        for day in np.flatnonzero(rng.random(n) < 1 / 70):
            self.events.append((int(day), str(rng.choice(_EVENTS)), float(rng.integers(1, 6))))
        self.emotional |= {int(d) for d in np.flatnonzero(rng.random(n) < 1 / 45)}

    def noise(self, sd: float) -> Floats:
        """Autocorrelated mood plus noise of the answer, about half of the variance each."""
        n, rng = self.s.days, self.rng
        phi = min(rng.uniform(0.3, 0.75) + self.s.inertia, 0.9)
        share = rng.uniform(0.4, 0.65)
        if np.isinf(self.s.tails):
            draw = rng.normal(size=(2, n))
        else:
            draw = rng.standard_t(self.s.tails, (2, n)) * np.sqrt(1 - 2 / self.s.tails)
        mood = draw[0]
        for t in range(1, n):
            mood[t] = phi * mood[t - 1] + np.sqrt(1 - phi**2) * mood[t]
        noise: Floats = sd * (np.sqrt(share) * mood + np.sqrt(1 - share) * draw[1])
        return noise
