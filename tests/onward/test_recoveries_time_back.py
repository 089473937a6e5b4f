"""How long a setback that still runs may last."""

import numpy as np
import pytest

from onward.recoveries import TimePrior, time_back, time_prior

PRIOR = TimePrior(weight=4.0, shape=2.25, scale=94.0)


def test_with_none_of_their_own_it_rests_on_invented_courses_alone():
    assert time_back([], 14).own == 0


def test_it_says_how_many_of_their_own_it_rests_on():
    assert time_back([20, 18, 22], 7).own == 3


def test_low_median_and_high_come_in_order_and_lie_ahead():
    for ended in ([], [1], [19], [300], [20, 18, 22]):
        for running in range(60):
            told = time_back(ended, running)
            assert 1 <= told.low <= told.median <= told.high


def test_short_setbacks_of_their_own_shorten_it_and_long_ones_lengthen_it():
    short, none, long = (time_back(own, 10).median for own in ([15] * 4, [], [80] * 4))
    assert short < none < long


def test_many_of_their_own_outweigh_the_invented_ones():
    assert time_back([30] * 40, 0, prior=PRIOR).median == pytest.approx(30, abs=6)


def test_more_of_their_own_say_it_more_narrowly():
    few, many = time_back([45], 10, prior=PRIOR), time_back([45] * 20, 10, prior=PRIOR)
    assert many.high - many.low < few.high - few.low


def test_the_one_that_runs_is_held_against_those_that_lasted_as_long():
    own = [40, 44, 38]
    assert time_back(own, 30).median < time_back(own, 5).median
    assert time_back(own, 30).median + 30 > time_back(own, 5).median + 5


def test_a_setback_that_is_like_none_known_has_no_expected_time():
    assert time_back([], 200) is None
    assert time_back([20, 18, 22], 90) is None


def test_who_had_long_ones_is_told_for_longer():
    assert time_back([240, 260, 230], 200) is not None
    assert time_back([], 200) is None


def test_eight_in_ten_lie_in_the_interval_where_the_model_holds():
    rng = np.random.default_rng(3)
    rates = rng.gamma(PRIOR.weight, PRIOR.scale**-PRIOR.shape, 1500)
    inside = []
    for rate in rates:
        days = np.ceil((rng.exponential(size=4) / rate) ** (1 / PRIOR.shape)).astype(int)
        *ended, lasts = days.tolist()
        told = time_back(ended, 14, prior=PRIOR)
        if lasts > 14 and told:
            inside.append(told.low <= lasts - 14 <= told.high)
    assert 0.77 < np.mean(inside) < 0.86


@pytest.mark.parametrize(("ended", "running"), [([0], 3), ([-4], 3), ([20], -1)])
def test_impossible_days_are_refused(ended, running):
    with pytest.raises(ValueError, match="1 day or more"):
        time_back(ended, running)


def test_the_file_that_ships_holds_a_prior_of_a_few_setbacks():
    known = time_prior()
    assert 1 <= known.weight <= 10
    assert known.shape > 1
    assert 20 < known.scale < 150
