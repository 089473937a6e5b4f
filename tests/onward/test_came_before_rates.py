"""How often something stands out by chance, and how often what went before is seen."""

from datetime import date

import numpy as np
import pytest
from records import FIRST, day, record

from onward.came_before import came_before, more_than_usual, smaller_share
from onward.record import Entry

PEOPLE = 150
START = 150
FIRST_DAY = Entry(day(0), "checkin", "distress", 4.0, "")


def event(n, name):
    return Entry(day(int(n)), "event", name, None, "")


def rare(rng):
    """Seven kinds of events, each about once in two years."""
    at = [np.flatnonzero(rng.random(START) < 1 / 700) for _ in range(7)]
    return [event(d, f"kind {i}") for i, days in enumerate(at) for d in days]


def once(rng):
    """A new name for each event, one in about three weeks."""
    return [event(d, f"thing {i}") for i, d in enumerate(rng.integers(0, START, rng.poisson(7)))]


def weekly(rng):
    """A conflict each week, stress every three weeks, and rare things."""
    rates = {"conflict": 1 / 7, "stress": 1 / 20, "loss": 1 / 400, "illness": 1 / 400}
    return [event(d, n) for n, r in rates.items() for d in np.flatnonzero(rng.random(START) < r)]


def runs(rng):
    """Events that are noted for up to four days on end."""
    starts = [(rng.integers(0, START, rng.poisson(1.2)), f"kind {i}") for i in range(4)]
    days = [(d + j, n) for at, n in starts for d in at for j in range(rng.integers(1, 5))]
    return [event(d, n) for d, n in days if d < START]


def found(entries):
    r = record(FIRST_DAY, entries)
    return came_before(r, FIRST.toordinal() + START, "backstep", before=[])


def share(tell):
    return np.mean([bool(tell(np.random.default_rng(seed))) for seed in range(PEOPLE)])


@pytest.mark.parametrize("life", [rare, once, weekly, runs])
def test_events_that_have_nothing_to_do_with_it_stand_out_in_one_of_five_at_most(life):
    error = 2 * (0.2 * 0.8 / PEOPLE) ** 0.5
    assert share(lambda rng: found(life(rng))) <= 0.2 + error


def test_a_first_loss_is_seen_in_most_lives_with_few_events():
    def seen(rng):
        return "loss" in [c.what for c in found([*rare(rng), event(START - 4, "loss")])]

    assert share(seen) > 0.8


def practice(rng, *, streaks=0.0, drops=False):
    """Two practices on about half of the days, in streaks or not, dropped or not."""
    out = [Entry(day(d), "checkin", "distress", 4.0, "") for d in range(START + 4)]
    for name in ("walking", "drawing"):
        mood = rng.normal(size=START + 4)
        for t in range(1, START + 4):
            mood[t] = streaks * mood[t - 1] + (1 - streaks**2) ** 0.5 * mood[t]
        done = mood > 0
        if drops:
            done[START - 4 :] &= rng.random(8) < 0.1
        out += [Entry(day(int(d)), "practice", name, 10.0, "") for d in np.flatnonzero(done)]
    return out


@pytest.mark.parametrize("streaks", [0.0, 0.5, 0.8])
def test_practices_that_went_on_stand_out_in_one_of_ten_at_most_in_streaks_too(streaks):
    error = 2 * (0.1 * 0.9 / PEOPLE) ** 0.5
    assert share(lambda rng: found(practice(rng, streaks=streaks))) <= 0.1 + error


def test_practices_that_were_dropped_are_seen_in_most():
    assert share(lambda rng: found(practice(rng, drops=True))) > 0.5


def test_the_probability_of_a_higher_rate_is_exact():
    rng = np.random.default_rng(1)
    own, recent = rng.gamma(2.5, 1 / 145, 200_000), rng.gamma(2, 1 / 15, 200_000)
    assert more_than_usual(2, 15, 2, 100) == pytest.approx((recent > own).mean(), abs=0.004)


def test_the_probability_of_a_smaller_share_is_exact():
    rng = np.random.default_rng(1)
    usual, recent = rng.beta(31, 21, 200_000), rng.beta(3, 7, 200_000)
    assert smaller_share(30, 50, 2, 8) == pytest.approx((usual > recent).mean(), abs=0.004)


def test_what_was_not_seen_is_not_more_than_usual():
    assert more_than_usual(0, 15, 4, 100) == 0.0


def test_the_probability_of_a_higher_rate_is_calibrated():
    rng = np.random.default_rng(2)
    said, true = [], []
    for _ in range(12_000):
        own, factor, days = rng.gamma(0.5, 1 / 45), rng.normal(0, 1.5), int(rng.integers(60, 400))
        seen = int(rng.poisson(15 * own * np.exp(factor)))
        if seen:
            said.append(more_than_usual(seen, 15, int(rng.poisson(own * days)), days))
            true.append(factor > 0)
    said, true = np.array(said), np.array(true)
    bins = np.minimum((10 * said).astype(int), 9)
    off = [abs((said - true)[bins == b].sum()) for b in range(10)]
    assert sum(off) / len(said) <= 0.06


def test_what_came_before_an_earlier_setback_is_no_base_rate():
    """Each setback had its conflict, and there was none on ordinary days."""
    first = FIRST.toordinal()
    spans = [(first + 40, first + 60), (first + 95, first + 115)]
    r = record(FIRST_DAY, [event(d, "conflict") for d in (36, 91, START - 3)])
    told = came_before(r, first + START, "backstep", before=spans)
    assert [(c.what, c.when) for c in told] == [("conflict", date.fromordinal(first + START - 3))]


def test_of_several_the_list_is_in_the_order_of_days_whatever_stands_out_most():
    """A load and no ranking: the rarer thing came first here, the commoner one later."""
    usual = [event(d, "conflict") for d in (20, 80)]
    several = [event(START - d, n) for d, n in ((9, "conflict"), (5, "loss"), (2, "conflict"))]
    told = found([*usual, *several])
    assert [c.what for c in told] == ["loss", "conflict"]
    assert [c.when for c in told] == sorted(c.when for c in told)
