"""The course filter as docs/methods/course.md writes it: slow, plain, one object a hypothesis.

Nothing here comes from the compiled loops; both read the same priors. Two approximations are part
of the model: onsets of a loss are kept apart for so many days, all older ones being one
hypothesis (`pooled`); and what weighs next to nothing is given up (`_normalise`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from onward.course import priors
from onward.course.columns import Columns
from onward.course.filter import Filtered

BLIP, DEEPER, BACKSTEP, RELAPSE, LARGE, GAIN = range(6)
LOSSES = (BACKSTEP, RELAPSE, LARGE)
DISTRESS, FEELINGS, FUNCTIONING, SCORES = range(4)
CHECKINS = (DISTRESS, FEELINGS, FUNCTIONING)
HARDER = (1, 1, -1, 1)  # the way in which a harder day moves each channel
NEVER = -99
NU = 7  # degrees of freedom of a day's number
NEGLIGIBLE = 1e-5  # an excursion that weighs no more is given up
MEMORY, PRACTICE_MEMORY = 0.995, 0.985  # what a day keeps of sums
OUTLYING = 3.0  # standard deviations
WEEK = 7  # days: more silence than that begins nothing, and no more of it is made up for
PLAUSIBLE, LIKELY = 0.01, 0.2  # belief from which a backstep is sized up, an onset told

B, T, RATES = priors.priors()
Pair = tuple[float, float]
Part = tuple[float, float, float]


def clip(x: float, low: float, high: float) -> float:
    return min(high, max(low, x))


def inlying(e: float, sd: float) -> float:
    """A residual as it is learned from: what lies far out counts as no further than that."""
    return clip(e, -OUTLYING * sd, OUTLYING * sd)


def moments(parts: list[Part]) -> Part:
    """Weight, mean and variance of a mixture of (weight, mean, variance)."""
    total = sum(w for w, _, _ in parts)
    mean = sum(w * m for w, m, _ in parts) / total
    var = sum(w * (v + (m - mean) ** 2) for w, m, v in parts) / total
    return total, mean, var


def long_run(noise: float, r: float) -> float:
    """Variance that a day counts with in a long mean of numbers that echo each other."""
    return noise * (1 + r) / (1 - r) * B.long_run


def weigh(y: list[float], noise: list[Pair], level: list[Pair]) -> tuple[float, dict[int, Pair]]:
    """Likelihood of a day's numbers, ``y = level + shared u + e`` with one u for all channels.

    By channel: `noise` is the variance of e and `shared`; `level` its mean and variance. What a
    channel tells of u, at first standard normal, is taken along to the next: a day that is bad
    all round is one piece of news. Also returned, by channel: gap times precision, precision.
    """
    likelihood, news, u, var_u = 1.0, {}, 0.0, 1.0
    for c in range(4):
        if math.isnan(y[c]):
            continue
        (own, shared), (expected, unsure) = noise[c], level[c]
        total = unsure + own + shared**2 * var_u
        gap = y[c] - expected - shared * u
        q = gap**2 / total
        likelihood *= (1 + q / NU) ** (-(NU + 1) / 2) / math.sqrt(total)  # Student's, unscaled
        weight = (NU + 1) / (NU + q)
        # an outlier teaches less; a number near the middle no more than under a normal
        pull, precision = news[c] = weight * gap / total, min(weight, 1.0) / total
        u += shared * var_u * pull
        var_u -= (shared * var_u) ** 2 * precision
    return likelihood, news


def practised(dropped: float, done: float, rate: float, left: float) -> Pair:
    """Likelihood of `done` at the usual rate or, where dropped, `left` of it; P(dropped) after."""
    kept, gone = (r if done else 1 - r for r in (rate, rate * left))
    both = (1 - dropped) * kept + dropped * gone
    return both, dropped * gone / both


@dataclass
class Excursion:
    """One template that began on one day: ``level = base + rise(age) moved``."""

    template: int
    kind: int
    began: float
    weight: float
    dropped: float  # P(practices dropped)
    per_stake: float  # one over the gain at stake when it began
    base: list[float]  # the level before it
    moved: list[float]  # mean and variance of the move
    unsure: list[float]
    older: bool = False  # stands for all onsets of its template that are not kept apart

    def rise(self, t: int, c: int) -> float:
        slot, days = T.first[self.template], t - self.began + 1
        if self.kind == DEEPER:  # a parabola over its length
            x = (days - 0.3) * T.per_day[slot]
            return float(max(0.0, 4 * x * (1 - x)) * (0.5 if c == SCORES else 1.0))
        most, step = (T.most_scores, T.per_day_scores) if c == SCORES else (np.ones(999), T.per_day)
        return float(min(most[slot], days * step[slot]))

    def level(self, t: int, c: int) -> Pair:
        r = self.rise(t, c)
        return self.base[c] + r * self.moved[c], r**2 * self.unsure[c]

    def part(self, c: int) -> Part:
        """Weight, mean and variance of the move in parts of the stake."""
        return self.weight, self.moved[c] * self.per_stake, self.unsure[c] * self.per_stake**2

    def take(self, t: int, y: list[float], noise: list[Pair]) -> None:
        """A Kalman step in each channel, robust to outliers."""
        likelihood, news = weigh(y, noise, [self.level(t, c) for c in range(4)])
        self.weight *= likelihood
        for c, (pull, precision) in news.items():
            reach = self.rise(t, c) * self.unsure[c]
            self.moved[c] += reach * pull
            self.unsure[c] -= reach**2 * precision

    def chance_to_end(self, t: int, days: int) -> float:
        """In the `days` for which today's numbers speak; 0 where there are none today."""
        if self.kind in LOSSES:  # silence is not coming back: only numbers end a loss
            return 1 - (1 - B.ends) ** min(days, WEEK) if self.older else 0.0
        over = t - self.began >= T.ring[self.template]
        return 1.0 if over else B.passes if self.kind == BLIP else 0.0


def pooled(a: Excursion, b: Excursion) -> Excursion:
    """Two onsets of one template as one: weights add up, the move keeps its first two moments.

    Of all else only the mean is kept.
    """

    def mean(x: float, y: float) -> float:
        return (a.weight * x + b.weight * y) / (a.weight + b.weight)

    means = {f: mean(getattr(a, f), getattr(b, f)) for f in ("began", "dropped", "per_stake")}
    moves = [moments([(e.weight, e.moved[c], e.unsure[c]) for e in (a, b)])[1:] for c in range(4)]
    return replace(
        a,
        weight=a.weight + b.weight,
        base=[mean(x, y) for x, y in zip(a.base, b.base, strict=True)],
        moved=[m for m, _ in moves],
        unsure=[v for _, v in moves],
        older=True,
        **means,
    )


@dataclass
class Sums:
    """A weighted sum and its weight: under a prior that weighs so many days, a mean."""

    total: float = 0.0
    weight: float = 0.0

    def add(self, total: float, weight: float, keep: float = 1.0) -> None:
        self.total, self.weight = keep * self.total + total, keep * self.weight + weight

    def mean(self, prior: float, days: float) -> float:
        return (days * prior + self.total) / (days + self.weight)


class Ordinary:
    """This person in ordinary days."""

    def __init__(self) -> None:
        self.base, self.unsure = B.start.tolist()
        self.noise, self.echo, self.common = [B.noise] * 4, [B.echo] * 4, B.common
        self.squares, self.echoes = [Sums() for _ in range(4)], [Sums() for _ in range(4)]
        self.slope, self.products = 0.0, Sums()
        self.weekdays = {(d, c): Sums() for d in range(7) for c in CHECKINS}
        self.residual, self.last = [0.0] * 4, [NEVER] * 4  # of the last number; its day
        self.seen, self.start = [0] * 4, [0.0] * 4  # numbers; the mean of the first ones

    def count(self, y: list[float], error: float) -> None:
        for c, first_ones in ((DISTRESS, 14), (SCORES, 3)):
            if not math.isnan(y[c]):
                self.seen[c] += 1
                if self.seen[c] <= first_ones:
                    self.start[c] += (y[c] - self.start[c]) / self.seen[c]
        if not math.isnan(y[SCORES]):  # the measure's own error, times this person's factor
            self.noise[SCORES] = error * self.squares[SCORES].mean(1.0, 4.0)
        often = self.seen[DISTRESS] >= 14
        self.lead = DISTRESS if often or not self.seen[SCORES] else SCORES  # it tells the level
        self.settled = often or self.seen[SCORES] >= 4  # known well enough for anything to begin

    def noise_of(self, t: int) -> list[Pair]:
        """As it counts against a lasting change: own variance, and loading of what is common."""
        noise = [(v, 0.0) for v in self.noise]
        for c in CHECKINS:
            days = t - self.last[c]
            var = long_run(self.noise[c], self.echo[c] ** days if days < 6 else 0.0)
            noise[c] = var * (1 - self.common), HARDER[c] * math.sqrt(var * self.common)
        return noise

    def learn(self, t: int, y: list[float], error: float, steady: float) -> None:
        """Noise, echo and what is common: means over steady days under their priors."""
        off = [v - b for v, b in zip(y, self.base, strict=True)]
        for c in CHECKINS:
            if not math.isnan(y[c]) and self.last[c] != NEVER:
                self._learn_noise(t, c, off[c], steady)
        if not math.isnan(y[SCORES]) and self.last[SCORES] != NEVER:
            self.squares[SCORES].add(steady * min(off[SCORES] ** 2 / error, OUTLYING**2), steady)
        if not math.isnan(y[DISTRESS]) and self.last[DISTRESS] != NEVER:
            z = [inlying(e / math.sqrt(n), 1.0) for e, n in zip(off, self.noise, strict=True)]
            others = [HARDER[c] * z[c] for c in (FEELINGS, FUNCTIONING) if not math.isnan(y[c])]
            self.products.add(steady * z[DISTRESS] * sum(others), steady * len(others), MEMORY)
            self.common = clip(self.products.mean(B.common, B.common_days), 0.1, 0.8)

    def _learn_noise(self, t: int, c: int, off: float, steady: float) -> None:
        e, before = inlying(off, math.sqrt(self.noise[c])), self.residual[c]
        self.squares[c].add(steady * e**2, steady, MEMORY)
        self.noise[c] = self.squares[c].mean(B.noise, B.noise_days)
        pair = steady if self.last[c] == t - 1 else 0.0
        self.echoes[c].add(pair * e * before, pair * before**2, MEMORY)
        self.echo[c] = clip(self.echoes[c].mean(B.echo, B.echo_days * self.noise[c]), 0.0, 0.7)

    def follow(self, t: int, y: list[float], told: list[float], steady: float) -> None:
        """A local level in each channel; its slope may only be a gain. `told` has weekdays in."""
        slope = self.slope if t - self.last[self.lead] <= 4 else 0.0  # no gain in silence
        self.slope *= B.damping
        along = {FEELINGS: B.feelings_follow, FUNCTIONING: -B.functioning_follows, self.lead: 1.0}
        for c in range(4):
            self.base[c] += slope * along.get(c, 0.0)
            ordinary = self.settled or math.isnan(y[c])
            self.unsure[c] += (B.drift if ordinary else B.drift_at_first) ** 2
            if math.isnan(y[c]):
                continue
            sd, noise = math.sqrt(self.unsure[c] + self.noise[c]), self.noise[c]
            if c in CHECKINS:
                noise = long_run(noise, self.echo[c])
                self.weekdays[t % 7, c].add(steady * inlying(told[c] - self.base[c], sd), steady)
            gain = steady * self.unsure[c] / (self.unsure[c] + noise)
            self.residual[c], self.last[c] = y[c] - self.base[c], t
            step = gain * inlying(self.residual[c], sd)
            self.base[c] += step
            self.unsure[c] *= 1 - gain
            if c == self.lead:
                self.slope = clip(self.slope + B.follow * step, -B.steepest, 0.0)


class Twin:
    """One course, evening after evening."""

    def __init__(self, c: Columns, whole: bool) -> None:
        self.c, self.person = c, Ordinary()
        self.hazard = priors.hazards(c.emotional, c.event, whole, RATES)
        self.steady = 1.0  # P(no excursion)
        self.dropped, self.dropped_on = 0.0, -1.0  # P(practices dropped), and since when
        self.practised, self.ever = Sums(2.0, 5.0), False  # as if on two of five days
        self.running: list[Excursion] = []

    def run(self) -> Filtered:
        return Filtered(*map(np.array, zip(*map(self.evening, range(len(self.c))), strict=True)))

    def evening(self, t: int) -> tuple[object, ...]:
        """One row of each of the fields of `Filtered`."""
        told, error, done = self.c.y[t].tolist(), self.c.error[t].item(), self.c.done[t].item()
        person = self.person
        person.count(told, error)
        usual = [person.weekdays[t % 7, c].mean(0.0, B.week_days) for c in CHECKINS]
        y = [v - u for v, u in zip(told, [*usual, 0.0], strict=True)]
        heard, days = not all(map(math.isnan, told)), t - max(person.last)  # since any number
        self._end(t, days if heard else 0)
        self._drop(t)
        self._pool(t)
        if person.settled and days <= WEEK:
            self._begin(t)
        if heard:
            noise = person.noise_of(t)
            self.steady *= weigh(y, noise, [*zip(person.base, person.unsure, strict=True)])[0]
            for e in self.running:
                e.take(t, y, noise)
        if done >= 0:
            self._weigh_practice(done)
        self._normalise()
        person.learn(t, y, error, self.steady)
        person.follow(t, y, told, self.steady)
        if done >= 0:
            self._learn_practice(done)
        beliefs = self._states(), *self._level(t), self._onset(), self.dropped_on
        return *beliefs, list(person.base), list(person.noise)

    def _end(self, t: int, days: int) -> None:
        """What ends goes back to steady, with its base; a gain, and some losses, stay."""
        p = self.person
        levels = [[(self.steady, p.base[c], p.unsure[c])] for c in range(4)]
        dropped = [(self.steady, self.dropped, 0.0)]
        for e in self.running:
            gone = e.weight * e.chance_to_end(t, days)
            e.weight -= gone
            dropped.append((gone, e.dropped, 0.0))
            for c in range(4):
                stays = gone * (1.0 if e.kind == GAIN else B.new_usual * (e.kind in LOSSES))
                levels[c].append((stays, e.base[c] + e.moved[c], e.unsure[c]))
                levels[c].append((gone - stays, e.base[c], p.unsure[c]))
        self.steady, self.dropped, _ = moments(dropped)
        for c in range(4):
            _, p.base[c], var = moments(levels[c])
            p.unsure[c] = max(var, 1e-4)

    def _drop(self, t: int) -> None:
        """Practices may be dropped, or taken up again, from one day to the next."""
        if self.ever:
            new, still = (1 - self.dropped) * B.drops, self.dropped * (1 - B.resumes)
            days = [(new, t, 0.0), (still, self.dropped_on, 0.0)]
            self.dropped, self.dropped_on, _ = moments(days)

    def _pool(self, t: int) -> None:
        """Only the last onsets of a loss are kept apart; all older ones are one hypothesis."""
        apart, older = [], {}
        for e in self.running:
            if e.older or (e.kind in LOSSES and t - e.began >= T.ring[e.template]):
                j = e.template
                older[j] = pooled(older[j], e) if j in older else replace(e, older=True)
            else:
                apart.append(e)
        self.running = [*apart, *older.values()]

    def _begin(self, t: int) -> None:
        p, steady, lead = self.person, self.steady, self.person.lead
        stake = max(B.least_stake, B.plus_stake + B.part_stake * (p.start[lead] - p.base[lead]))
        for j, kind in enumerate(T.kind.tolist()):
            new, dropped, unit = steady * self.hazard[t, j].item(), self.dropped, 1.0
            if kind in LOSSES:
                # likelier where practices were dropped; and it may bring the dropping with it
                new *= 1 + (B.drop_harder - 1) * self.dropped
                if self.ever:
                    dropped += (1 - dropped) * B.drops_with
                unit = stake
            self.steady -= new
            moved = [unit * m for m in B.size[kind].tolist()]
            sizes = zip(B.spread[kind].tolist(), p.unsure, strict=True)
            unsure = [(unit * sd) ** 2 + min(u, B.unsure) for sd, u in sizes]
            base = list(p.base)
            self.running.append(Excursion(j, kind, t, new, dropped, 1 / stake, base, moved, unsure))

    def _weigh_practice(self, done: float) -> None:
        rate = clip(self.practised.mean(0.0, 0.0), 0.03, 0.97)
        both, self.dropped = practised(self.dropped, done, rate, B.left)
        self.steady *= both
        for e in self.running:
            left = B.left_in_loss if e.kind in LOSSES else B.left
            both, e.dropped = practised(e.dropped, done, rate, left)
            e.weight *= both

    def _learn_practice(self, done: float) -> None:
        kept = self.steady * (1 - self.dropped)
        self.practised.add(kept * done, kept, PRACTICE_MEMORY)
        self.ever = True

    def _normalise(self) -> None:
        """Weights sum to one, but for what is then given up: it is shared out tomorrow."""
        total = self.steady + sum(e.weight for e in self.running)
        self.steady /= total
        for e in self.running:
            e.weight /= total
        self.running = [e for e in self.running if e.weight > NEGLIGIBLE]

    def _states(self) -> list[float]:
        w = [sum(e.weight for e in self.running if e.kind == k) for k in range(6)]
        pause = self.steady * self.dropped
        pause += sum(e.weight * e.dropped for e in self.running if e.kind == BLIP)
        hardly = self._hardly() if w[BACKSTEP] > PLAUSIBLE else 0.0
        calm = self.steady + w[BLIP] + w[GAIN] - pause + hardly
        states = [calm, w[DEEPER], w[BACKSTEP] - hardly, pause, w[RELAPSE] + w[LARGE]]
        return [x / sum(states) for x in states]

    def _hardly(self) -> float:
        """Weight of backsteps by hardly a part of the stake, taken as normal over all of them."""
        backsteps = [e for e in self.running if e.kind == BACKSTEP]
        weight, mean, var = moments([e.part(self.person.lead) for e in backsteps])
        return weight * NormalDist(mean, math.sqrt(max(var, 1e-4))).cdf(B.hardly)

    def _level(self, t: int) -> Pair:
        """Mean and standard deviation; what was given up today counts as nothing."""
        p, c = self.person, self.person.lead
        parts = [(e.weight, *e.level(t, c)) for e in self.running]
        parts.append((self.steady, p.base[c], p.unsure[c]))
        mean = sum(w * m for w, m, _ in parts)
        var = sum(w * (v + m**2) for w, m, v in parts) - mean**2
        return clip(mean, 0.0, 10.0), math.sqrt(max(var, 1e-6))

    def _onset(self) -> float:
        """Of the likeliest excursion that is no blip or gain, where one is likely at all."""
        calm = self.steady + sum(e.weight for e in self.running if e.kind in (BLIP, GAIN))
        others = [e for e in self.running if e.kind not in (BLIP, GAIN)]
        return max(others, key=lambda e: e.weight).began if 1 - calm > LIKELY else -1.0
