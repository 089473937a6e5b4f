from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.change import (
    BadChange,
    difference_error,
    measurement_error,
    reliable_change,
)

SCORE = st.floats(0, 100)


def test_the_errors_are_those_of_the_worked_example() -> None:
    assert measurement_error(5, 0.8) == pytest.approx(2.23606797749979, abs=1e-14)
    assert difference_error(5, 0.8) == pytest.approx(3.1622776601683795, abs=1e-14)


def test_the_index_is_that_of_the_worked_example() -> None:
    found = reliable_change(0, [-8, -4, 0, 4, 8], sd=5, reliability=0.8)
    assert found.index == pytest.approx(
        [
            -2.5298221281347035,
            -1.2649110640673518,
            0.0,
            1.2649110640673518,
            2.5298221281347035,
        ],
        abs=1e-14,
    )
    assert found.verdict.tolist() == [
        "improved",
        "unchanged",
        "unchanged",
        "unchanged",
        "deteriorated",
    ]


def test_one_pair_gives_plain_numbers_and_a_plain_word() -> None:
    found = reliable_change(20, 10, sd=5.5, reliability=0.84)
    assert isinstance(found.index, float)
    assert found.verdict == "improved"


def test_the_points_to_pass_follow_from_sd_and_reliability() -> None:
    assert reliable_change(0, 0, sd=5.5, reliability=0.89).points == pytest.approx(5.06, abs=5e-3)
    assert reliable_change(0, 0, sd=5.5, reliability=0.84).points == pytest.approx(6.10, abs=5e-3)
    core10 = reliable_change(0, 0, sd=7.7, reliability=0.9)
    assert core10.points == pytest.approx(6.75, abs=5e-3)


def test_a_change_that_only_reaches_the_bound_is_unchanged() -> None:
    sure = reliable_change(0, 0, sd=1, reliability=0.5)
    assert sure.error == pytest.approx(1)
    assert reliable_change(0, 2.0, sd=1, reliability=0.5, critical=2.0).verdict == "unchanged"
    assert reliable_change(0, 2.01, sd=1, reliability=0.5, critical=2.0).verdict == "deteriorated"


def test_where_higher_is_better_a_rise_is_improvement() -> None:
    found = reliable_change([20, 60], [60, 20], sd=10, reliability=0.8, direction=-1)
    assert found.verdict.tolist() == ["improved", "deteriorated"]


def test_the_published_counts_of_claus_2020_come_out(
    claus_2020: Callable[[str], Any],
) -> None:
    before, after = claus_2020("hamd")
    assert (len(before), before.mean()) == (40, pytest.approx(24.85))
    assert before.std(ddof=1) == pytest.approx(3.340121, abs=5e-7)
    found = reliable_change(before, after, sd=before.std(ddof=1), reliability=0.8)
    assert Counter(found.verdict.tolist()) == {
        "improved": 29,
        "unchanged": 10,
        "deteriorated": 1,
    }


def test_the_published_parts_of_the_bdi_vignette_come_out(
    claus_2020: Callable[[str], Any],
) -> None:
    before, after = claus_2020("bdi")
    found = reliable_change(before, after, sd=before.std(ddof=1), reliability=0.801)
    assert Counter(found.verdict.tolist()) == {"improved": 18, "unchanged": 22}


@given(SCORE, SCORE, st.floats(0.1, 30), st.floats(0, 0.99))
def test_there_and_back_are_opposite(a: float, b: float, sd: float, reliability: float) -> None:
    there = reliable_change(a, b, sd=sd, reliability=reliability)
    back = reliable_change(b, a, sd=sd, reliability=reliability)
    opposite = {
        "improved": "deteriorated",
        "deteriorated": "improved",
        "unchanged": "unchanged",
    }
    assert back.verdict == opposite[there.verdict]
    assert there.index == pytest.approx(-back.index)


@given(st.lists(st.tuples(SCORE, SCORE), min_size=1, max_size=20))
def test_many_at_once_are_the_same_as_one_by_one(
    pairs: list[tuple[float, float]],
) -> None:
    before, after = np.array(pairs).T
    many = reliable_change(before, after, sd=8, reliability=0.8)
    each = [reliable_change(a, b, sd=8, reliability=0.8).verdict for a, b in pairs]
    assert many.verdict.tolist() == each


@pytest.mark.parametrize(
    ("sd", "reliability", "said"),
    [(0, 0.8, "sd"), (5, 1.0, "reliability"), (5, -0.1, "reliab")],
)
def test_numbers_that_give_no_error_are_refused(sd: float, reliability: float, said: str) -> None:
    with pytest.raises(BadChange, match=said):
        reliable_change(1, 2, sd=sd, reliability=reliability)


def test_a_missing_score_is_refused_and_not_passed_on() -> None:
    with pytest.raises(BadChange, match="missing"):
        reliable_change([1, np.nan], [2, 2], sd=5, reliability=0.8)


def test_a_direction_is_one_or_minus_one() -> None:
    with pytest.raises(BadChange, match="direction"):
        reliable_change(1, 2, sd=5, reliability=0.8, direction=0)
