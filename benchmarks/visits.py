"""Scores alone, on real people: how well a visit foretells a lasting loss.

    python benchmarks/visits.py FILE [--limit 5] [--name phq9]

FILE has the columns person_id, month (or day) and the score in a column of the measure's name, as
the monthly PHQ-9 of a trial (Lynch et al. 2020, doi:10.1192/bjp.2019.53) has. Truth at a visit: the
mean of the next three scores (at least two) minus the best mean of three consecutive earlier ones
is at least `limit`. Prints the area under the curve of P(backstep) + P(relapse) that evening and of
the usual scores; "earlier" is read in both ways, without and with the visit itself.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onward.course import follow
from onward.course.columns import columns
from onward.record import Entry, Record

Floats = NDArray[np.float64]
FIRST, MONTH = date(2024, 1, 1), 30.4


def people(path: Path, name: str) -> Iterator[tuple[NDArray[np.int64], Floats]]:
    """Days and scores of each person."""
    rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row[name] not in ("", "NA"):
                day = float(row["day"]) if "day" in row else float(row["month"]) * MONTH
                rows[row["person_id"]].append((round(day), float(row[name])))
    for scores in rows.values():
        days, values = zip(*sorted(scores), strict=True)
        yield np.array(days) - days[0], np.array(values)


def onward(days: NDArray[np.int64], x: Floats, name: str) -> Floats:
    """P(backstep) + P(relapse) on the evening of each visit."""
    entries = [
        Entry((FIRST + timedelta(int(d))).isoformat(), "measure", name, float(v), "")
        for d, v in zip(days, x, strict=True)
    ]
    c = columns(Record.of(entries), FIRST.toordinal(), FIRST.toordinal() + int(days[-1]))
    p = follow(c).filtered.states
    return np.asarray((p[:, 2] + p[:, 4])[days])


def best_of_three(x: Floats) -> Floats:
    """Lowest mean of three consecutive scores so far; infinite before there are three."""
    three = np.convolve(x, np.ones(3) / 3)[2 : len(x)] if len(x) > 2 else np.zeros(0)
    return np.minimum.accumulate(np.concatenate([[np.inf, np.inf], three])[: len(x)])


def usual(x: Floats) -> dict[str, Floats]:
    """What is in use: the score or its moving average against the best so far."""
    smooth = x.astype(float)
    for i in range(1, len(x)):
        smooth[i] = 0.5 * x[i] + 0.5 * smooth[i - 1]
    best = np.minimum.accumulate(x)
    before = np.concatenate([[np.inf], best_of_three(x)[:-1]])
    return {
        "last change": np.concatenate([[0.0], np.diff(x)]),
        "score minus best so far": x - best,
        "score minus best mean of three": x - before,
        "moving average minus best mean of three": smooth - before,
    }


def area(score: Floats, true: NDArray[np.bool_]) -> float:
    """Area under the curve; ties count half."""
    hits, rest = score[true], score[~true]
    above = (hits[:, None] > rest[None, :]).mean()
    return float(above + 0.5 * (hits[:, None] == rest[None, :]).mean())


def truth(x: Floats, limit: float, itself: bool) -> Iterator[tuple[int, bool]]:
    """Visits at which the truth can be told, and what it is."""
    best = best_of_three(x) if itself else np.concatenate([[np.inf], best_of_three(x)[:-1]])
    for i in range(len(x)):
        after = x[i + 1 : i + 4]
        if len(after) >= 2 and np.isfinite(best[i]):
            yield i, bool(after.mean() - best[i] >= limit)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=float, default=5)
    parser.add_argument("--name", default="phq9")
    asked = parser.parse_args()
    done = [(x, {"Onward": onward(d, x, asked.name), **usual(x)})
            for d, x in people(asked.file, asked.name)]  # fmt: skip
    print("| score | the visit is not among the earlier ones | it is |\n|---|---|---|")
    for which in done[0][1]:
        print(
            f"| {which} | " + " | ".join(_area(done, which, asked.limit, w) for w in (0, 1)) + " |"
        )


def _area(done: list[tuple[Floats, dict[str, Floats]]], which: str, limit: float, it: int) -> str:
    score, true = [], []
    for x, scores in done:
        for i, lost in truth(x, limit, bool(it)):
            score.append(scores[which][i])
            true.append(lost)
    return f"{area(np.nan_to_num(np.array(score), neginf=-1e9), np.array(true)):.3f}"


if __name__ == "__main__":
    main()
