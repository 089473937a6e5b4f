"""Daylio exports: every header that is known, in the languages and clocks of their phones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onward import formats
from onward.errors import BadInput, BadMap, NeedsMap
from onward.formats.month_names import day_of
from onward.record import Entry

CURRENT = "full_date,date,weekday,time,mood,activities,note_title,note\n"
MID = "full_date,date,weekday,time,mood,activities,note\n"
OLD = "year,date,weekday,time,mood,activities,note\n"
NEWEST = "full_date,date,weekday,time,mood,activities,scales,note_title,note\n"


def read(text: str, map: dict[str, Any] | None = None, lenient: bool = False) -> formats.Read:
    return formats.read(text.encode(), name="daylio.csv", map=map, lenient=lenient)


def entries(text: str, map: dict[str, Any] | None = None) -> list[Entry]:
    taken = read(text, map)
    assert taken.format == "daylio"
    return taken.people["me"]


def refused(text: str, map: dict[str, Any] | None = None) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(text, map)
    return caught.value


def test_a_row_gives_a_mood_its_activities_and_a_note() -> None:
    row = '2026-05-30,30 May,Saturday,18:50,good,"friends | walk","A title","Fine day"\n'
    when = "2026-05-30T18:50"
    assert entries(CURRENT + row) == [
        Entry(when, "checkin", "mood", 7.5, ""),
        Entry(when, "practice", "friends", None, ""),
        Entry(when, "practice", "walk", None, ""),
        Entry(when, "note", "", None, "A title\nFine day"),
    ]


def test_the_five_standard_moods_have_their_places_in_any_case() -> None:
    rows = "".join(
        f"2026-05-{day},x,x,18:50,{mood},,,\n"
        for day, mood in enumerate(["rad", "Good", "MEH", "bad", "awful"], start=10)
    )
    assert [e.value for e in entries(CURRENT + rows)] == [10, 7.5, 5, 2.5, 0]


@pytest.mark.parametrize(
    "text",
    [
        CURRENT + "2026-05-30,30 May,Saturday,18:50,good,walk,,hello\n",
        MID + "2026-05-30,30 May,Saturday,18:50,good,walk,hello\n",
        OLD + "2026,30 May,Saturday,18:50,good,walk,hello\n",
        NEWEST + "2026-05-30,30 May,Saturday,18:50,good,walk,,,hello\n",
        "\ufeff" + CURRENT + '"2026-05-30","30 May","Saturday","18:50","good","walk","","hello"\n',
        CURRENT.replace(",", "\t") + "2026-05-30\t30 May\tSaturday\t18:50\tgood\twalk\t\thello\n",
        CURRENT.replace(",", " \t") + "2026-05-30\t30 May\tSa\t18:50\tgood\twalk\t\thello\n",
        CURRENT.replace("\n", "\r\n") + "2026-05-30,30 May,Saturday,18:50,good,walk,,hello\r\n",
        "mood,full_date,time,activities,note\ngood,2026-05-30,18:50,walk,hello\n",
        # no header at all
        "2026-05-30,30 May,Saturday,18:50,good,walk,,,hello\n",
        "2026-05-30,30 May,Saturday,18:50,good,walk,,hello\n",
        "2026-05-30,30 May,Saturday,18:50,good,walk,hello\n",
        "2026,30 May,Saturday,6:50 pm,good,walk,hello\n",
    ],
)
def test_every_known_header_and_none_reads_the_same(text: str) -> None:
    assert entries(text) == [
        Entry("2026-05-30T18:50", "checkin", "mood", 7.5, ""),
        Entry("2026-05-30T18:50", "practice", "walk", None, ""),
        Entry("2026-05-30T18:50", "note", "", None, "hello"),
    ]


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("18:50", "18:50"), ("6:50 pm", "18:50"), ("6:50\u202fpm", "18:50"),
        ("6:50\u00a0PM", "18:50"), ("6:50 p.m.", "18:50"), ("6:50\u00a0p.\u00a0m.", "18:50"),
        ("6:50pm", "18:50"), ("12:05 am", "00:05"), ("12:30 pm", "12:30"), ("7:09", "07:09"),
        ("00:00", "00:00"), ("18.50", "18:50"), ("18h50", "18:50"),
    ],
)  # fmt: skip
def test_both_clocks_are_read_with_any_space(written: str, clock: str) -> None:
    taken = entries(CURRENT + f"2026-05-30,x,x,{written},good,,,\n")
    assert taken[0].when == f"2026-05-30T{clock}"


@pytest.mark.parametrize("written", ["25:00", "13:00 pm", "0:10 am", "12:60", "evening"])
def test_a_time_that_is_none_is_refused(written: str) -> None:
    error = refused(CURRENT + f"2026-05-30,x,x,{written},good,,,\n")
    assert (error.line, error.column) == (2, "time")


def test_an_entry_without_a_time_is_that_whole_day() -> None:
    assert entries(CURRENT + "2026-05-30,x,x,,good,,,\n")[0].when == "2026-05-30"


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("30 May", 5, 30), ("May 30", 5, 30), ("Dec 17", 12, 17), ("17. Februar", 2, 17),
        ("3. März", 3, 3), ("1er mai", 5, 1), ("14 août", 8, 14), ("2 févr.", 2, 2),
        ("5 de mayo", 5, 5), ("9 enero", 1, 9), ("30 maggio", 5, 30), ("1º giugno", 6, 1),
        ("4 mei", 5, 4), ("12 maart", 3, 12), ("3 mrt.", 3, 3), ("7 de março", 3, 7),
        ("28 outubro", 10, 28), ("11 listopada", 11, 11), ("6 października", 10, 6),
        ("2 września", 9, 2), ("25.September", 9, 25), ("July 4th", 7, 4),
    ],
)  # fmt: skip
def test_old_exports_name_months_in_the_language_of_the_phone(
    text: str, month: int, day: int
) -> None:
    found = day_of("2018", text)
    assert found is not None
    assert (found.month, found.day) == (month, day)


@pytest.mark.parametrize("text", ["30 Haziran", "jui 3", "30.05.", "31 February", "May", "", "3 4"])
def test_a_day_that_is_not_clear_is_refused(text: str) -> None:
    error = refused(OLD + f"2018,{text},x,18:50,good,,\n")
    assert (error.line, error.column) == (2, "date")
    assert "English, German" in error.why


def test_a_full_date_is_preferred_to_a_day_in_words() -> None:
    row = "2026-05-30,17. Februar,Sonntag,18:50,good,,,\n"
    assert entries(CURRENT + row)[0].when == "2026-05-30T18:50"


def test_own_moods_are_asked_for_by_name_in_the_order_met() -> None:
    rows = (
        "2026-05-30,x,x,18:50,so-so,,,\n2026-05-29,x,x,18:50,good,,,\n"
        "2026-05-28,x,x,18:50,Super,,,\n2026-05-27,x,x,18:50,so-so,,,\n"
    )
    with pytest.raises(NeedsMap) as caught:
        read(CURRENT + rows)
    assert caught.value.names == ["so-so", "Super"]
    with pytest.raises(NeedsMap):
        read(CURRENT + rows, lenient=True)
    taken = entries(CURRENT + rows, {"moods": {"SO-SO": 5, "super": 9.5}})
    assert [e.value for e in taken] == [5, 7.5, 9.5, 5]


def test_a_map_may_give_a_standard_mood_another_place() -> None:
    assert entries(CURRENT + "2026-05-30,x,x,,meh,,,\n", {"moods": {"meh": 4}})[0].value == 4


def test_an_activity_is_a_practice_unless_the_map_says_otherwise() -> None:
    taken = read(
        CURRENT + "2026-05-30,x,x,,good,Walk | moved | smoking | gaming | therapy | tea,,\n",
        {
            "activities": {
                "walk": {"practice": "mindful_walk"},
                "moved": {"event": "moved_home"},
                "smoking": {"behaviour": "smoking"},
                "therapy": {"session": ""},
                "gaming": "nothing",
            }
        },
    )
    assert [(e.kind, e.name) for e in taken.people["me"][1:]] == [
        ("practice", "mindful_walk"),
        ("event", "moved_home"),
        ("behaviour", "smoking"),
        ("session", ""),
        ("practice", "tea"),
    ]
    assert taken.left_out == ("Activities that the map calls nothing: gaming.",)


def test_an_activity_named_twice_in_an_entry_is_kept_once() -> None:
    assert len(entries(CURRENT + "2026-05-30,x,x,,good,walk | walk |  | tea,,\n")) == 3


def test_names_met_are_listed_for_a_form() -> None:
    taken = read(NEWEST + "2026-05-30,x,x,,good,walk | tea,Energy: 4,,\n")
    assert taken.names == {
        "moods": ("good",),
        "activities": ("walk", "tea"),
        "scales": ("Energy",),
    }


def test_a_scale_is_left_out_by_name_until_a_map_says_how_far_it_reaches() -> None:
    row = "2026-05-30,x,x,,good,,Energy:\u00a04 | Stress:\u00a02,,\n"
    assert "Energy, Stress" in read(NEWEST + row).left_out[0]
    scale = {"issue": "no energy", "range": [1, 5], "higher_is": "better"}
    taken = read(NEWEST + row, {"scales": {"energy": scale}})
    assert taken.people["me"][1] == Entry("2026-05-30", "issue", "no energy", 2.5, "")
    assert "Stress." in taken.left_out[0]
    assert "Energy" not in taken.left_out[0]


def test_a_scale_outside_of_its_range_is_refused() -> None:
    row = "2026-05-30,x,x,,good,,Energy: 9,,\n"
    error = refused(NEWEST + row, {"scales": {"Energy": {"checkin": "hope", "range": [1, 5]}}})
    assert (error.line, error.column) == (2, "scales")
    assert "1 to 5" in error.why


def test_scales_that_are_not_clear_are_named() -> None:
    taken = read(NEWEST + "2026-05-30,x,x,,good,,Energy: much,,\n")
    assert "Energy: much" in taken.left_out[0]


def test_the_marks_of_the_editor_are_taken_out_of_notes() -> None:
    row = '2026-05-30,x,x,,good,,,"one<br>two <b>bold</b> &amp; <3"\n'
    assert entries(CURRENT + row)[1].note == "one\ntwo bold & <3"


def test_unknown_columns_are_named() -> None:
    error = refused(CURRENT.replace("note\n", "note,photo\n"))
    assert "'photo'" in error.why


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2026-02-30,x,x,18:50,good,,,", "full_date"),
        ("30.05.2026,x,x,18:50,good,,,", "full_date"),
        ("2026-05-30,x,x,18:50,,,,", "mood"),
        (f"2026-05-30,x,x,18:50,good,{'a' * 200},,", "activities"),
    ],
)
def test_a_row_is_refused_with_line_and_column(row: str, column: str) -> None:
    error = refused(CURRENT + "2026-05-31,x,x,18:50,good,,,\n" + row + "\n")
    assert (error.line, error.column) == (3, column)


def test_a_short_row_is_refused_and_lenient_leaves_out_the_whole_row() -> None:
    text = CURRENT + f"2026-05-30,x,x,,good,walk | {'a' * 200},,\n2026-05-31,x,x,,good,,,\n"
    assert refused(text + "2026-05-30,x,x\n").line == 2
    taken = read(text + "2026-05-30,x,x\n", lenient=True)
    assert taken.people["me"] == [Entry("2026-05-31", "checkin", "mood", 7.5, "")]
    assert [error.line for error in taken.refused] == [2, 4]


@pytest.mark.parametrize(
    "map",
    [
        {"mood": {"meh": 5}, "moods": {}},
        {"moods": {"meh": 11}},
        {"moods": {"meh": "high"}},
        {"moods": {"meh": True}},
        {"moods": 5},
        {"activities": {"walk": "practice"}},
        {"activities": {"walk": {"note": "x"}}},
        {"activities": {"walk": {"practice": ""}}},
        {"scales": {"Energy": {"checkin": "hope"}}},
        {"scales": {"Energy": {"checkin": "joy", "range": [1, 5]}}},
        {"scales": {"Energy": {"checkin": "hope", "range": [5, 1]}}},
    ],
)
def test_a_map_that_is_not_usable_is_refused(map: dict[str, Any]) -> None:
    with pytest.raises(BadMap):
        read(CURRENT + "2026-05-30,x,x,,good,,,\n", map)


def test_the_example_map_is_usable() -> None:
    path = Path(__file__).parents[3] / "examples" / "maps" / "daylio.toml"
    text = NEWEST + "2026-05-30,x,x,,so-so,walk,Energy: 1,,\n"
    taken = formats.read(text.encode(), map=path)
    assert [(e.name, e.value) for e in taken.people["me"]] == [
        ("mood", 5.0),
        ("mindful_walk", None),
        ("no energy", 10.0),
    ]
