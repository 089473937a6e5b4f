"""What is still held, as a bar with its range."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from a_review import a_review, after_moving
from pictures import SVG, labels

from onward import charts
from onward.results import Kept


def test_the_bar_says_part_and_range() -> None:
    root = ElementTree.fromstring(charts.kept_svg(after_moving()) or "")
    assert root.find(f"{SVG}title").text == "You still hold most of what you gained."  # type: ignore[union-attr]
    said = "It may be from about half to about three quarters."
    assert root.find(f"{SVG}desc").text == said  # type: ignore[union-attr]


def test_the_range_is_as_long_as_it_is_wide() -> None:
    svg = charts.kept_svg(after_moving(gain_kept=Kept(0.5, 0.25, 0.75)), width=216) or ""
    root = ElementTree.fromstring(svg)
    faint = next(e for e in root.iter() if e.get("opacity") == "0.38")
    path = faint.get("d") or faint[0].get("d") or ""
    xs = [float(part.split(",")[0]) for part in path.replace("Z", "")[1:].split("L")]
    assert min(xs) >= 58
    assert max(xs) <= 158


def test_no_text_lies_on_another() -> None:
    first, second = labels(charts.kept_svg(after_moving(), width=300) or "")
    assert not first.overlaps(second)


@pytest.mark.parametrize("parts", [{"gain_kept": None}, {"muted": True}])
def test_without_a_gain_to_speak_of_there_is_no_bar(parts: dict[str, object]) -> None:
    seen = after_moving(**parts)
    assert charts.kept_svg(seen) is None
    assert charts.kept_chart(seen) is None


def test_the_bar_is_an_altair_chart_too() -> None:
    made = charts.kept_chart(a_review(gain_kept=Kept(0.5, 0.25, 0.75)))
    assert made is not None
    assert [v["mark"]["type"] for v in made.to_dict()["layer"]] == ["rect"] * 3 + ["rule", "text"]
