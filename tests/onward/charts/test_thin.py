"""Fewer marks, the same picture."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onward.charts.thin import binned, calm, evenly, simplify

heights = st.lists(st.floats(0, 200), min_size=1, max_size=120)


@given(heights, st.floats(0.1, 20))
def test_a_simplified_line_stays_within_its_tolerance(y: list[float], tolerance: float) -> None:
    x, values = np.arange(len(y), dtype=float), np.array(y)
    kept = simplify(x, values, tolerance)
    assert {0, len(y) - 1} <= set(kept.tolist())
    drawn = np.interp(x, x[kept], values[kept])
    assert np.abs(drawn - values).max() <= tolerance + 1e-9


def test_a_straight_line_is_two_points() -> None:
    x = np.arange(1000.0)
    assert simplify(x, 3 * x + 1, 0.1).tolist() == [0, 999]


@given(st.integers(0, 500), st.integers(2, 60))
def test_points_are_sampled_evenly_with_both_ends(count: int, most: int) -> None:
    at = evenly(count, most)
    assert len(at) == min(count, most)
    if count:
        assert at[0] == 0
        assert at[-1] == count - 1
        assert np.ptp(np.diff(at)) <= 1 if len(at) > 1 else True


def test_means_are_those_of_the_days_around() -> None:
    values = np.array([0.0, 3.0, 6.0, 3.0, 0.0])
    assert calm(values, 3).tolist() == [1.5, 3.0, 4.0, 3.0, 1.5]
    assert calm(values, 1) is values


def test_bins_hold_the_share_of_their_days() -> None:
    middle, share = binned(np.array([100, 101, 104]), 100, 105, 3)
    assert middle.tolist() == [101.0, 104.0]
    assert share.tolist() == [2 / 3, 1 / 3]


def test_the_drawing_libraries_are_loaded_only_to_draw() -> None:
    code = "import sys, onward.charts; print({'altair', 'vl_convert'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
