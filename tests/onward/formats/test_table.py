"""Any table by a map: places, directions, days, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onward import formats
from onward.errors import BadInput, BadMap
from onward.record import Entry

WHEN = {"column": "day"}


def read(text: str, lenient: bool = False, /, **map: Any) -> formats.Read:
    return formats.read(text.encode(), name="t.csv", map={"when": WHEN} | map, lenient=lenient)


def entries(text: str, /, **map: Any) -> list[Entry]:
    return read(text, **map).people["me"]


def refused(text: str, /, **map: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(text, **map)
    return caught.value


def values(text: str, /, **map: Any) -> list[float | None]:
    return [e.value for e in entries(text, **map)]


def test_a_column_is_put_on_the_records_scale() -> None:
    block = {"name": "distress", "column": "sad", "range": [1, 7]}
    text = "day,sad\n2026-05-19,1\n2026-05-20,4\n2026-05-21,7\n"
    assert values(text, checkin=[block]) == [0, 5, 10]


def test_a_scale_that_counts_the_other_way_round_is_turned() -> None:
    text = "day,x\n2026-05-19,1\n"

    def first(kind: str, name: str, higher_is: str) -> float | None:
        block = {"name": name, "column": "x", "range": [0, 4], "higher_is": higher_is}
        return values(text, **{kind: [block]})[0]

    assert first("checkin", "distress", "worse") == 2.5
    assert first("checkin", "distress", "better") == 7.5
    assert first("checkin", "hope", "better") == 2.5
    assert first("checkin", "hope", "worse") == 7.5
    assert first("measure", "phq9", "better") == 27 * 0.75
    assert first("measure", "who5", "worse") == 75
    assert first("goal", "run", "better") == 2.5
    assert first("issue", "calls", "better") == 7.5


def test_a_number_without_a_range_is_on_the_records_scale_already() -> None:
    assert values("day,x\n2026-05-19,23\n", measure=[{"name": "phq9", "column": "x"}]) == [23]


def test_several_columns_are_averaged_each_on_its_own_scale() -> None:
    block = {
        "name": "distress",
        "range": [1, 5],
        "columns": ["a", {"column": "b", "range": [-3, 3]}, {"column": "c", "higher_is": "better"}],
    }
    assert values("day,a,b,c\n2026-05-19,1,0,1\n", checkin=[block]) == [5]


def test_fewer_than_half_of_several_columns_give_nothing() -> None:
    block = {"name": "mood", "columns": ["a", "b", "c"]}
    text = "day,a,b,c\n2026-05-19,1,,\n2026-05-20,1,3,\n"
    assert values(text, checkin=[block]) == [2]


def test_what_counts_as_no_answer_is_told_by_the_map() -> None:
    block = {"name": "mood", "column": "x", "missing": ["-9"]}
    text = "day,x\n2026-05-19,NA\n2026-05-20,-9\n2026-05-21,\n2026-05-22,0\n"
    assert values(text, file={"missing": ["NA"]}, checkin=[block]) == [0]
    with pytest.raises(BadInput, match="no entry"):
        read(text, file={"missing": ["NA"]}, checkin=[block | {"zero_is_missing": True}])


def test_totals_with_parts_of_points_can_be_made_whole() -> None:
    text = "day,x\n2026-05-19,-0.25\n2026-05-20,23.98\n"
    block = {"name": "phq9", "column": "x"}
    assert refused(text, measure=[block]).column == "x"
    assert values(text, measure=[block | {"whole": True}]) == [0, 24]


def test_a_decimal_comma_and_other_separators_are_read() -> None:
    block = {"name": "mood", "column": "x"}
    text = "day;x\n2026-05-19;4,5\n"
    assert values(text, file={"delimiter": ";", "decimal": ","}, checkin=[block]) == [4.5]


def test_another_encoding_is_read() -> None:
    text = "day,x\n2026-05-19,für\n".encode("latin-1")
    map = {"when": WHEN, "note": [{"column": "x"}], "file": {"encoding": "latin-1"}}
    assert formats.read(text, map=map).people["me"][0].note == "für"


def test_several_rows_a_day_are_kept_or_become_one() -> None:
    text = "day,x\n2026-05-19T08:00,2\n2026-05-19T20:00,5\n2026-05-20,1\n"
    block = {"name": "mood", "column": "x"}
    assert values(text, checkin=[block]) == [2, 5, 1]
    assert entries(text, checkin=[block | {"a_day": "mean"}]) == [
        Entry("2026-05-19", "checkin", "mood", 3.5, ""),
        Entry("2026-05-20", "checkin", "mood", 1.0, ""),
    ]
    walks = {"name": "walk", "column": "x", "a_day": "sum"}
    assert values(text, practice=[walks]) == [7, 1]


def test_an_event_happens_only_if_a_column_says_so() -> None:
    block = {"name": "panic", "only_if": {"x": "1", "y": ["a", "b"]}}
    text = "day,x,y\n2026-05-19,1,a\n2026-05-20,0,a\n2026-05-21,1,c\n2026-05-22,1,b\n"
    assert [e.when for e in entries(text, event=[block])] == ["2026-05-19", "2026-05-22"]


def test_names_can_come_from_a_column() -> None:
    block = {"name_from": "what", "column": "minutes"}
    text = "day,what,minutes\n2026-05-19,walk,20\n2026-05-19,,5\n2026-05-20,tea,\n"
    assert [(e.name, e.value) for e in entries(text, practice=[block])] == [("walk", 20)]


def test_notes_sessions_labels_and_behaviours_are_taken() -> None:
    taken = entries(
        "day,a,b\n2026-05-19,hello,2\n",
        note=[{"column": "a"}],
        session=[{"name": "video", "column": "b"}],
        behaviour=[{"name": "smoking", "column": "b"}],
        label=[{"name": "pause", "only_if": {"b": "2"}}],
    )
    assert sorted((e.kind, e.name, e.value, e.note) for e in taken) == [
        ("behaviour", "smoking", 2.0, ""),
        ("label", "pause", None, ""),
        ("note", "", None, "hello"),
        ("session", "video", 2.0, ""),
    ]


def test_people_come_from_a_column_or_have_one_name() -> None:
    text = "id,day,x\nb,2026-05-19,1\na,2026-05-19,2\n"
    block = {"name": "mood", "column": "x"}
    assert list(read(text, person={"column": "id"}, checkin=[block]).people) == ["a", "b"]
    assert list(read(text, person={"id": "p9"}, checkin=[block]).people) == ["p9"]


@pytest.mark.parametrize(
    ("when", "cells", "expected"),
    [
        ({"column": "a"}, "2026-05-19,", "2026-05-19"),
        ({"columns": ["a", "b"]}, "2026-05-19,08:58", "2026-05-19T08:58"),
        ({"columns": ["a", "b"]}, "2026-05-19,", "2026-05-19"),
        ({"column": "a", "format": "%d.%m.%Y"}, "19.05.2026,", "2026-05-19"),
        ({"columns": ["a", "b"], "format": "%m/%d/%y %I:%M %p"}, "05/19/26,8:58 PM",
         "2026-05-19T20:58"),
        ({"day": "a", "start": date(2026, 5, 1), "first": 1}, "19,", "2026-05-19"),
        ({"day": "a", "start": date(2026, 5, 1)}, "0.0,", "2026-05-01"),
        ({"week": "a", "start": date(2026, 5, 1)}, "2,", "2026-05-15"),
        ({"month": "a", "start": date(2026, 1, 31)}, "1,", "2026-02-28"),
        ({"month": "a", "start": date(2026, 1, 15)}, "18,", "2027-07-15"),
    ],
)  # fmt: skip
def test_the_day_comes_from_dates_in_any_form_or_from_a_number(
    when: dict[str, Any], cells: str, expected: str
) -> None:
    text = f"a,b,x\n{cells},4\n"
    assert entries(text, when=when, checkin=[{"name": "mood", "column": "x"}])[0].when == expected


@pytest.mark.parametrize(
    ("when", "cell"),
    [
        ({"column": "day"}, "19.05.2026"),
        ({"column": "day"}, "2026-02-30"),
        ({"column": "day"}, ""),
        ({"column": "day", "format": "%d.%m.%Y"}, "2026-05-19"),
        ({"day": "day", "start": date(2026, 5, 1)}, "1.5"),
        ({"day": "day", "start": date(2026, 5, 1)}, "first"),
        ({"month": "day", "start": date(2026, 5, 1)}, "999999"),
    ],
)
def test_a_day_that_cannot_be_told_is_refused(when: dict[str, Any], cell: str) -> None:
    error = refused(f"day,x\n{cell},4\n", when=when, checkin=[{"name": "mood", "column": "x"}])
    assert (error.file, error.line, error.column) == ("t.csv", 2, "day")


@pytest.mark.parametrize("cell", ["8", "0.5", "-1", "four", "1e999", "nan", "4,5", "1_0"])
def test_a_number_outside_of_its_range_is_refused_with_line_and_column(cell: str) -> None:
    block = {"name": "mood", "column": "x", "range": [1, 7]}
    error = refused(f'day,x\n2026-05-18,4\n2026-05-19,"{cell}"\n', checkin=[block])
    assert (error.line, error.column) == (3, "x")
    assert cell in error.why


@pytest.mark.parametrize("cell", ["٣", "1e999", "nan", "inf", "0x1", "1_0"])
def test_what_is_no_number_of_this_table_is_refused_as_written(cell: str) -> None:
    block = {"name": "walk", "column": "x"}
    assert f"found '{cell}'" in refused(f"day,x\n2026-05-19,{cell}\n", practice=[block]).why


def test_words_in_a_column_of_numbers_are_not_repeated() -> None:
    text = "day,x\n2026-05-19,my private words\n"
    assert "private" not in refused(text, practice=[{"name": "walk", "column": "x"}]).why


@pytest.mark.parametrize(("low", "high"), [(1, 4), (0.1, 0.4), (3, 9)])
def test_answers_on_another_scale_become_whole_answers(low: float, high: float) -> None:
    block = {"name": "phq9.1", "column": "x", "range": [low, high]}
    cells = [low + (high - low) * part / 3 for part in range(4)]
    text = "day,x\n" + "".join(f"2026-05-19,{cell!r}\n" for cell in cells)
    assert values(text, measure=[block]) == [0, 1, 2, 3]


def test_lenient_takes_the_other_rows_and_days() -> None:
    text = "day,x,m\n2026-05-18,4,900\n2026-05-18,4,900\n2026-05-19,99,1\n2026-05-20,5,1\n"
    taken = read(
        text,
        True,
        checkin=[{"name": "mood", "column": "x"}],
        practice=[{"name": "walk", "column": "m", "a_day": "sum"}],
    )
    assert [error.line for error in taken.refused] == [4, 2]
    assert [(e.when, e.name, e.value) for e in taken.people["me"]] == [
        ("2026-05-18", "mood", 4),
        ("2026-05-18", "mood", 4),
        ("2026-05-20", "mood", 5),
        ("2026-05-20", "walk", 1),
    ]


def test_columns_that_the_map_does_not_name_are_listed() -> None:
    taken = read("day,x,phase\n2026-05-19,4,2\n", checkin=[{"name": "mood", "column": "x"}])
    assert taken.left_out == ("Columns that the map does not name: phase.",)


def test_a_column_that_the_file_has_not_is_named() -> None:
    error = refused("day,x\n2026-05-19,4\n", checkin=[{"name": "mood", "column": "y"}])
    assert "'y'" in error.why
    assert "'day', 'x'" in error.why


def test_a_wanted_column_that_is_there_twice_is_refused() -> None:
    text = "day,x,x\n2026-05-19,4,4\n"
    assert refused(text, checkin=[{"name": "mood", "column": "x"}]).column == "x"


@pytest.mark.parametrize(
    "map",
    [
        {},
        {"checkin": []},
        {"checkin": [{"name": "joy", "column": "x"}]},
        {"checkin": [{"name": "mood"}]},
        {"checkin": [{"name": "mood", "column": "x", "scale": [1, 7]}]},
        {"checkin": [{"name": "mood", "column": "x", "range": [7, 1]}]},
        {"checkin": [{"name": "mood", "column": "x", "higher_is": "up"}]},
        {"checkin": [{"name": "mood", "column": "x", "columns": ["x"]}]},
        {"checkin": {"name": "mood", "column": "x"}},
        {"measure": [{"name": "phq10", "column": "x"}]},
        {"measure": [{"name": "phq9.10", "column": "x"}]},
        {"measure": [{"name": "phq9.", "column": "x"}]},
        {"measure": [{"name": "phq9.09", "column": "x"}]},
        {"measure": [{"name": "phq9.٩", "column": "x"}]},
        {"measure": [{"name": "phq9." + "1" * 5000, "column": "x"}]},
        {"measure": [{"name": "scl90_dep.1", "column": "x"}]},
        {"event": [{"name": "panic"}]},
        {"event": [{"name": "panic", "only_if": {"x": 1}}]},
        {"session": [{"name": "letter", "column": "x"}]},
        {"label": [{"name": "better", "only_if": {"x": "1"}}]},
        {"practice": [{"name": "walk", "name_from": "x"}]},
        {"moods_": {}},
        {"note": [{"column": "x"}], "file": {"delimiter": ":"}},
        {"note": [{"column": "x"}], "file": {"encoding": "utf-16"}},
        {"note": [{"column": "x"}], "file": {"decimals": ","}},
        {"note": [{"column": "x"}], "when": {}},
        {"note": [{"column": "x"}], "when": {"column": "day", "format": "%d %B"}},
        {"note": [{"column": "x"}], "when": {"column": "day", "format": "%Y %Y %q"}},
        {"note": [{"column": "x"}], "when": {"day": "day"}},
        {"note": [{"column": "x"}], "when": {"day": "day", "month": "x", "start": date.max}},
    ],
)
def test_a_map_that_is_not_usable_is_refused(map: dict[str, Any]) -> None:
    with pytest.raises(BadMap):
        formats.read(b"day,x\n2026-05-19,4\n", format="table", map={"when": WHEN} | map)


MAPS = sorted((Path(__file__).parents[3] / "examples" / "maps").glob("*.toml"))
SETS = {
    "kossakowski_2017_esm": ("kossakowski_2017/esm.csv", 1, 4562),
    "kossakowski_2017_scl90": ("kossakowski_2017/scl90_weekly.csv", 1, 28),
    "esm_jang_2024_panic": ("esm_jang_2024_panic/esm.csv", 43, 8882),
    "esm_flueckiger_2014_students": ("esm_flueckiger_2014_students/esm.csv", 72, 8368),
    "reframed_phq9": ("reframed_phq9/phq9.csv", 246, 2433),
}


def test_every_example_map_is_for_a_set_or_for_daylio() -> None:
    assert {path.stem for path in MAPS} == {*SETS, "daylio"}


@pytest.mark.parametrize("name", SETS)
def test_the_example_maps_take_the_real_sets(name: str, shared_data: Path) -> None:
    file, people, count = SETS[name]
    taken = formats.read(shared_data / file, map=next(p for p in MAPS if p.stem == name))
    assert len(taken.people) == people
    assert sum(map(len, taken.people.values())) == count


@pytest.mark.parametrize("path", MAPS, ids=lambda p: p.stem)
def test_no_example_map_shows_the_design_of_a_study(path: Path) -> None:
    from onward.formats.choose import kind_of_map, load_map
    from onward.formats.table_map import TableMap

    map = load_map(path)
    if kind_of_map(map) == "table":
        hidden = {"phase", "antidepressant_mg", "dose", "arm"}
        assert not hidden & set(TableMap.of(map).columns())
