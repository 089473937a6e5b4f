from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.change import BadChange, clinical_significance, cutoffs
from onward.change.clinical_significance import VERDICTS

SCORE = st.integers(0, 40)


def test_the_cutoffs_are_those_of_jacobson_and_truax() -> None:
    better = cutoffs((40, 7.5), (60, 7.5), direction=-1)
    worse = cutoffs((40, 7.5), (60, 7.5), direction=1)
    assert (better.a, better.b, better.c) == (55, 45, 50)
    assert (worse.a, worse.b, worse.c) == (25, 75, 50)


def test_b_takes_the_spread_of_people_at_large_unless_told_otherwise() -> None:
    clinical, functional = (68.35, 22.33), (50.0, 22.0)
    ours = cutoffs(clinical, functional, direction=1, reliability=0.93)
    package = cutoffs(clinical, functional, direction=1, reliability=0.93, b_from_clinical=True)
    assert ours.b == pytest.approx(92.432, abs=1e-3)
    assert package.b == pytest.approx(93.068, abs=1e-3)
    other = cutoffs(clinical, functional, direction=-1, reliability=0.93)
    assert other.b == pytest.approx(7.568, abs=1e-3)


def test_the_true_cutoffs_of_bauer_2004_come_out() -> None:
    clinical, functional = (68.35, 22.33), (50.0, 22.0)
    worse = cutoffs(clinical, functional, direction=1, reliability=0.93)
    better = cutoffs(clinical, functional, direction=-1, reliability=0.93)
    assert worse.c == pytest.approx(59.107, abs=1e-3)
    assert worse.a == pytest.approx(25.282, abs=1e-3)
    assert better.a == pytest.approx(111.418, abs=1e-3)
    parity = cutoffs(clinical, functional, direction=-1, reliability=0.93, b_from_clinical=True)
    assert parity.b == pytest.approx(6.932, abs=1e-3)


def test_without_people_at_large_there_is_only_a() -> None:
    found = cutoffs((15.4, 5.5))
    assert found.a == pytest.approx(4.4)
    assert (found.b, found.c) == (None, None)


def test_the_published_table_of_claus_2020_comes_out(
    claus_2020: Callable[[str], Any],
) -> None:
    before, after = claus_2020("hamd")
    sd = before.std(ddof=1)
    line = cutoffs((before.mean(), sd), (8, 8)).c
    assert line == pytest.approx(19.886998, abs=5e-7)
    assert line is not None
    found = clinical_significance(before, after, sd=sd, reliability=0.8, cutoff=line)
    assert Counter(found.verdict.tolist()) == {
        "recovered": 26,
        "improved": 3,
        "unchanged": 10,
        "deteriorated": 1,
    }


def test_the_true_cutoff_of_claus_2020_comes_out(
    claus_2020: Callable[[str], Any],
) -> None:
    before, _ = claus_2020("hamd")
    sd = before.std(ddof=1)
    noise = sd**2 * 0.2
    line = cutoffs((before.mean(), sd), (8, 8), reliability=(0.8, (64 - noise) / 64)).c
    assert line == pytest.approx(20.209066, abs=5e-7)


def test_the_example_of_the_r_package_on_the_bdi_comes_out(
    claus_2020: Callable[[str], Any],
) -> None:
    before, after = claus_2020("bdi")
    sd = before.std(ddof=1)
    assert (before.mean(), sd) == (
        pytest.approx(35.48, abs=5e-3),
        pytest.approx(8.16, abs=5e-3),
    )
    line = cutoffs((before.mean(), sd), (7.69, 7.52)).c
    assert line == pytest.approx(21.02, abs=5e-3)
    assert line is not None
    found = clinical_significance(before, after, sd=sd, reliability=0.801, cutoff=line)
    assert Counter(found.verdict.tolist()) == {
        "recovered": 10,
        "improved": 8,
        "unchanged": 22,
    }


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (20, 5, "recovered"),
        (30, 15, "improved"),
        (12, 11, "unchanged"),
        (8, 2, "improved"),
        (15, 25, "deteriorated"),
        (5, 20, "harmed"),
        (20, 10, "improved"),
        (10, 20, "harmed"),
    ],
)
def test_each_kind_of_change_has_its_own_word(before: float, after: float, verdict: str) -> None:
    found = clinical_significance(before, after, sd=5, reliability=0.9, cutoff=10)
    assert found.verdict == verdict


@given(st.lists(st.tuples(SCORE, SCORE), min_size=1, max_size=30), st.sampled_from([1, -1]))
def test_the_words_exclude_one_another(pairs: list[tuple[int, int]], direction: int) -> None:
    before, after = np.array(pairs, dtype=float).T
    found = clinical_significance(
        before, after, sd=6, reliability=0.85, cutoff=18.5, direction=direction
    )
    assert set(found.verdict.tolist()) <= set(VERDICTS)
    plain = found.change.verdict
    better = np.isin(found.verdict, ["recovered", "improved"])
    worse = np.isin(found.verdict, ["harmed", "deteriorated"])
    assert (better == (plain == "improved")).all()
    assert (worse == (plain == "deteriorated")).all()
    recovered = found.verdict == "recovered"
    assert (found.clinical_before[recovered] & found.functional_after[recovered]).all()


def test_a_spread_of_nothing_is_refused() -> None:
    with pytest.raises(BadChange, match="sd"):
        cutoffs((15, 0), (5, 3))
