"""The words of a questionnaire: all there, with their rights, and refused where they do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from onward.measures import BadText, Measure, Text, catalogue, read_text

APP = Path(__file__).parents[3] / "src" / "onward_app"
FREE = [m for m in catalogue().values() if m.text is not None]
PACKS = sorted((APP / "measures" / "packs").glob("*/text.toml"))
EVERY = [m.text for m in FREE if m.text] + [read_text(p, catalogue()) for p in PACKS]


def named(value: Measure | Text) -> str:
    return value.id if isinstance(value, Measure) else value.measure


def test_these_have_text_that_is_free() -> None:
    assert [m.id for m in FREE] == [
        "phq2",
        "phq4",
        "phq8",
        "phq9",
        "phq15",
        "gad2",
        "gad7",
        "pcl5",
        "pc_ptsd5",
        "ces_d",
    ]
    assert {m.tier for m in FREE} == {"A"}


def test_these_are_packs() -> None:
    assert [p.parent.name for p in PACKS] == ["audit_c", "core10", "who5"]
    assert all(catalogue()[p.parent.name].tier == "B" for p in PACKS)


@pytest.mark.parametrize("text", EVERY, ids=named)
def test_a_text_says_its_rights_and_where_it_was_seen_twice_at_least(text: Text) -> None:
    assert text.holder
    assert len(text.terms) > 20
    assert len(text.notice) > 20
    assert len(text.seen) >= 2


@pytest.mark.parametrize("text", EVERY, ids=named)
def test_a_text_has_every_item_and_its_answers_fill_the_range(text: Text) -> None:
    measure = catalogue()[text.measure]
    assert [i.number for i in text.items] == list(range(1, measure.item_count + 1))
    low, high = measure.item_range
    for item in text.items:
        values = [a.value for a in text.answers_to(item)]
        assert sorted(values) == list(range(int(low), int(high) + 1))
        assert values in (sorted(values), sorted(values, reverse=True))
        assert len({a.text for a in text.answers_to(item)}) == len(values)
    assert len({i.text for i in text.items}) == len(text.items)


def test_no_one_answers_the_gad7_not_at_all_sure() -> None:
    gad7 = catalogue()["gad7"].text
    assert gad7 is not None
    assert gad7.answers[0].text == "Not at all"


def test_the_pc_ptsd5_asks_first_whether_there_was_such_an_event() -> None:
    text = catalogue()["pc_ptsd5"].text
    assert text is not None
    assert text.gate is not None
    assert text.gate.question == "Have you ever experienced this kind of event?"
    assert len(text.gate.examples) == 6


def test_the_ces_d_turns_round_the_four_that_ask_for_good_things() -> None:
    ces_d = catalogue()["ces_d"]
    good = [i.text for i in ces_d.items if i.number in ces_d.reversed_items]
    assert good == [
        "I felt that I was just as good as other people.",
        "I felt hopeful about the future.",
        "I was happy.",
        "I enjoyed life.",
    ]


def test_the_core10_prints_the_points_of_two_lines_the_other_way_round() -> None:
    core10 = read_text(APP / "measures" / "packs" / "core10" / "text.toml", catalogue())
    turned = [i.number for i in core10.items if core10.answers_to(i)[0].value == 4]
    assert turned == [2, 3]
    assert catalogue()["core10"].reversed_items == ()


def test_only_the_phq9_has_a_closing_question() -> None:
    assert [t.measure for t in EVERY if t.difficulty] == ["phq9"]


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadText, match=r"gone\.toml cannot be read"):
        read_text(tmp_path / "gone.toml", catalogue())
