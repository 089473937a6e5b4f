"""Onward and its peers on the same invented courses, at the same false-alarm rate, in one run.

    python benchmarks/course.py [--people 150] [--courses own|other] [--variant ordinary]
                                [--alone] [--picture docs/pictures/course.svg]

`own` are the courses of `onward.simulate`; `other` those of `other_courses.py`, which were made by
other hands, without sight of the engine. Seeds start at 300,000; nothing is fitted on them. Prints
Markdown. `yardstick.py` has the rules, `peers.py` the detectors; `ruptures` and `river` are needed
for some of those, and a peer without its package is named as left out.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from xml.sax.saxutils import escape

from onward import simulate
from onward.course import ENGINE, follow
from onward.course.columns import Columns, columns

sys.path.insert(0, str(Path(__file__).parent))
import other_courses
import peers
import yardstick
from yardstick import Floats, Found

SEEDS = 300_000
WORKERS = 2
ONWARD = "Onward"
INVENTED = "These are invented courses."
MADE_BY = {"own": "of Onward's own simulator", "other": "made by other hands"}


@dataclass(frozen=True, slots=True)
class Followed:
    """One person: what was true, each detector's score, and what Onward believed and said."""

    truth: tuple[yardstick.Episode, ...]
    scores: dict[str, Floats]
    states: Floats
    words: list[str | None]
    took: dict[str, float]


def invent(courses: str, variant: str, seed: int) -> tuple[Columns, tuple[Any, ...]]:
    """A course's columns and its truth (of the whole person)."""
    if courses == "own":
        made: Any = simulate.course(seed, simulate.VARIANTS[variant])
        began, days = simulate.FIRST_DAY.toordinal(), len(made.level)
    else:
        made = other_courses.course(seed, variant)
        began, days = int(made.record.day[0]), made.days
    truth = tuple(e for e in made.truth if getattr(e, "issue", None) is None)
    return columns(made.record, began, began + days - 1), truth


def follow_one(courses: str, variant: str, alone: bool, seed: int) -> Followed:
    """Every detector on one course; times are milliseconds a person-year."""
    c, truth = invent(courses, variant, seed)
    took: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any], settings: int = 1) -> Any:
        began = time.perf_counter()
        made = work()
        took[name] = (time.perf_counter() - began) * 1000 / (len(c) / 365) / settings
        return made

    engine = timed(ONWARD, lambda: follow(c))
    p = engine.filtered.states
    scores = {ONWARD: p[:, 2] + p[:, 4]}
    for peer in () if alone else peers.available():
        scores[peer.name] = timed(peer.name, partial(peer.score, c.y), peer.settings)
    return Followed(truth, scores, p, list(engine.said.announced), took)


def warm(courses: str, variant: str, alone: bool) -> None:
    """Compile and import before anything is timed."""
    follow_one(courses, variant, alone, SEEDS - 1)


def run(people: int, courses: str, variant: str, alone: bool) -> list[Followed]:
    """All people, on two processes."""
    seeds = range(SEEDS, SEEDS + people)
    job = partial(follow_one, courses, variant, alone)
    about = (courses, variant, alone)
    with ProcessPoolExecutor(WORKERS, initializer=warm, initargs=about) as pool:
        return list(pool.map(job, seeds, chunksize=4))


def measure(done: list[Followed]) -> dict[str, Found]:
    """Each detector at its threshold for one false alarm a person-year."""
    out = {}
    for name in done[0].scores:
        scored = [(d.scores[name], d.truth) for d in done]
        out[name] = yardstick.found(scored, yardstick.threshold_for(scored))
    return out


def report(done: list[Followed], found: dict[str, Found], courses: str, variant: str) -> str:
    """The tables, as Markdown."""
    return "\n".join(
        [
            *_heading(done, found[ONWARD], courses, variant),
            *_detectors(done, found),
            "",
            *_onward(done),
            "",
            *(f"Left out, not installed: {p.name} (needs {p.package})." for p in peers.left_out()),
        ]
    )


def _heading(done: list[Followed], f: Found, courses: str, variant: str) -> Iterator[str]:
    years = sum(yardstick.years(len(d.states)) for d in done)
    yield f"### Courses {MADE_BY[courses]}: {variant.replace('_', ' ')}"
    yield ""
    yield (
        f"{INVENTED} {len(done)} people (seeds from {SEEDS:,}), {years:.0f} person-years that "
        f"count, {f.setbacks} backsteps and relapses, {f.deeper} deeper steps; "
        f"engine {ENGINE}. The standard error of a share near .80 is about "
        f"{(0.16 / max(1, f.setbacks)) ** 0.5:.2f} for setbacks. Times are medians while "
        f"{WORKERS} processes run; a detector whose values are few may stay below one false alarm."
    )
    yield ""


def _detectors(done: list[Followed], found: dict[str, Found]) -> Iterator[str]:
    yield (
        "| detector | false alarms a year | seen | median delay, days "
        "| deeper steps called a setback | ms a person-year |"
    )
    yield "|---|---|---|---|---|---|"
    for name, f in found.items():
        took = median(d.took[name] for d in done)
        # no delay where nothing was seen
        delay = f"{f.delay:.0f}" if f.delay == f.delay else "-"
        yield (f"| {name} | {f.false:.2f} | {f.seen:.2f} | {delay} | {f.called:.2f} | {took:.2f} |")


def _onward(done: list[Followed]) -> Iterator[str]:
    f1 = yardstick.macro_f1([(d.states, d.truth) for d in done])
    error = yardstick.calibration_error([(d.scores[ONWARD], d.truth) for d in done])
    said = yardstick.announced([(d.words, d.truth) for d in done])
    kinds = ", ".join(f"{name} {f1[name]:.2f}" for name in yardstick.KINDS)
    yield "| Onward alone | |"
    yield "|---|---|"
    yield f"| macro-F1 of the four kinds, 14 days after onset | {f1['macro']:.2f} ({kinds}) |"
    yield f"| expected calibration error of P(backstep) + P(relapse) | {error:.3f} |"
    yield f"| announced: seen | {said.seen:.2f}, after {said.delay:.0f} days |"
    yield f"| announced: false a person-year | {said.false:.2f} |"
    yield f"| announced: deeper steps called a setback | {said.called:.2f} |"
    words = [(d.words, d.truth) for d in done]
    for kind in ("deeper", "pause"):
        yield f"| announced: {kind}, told within 35 days | {yardstick.told(words, kind):.2f} |"


STYLE = """
  svg { color: #22302e; font: 14px system-ui, sans-serif }
  text { fill: currentColor }
  .soft { fill: #566663; font-size: 12px }
  .line { stroke: #e4ded4 }
  .dot { fill: #8a9794 }
  .own { fill: #1c6b64 }
  .name { font-weight: 600 }
  .card { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    svg { color: #e6ecea }
    .soft { fill: #a9b6b3 }
    .line { stroke: #3a4644 }
    .dot { fill: #7d8b88 }
    .own { fill: #6fc2b8 }
    .card { fill: #18211f }
  }
"""
WIDTH, ROW, TOP = 800, 28, 76
# Left edge and width of the two scales of 0..1, and the top of each.
SCALES = ((310, 180, 1.0), (550, 170, 0.5))


def picture(found: dict[str, Found], courses: str, variant: str) -> str:
    """A dot plot as SVG: a row a detector; what it saw, and deeper steps called a setback."""
    rows = sorted(found, key=lambda name: -found[name].seen)
    height = TOP + ROW * len(rows) + 74
    f = found[ONWARD]
    best = max((name for name in rows if name != ONWARD), key=lambda name: found[name].seen)
    told = (
        f"Onward saw {f.seen:.0%} of backsteps and relapses within 35 days and called "
        f"{f.called:.0%} of deeper steps a setback; the best of the others, {best}, saw "
        f"{found[best].seen:.0%} and called {found[best].called:.0%}. {INVENTED}"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="t d">',
        '<title id="t">Setbacks seen, and deeper steps called a setback</title>',
        f'<desc id="d">{escape(told)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="card" width="{WIDTH}" height="{height}" rx="12"/>',
        *_scales(TOP + ROW * len(rows)),
        *(part for at, name in enumerate(rows) for part in _row(name, found[name], at)),
        f'<text class="soft" x="20" y="{height - 32}">Each at one false alarm a person-year; '
        f"{f.setbacks} setbacks and {f.deeper} deeper steps "
        f"({variant.replace('_', ' ')} people, {MADE_BY[courses]}).</text>",
        f'<text x="20" y="{height - 12}">{INVENTED}</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _scales(bottom: int) -> Iterator[str]:
    for (left, width, most), title, better in zip(
        SCALES,
        ("Setbacks seen in 35 days", "Deeper steps called a setback"),
        ("more is better", "fewer is better"),
        strict=True,
    ):
        yield f'<text class="name" x="{left}" y="28">{title}</text>'
        yield f'<text class="soft" x="{left}" y="45">{better}</text>'
        for share in (0.0, most / 2, most):
            x = left + width * share / most
            yield f'<line class="line" x1="{x:g}" x2="{x:g}" y1="{TOP - 14}" y2="{bottom - 8}"/>'
            yield (
                f'<text class="soft" x="{x:g}" y="{bottom + 10}" text-anchor="middle">'
                f"{share:.0%}</text>"
            )


def _row(name: str, f: Found, at: int) -> Iterator[str]:
    y = TOP + ROW * at
    own = name == ONWARD
    weight = "600" if own else "400"
    yield f'<text x="20" y="{y + 5}" font-weight="{weight}">{escape(name)}</text>'
    for (left, width, most), share in zip(SCALES, (f.seen, f.called), strict=True):
        x = left + width * min(share, most) / most
        yield f'<circle class="{"own" if own else "dot"}" cx="{x:.1f}" cy="{y}" r="6"/>'
        yield f'<text class="soft" x="{x + 11:.1f}" y="{y + 4}">{share:.0%}</text>'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--courses", choices=("own", "other"), default="own")
    parser.add_argument("--variant", choices=simulate.VARIANTS, default="ordinary")
    parser.add_argument("--alone", action="store_true", help="Onward without its peers")
    parser.add_argument("--picture", type=Path)
    chosen = parser.parse_args()
    done = run(chosen.people, chosen.courses, chosen.variant, chosen.alone)
    found = measure(done)
    print(report(done, found, chosen.courses, chosen.variant))
    if chosen.picture:
        chosen.picture.write_text(picture(found, chosen.courses, chosen.variant), encoding="utf-8")


if __name__ == "__main__":
    main()
