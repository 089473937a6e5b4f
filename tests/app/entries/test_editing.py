"""An entry as the answers of the check-in, and back."""

from __future__ import annotations

from datetime import date

import pytest

from onward_app.entries.actions import Row
from onward_app.entries.editing import answers, stamped
from onward_app.entries.forms import CheckIn
from onward_app.entries.queries import Names

TODAY = date(2026, 5, 19)
WHEN = "2026-05-19T21:30"
ROWS: list[Row] = [
    (WHEN, "checkin", "distress", 4.0, ""),
    (WHEN, "checkin", "hope", 6.0, ""),
    (WHEN, "checkin", "numb", 1.0, ""),
    (WHEN, "issue", "avoiding calls", 3.0, ""),
    (WHEN, "practice", "mindful_walk", 20.0, ""),
    (WHEN, "practice", "clay", None, ""),
    (WHEN, "event", "moved_home", 4.0, ""),
    (WHEN, "session", "video", 7.0, ""),
    (WHEN, "behaviour", "skipping meals", None, ""),
    (WHEN, "note", "", None, "Two lines\nof my own"),
]
NAMES = Names(["avoiding calls"], ["clay"], [], ["skipping meals"])


def sent(rows: list[Row]) -> CheckIn:
    """The form as a browser would send it back untouched."""
    given, _rest = answers(rows)
    shown = CheckIn(initial=given, names=NAMES, today=TODAY)
    data = {}
    for name in shown.fields:
        value = shown[name].value()
        if value not in (None, "", False):
            data[name] = "on" if value is True else str(value).replace("\n", "\r\n")
    form = CheckIn(data, names=NAMES, today=TODAY)
    assert form.is_valid(), form.errors
    return form


def test_an_entry_sent_back_untouched_is_the_same() -> None:
    assert sorted(map(repr, stamped(sent(ROWS).things(), WHEN, ROWS))) == sorted(
        repr_of(r) for r in ROWS
    )


def repr_of(row: Row) -> str:
    from onward.record import Entry

    return repr(Entry(*row))


@pytest.mark.parametrize(
    "row",
    [
        (WHEN, "checkin", "distress", 4.5, ""),
        (WHEN, "measure", "phq9", 12.0, ""),
        (WHEN, "goal", "swim", 3.0, ""),
        (WHEN, "label", "backstep", None, ""),
        (WHEN, "behaviour", "shouting", 3.0, ""),
        (WHEN, "practice", "clay", 5.0, "with words"),
    ],
)
def test_a_row_that_the_form_cannot_show_is_kept_apart(row: Row) -> None:
    _given, rest = answers([row])
    assert rest == [row]


def test_the_second_answer_of_one_name_is_kept_apart() -> None:
    later = ("2026-05-19T22:00", "checkin", "distress", 5.0, "")
    given, rest = answers([ROWS[0], later])
    assert (given["distress"], rest) == ("4", [later])


def test_untouched_answers_keep_the_time_at_which_they_were_written() -> None:
    early = ("2026-05-19T07:00", "checkin", "distress", 4.0, "")
    rows = stamped([("checkin", "distress", 4, ""), ("checkin", "hope", 2, "")], WHEN, [early])
    assert [r[0] for r in rows] == ["2026-05-19T07:00", WHEN]
