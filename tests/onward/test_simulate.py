"""Invented people with known truth."""

import numpy as np
import pytest

from onward import simulate
from onward.record import check


def test_the_same_seed_gives_the_same_person():
    assert list(simulate.course(4).record) == list(simulate.course(4).record)


def test_another_seed_gives_another_person():
    assert list(simulate.course(4).record) != list(simulate.course(5).record)


@pytest.mark.parametrize("variant", sorted(simulate.VARIANTS))
def test_an_invented_record_keeps_the_contract(variant):
    for e in simulate.course(9, simulate.VARIANTS[variant]).record:
        value = "" if e.value is None else repr(e.value)
        assert check(e.when, e.kind, e.name, value, e.note) == e


def test_a_relapse_takes_the_level_back_near_the_start():
    truth = simulate.Truth("relapse", 150, 200, 1.0)
    setting = simulate.Setting(began_well=0.0)
    v = simulate.course(8, setting, episodes=(truth,))
    assert v.level[155:195].mean() == pytest.approx(v.level[0], abs=0.8)


def test_a_pause_stops_practices_and_leaves_the_level():
    truth = simulate.Truth("pause", 150, 190, 0.0)
    paused = simulate.course(8, episodes=(truth,))
    plain = simulate.course(8, episodes=())
    at = paused.record.rows("practice")
    day = paused.record.day[at] - paused.record.day[0]
    assert ((day >= 150) & (day < 190)).sum() < 6
    np.testing.assert_array_equal(paused.level, plain.level)


def test_the_lag_one_autocorrelation_is_that_of_published_diaries():
    found = []
    for seed in range(30):
        v = simulate.course(seed, episodes=())
        days, values, _ = v.record.daily("checkin", "distress")
        x = np.full(365, np.nan)
        x[days - v.record.day[0]] = values
        x -= v.level
        pair = ~np.isnan(x[1:]) & ~np.isnan(x[:-1])
        found.append(np.corrcoef(x[1:][pair], x[:-1][pair])[0, 1])
    assert 0.1 < np.mean(found) < 0.5


def test_weekly_people_write_no_check_ins():
    assert simulate.course(1, simulate.VARIANTS["weekly"]).record.names("checkin") == []
