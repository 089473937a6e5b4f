"""What a record may hold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.errors import BadEntry
from onward.record import Entry, Record, check


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("checkin", "distress", "0"),
        ("checkin", "mood", "10"),
        ("checkin", "numb", "1"),
        ("issue", "avoiding calls", "4.5"),
        ("measure", "phq9", "27"),
        ("measure", "phq9.9", "3"),
        ("practice", "meditation", ""),
        ("practice", "singing", "12"),
        ("event", "moved_home", ""),
        ("event", "a new dog", "5"),
        ("session", "", "6"),
        ("behaviour", "smoking", ""),
        ("goal", "work", "10"),
        ("note", "", ""),
        ("label", "steady", ""),
    ],
)
def test_what_the_contract_allows_is_taken(kind, name, value):
    entry = check("2026-05-19", kind, name, value, "")
    assert (entry.kind, entry.name) == (kind, name)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("2026-02-30", "note", "", "", "x"), "when"),
        (("19.05.2026", "note", "", "", "x"), "when"),
        (("2026-05-19x", "note", "", "", "x"), "when"),
        (("", "note", "", "", "x"), "when"),
        (("0206-05-19", "note", "", "", "x"), "when"),
        (("2026-05-19", "mood", "", "5", ""), "kind"),
        (("2026-05-19", "checkin", "joy", "5", ""), "name"),
        (("2026-05-19", "checkin", "distress", "11", ""), "value"),
        (("2026-05-19", "checkin", "distress", "", ""), "value"),
        (("2026-05-19", "checkin", "distress", "nan", ""), "value"),
        (("2026-05-19", "checkin", "distress", "five", ""), "value"),
        (("2026-05-19", "checkin", "distress", "1_0", ""), "value"),
        (("2026-05-19", "checkin", "numb", "0.5", ""), "value"),
        (("2026-05-19", "measure", "phq99", "5", ""), "name"),
        (("2026-05-19", "measure", "phq9", "28", ""), "value"),
        (("2026-05-19", "measure", "phq9.10", "1", ""), "name"),
        (("2026-05-19", "measure", "phq9.9", "4", ""), "value"),
        (("2026-05-19", "measure", "phq9.", "1", ""), "name"),
        (("2026-05-19", "measure", "phq9.09", "1", ""), "name"),
        (("2026-05-19", "measure", "phq9.٩", "1", ""), "name"),
        (("2026-05-19", "measure", "phq9.0", "1", ""), "name"),
        (("2026-05-19", "measure", "phq9.9", "0.5", ""), "value"),
        (("2026-05-19", "checkin", "distress", "٣", ""), "value"),
        (("2026-05-19", "checkin", "distress", "inf", ""), "value"),
        (("2026-05-19", "checkin", "distress", "1e400", ""), "value"),
        (("2026-05-19", "checkin", "distress", "0x4", ""), "value"),
        (("٢٠٢٦-٠٥-١٩", "note", "", "", "x"), "when"),
        (("2026-W20-2", "note", "", "", "x"), "when"),
        (("2026-05-19", "practice", "", "5", ""), "name"),
        (("2026-05-19", "practice", "walk", "-1", ""), "value"),
        (("2026-05-19", "event", "loss", "6", ""), "value"),
        (("2026-05-19", "session", "carrier pigeon", "", ""), "name"),
        (("2026-05-19", "note", "title", "", "x"), "name"),
        (("2026-05-19", "note", "", "3", "x"), "value"),
        (("2026-05-19", "note", "", "", "a\x00b"), "note"),
        (("2026-05-19", "label", "better", "", ""), "name"),
    ],
)
def test_what_it_does_not_allow_is_refused_with_the_column(row, column):
    with pytest.raises(BadEntry) as refused:
        check(*row)
    assert refused.value.column == column
    assert refused.value.allowed


@pytest.mark.parametrize("value", ["10.0000001", "1e1000", "٣", "-0.5", "eleven"])
def test_a_number_is_shown_as_it_was_written(value):
    with pytest.raises(BadEntry, match=f"found '{value}'"):
        check("2026-05-19", "checkin", "distress", value, "")


def test_answers_marked_on_a_line_may_have_parts():
    assert check("2026-05-19", "measure", "ors.2", "7.3", "").value == 7.3


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("2026-05-19", "note", "", "", "private words " * 2000), "note: found 28,000 characters"),
        (("2026-05-19", "note", "private words", "", ""), "name: found 13 characters"),
        (("2026-05-19", "goal", "private words " * 9, "5", ""), "name: found 125 characters"),
        (("2026-05-19", "goal", "work", "private words", ""), "value: found 13 characters"),
        (("private words", "goal", "work", "5", ""), "when: found 13 characters"),
    ],
)
def test_own_words_are_never_repeated(row, said):
    with pytest.raises(BadEntry) as refused:
        check(*row)
    assert str(refused.value).startswith(said)
    assert "private" not in str(refused.value)
    assert "private" not in str(vars(refused.value))


@pytest.mark.parametrize("row", [("kind", "x" * 500, ""), ("name", "checkin", "x" * 100)])
def test_a_wrong_word_is_shown_shortened(row):
    column, kind, name = row
    with pytest.raises(BadEntry) as refused:
        check("2026-05-19", kind, name, "5", "")
    assert refused.value.column == column
    assert "x" * 31 + "…'" in str(refused.value)


@pytest.mark.parametrize(
    "when", ["2026-05-19", "2026-05-19T21:30", "2026-05-19T23:59:59+02:00", "2026-05-19 08:00"]
)
def test_a_day_is_the_local_date_as_written(when):
    r = Record.of([check(when, "note", "", "", "x")])
    assert r.day[0] == Record.of([check("2026-05-19", "note", "", "", "x")]).day[0]


def test_an_unknown_measure_is_refused_with_the_list():
    with pytest.raises(BadEntry, match="phq9, phq15"):
        check("2026-05-19", "measure", "hamd", "5", "")


def test_check_ins_of_a_day_are_averaged_and_counted():
    r = Record.of([Entry("2026-05-19", "checkin", "distress", v, "") for v in (2.0, 4.0, 9.0)])
    days, means, counts = r.daily("checkin", "distress")
    assert (len(days), means[0], counts[0]) == (1, 5.0, 3)


def test_minutes_of_a_day_are_summed_and_empty_means_done():
    r = Record.of([Entry("2026-05-19", "practice", "walk", v, "") for v in (10.0, None, 5.0)])
    _, minutes, counts = r.daily("practice", "walk", how="sum")
    assert (minutes[0], counts[0]) == (15.0, 3)


def test_identical_rows_are_kept():
    row = Entry("2026-05-19", "event", "loss", None, "")
    assert len(Record.of([row, row])) == 2


@given(st.permutations([f"2026-01-{d:02d}" for d in range(1, 9)]))
def test_rows_may_come_in_any_order(days):
    r = Record.of([Entry(d, "checkin", "distress", 1.0, "") for d in days])
    assert list(r.when) == sorted(days)


def test_an_empty_value_is_kept_empty():
    r = Record.of([Entry("2026-05-19", "practice", "walk", None, "")])
    assert math.isnan(r.value[0])
    assert next(iter(r)).value is None
