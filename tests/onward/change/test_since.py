from dataclasses import replace

import pytest

from onward.change import since
from onward.measures import catalogue


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (16, 10, "improved"),
        (16, 11, "unchanged"),
        (10, 16, "deteriorated"),
        (10, 10, "unchanged"),
    ],
)
def test_the_phq9_changes_by_six_points_or_not_at_all(
    first: float, last: float, verdict: str
) -> None:
    found = since("phq9", first, last)
    assert (found.verdict, found.points, found.change) == (verdict, 6, last - first)
    assert "IAPT" in found.source


def test_where_sources_differ_the_largest_stands() -> None:
    assert since("gad7", 15, 10).verdict == "unchanged"
    assert since("gad7", 16, 10).verdict == "improved"
    assert "Bischoff" in since("gad7", 16, 10).source


def test_without_a_published_size_norms_give_it() -> None:
    bare = replace(catalogue()["phq9"], thresholds=())
    found = since(bare, 20, 13)
    assert found.points == pytest.approx(1.96 * 2**0.5 * 5.5 * 0.18**0.5)
    assert (found.verdict, since(bare, 20, 14).verdict) == ("improved", "unchanged")


def test_without_norms_nothing_is_said() -> None:
    found = since("who5", 20, 80)
    assert (found.verdict, found.points, found.source) == ("not_known", None, "")


def test_where_higher_is_better_a_rise_is_improvement() -> None:
    turned = replace(catalogue()["phq9"], direction=-1)
    assert since(turned, 10, 20).verdict == "improved"
    assert since(turned, 20, 10).verdict == "deteriorated"
