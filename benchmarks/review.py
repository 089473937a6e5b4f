"""How long a review takes.

    python benchmarks/review.py [--runs 30]

Prints medians: a person-year with five channels, warm, in this process; its course alone (the
beliefs, then all of it); and the whole command `onward review FILE` on that year, cold, as a
process of its own.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import onward
from onward import formats, simulate
from onward.course import follow
from onward.course.columns import columns
from onward.course.filter import run
from onward.record import Entry, Record


def five_channels() -> Record:
    """A year with distress, feelings, functioning, hope and sleep."""
    year = simulate.course(1).record
    more = [
        Entry(e.when, "checkin", name, 10 - (e.value or 0), "")
        for e in year
        if e.kind == "checkin" and e.name == "distress"
        for name in ("hope", "sleep")
    ]
    return Record.of([*year, *more])


def timed(what, runs: int) -> float:
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        what()
        took.append(time.perf_counter() - began)
    return median(took) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    record = five_channels()
    onward.review(record)
    first, last = int(record.day[0]), int(record.day[-1])
    print(f"{len(record)} entries, {last - first + 1} days")
    print(f"review, warm: {timed(lambda: onward.review(record), runs):.2f} ms")
    c = columns(record, first, last)
    print(f"its course, states and level and onsets, warm: {timed(lambda: run(c), runs):.2f} ms")
    print(f"with announcements, gain and episodes, warm: {timed(lambda: follow(c), runs):.2f} ms")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "year.csv")
        with file.open("w", encoding="utf-8", newline="") as out:
            formats.write_onward_csv(record, out)
        command = [str(Path(sys.executable).with_name("onward")), "review", str(file)]

        def cold() -> None:
            subprocess.run(command, check=True, capture_output=True)

        cold()
        print(f"onward review FILE, cold: {timed(cold, max(3, runs // 5)):.0f} ms")


if __name__ == "__main__":
    main()
