"""How far the engine's setbacks lie from the true ones, and how often "shorter" is right.

    python benchmarks/fit_next_time.py [--people 800]

Fits the constants of `onward.next_time` to invented courses, then checks the module as it ships
on other invented courses: of each pair of setbacks that ended one after the other, what was said
and what was true. A setback that nobody lived (it overlaps no true one) makes what is said of it
false, whatever it is. All of these courses are invented.
"""

import argparse
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from statistics import NormalDist

import numpy as np

import onward
from onward import next_time, simulate
from onward.next_time import LIKELY, SETTLED_DAYS, WEEK, Measured, measured

DAYS = 730
VARIANTS = ("ordinary", "noisy", "heavy_tails", "sparse")
FIT, CHECK = 811_000, 831_000
CDF = NormalDist().cdf
# Days and hardest week of a true setback; None where nobody lived it.
True_ = tuple[int, float] | None


def true_one(v: simulate.Virtual, start: int, end: int) -> True_:
    """The true setback that overlaps most with these days."""
    found = [(min(end, t.end) - max(start, t.start), t) for t in v.truth if t.issue is None]
    best, t = max(found, key=lambda f: f[0], default=(0, None))
    if t is None or best <= 0:
        return None
    level = v.level[t.start : t.end]
    week = min(WEEK, len(level))
    return len(level), float(np.convolve(level, np.full(week, 1 / week), mode="valid").max())


def pairs(seed: int, people: int) -> Iterator[tuple]:
    """The two measured, the two true ones, and what was said two weeks after the second."""
    for at in range(people):
        setting = replace(simulate.VARIANTS[VARIANTS[at % len(VARIANTS)]], days=DAYS)
        v = simulate.course(seed + at, setting)
        r = onward.review(v.record)
        zero = r.first
        ended = [e for e in r.episodes if e.kind in ("backstep", "relapse") and e.ended]
        for e in ended[1:]:
            until = e.ended + timedelta(days=SETTLED_DAYS)
            if until > r.until:
                continue
            seen = onward.review(v.record, until=until)
            said = next_time.next_time(seen)
            if said is None:
                continue
            true = [true_one(v, *((d - zero).days for d in s)) for s in (said.before, said.last)]
            two = [x for x in seen.episodes if x.kind in ("backstep", "relapse")][-2:]
            yield *(measured(seen, x) for x in two), *true, said


def loss(seen: np.ndarray, error: np.ndarray, apart: float, less: np.ndarray) -> float:
    """Mean log loss of the chance."""
    z = seen * apart / (error * np.hypot(apart, error))
    p = np.clip([CDF(x) for x in z], 1e-6, 1 - 1e-6)
    return -float(np.where(less, np.log(p), np.log(1 - p)).mean())


def fit(found: list[tuple[Measured, Measured, True_, True_, object]]) -> None:
    both = [(a, b, s, t) for a, b, s, t, _said in found if s and t]
    shorter = np.array([s[0] > t[0] for _a, _b, s, t in both])
    seen = np.array([math.log(a.days / b.days) for a, b, _s, _t in both])
    grid = product((0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6), (0.2, 0.3, 0.4, 0.5, 0.6))
    print("length", min((loss(seen, np.full(len(seen), e * 2**0.5), a, shorter), e, a)
                        for e, a in grid))  # fmt: skip
    lower = np.array([s[1] > t[1] for _a, _b, s, t in both])
    seen = np.array([a.level - b.level for a, b, _s, _t in both])
    own = next_time.LEVEL_ERROR**2
    wide = np.array(
        [(a.level_sd**2 + b.level_sd**2 - 2 * own) / next_time.OF_THE_INTERVAL**2
         for a, b, _s, _t in both]
    )  # fmt: skip
    grid3 = product((0.1, 0.2, 0.3, 0.4, 0.5), (0.3, 0.5, 0.7, 1.0), (0.9, 1.2, 1.5, 2.0))
    print("level", min((loss(seen, np.sqrt(2 * e * e + k * k * wide), a, lower), e, k, a)
                       for e, k, a in grid3))  # fmt: skip


def check(found: list[tuple[Measured, Measured, True_, True_, next_time.NextTime]]) -> None:
    print(f"{len(found)} pairs; {sum(not (s and t) for _a, _b, s, t, _x in found)} with a setback "
          "that nobody lived")  # fmt: skip
    for at, name in enumerate(("shorter", "shallower")):
        p = np.array([getattr(said, name) for *_rest, said in found])
        there = np.array([bool(s and t) for _a, _b, s, t, _x in found])
        less = np.array([bool(s and t and s[at] > t[at]) for _a, _b, s, t, _x in found])
        print(name)
        for low in np.arange(0, 1, 0.1):
            mine = there & (p >= low) & (p < low + 0.1 + (low > 0.85))
            print(f"  said {p[mine].mean():.2f}  true {less[mine].mean():.2f}  of {mine.sum()}")
        for word, told, right in (
            ("less", p >= LIKELY, less),
            ("more", p <= 1 - LIKELY, there & ~less),
        ):
            print(f"  {word}: said in {told.mean():.2f}, false in {1 - right[told].mean():.3f}"
                  f" ({1 - right[told & there].mean():.3f} where both were lived)")  # fmt: skip


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--people", type=int, default=800)
    people = ask.parse_args().people
    fit(list(pairs(FIT, people)))
    check(list(pairs(CHECK, people)))
