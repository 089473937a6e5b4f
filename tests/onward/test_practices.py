"""The day after a practice: association, shrunk, with an interval that may be looked at daily."""

import numpy as np
import pytest
from records import FIRST, checkins, day, record

from onward.course.columns import Columns, columns
from onward.practices import anytime_half_width, practices, verdict
from onward.record import Entry

TOLD = {"goes with better days", "goes with harder days"}


def diary(effect, days=240, seed=0, every=0.5):
    """Distress where the day after a walk differs by `effect`."""
    rng = np.random.default_rng(seed)
    walked = rng.random(days) < every
    after = np.concatenate([[False], walked[:-1]])
    distress = np.clip(5 + effect * after + rng.normal(size=days), 0, 10)
    walks = [Entry(day(int(d)), "practice", "walk", None, "") for d in np.flatnonzero(walked)]
    return record(checkins(distress), walks)


def link(r):
    first, last = int(r.day[0]), int(r.day[-1])
    c = columns(r, first, last)
    return practices(r, c, np.full(len(c), 5.0))[0]


def test_better_days_after_a_practice_are_found():
    found = link(diary(-1.2))
    assert found.verdict == "goes with better days"
    assert found.low <= found.effect <= found.high < 0


def test_harder_days_after_a_practice_are_told_too():
    assert link(diary(1.2)).verdict == "goes with harder days"


def test_under_ten_days_it_is_too_early():
    r = diary(-2.0, days=40, every=0.15)
    found = link(r)
    assert (found.verdict, found.effect) == ("too early", None)


def test_the_effect_is_shrunk_towards_none():
    found = link(diary(-1.2))
    assert abs(found.effect) < abs((found.low + found.high) / 2)


class Noted:
    """The practices of a record as they stood on one day, without its other rows."""

    def __init__(self, done, until):
        self.kept = {
            name: np.flatnonzero(x[:until]) + FIRST.toordinal() for name, x in done.items()
        }

    def names(self, kind):
        return [name for name, days in self.kept.items() if len(days)]

    def done(self, kind, name):
        return self.kept[name]


def day_columns(y):
    """Columns of a record that holds distress only."""
    n, nothing = len(y), np.zeros(len(y), dtype=bool)
    seen = np.cumsum(~np.isnan(y))
    return Columns(
        first=FIRST.toordinal(),
        y=np.column_stack([y, np.full((n, 3), np.nan)]),
        error=np.zeros(n),
        cutoff=np.full(n, np.nan),
        done=np.full(n, -1.0),
        hope=np.full(n, np.nan),
        emotional=nothing,
        event=nothing,
        flagged=nothing,
        muted=nothing,
        scores=np.zeros(n, dtype=np.int64),
        days=seen,
    )


def said(y, done, every=9):
    """Every verdict that a person who looks again and again is given of each practice."""
    level = followed(y)
    out = {name: set() for name in done}
    for until in range(40, len(y) + 1, every):
        links = practices(Noted(done, until), day_columns(y[:until]), level[:until])
        for found in links:
            out[found.name].add(found.verdict)
    return out


def followed(y):
    """A level that follows the answers slowly, as known each evening."""
    out, level = np.full(len(y), 5.0), 5.0
    for n, t in enumerate(np.flatnonzero(~np.isnan(y)), start=1):
        level += max(0.08, 1 / n) * (y[t] - level)
        out[t:] = level
    return out


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def life(kind, seed, days=365, names="abcd"):
    """Someone whose practices do nothing, though they go with mood, weekday or weeks."""
    rng = np.random.default_rng(seed)
    t = np.arange(days)
    hidden = rng.normal(size=days)
    for i in range(1, days):
        hidden[i] = 0.6 * hidden[i - 1] + 0.8 * hidden[i]
    moved = np.where((t % 90 > 45) & (t > 60), 1.8, 0.0) if kind == "weeks apart" else 0.0
    weekend = -1.2 * (t % 7 > 4) if kind == "weekends" else 0.0
    better = 3 * np.exp(-t / 60) if kind == "getting better" else 0.0
    mean = 4 + hidden + moved + weekend + better
    distress = np.clip(np.round(mean + 0.7 * rng.normal(size=days)), 0, 10)
    pull = {
        "mood alone": 0.0,
        "on better days": 4 - distress,
        "on harder days": distress - 4,
        "hidden mood": -hidden,
        "weeks apart": 1 - 1.2 * moved,
        "weekends": 2.5 * (t % 7 > 4) - 1,
        "getting better": 1 - better,
    }[kind]
    chance = sigmoid(pull + rng.uniform(-0.8, 0.8, (len(names), 1)))
    there = rng.random(days) < 0.85
    done = (rng.random((len(names), days)) < chance) & there
    return np.where(there, distress, np.nan), dict(zip(names, done, strict=True))


@pytest.mark.parametrize(
    "kind",
    [
        "mood alone",
        "on better days",
        "on harder days",
        "hidden mood",
        "weeks apart",
        "weekends",
        "getting better",
    ],
)
def test_four_practices_that_do_nothing_get_a_word_at_most_once_in_ten_years(kind):
    false = 0
    for seed in range(100):
        false += sum(bool(v & TOLD) for v in said(*life(kind, seed)).values())
    assert false / 100 <= 0.10


def test_a_practice_that_eases_only_its_own_day_is_not_told_as_harder():
    harder = 0
    for seed in range(40):
        y, done = life("mood alone", seed, names="a")
        eased = np.clip(y - 1.0 * done["a"], 0, 10)
        harder += "goes with harder days" in said(eased, done)["a"]
    assert harder / 40 <= 0.10


def test_more_practices_widen_each_interval():
    y, done = life("mood alone", 1)
    c, level = day_columns(y), followed(y)
    one = practices(Noted({"a": done["a"]}, len(y)), c, level)[0]
    four = practices(Noted(done, len(y)), c, level)[0]
    assert four.high - four.low > one.high - one.low
    assert four.effect == pytest.approx(one.effect)


def test_the_same_answer_each_day_says_nothing():
    _, done = life("mood alone", 2)
    flat = np.full(365, 5.0)
    links = practices(Noted(done, 365), day_columns(flat), flat)
    assert {found.verdict for found in links} == {"no clear link"}


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-0.9, -0.1, "goes with better days"),
        (0.1, 0.9, "goes with harder days"),
        (-0.5, 0.5, "no clear link"),
        (-0.5, 0.0, "no clear link"),
    ],
)
def test_a_direction_is_told_only_where_none_lies_outside(low, high, words):
    assert verdict(low, high) == words


@pytest.mark.parametrize(
    ("error", "expected"), [(0.5, 0.5 * np.sqrt(2 * (2 * np.log(10) + np.log(2))))]
)
def test_the_interval_is_the_normal_mixture_boundary(error, expected):
    assert anytime_half_width(error) == pytest.approx(expected)


def test_the_interval_is_wider_than_a_single_look_would_be():
    assert anytime_half_width(0.2) > 1.645 * 0.2


def test_few_days_widen_the_interval_until_none_can_be_given():
    widths = [anytime_half_width(0.2, free=free) for free in (10, 20, 100)]
    assert widths == sorted(widths, reverse=True)
    assert anytime_half_width(0.2, free=1e6) == pytest.approx(anytime_half_width(0.2), rel=1e-3)
    assert anytime_half_width(2.0, free=5) == np.inf
