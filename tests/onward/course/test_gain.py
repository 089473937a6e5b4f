"""Start, best and what is kept."""

import math

import numpy as np
import pytest

from onward import simulate
from onward.course import follow
from onward.course.columns import columns
from onward.course.gain import kept


def test_all_is_kept_at_the_best_level():
    assert kept(3.0, 0.2, 3.0, 4.0).mean == 1.0


def test_half_is_kept_half_way_back():
    held = kept(5.0, 0.4, 3.0, 4.0)
    assert (held.mean, held.low, held.high) == pytest.approx((0.5, 0.3355, 0.6645), abs=1e-3)


def test_nothing_below_none_is_kept():
    assert kept(9.0, 0.4, 3.0, 4.0).mean == 0.0


def test_without_a_gain_there_is_nothing_to_keep():
    assert kept(5.0, 0.4, 3.0, math.nan) is None


def test_the_true_gain_is_found_within_a_point():
    found, true = [], []
    for seed in range(25):
        v = simulate.course(seed, simulate.Setting(began_well=0.0), episodes=())
        r = v.record
        e = follow(columns(r, int(r.day[0]), int(r.day[-1])))
        if not math.isnan(e.gain.gain[-1]):
            found.append(e.gain.gain[-1])
            true.append(v.level[:14].mean() - v.level.min())
    assert len(found) >= 20
    assert np.median(np.abs(np.array(found) - true)) < 1.0
