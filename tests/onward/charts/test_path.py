"""The path: true, calm, themable, small, and nothing written over anything else."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import numpy as np
import pytest
from a_review import (
    UNTIL,
    a_record,
    a_review,
    after_moving,
    an_episode,
)
from pictures import SVG, labels, line, texts

from onward import charts, simulate
from onward.charts.theme import COLOURS
from onward.record import Entry
from onward.results import Review
from onward.review import review

BEGAN = date(2026, 1, 1)


def with_entries(*extra: Entry, **parts: object) -> Review:
    return after_moving(record=a_record(BEGAN, UNTIL, extra=extra), **parts)


@pytest.fixture(scope="module")
def three_years() -> Review:
    made = simulate.course(3, replace(simulate.ORDINARY, days=3 * 365))
    return review(made.record)


@pytest.mark.parametrize("width", [340, 680])
def test_the_svg_follows_the_page_and_brings_nothing_along(width: int) -> None:
    svg = charts.path_svg(after_moving(), width=width)
    ElementTree.fromstring(svg)
    assert not re.search(r"style=|<script|href|url\(|#[0-9a-f]{3,6}\b|class=", svg, re.IGNORECASE)
    used = set(re.findall(r"var\(--([\w-]+)\)", svg))
    assert used <= set(COLOURS)
    assert {"teal", "soft", "backstep", "backstep-soft"} <= used


def test_it_says_what_it_shows_to_who_does_not_see_it() -> None:
    root = ElementTree.fromstring(charts.path_svg(after_moving()))
    said = {e.get("id"): e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.get("role") == "img"
    assert root.get("aria-labelledby", "").split() == list(said)
    text = " ".join(filter(None, said.values()))
    assert text.startswith("Your path from 1 January to 24 May. Higher is lighter.")
    assert "By 24 May the level is in between." in text
    assert "Backstep from 12 May." in text


def test_ids_are_unique_over_widths_and_prefixes() -> None:
    seen = after_moving()
    made = [charts.path_svg(seen, width=w, prefix=p) for w in (340, 680) for p in ("a", "b")]
    ids = [i for svg in made for i in re.findall(r' id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids)) == 8


def test_up_is_lighter() -> None:
    points = line(charts.path_svg(a_review("gaining")))
    assert points[0][0] < points[-1][0]
    assert points[0][1] > points[-1][1]


# Widths that a picture is drawn for, and the narrowest that a page shows it at.
@pytest.mark.parametrize(("width", "shown"), [(300, 246), (340, 300), (680, 640), (1000, 1000)])
def test_no_text_is_smaller_than_twelve_pixels_as_shown(width: int, shown: int) -> None:
    made = charts.path_svg(after_moving(), width=width)
    made += charts.kept_svg(after_moving(), width=width) or ""
    sizes = [float(v) for v in re.findall(r'font-size="([\d.]+)"', made)]
    assert min(sizes) * shown / width >= 12


@pytest.mark.parametrize(("seed", "width"), [*itertools.product(range(8), (300, 340, 680))])
def test_no_text_lies_on_another(seed: int, width: int) -> None:
    days = 120 * (1 + seed)
    seen = review(simulate.course(seed, replace(simulate.ORDINARY, days=days)).record)
    for last in (None, 90, 30):
        made = labels(charts.path_svg(seen, width=width, days=last))
        clash = [(a.text, b.text) for a, b in itertools.combinations(made, 2) if a.overlaps(b)]
        assert not clash
        assert all(v.left >= -1 and v.right <= width + 1 for v in made)


def test_the_past_below_the_start_is_never_cut_off() -> None:
    seen = after_moving()
    daily = seen.daily
    level = daily.level.copy()
    level[40:60] = 9.8
    worse = replace(daily, level=level, low=level - 0.2, high=np.minimum(level + 0.2, 10.0))
    seen = replace(seen, daily=worse, start_level=5.0)
    svg = charts.path_svg(seen)
    height = float(ElementTree.fromstring(svg).get("height", "nan"))
    bottom = max(y for _, y in line(svg))
    assert bottom < height - 92
    began = next(v for v in labels(svg) if v.text == "where you began")
    assert bottom > began.y + 30


def test_a_relapse_is_a_bigger_setback_unless_it_is_the_own_word() -> None:
    seen = after_moving("relapse")
    assert "bigger setback" in texts(charts.path_svg(seen))
    assert "relapse" in texts(charts.path_svg(after_moving("relapse", own_word="relapse")))
    assert "relapse" not in texts(charts.path_svg(seen))


def test_a_deeper_step_is_named_only_where_it_was_announced() -> None:
    rose = an_episode("deeper", date(2026, 3, 2), date(2026, 3, 14))
    quiet = a_review(episodes=(rose,))
    told = a_review(episodes=(rose,), announced={date(2026, 3, 10): "deeper"})
    assert "strong feelings" in texts(charts.path_svg(quiet))
    assert "deeper step" not in texts(charts.path_svg(quiet))
    assert "deeper step" in texts(charts.path_svg(told))


@pytest.mark.parametrize("parts", [{"show_states": False}, {"muted": True}])
def test_without_verdicts_there_is_the_record_and_no_more(parts: dict[str, bool]) -> None:
    seen = after_moving(muted=parts.pop("muted", False))
    svg = charts.path_svg(seen, **parts)  # type: ignore[arg-type]
    assert not {"backstep", "where you began"} & set(texts(svg))
    assert "backstep" not in svg.lower()
    assert len(line(svg)) > 3


def test_events_are_named_and_the_same_one_once() -> None:
    twice = [Entry(f"2026-05-0{d}", "event", "moved_home", 4.0, "") for d in (5, 6)]
    said = texts(charts.path_svg(with_entries(*twice)))
    assert said.count("moved home") == 1


def test_what_came_before_is_named_before_what_weighs_more() -> None:
    many = [
        Entry((date(2026, 1, 10) + timedelta(9 * i)).isoformat(), "event", f"exam {i}", 5.0, "")
        for i in range(13)
    ]
    moved = Entry("2026-05-06", "event", "moved_home", 1.0, "")
    said = texts(charts.path_svg(with_entries(*many, moved), width=340))
    assert "moved home" in said
    assert sum(t.startswith("exam") for t in said) <= 2


def test_own_words_cannot_break_out_of_the_picture() -> None:
    evil = '<script>alert(1)</script>"'
    svg = charts.path_svg(with_entries(Entry("2026-05-06", "event", evil, 5.0, "")))
    assert "<script" not in svg
    assert any("script" in t for t in texts(svg))


def test_behaviours_are_not_in_the_picture() -> None:
    hurt = Entry("2026-05-06", "behaviour", "self_harm", 2.0, "")
    assert charts.path_svg(with_entries(hurt)) == charts.path_svg(with_entries())


def test_practices_and_sessions_share_the_time_axis() -> None:
    svg = charts.path_svg(after_moving())
    assert "practices, sessions as dots" in texts(svg)
    root = ElementTree.fromstring(svg)
    strokes = next(p for p in root.iter(f"{SVG}path") if p.get("opacity") == "0.75")
    starts = [float(x) for x in re.findall(r"M([\d.]+),", strokes.get("d", ""))]
    assert 8 <= min(starts) < 30
    assert 650 < max(starts) <= 672


@pytest.mark.parametrize("width", [340, 680])
def test_three_years_stay_under_sixty_kilobytes(three_years: Review, width: int) -> None:
    assert len(charts.path_svg(three_years, width=width).encode()) < 60_000


def test_three_years_in_altair_are_small_too(three_years: Review) -> None:
    assert len(charts.path_chart(three_years).to_json(indent=None)) < 60_000


def test_the_chart_and_the_svg_are_one_definition() -> None:
    import altair

    made = charts.path_chart(after_moving())
    assert isinstance(made, altair.LayerChart)
    layers = made.to_dict()["layer"]
    kinds = [v["mark"]["type"] for v in layers]
    assert kinds == ["rect", "rule", "circle", "area", "line", "circle", "rule", "circle", "text"]
    assert made.width == 680


@pytest.mark.parametrize("days", [1, 2, 10])
def test_a_record_of_a_few_days_has_a_picture(days: int) -> None:
    first = UNTIL - timedelta(days - 1)
    seen = a_review("too_early", first=first, enough_data=False)
    svg = charts.path_svg(seen, width=340)
    assert 0 < line(svg)[-1][1] < 330
    assert "24 May" in texts(svg)


def test_a_chosen_height_is_kept() -> None:
    assert 'height="420"' in charts.path_svg(after_moving(), height=420)


def test_scores_of_a_measure_are_points_where_there_are_no_check_ins() -> None:
    weekly = review(simulate.course(5, simulate.VARIANTS["weekly"]).record)
    root = ElementTree.fromstring(charts.path_svg(weekly))
    dots = next(p for p in root.iter(f"{SVG}path") if p.get("opacity") == "0.32")
    assert 40 < dots.get("d", "").count("M") < 60


def test_january_bears_its_year_where_there_is_more_than_one(three_years: Review) -> None:
    said = texts(charts.path_svg(three_years))
    assert {"2026", "2027"} <= set(said)
    assert "Jan" not in said
