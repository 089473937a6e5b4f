"""Fit the priors of the course engine on invented courses and write them down.

    python benchmarks/fit_priors.py [--minutes 20] [--people 120] [--write]

What is made smaller, for each sort of people (`SHARES`): setbacks not seen at one false alarm a
person-year, deeper steps called a setback, one minus the macro-F1 of the four kinds (yardstick.py),
and two proper scores that keep the beliefs honest: the logarithmic loss of P(backstep) + P(relapse)
each evening, and that of the four kinds. With the proper scores alone the beliefs were as well
calibrated but two in a hundred fewer setbacks were seen. The courses are those of
`onward.simulate` and those made by other hands (other_courses.py), seeds from 1; figures are
reported from seeds of 300,000 and up.

The search is a small evolution strategy with a spread for each number (Ros & Hansen 2008,
"A simple modification in CMA-ES achieving linear time and space complexity"); the same seed,
people and number of rounds give the same priors.
"""

import argparse
import math
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onward import simulate
from onward._kernels import days
from onward.course import priors
from onward.course.columns import Columns, columns

sys.path.insert(0, str(Path(__file__).parent))
import other_courses
import yardstick

FILE = Path(__file__).parent.parent / "src/onward/course/priors.toml"
HEAD = """# Priors of the course engine: benchmarks/fit_priors.py fits them on invented courses and
# writes this file. priors.py says what each number is, docs/methods/course.md how they were chosen.
# Rows of size and spread: blip, deeper, backstep, relapse, larger (in parts of the gain at stake),
# gain; columns: distress, feelings, functioning, placed scores.
"""
# not fitted: what is known before any number, limits, and shapes
FIXED = {"start", "damping", "steepest", "unsure", "drift_at_first", "new_usual", "templates"}
MOST = {"echo": 0.6, "common": 0.8, "ends": 0.5, "passes": 0.95, "left": 0.6,
        "left_in_loss": 0.8, "drops_with": 0.95, "feelings_follow": 1.0, "functioning_follows": 1.0,
        "hardly": 0.5}  # fmt: skip
# weights of: missed, called, one minus F1, loss of days, loss of kinds
WEIGHTS = np.array([1.0, 0.5, 0.5, 0.5, 0.1])
SHARES = {
    ("own", "ordinary"): 1.0, ("own", "noisy"): 1.0, ("own", "heavy_tails"): 1.0,
    ("own", "one_channel"): 0.3, ("own", "sparse"): 0.3, ("other", "ordinary"): 1.0,
    ("other", "noisy"): 1.0, ("other", "heavy_tails"): 1.0,
}  # fmt: skip
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Episode:
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Course:
    columns: Columns
    truth: tuple[Episode, ...]


def course_of(maker: str, variant: str, seed: int) -> Course:
    if maker == "own":
        made: Any = simulate.course(seed, simulate.VARIANTS[variant])
        days = len(made.level)
    else:
        made = other_courses.course(seed, variant)
        days = made.days
    first = int(made.record.day[0])
    late = first - simulate.FIRST_DAY.toordinal() if maker == "own" else 0
    truth = tuple(Episode(t.kind, t.start - late, t.end - late) for t in made.truth)
    return Course(columns(made.record, first, first + days - late - 1), truth)


def courses(people: int, half: int) -> dict[tuple[str, str], list[Course]]:
    """Half of the courses, a list a sort of people."""
    return {
        sort: [course_of(*sort, seed) for seed in range(1 + half, 1 + round(people * share), 2)]
        for sort, share in SHARES.items()
    }


def loss(told: dict[str, Any], by_sort: dict[tuple[str, str], list[Course]]) -> float:
    """Weighted mean over the sorts of people."""
    parts = [SHARES[name] * float(WEIGHTS @ _losses(told, cs)) for name, cs in by_sort.items()]
    return sum(parts) / sum(SHARES.values())


def _losses(told: dict[str, Any], all_courses: list[Course]) -> Floats:
    beliefs, templates, rates = priors.read(told)
    believed = []
    for c in all_courses:
        n, y = len(c.columns), c.columns
        states, rows, bases = np.empty((n, 5)), np.empty((n, 4)), np.empty((n, 2, 4))
        h = priors.hazards(y.emotional, y.event, True, rates)
        days.run(y.y, y.error, y.done, h, beliefs, templates, states, rows, bases)
        believed.append((states / states.sum(axis=1, keepdims=True), c.truth))
    scored = [(s[:, 2] + s[:, 4], truth) for s, truth in believed]
    found = yardstick.found(scored, yardstick.threshold_for(scored))
    f1 = yardstick.macro_f1(believed)["macro"]
    each_day = [_days(score, truth) for score, truth in scored]
    kinds = [x for states, truth in believed for x in _kinds(states, truth)]
    return np.array([1 - found.seen, found.called, 1 - f1, np.mean(each_day), np.mean(kinds)])


def _days(score: Floats, truth: tuple[Episode, ...]) -> float:
    p = np.clip(score, 1e-4, 1 - 1e-4)
    lost = yardstick.under_way(len(p), truth) > 0
    return -float(np.log(np.where(lost, p, 1 - p))[yardstick.FROM_DAY :].mean())


def _kinds(states: Floats, truth: tuple[Episode, ...]) -> Iterator[float]:
    for e in truth:
        day = min(e.start + 14, len(states) - 1)
        q = np.clip(states[min(day, e.end - 1) if e.kind == "deeper" else day, 1:], 1e-4, 1.0)
        yield -math.log(q[yardstick.KINDS.index(e.kind)] / q.sum())


class Numbers:
    """The fitted numbers as one vector: logarithms, but sizes as they are."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.at = [("numbers", k) for k in told["numbers"] if k not in FIXED]
        self.at += [("after", k) for k in told["after"]]
        self.at += [("every", k, i) for k in told["every"] for i in range(len(told["every"][k]))]
        self.at += [(t, r, c) for t in ("size", "spread") for r in range(6) for c in range(3)]

    def start(self) -> tuple[Floats, Floats]:
        x, spread = [], []
        for at in self.at:
            value = self._get(at)
            x.append(value if at[0] == "size" else math.log(value))
            spread.append(0.04 if at[0] == "size" else 0.08)
        return np.array(x), np.array(spread)

    def _get(self, at: tuple[Any, ...]) -> float:
        value = self.told["tables"][at[0]] if at[0] in ("size", "spread") else self.told[at[0]]
        for key in at[1:]:
            value = value[key]
        return float(value)

    def file(self, x: Floats) -> dict[str, Any]:
        """The tables of priors.toml with these numbers, to four digits."""
        out = {k: _copy(v) for k, v in self.told.items()}
        for at, value in zip(self.at, x, strict=True):
            number = value if at[0] == "size" else min(math.exp(value), MOST.get(at[1], math.inf))
            into = out["tables"][at[0]] if at[0] in ("size", "spread") else out[at[0]]
            for key in at[1:-1]:
                into = into[key]
            into[at[-1]] = float(f"{number:.4g}")
        for name in ("size", "spread"):  # scores are on the scale of distress
            for row in (2, 3, 4):
                out["tables"][name][row][3] = out["tables"][name][row][0]
        return out


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    return [_copy(v) for v in value] if isinstance(value, list) else value


def search(
    f: Callable[[list[Floats]], list[float]], x: Floats, spread: Floats, minutes: float, seed: int
) -> Floats:
    """Separable CMA-ES with fourteen tries a round; the mean of the last round."""
    rng, n, tries = np.random.default_rng(seed), len(x), 14
    best = tries // 2
    w = math.log(best + 0.5) - np.log(np.arange(1, best + 1))
    w /= w.sum()
    eff = 1 / (w**2).sum()
    cs, cc = (eff + 2) / (n + eff + 5), (4 + eff / n) / (n + 4 + 2 * eff / n)
    damp = 1 + cs + 2 * max(0.0, math.sqrt((eff - 1) / (n + 1)) - 1)
    c1 = 2 / ((n + 1.3) ** 2 + eff) * (n + 2) / 3
    cm = min(1 - c1, 2 * (eff - 2 + 1 / eff) / ((n + 2) ** 2 + eff) * (n + 2) / 3)
    chi = math.sqrt(n) * (1 - 1 / (4 * n))
    step, var, ps, pc = 1.0, spread**2, np.zeros(n), np.zeros(n)
    end, rounds = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < end:
        z = rng.normal(size=(tries, n))
        values = f(list(x + step * np.sqrt(var) * z))
        order = np.argsort(values)[:best]
        zm = w @ z[order]
        x = x + step * np.sqrt(var) * zm
        ps = (1 - cs) * ps + math.sqrt(cs * (2 - cs) * eff) * zm
        pc = (1 - cc) * pc + math.sqrt(cc * (2 - cc) * eff) * np.sqrt(var) * zm
        var = (1 - c1 - cm) * var + c1 * pc**2 + cm * (w @ (var * z[order] ** 2))
        step *= math.exp(cs / damp * (np.linalg.norm(ps) / chi - 1))
        rounds += 1
        if rounds % 10 == 1:
            print(f"round {rounds}: best {min(values):.5f}, median {np.median(values):.5f}")
    return x


_mine: dict[tuple[str, str], list[Course]] = {}


def _load(people: int, half: int) -> None:
    _mine.update(courses(people, half))


def _of_my_half(files: list[dict[str, Any]]) -> list[float]:
    return [loss(told, _mine) for told in files]


def write(told: dict[str, Any]) -> str:
    """The text of priors.toml."""

    def row(values: list[float]) -> str:
        return "[" + ", ".join(repr(v) for v in values) + "]"

    lines = [HEAD, "[numbers]", *(f"{k} = {v!r}" for k, v in told["numbers"].items())]
    lines += ["", "[tables]"]
    for name, rows in told["tables"].items():
        lines += [f"{name} = [", *(f"    {row(r)}," for r in rows), "]"]
    for table in ("templates", "every", "after"):
        lines += ["", f"[{table}]", *(f"{k} = {v!r}" for k, v in told[table].items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help=f"replace {FILE.name}")
    asked = parser.parse_args()
    numbers = Numbers(tomllib.loads(FILE.read_text()))
    pools = [ProcessPoolExecutor(1, initializer=_load, initargs=(asked.people, h)) for h in (0, 1)]

    def f(xs: list[Floats]) -> list[float]:
        files = [numbers.file(x) for x in xs]
        halves = [pool.submit(_of_my_half, files) for pool in pools]
        return [(a + b) / 2 for a, b in zip(*(h.result() for h in halves), strict=True)]

    x, spread = numbers.start()
    print(f"before: {f([x])[0]:.5f}")
    x = search(f, x, spread, asked.minutes, asked.seed)
    print(f"after: {f([x])[0]:.5f}")
    text = write(numbers.file(x))
    FILE.write_text(text) if asked.write else print(text)


if __name__ == "__main__":
    main()
