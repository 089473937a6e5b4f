"""The small path of one issue."""

from __future__ import annotations

from xml.etree import ElementTree

from a_review import an_issue
from pictures import SVG, line, texts

from onward import charts


def test_an_issue_has_a_small_path_with_its_name() -> None:
    svg = charts.issue_svg(an_issue("avoiding_calls", "backstep"), width=300)
    root = ElementTree.fromstring(svg)
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == "Avoiding calls from 25 April to 24 May."
    assert root.get("width") == "300"
    assert "24 May" in texts(svg)


def test_up_is_lighter() -> None:
    points = line(charts.issue_svg(an_issue("calls", "backstep")))
    assert points[-1][1] > points[0][1]


def test_two_issues_have_ids_of_their_own() -> None:
    issue = an_issue("calls", "steady")
    assert charts.issue_svg(issue, prefix="one") != charts.issue_svg(issue, prefix="two")


def test_an_issue_is_an_altair_chart_too() -> None:
    made = charts.issue_chart(an_issue("calls", "steady"))
    assert [v["mark"]["type"] for v in made.to_dict()["layer"]] == [
        "area", "line", "circle", "text",
    ]  # fmt: skip
