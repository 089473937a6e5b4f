"""The day after a practice: association, shrunk, with an interval that may be looked at daily."""

import numpy as np
import pytest
from records import FIRST, checkins, day, record

from onward.course.columns import columns
from onward.practices import anytime_half_width, practices
from onward.record import Entry


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


def test_no_effect_is_rarely_called_one_even_by_who_looks_each_week():
    false = 0
    for seed in range(60):
        r = diary(0.0, days=200, seed=seed)
        looks = range(FIRST.toordinal() + 40, FIRST.toordinal() + 200, 7)
        verdicts = set()
        for last in looks:
            part = r.until(FIRST.fromordinal(last))
            verdicts.add(link(part).verdict)
        false += bool(verdicts & {"goes with better days", "goes with harder days"})
    assert false / 60 <= 0.15


@pytest.mark.parametrize(
    ("error", "expected"), [(0.5, 0.5 * np.sqrt(2 * (2 * np.log(10) + np.log(2))))]
)
def test_the_interval_is_the_normal_mixture_boundary(error, expected):
    assert anytime_half_width(error) == pytest.approx(expected)


def test_the_interval_is_wider_than_a_single_look_would_be():
    assert anytime_half_width(0.2) > 1.645 * 0.2
