"""What is believed of the length of setbacks before a person has any of their own.

    python benchmarks/fit_time_back.py [--people 240] [--write]

Fits `onward.recoveries.TimePrior` to setbacks as the engine sees them on invented courses, then
checks it on other invented courses, on which it looks each ninth day with what is known that
evening: how often do the true days still to go lie in the 80 % interval? With --write the
numbers go to src/onward/time_back.toml. All of these courses are invented; no published lengths
of setbacks on the days of a diary are known to us, so nothing real was fitted.
"""

import argparse
import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np

from onward import simulate
from onward.course import follow
from onward.course.columns import columns
from onward.recoveries import TimeBack, TimePrior, time_back

DAYS = 730
VARIANTS = ("ordinary", "noisy", "heavy_tails", "sparse")
FIT, CHECK = 710_000, 720_000
FILE = Path(__file__).parents[1] / "src" / "onward" / "time_back.toml"
HEAD = """\
# What is believed of the length of setbacks before a person has any of their own: fitted by
# benchmarks/fit_time_back.py to {n} setbacks of {people} invented people. Nobody lived them.
[prior]
"""
# Days of the ended setbacks of one person, and of those that ran on the last day.
Person = tuple[list[int], list[int]]


def course(seed: int, at: int) -> simulate.Virtual:
    setting = replace(simulate.VARIANTS[VARIANTS[at % len(VARIANTS)]], days=DAYS)
    return simulate.course(seed + at, setting)


def setbacks(record) -> Person:
    e = follow(columns(record, int(record.day[0]), int(record.day[-1])))
    mine = [s for s in e.stretches if s.kind in ("backstep", "relapse")]
    return (
        [max(1, s.end - s.start) for s in mine if s.end is not None],
        [len(e.columns) - 1 - s.start for s in mine if s.end is None],
    )


def likelihood(people: list[Person], p: TimePrior) -> float:
    """Log likelihood of all people, each with an own rate that is integrated out."""
    a, b, c = p.weight, p.scale**p.shape, p.shape
    total = 0.0
    for ended, running in people:
        n, lasted = len(ended), sum(t**c for t in ended + running)
        total += n * math.log(c) + (c - 1) * sum(math.log(t) for t in ended)
        total += math.lgamma(a + n) - math.lgamma(a) + a * math.log(b)
        total -= (a + n) * math.log(b + lasted)
    return total


def fitted(people: list[Person]) -> TimePrior:
    grid = product(range(1, 11), np.arange(1.5, 4.01, 0.25), range(30, 141, 2))
    tried = (TimePrior(float(w), float(c), float(s)) for w, c, s in grid)
    return max(tried, key=lambda p: likelihood(people, p))


def looks(v: simulate.Virtual, prior: TimePrior) -> Iterator[tuple[int, int, TimeBack | None]]:
    """Days so far, true days still to go and what is told, each ninth day of a true setback.

    Only days on which the engine says that one runs, with what is known that evening.
    """
    first = int(v.record.day[0])
    for true in v.truth:
        if true.kind not in ("backstep", "relapse") or true.end >= DAYS:
            continue
        for day in range(true.start + 9, true.end, 9):
            known = v.record.until(date.fromordinal(first + day))
            ended, running = setbacks(known)
            if running:
                told = time_back(ended, running[0], prior=prior)
                yield running[0], true.end - day, told


def report(seen: list[tuple[int, int, TimeBack | None]], name: str) -> None:
    told = [(left, t) for _, left, t in seen if t is not None]
    if not told:
        return
    inside = np.mean([t.low <= left <= t.high for left, t in told])
    below = np.mean([left < t.low for left, t in told])
    later = np.mean([left > t.high for left, t in told])
    over = np.mean([left > t.median for left, t in told])
    width = np.median([t.high - t.low for _, t in told])
    print(
        f"{name:24} {len(seen):5} looks, {len(seen) - len(told):3} without an answer; inside the "
        f"interval {inside:.2f}, sooner {below:.2f}, later {later:.2f}; "
        f"later than the median {over:.2f}; width {width:.0f} days"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=240)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    people = [setbacks(course(FIT, i).record) for i in range(given.people)]
    prior = fitted(people)
    n = sum(len(ended) for ended, _ in people)
    print(f"{n} ended setbacks of {given.people} people: {prior}")
    if given.write:
        lines = "".join(f"{k} = {v}\n" for k, v in asdict(prior).items())
        FILE.write_text(HEAD.format(n=n, people=given.people) + lines, encoding="utf-8")
    seen = [s for i in range(given.people // 2) for s in looks(course(CHECK, i), prior)]
    report(seen, "all")
    for low, high in ((0, 14), (15, 28), (29, 42), (43, 60), (61, DAYS)):
        report([s for s in seen if low <= s[0] <= high], f"running {low} to {high} days")
    for own in range(5):
        mine = [s for s in seen if s[2] is not None and s[2].own == own]
        report(mine, f"with {own} of their own")


if __name__ == "__main__":
    main()
