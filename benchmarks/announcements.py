"""What the program says, against the known truth of invented people.

    python benchmarks/announcements.py [--people 150]

Prints a row a variant: false setbacks a person-year, share of true setbacks said within 35 days
of their start, median delay, share of deeper steps called a setback, and how many deeper steps
and pauses were told. Seeds start at 90,000; nothing was fitted on them.
"""

import argparse
from dataclasses import dataclass, field
from statistics import median

from onward import simulate
from onward.course import follow
from onward.course.columns import columns

SETBACK = ("backstep", "relapse")
FROM_DAY = 35


@dataclass
class Tally:
    years: float = 0.0
    false: int = 0
    true: int = 0
    delays: list[int] = field(default_factory=list)
    deeper: int = 0
    called_setback: int = 0
    told_deeper: int = 0
    pauses: int = 0
    told_pause: int = 0

    def add(self, v: simulate.Virtual) -> None:
        first = int(v.record.day[0])
        c = columns(v.record, first, first + len(v.level) - 1)
        said = [(d, w) for d, w in enumerate(follow(c).said.announced) if w and d >= FROM_DAY]
        self.years += (len(v.level) - FROM_DAY) / 365
        setbacks = [t for t in v.truth if t.kind in SETBACK]
        for d, w in said:
            near = any(t.start <= d <= t.end + 28 for t in setbacks)
            self.false += w in SETBACK and not near
        for t in v.truth:
            self._episode(t, said, len(v.level))

    def _episode(self, t: simulate.Truth, said: list[tuple[int, str]], days: int) -> None:
        inside = [(d, w) for d, w in said if t.start <= d <= t.start + 35]
        if t.kind in SETBACK and t.start + 35 <= days:
            self.true += 1
            self.delays += [d - t.start for d, w in inside if w in SETBACK][:1]
        if t.kind == "deeper":
            self.deeper += 1
            self.called_setback += any(w in SETBACK and d <= t.end for d, w in inside)
            self.told_deeper += any(w == "deeper" for _, w in inside)
        if t.kind == "pause":
            self.pauses += 1
            self.told_pause += any(w == "pause" for _, w in inside)

    def row(self, name: str) -> str:
        def share(a: int, b: int) -> str:
            return f"{a / b:.2f}" if b else "-"

        return " | ".join(
            [
                name,
                f"{self.false / self.years:.2f}",
                share(len(self.delays), self.true),
                f"{median(self.delays):.0f} days" if self.delays else "-",
                share(self.called_setback, self.deeper),
                share(self.told_deeper, self.deeper),
                share(self.told_pause, self.pauses),
            ]
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=150)
    people = parser.parse_args().people
    print("people | false a year | seen | delay | deeper called setback | deeper told | pause told")
    for name, setting in simulate.VARIANTS.items():
        tally = Tally()
        for seed in range(people if name != "long" else people // 5):
            tally.add(simulate.course(90_000 + seed, setting))
        print(tally.row(name))


if __name__ == "__main__":
    main()
