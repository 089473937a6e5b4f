from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from onward.change import (
    BadChange,
    ReliableChange,
    against_cutoff,
    cutoffs,
    edwards_nunnally,
    gulliksen_lord_novick,
    hageman_arrindell,
    hageman_arrindell_functional,
    hsu_linn_lord,
    nunnally_kotsch,
)

RELIABILITY = 0.8


@pytest.fixture
def hamd(claus_2020: Callable[[str], Any]) -> Any:
    return claus_2020("hamd")


def counts(found: ReliableChange, hamd: Any) -> tuple[int, ...]:
    before, after = hamd
    line = cutoffs((before.mean(), before.std(ddof=1)), (8, 8)).c
    assert line is not None
    said = Counter(against_cutoff(before, after, found, cutoff=line).verdict.tolist())
    order = ("recovered", "improved", "unchanged", "deteriorated", "harmed")
    return tuple(said[w] for w in order)


def norms(hamd: Any) -> dict[str, Any]:
    before, _ = hamd
    return {"mean": before.mean(), "sd": before.std(ddof=1), "reliability": RELIABILITY}


def test_the_error_of_prediction_is_that_of_the_worked_example() -> None:
    found = gulliksen_lord_novick(0, 0, mean=0, sd=5, reliability=0.8)
    assert found.error == pytest.approx(3.0)


def test_gulliksen_lord_novick_gives_the_worked_example() -> None:
    before = [30, 20, 10, 8, 6, 4, 2]
    found = gulliksen_lord_novick(before, 2, mean=5, sd=7, reliability=0.8)
    assert found.index == pytest.approx(
        [-5.47619, -3.57143, -1.66667, -1.28571, -0.90476, -0.52381, -0.14286], abs=5e-6
    )


def test_nunnally_kotsch_has_the_error_of_the_worked_example() -> None:
    found = nunnally_kotsch(10, 10, mean=10, sd=5, reliability=0.8, reliability_after=0.8)
    assert found.error == pytest.approx(2.863564, abs=5e-7)


def test_gulliksen_lord_novick_gives_the_published_table(hamd: Any) -> None:
    assert counts(gulliksen_lord_novick(*hamd, **norms(hamd)), hamd) == (26, 3, 10, 1, 0)


def test_hsu_linn_lord_gives_the_published_table(hamd: Any) -> None:
    found = hsu_linn_lord(*hamd, **norms(hamd), mean_after=hamd[1].mean())
    assert counts(found, hamd) == (12, 0, 16, 11, 1)


def test_edwards_nunnally_gives_the_published_table(hamd: Any) -> None:
    assert counts(edwards_nunnally(*hamd, **norms(hamd)), hamd) == (26, 6, 5, 3, 0)


def test_nunnally_kotsch_gives_the_published_table(hamd: Any) -> None:
    found = nunnally_kotsch(*hamd, **norms(hamd), reliability_after=0.5)
    assert counts(found, hamd) == (26, 2, 11, 1, 0)


def test_hageman_arrindell_gives_the_published_table(hamd: Any) -> None:
    before, after = hamd
    noise = before.var(ddof=1) * (1 - RELIABILITY)
    spread = (RELIABILITY, (64 - noise) / 64)
    line = cutoffs((before.mean(), before.std(ddof=1)), (8, 8), reliability=spread).c
    assert line is not None
    found = hageman_arrindell(before, after, reliability=RELIABILITY)
    assert Counter(found.verdict.tolist()) == {"improved": 32, "unchanged": 7, "deteriorated": 1}
    crossed = hageman_arrindell_functional(before, after, cutoff=line, reliability=RELIABILITY)
    said = against_cutoff(before, after, found, cutoff=line, functional_after=crossed)
    assert Counter(said.verdict.tolist()) == {
        "recovered": 23,
        "improved": 9,
        "unchanged": 7,
        "deteriorated": 1,
    }


def test_hageman_arrindell_gives_the_published_part_of_the_bdi(
    claus_2020: Callable[[str], Any],
) -> None:
    found = hageman_arrindell(*claus_2020("bdi"), reliability=0.801)
    assert np.mean(found.verdict == "improved") == 0.625


def test_one_person_is_no_group() -> None:
    with pytest.raises(BadChange, match="group"):
        hageman_arrindell(20, 10, reliability=0.8)
