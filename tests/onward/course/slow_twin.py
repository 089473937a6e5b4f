"""The course filter as docs/methods/course.md writes it: plain Python, one object a hypothesis."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from onward.course import priors
from onward.course.columns import Columns

KEPT_APART = 48
SCORES = 3


@dataclass
class Excursion:
    kind: int
    began: float
    weight: float
    base: list[float]
    moved: list[float]
    unsure: list[float]
    dropped: float = 0.5
    old: bool = False

    def share(self, age: float) -> float:
        if priors.MOVES[self.kind] == 0 or age < 0:
            return 0.0
        return min(1.0, (age + 1) / priors.RISE[self.kind])


class Twin:
    def __init__(self, c: Columns, whole: bool) -> None:
        self.c = c
        self.hazard = priors.hazards(c.emotional, c.event, deeper=whole, pause=whole)
        self.base = [float(x) for x in priors.START[0]]
        self.unsure = [float(x) for x in priors.START[1]]
        self.slope = 0.0
        n = priors.NOISE
        self.n0, self.s0, self.r0, self.phi0, done0, days0, self.least, self.w0 = (
            float(x) for x in n
        )
        self.noise = [self.s0] * 3 + [0.0]
        self.phi = [self.phi0] * 3 + [0.0]
        self.sums = [[0.0] * 4 for _ in range(4)]
        self.practised = [done0, days0]
        self.steady = 1.0
        self.running: list[Excursion] = []
        self.known = [False] * 4
        self.better = [0.0] * 4
        self.yesterday = [math.nan] * 4
        self.seen = [0, 0, 0, 0]
        self.began = [0.0] * 4

    def run(self) -> tuple[np.ndarray, np.ndarray]:
        states, levels = [], []
        for t in range(len(self.c)):
            belief, level = self.evening(t)
            states.append(belief)
            levels.append(level)
        return np.array(states), np.array(levels)

    def evening(self, t: int) -> tuple[list[float], float]:
        y = [float(v) for v in self.c.y[t]]
        done = float(self.c.done[t])
        self._count(y, float(self.c.error[t]))
        lead = 0 if self.seen[0] >= 14 or not self.seen[SCORES] else SCORES
        self._leave(t)
        self._arrive(t, lead)
        rate = min(0.97, max(0.03, self.practised[0] / self.practised[1]))
        self.steady *= self._steady_likelihood(y, done, rate)
        for e in self.running:
            c = 1 if e.kind == 1 else lead
            before = self._rises(e, c)
            e.weight *= self._likelihood(e, t, y, done, rate)
            if e.kind != 7:
                e.weight *= self._rises(e, c) / before
        total = self.steady + sum(e.weight for e in self.running)
        self.steady /= total
        for e in self.running:
            e.weight /= total
        calm = self.steady + sum(e.weight for e in self.running if e.kind == 7)
        self._turn(y, calm)
        self._learn(y, calm, float(self.c.error[t]))
        self._track(y, calm, lead)
        belief, level = self._say(t, lead)
        if done >= 0:
            self.practised = [
                0.985 * self.practised[0] + self.steady * done,
                0.985 * self.practised[1] + self.steady,
            ]
        self.known = [k or not math.isnan(v) for k, v in zip(self.known, y, strict=True)]
        self.yesterday = [*y[:3], math.nan]
        return belief, level

    def _count(self, y: list[float], error: float) -> None:
        if not math.isnan(y[SCORES]):
            s = self.sums[SCORES]
            self.noise[SCORES] = error * (self.w0 + s[0]) / (self.w0 + s[1])
        for c, most in ((0, 14), (SCORES, 3)):
            if not math.isnan(y[c]):
                self.seen[c] += 1
                if self.seen[c] <= most:
                    self.began[c] += (y[c] - self.began[c]) / self.seen[c]

    def _leave(self, t: int) -> None:
        back, total = [0.0] * 4, self.steady
        for e in self.running:
            first, rate, force = priors.EXITS[e.kind]
            age = t - e.began
            if age < first:
                continue
            gone = e.weight * (1.0 if age >= force else rate)
            e.weight -= gone
            total += gone
            for c in range(4):
                back[c] += gone * (self.base[c] if e.kind == 7 else e.base[c])
        for c in range(4):
            new = (self.steady * self.base[c] + back[c]) / total
            self.unsure[c] += self.steady / total * (self.base[c] - new) ** 2
            self.base[c] = new
        self.steady = total

    def _arrive(self, t: int, lead: int) -> None:
        ready = self.seen[0] >= 14 or self.seen[SCORES] >= 4
        stake = max(self.least, self.began[lead] - self.base[lead])
        before = self.steady
        for k in range(8):
            self._merge(t, k)
            unit = stake if 2 <= k <= 6 else 1.0
            h = float(self.hazard[t, k]) if ready and self.better[lead] < 0.6 else 0.0
            self.running.append(
                Excursion(
                    k,
                    t,
                    before * h,
                    list(self.base),
                    [float(m) * unit for m in priors.SIZE[k]],
                    [
                        (float(s) * unit) ** 2 + min(u, 0.25)
                        for s, u in zip(priors.SPREAD[k], self.unsure, strict=True)
                    ],
                )
            )
            self.steady -= before * h

    def _merge(self, t: int, kind: int) -> None:
        """Onsets 48 days ago join those that are older, by the moments of the mixture."""
        new = [
            e for e in self.running if e.kind == kind and not e.old and t - e.began >= KEPT_APART
        ]
        for e in new:
            self.running.remove(e)
            old = [o for o in self.running if o.kind == kind and o.old]
            if e.weight <= 0 and (not old or old[0].weight <= 0):
                continue
            if not old:
                e.old = True
                self.running.append(e)
                continue
            o, share = old[0], e.weight / (e.weight + old[0].weight)
            for c in range(4):
                gap = e.moved[c] - o.moved[c] if o.weight > 0 else 0.0
                o.unsure[c] = (
                    (1 - share) * o.unsure[c] + share * e.unsure[c] + share * (1 - share) * gap**2
                )
                o.moved[c] += share * (e.moved[c] - o.moved[c])
                o.base[c] += share * (e.base[c] - o.base[c])
            o.dropped += share * (e.dropped - o.dropped)
            o.began += share * (e.began - o.began)
            o.weight += e.weight

    def _density(self, z: float, mean: float, var: float) -> tuple[float, float]:
        eps = priors.OUTLIERS
        narrow = (1 - eps) * math.exp(-((z - mean) ** 2) / (2 * var))
        broad = eps / 3 * math.exp(-((z - mean) ** 2) / (2 * 9 * var))
        total = narrow + broad + 1e-30
        return total / math.sqrt(var), (narrow + broad / 9) / total

    def _steady_likelihood(self, y: list[float], done: float, rate: float) -> float:
        out = 1.0
        for c in range(4):
            if math.isnan(y[c]):
                continue
            phi = 0.0 if math.isnan(self.yesterday[c]) else self.phi[c]
            z = y[c] - self.base[c]
            if phi or not math.isnan(self.yesterday[c]):
                z -= phi * (self.yesterday[c] - self.base[c])
            var = self.unsure[c] * (1 - phi) ** 2 + self.noise[c] * (1 - phi**2)
            better = z > 0 if c == 2 else z <= 0
            out *= self._density(z, 0.0, var)[0] + (0.0075 if better else 0.0)
        return out if done < 0 else out * (rate if done else 1 - rate)

    def _likelihood(self, e: Excursion, t: int, y: list[float], done: float, rate: float) -> float:
        if e.weight <= priors.FLOOR:
            e.weight = 0.0
            return 0.0
        out = 1.0
        for c in range(4):
            if math.isnan(y[c]):
                continue
            load, z, noise = e.share(t - e.began), y[c] - e.base[c], self.noise[c]
            if not math.isnan(self.yesterday[c]):
                phi = self.phi[c]
                z -= phi * (self.yesterday[c] - e.base[c])
                load -= phi * e.share(t - e.began - 1)
                noise *= 1 - phi**2
            density, weight = self._density(z, load * e.moved[c], load**2 * e.unsure[c] + noise)
            out *= density
            noise /= max(weight, 1e-3)
            gain = e.unsure[c] * load / (load**2 * e.unsure[c] + noise)
            e.moved[c] += gain * (z - load * e.moved[c])
            e.unsure[c] *= 1 - gain * load
        if done < 0:
            return out
        kept, gone = priors.KEEP[e.kind] * rate, priors.GONE[e.kind] * rate
        if done == 0:
            kept, gone = 1 - kept, 1 - gone
        both = (1 - e.dropped) * kept + e.dropped * gone
        e.dropped = e.dropped * gone / both
        return out * both

    @staticmethod
    def _rises(e: Excursion, c: int) -> float:
        return 0.5 * math.erfc(-e.moved[c] / math.sqrt(2 * e.unsure[c])) + 1e-12

    def _say(self, t: int, lead: int) -> tuple[list[float], float]:
        belief = [self.steady, 0.0, 0.0, 0.0, 0.0]
        level = self.steady * self.base[lead]
        for e in self.running:
            belief[(0, 1, 2, 2, 4, 4, 4, 3)[e.kind]] += e.weight
            level += e.weight * (e.base[lead] + e.share(t - e.began) * e.moved[lead])
        return belief, level

    def _turn(self, y: list[float], calm: float) -> None:
        for c, sign in enumerate((-1, -1, 1, -1)):
            if math.isnan(y[c]):
                continue
            spread = math.sqrt(self.noise[c] * (1 + self.phi[c]) / (1 - self.phi[c]))
            z = max(-3.0, min(3.0, sign * (y[c] - self.base[c]) / spread))
            self.better[c] += 0.25 * calm * (z - self.better[c])
            early = self.seen[0] < 14 and self.seen[SCORES] < 4
            if self.better[c] > 1.2 or (early and self.better[c] < -1.2):
                self.unsure[c] = max(self.unsure[c], spread**2)

    def _learn(self, y: list[float], calm: float, error: float) -> None:
        for c in range(3):
            if math.isnan(y[c]) or not self.known[c] or self.better[c] > 1.2:
                continue
            limit = 3 * math.sqrt(self.noise[c])
            e = max(-limit, min(limit, y[c] - self.base[c]))
            s = self.sums[c] = [0.995 * x for x in self.sums[c]]
            s[0] += calm * e * e
            s[1] += calm
            if not math.isnan(self.yesterday[c]):
                s[2] += calm * e * (self.yesterday[c] - self.base[c])
                s[3] += calm * e * e
            self.noise[c] = (self.n0 * self.s0 + s[0]) / (self.n0 + s[1])
            phi = (self.r0 * self.phi0 * self.noise[c] + s[2]) / (
                self.r0 * self.noise[c] + s[3] + 1e-9
            )
            self.phi[c] = min(0.7, max(0.0, phi))
        if not math.isnan(y[SCORES]) and self.known[SCORES]:
            self.sums[SCORES][0] += calm * min(9.0, (y[SCORES] - self.base[SCORES]) ** 2 / error)
            self.sums[SCORES][1] += calm

    def _track(self, y: list[float], calm: float, lead: int) -> None:
        drift, damping, steepest, follow = (float(x) for x in priors.SLOPE)
        for c in range(4):
            self.unsure[c] += drift**2
            if c == lead:
                self.base[c] += self.slope
                self.slope *= damping
            if math.isnan(y[c]):
                continue
            inflated = self.noise[c] * (1 + self.phi[c]) / (1 - self.phi[c])
            gain = self.unsure[c] / (self.unsure[c] + inflated) * calm
            limit = 3 * math.sqrt(self.unsure[c] + self.noise[c])
            e = max(-limit, min(limit, y[c] - self.base[c]))
            self.base[c] += gain * e
            self.unsure[c] *= 1 - gain
            if c == lead:
                self.slope = max(-steepest, min(0.0, self.slope + follow * gain * e))
