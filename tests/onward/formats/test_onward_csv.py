"""The record file, to the letter of docs/reference/record_file.md."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward import formats
from onward.errors import BadInput
from onward.record import CHECKINS, Entry, Record

HEADER = "person,when,kind,name,value,note\n"


def read(text: str, lenient: bool = False) -> formats.Read:
    return formats.read(text.encode(), name="mine.csv", lenient=lenient)


def refused(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(text)
    return caught.value


def test_a_file_is_read_person_by_person_sorted() -> None:
    taken = read(
        HEADER + "p2,2026-05-19,checkin,distress,4,\np1,2026-05-18,event,moved_home,,\n"
        "p2,2026-05-01,note,,,hello\n"
    )
    assert taken.format == "onward"
    assert list(taken.people) == ["p1", "p2"]
    assert taken.people["p2"] == [
        Entry("2026-05-19", "checkin", "distress", 4.0, ""),
        Entry("2026-05-01", "note", "", None, "hello"),
    ]


def test_any_column_order_is_taken_and_person_and_note_may_be_absent() -> None:
    taken = read("value,name,kind,when\n4,distress,checkin,2026-05-19\n")
    assert taken.people == {"me": [Entry("2026-05-19", "checkin", "distress", 4.0, "")]}


def test_an_empty_person_is_me() -> None:
    assert list(read(HEADER + ",2026-05-19,checkin,mood,4,\n").people) == ["me"]


def test_a_byte_order_mark_is_allowed() -> None:
    assert read("\ufeff" + HEADER + "a,2026-05-19,checkin,mood,4,\n").people.keys() == {"a"}


def test_the_mark_of_a_file_put_behind_another_is_no_part_of_an_id() -> None:
    row = "a,2026-05-19,checkin,mood,4,\n"
    assert read(HEADER + row + "\ufeff" + row).people.keys() == {"a"}
    assert read(
        "when,kind,name,value,person\n2026-05-19,checkin,mood,4,\ufeffa\n"
    ).people.keys() == {"a"}
    assert "byte order mark" in refused(HEADER + row + "\ufeff" + '"a",2026-05-19,note,,,x\n').why


def test_a_header_that_stands_there_again_is_said() -> None:
    text = HEADER + "a,2026-05-19,checkin,mood,4,\n\ufeff" + HEADER + "a,2026-05-20,note,,,x\n"
    error = refused(text)
    assert error.line == 3
    assert "header stands here again" in error.why
    assert len(read(text, lenient=True).people["a"]) == 2


@pytest.mark.parametrize(
    "header", ["Person,When,Kind,Name,Value,Note", "WHEN,KIND,NAME,VALUE", "when,Kind,name,value"]
)
def test_names_in_capital_letters_get_a_hint(header: str) -> None:
    assert "The names are in lower case." in refused(header + "\nx\n").why


def test_a_person_has_at_most_two_hundred_issues() -> None:
    text = HEADER + "".join(f"a,2026-05-19,issue,i{n},4,\n" for n in range(200))
    again, more = "a,2026-05-20,issue,i7,4,\n", "a,2026-05-20,issue,other,4,\n"
    other = more.replace("a,", "b,", 1)
    assert len(read(text + again + other).people["a"]) == 201
    error = refused(text + again + more)
    assert error.line == 203
    assert "at most 200" in error.why
    assert len(read(text + more + again, lenient=True).people["a"]) == 201


def test_lenient_goes_on_behind_a_row_that_is_no_csv() -> None:
    good = "a,2026-05-19,checkin,mood,4,\n"
    text = HEADER + good + 'a,2026-05-19,note,,,"he said "no""\n' + good
    taken = read(text, lenient=True)
    assert len(taken.people["a"]) == 2
    assert [error.line for error in taken.refused] == [3]


@pytest.mark.parametrize("rest", ["", "x\n" * 100_000])
def test_lenient_takes_what_stands_before_an_open_quotation_mark(rest: str) -> None:
    good = "a,2026-05-19,checkin,mood,4,\n"
    taken = read(HEADER + good + 'a,2026-05-19,note,,,"open\n' + good + rest, lenient=True)
    assert len(taken.people["a"]) == 1
    assert [error.line for error in taken.refused] == [3]
    assert "Nothing after it" in taken.refused[0].why


def test_dates_with_time_and_offset_are_kept_as_written() -> None:
    whens = ["2026-05-19", "2026-05-19T21:30", "2026-05-19 21:30", "2026-05-19T21:30:00+02:00"]
    taken = read("when,kind,name,value\n" + "".join(f"{w},checkin,mood,4\n" for w in whens))
    assert [e.when for e in taken.people["me"]] == whens


def test_unknown_columns_are_named() -> None:
    error = refused("person,when,kind,name,value,note,mood,sleep\n")
    assert error.line == 1
    assert "'mood', 'sleep'" in error.why
    assert "person, when, kind, name, value, note" in error.why


def test_a_column_that_is_needed_and_absent_is_named() -> None:
    assert "no name and no value" in refused("when,kind\n2026-05-19,checkin\n").why


def test_a_column_that_is_there_twice_is_refused() -> None:
    error = refused("when,kind,name,value,note,note\n")
    assert (error.line, error.column) == (1, "note")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2026-02-30,checkin,mood,4", "when"),
        ("19.05.2026,checkin,mood,4", "when"),
        ("2026-05-19,mood,mood,4", "kind"),
        ("2026-05-19,checkin,joy,4", "name"),
        ("2026-05-19,checkin,mood,11", "value"),
        ("2026-05-19,checkin,mood,four", "value"),
        ("2026-05-19,checkin,mood,nan", "value"),
        ("2026-05-19,checkin,mood,", "value"),
        ("2026-05-19,measure,phq9,28", "value"),
        ("2026-05-19,measure,phq9.10,1", "name"),
        ("2026-05-19,measure,phq10,1", "name"),
        ("2026-05-19,session,letter,1", "name"),
        ("2026-05-19,label,better,", "name"),
    ],
)
def test_a_row_that_is_not_allowed_is_refused_with_file_line_and_column(
    row: str, column: str
) -> None:
    error = refused("when,kind,name,value\n2026-05-19,checkin,mood,4\n" + row + "\n")
    assert (error.file, error.line, error.column) == ("mine.csv", 3, column)
    assert "allowed:" in error.why


def test_lines_are_counted_through_quoted_line_ends() -> None:
    text = HEADER + 'a,2026-05-19,note,,,"one\r\ntwo\nthree"\na,2026-05-20,checkin,mood,99,\n'
    assert refused(text).line == 5
    taken = read(text.replace("99", "9"))
    assert taken.people["a"][0].note == "one\r\ntwo\nthree"


def test_blank_lines_are_passed_over_and_counted() -> None:
    assert refused(HEADER + "\n\na,2026-05-19,checkin,mood,99,\n").line == 4


@pytest.mark.parametrize("row", ["a,2026-05-19,checkin,mood,4", "a,2026-05-19,checkin,mood,4,,"])
def test_a_row_longer_or_shorter_than_its_header_is_named(row: str) -> None:
    error = refused(HEADER + row + "\n")
    assert error.line == 2
    assert f"{row.count(',') + 1} cells, the header has 6" in error.why


def test_other_separators_are_named() -> None:
    error = refused(HEADER.replace(",", ";") + "a;2026-05-19;checkin;mood;4;\n")
    assert error.why == "The columns are separated by semicolons; allowed: commas."


def test_nothing_of_a_refused_file_is_taken_and_lenient_takes_the_good_rows() -> None:
    text = HEADER + "a,2026-05-19,checkin,mood,4,\na,x,checkin,mood,4,\nb,2026-05-19,checkin,mood\n"
    assert refused(text).line == 3
    taken = read(text, lenient=True)
    assert taken.people == {"a": [Entry("2026-05-19", "checkin", "mood", 4.0, "")]}
    assert [error.line for error in taken.refused] == [3, 4]


def test_a_file_of_refused_rows_only_is_refused_even_leniently() -> None:
    with pytest.raises(BadInput, match="line 2"):
        read(HEADER + "a,x,checkin,mood,4,\n", lenient=True)


def test_a_header_without_rows_is_refused() -> None:
    assert "no entry" in refused(HEADER).why


def test_identical_rows_are_kept() -> None:
    row = "a,2026-05-19,practice,walk,10,\n"
    assert len(read(HEADER + row + row).people["a"]) == 2


def written(what: object) -> str:
    file = io.StringIO(newline="")
    formats.write_onward_csv(what, file)  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(sign: str) -> None:
    text = written([Entry("2026-05-19", "note", "", None, sign + "SUM(A1)")])
    assert f"'{sign}SUM" in text
    assert read(text).people["me"][0].note == sign + "SUM(A1)"


def test_numbers_stay_numbers() -> None:
    text = written([Entry("2026-05-19", "note", "", None, "-1.5")])
    assert text.splitlines()[1] == "me,2026-05-19,note,,,-1.5"


@pytest.mark.parametrize("note", ["'", "''", "'=1", "''=1", "'hello'", "'-1.5", "it's", "-1.5x"])
def test_text_that_begins_with_an_apostrophe_comes_back_as_it_was(note: str) -> None:
    assert read(written([Entry("2026-05-19", "note", "", None, note)])).people["me"][0].note == note


ANY = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
# A byte order mark is no part of an id.
NAMES = ANY.map(lambda text: text.replace("\ufeff", "").strip()).filter(bool)
ENTRIES = st.one_of(
    st.builds(
        lambda name, part: Entry(
            "2026-05-19", "checkin", name, CHECKINS[name][0] + part * (CHECKINS[name][1]), ""
        ),
        st.sampled_from([c for c in CHECKINS if c != "numb"]),
        st.floats(0, 1),
    ),
    st.builds(lambda name, note: Entry("2026-05-19", "practice", name, None, note), NAMES, ANY),
    st.builds(lambda note: Entry("2026-05-19T21:30+02:00", "note", "", None, note), ANY),
)


@given(st.dictionaries(NAMES, st.lists(ENTRIES, min_size=1, max_size=5), min_size=1, max_size=4))
def test_what_is_written_is_read_back_to_the_last_digit(people: dict[str, list[Entry]]) -> None:
    assert read(written(people)).people == dict(sorted(people.items()))


def test_a_record_is_written_with_its_person(tmp_path: Path) -> None:
    record = Record.of([Entry("2026-05-19", "checkin", "mood", 0.1, "")], "p1")
    formats.write_onward_csv(record, tmp_path / "r.csv")
    taken = formats.read(tmp_path / "r.csv")
    assert taken.people == {"p1": [Entry("2026-05-19", "checkin", "mood", 0.1, "")]}
