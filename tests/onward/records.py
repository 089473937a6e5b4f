"""Small records for tests: by hand, and any that hypothesis can think of."""

from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

from onward.measures import catalogue
from onward.record import CHECKINS, CONDITIONS, EVENTS, OWN_WORDS, PRACTICES, Entry, Record

FIRST = date(2026, 1, 1)


def day(n: int) -> str:
    return (FIRST + timedelta(n)).isoformat()


def checkins(values, name="distress", start=0):
    return [Entry(day(start + i), "checkin", name, float(v), "") for i, v in enumerate(values)]


def noisy(level, days, seed=0, sd=1.0):
    rng = np.random.default_rng(seed)
    return np.clip(np.round(level + sd * rng.normal(size=days)), 0, 10)


def record(*parts) -> Record:
    return Record.of([e for part in parts for e in (part if isinstance(part, list) else [part])])


def _entries():
    when = st.integers(0, 150).map(day)

    def entry(kind, names, numbers):
        return st.builds(Entry, when, st.just(kind), names, numbers, st.just(""))

    def scale(low, high):
        return st.integers(low, high).map(float)

    calm = [n for n in CHECKINS if n not in ("elevated", "psychotic", "numb")]
    totals = [m for m in catalogue().values() if m.id != "ors"]
    return st.one_of(
        *[entry("checkin", st.just(n), scale(0, 10)) for n in calm for _ in range(3)],
        *[entry("measure", st.just(m.id), scale(int(m.range[0]), int(m.range[1]))) for m in totals],
        entry("measure", st.just("phq9.9"), scale(0, 3)),
        entry("issue", st.sampled_from(["calls", "anger"]), scale(0, 10)),
        entry("practice", st.sampled_from(PRACTICES), st.none() | scale(1, 60)),
        entry("event", st.sampled_from(EVENTS), st.none() | scale(1, 5)),
        entry("session", st.sampled_from(["in_person", "video", ""]), st.none() | scale(0, 10)),
        entry("behaviour", st.sampled_from(["calls", "self_harm"]), st.none() | scale(1, 3)),
        entry("label", st.sampled_from(OWN_WORDS), st.none()),
        entry("goal", st.just("work"), scale(0, 10)),
    )


entries = _entries()
records = st.lists(entries, min_size=1, max_size=250).map(Record.of)
highs = st.one_of(
    st.builds(
        Entry,
        st.integers(0, 150).map(day),
        st.just("checkin"),
        st.sampled_from(["elevated", "psychotic"]),
        st.sampled_from([1.0, 2.0, 3.0]),
        st.just(""),
    ),
    st.builds(
        Entry,
        st.integers(0, 150).map(day),
        st.just("label"),
        st.sampled_from(CONDITIONS),
        st.none(),
        st.just(""),
    ),
)
