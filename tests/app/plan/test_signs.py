"""Which early signs show: ticks, own words in a note, tied answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onward_app.entries.actions import Row
from onward_app.plan.queries import Plan, Watched
from onward_app.plan.signs import said_in, shown

TODAY = date(2026, 5, 20)
SIGN = "I stop answering"


def on(days_ago: int, kind: str, name: str, value: float | None = None, note: str = "") -> Row:
    return ((TODAY - timedelta(days=days_ago)).isoformat(), kind, name, value, note)


def sleep(*ago_and_value: tuple[int, float]) -> list[Row]:
    return [on(ago, "checkin", "sleep", value) for ago, value in ago_and_value]


PLAN = Plan(signs=("I sleep late", SIGN), watched=(Watched("I sleep late", "sleep", 3),))


def test_a_ticked_sign_shows_for_three_days() -> None:
    assert shown(PLAN, [on(0, "behaviour", SIGN)], TODAY) == (SIGN,)
    assert shown(PLAN, [on(2, "behaviour", SIGN)], TODAY) == (SIGN,)
    assert shown(PLAN, [on(3, "behaviour", SIGN)], TODAY) == ()


def test_a_tick_with_a_nought_says_that_it_was_not_there() -> None:
    assert shown(PLAN, [on(0, "behaviour", SIGN, 0)], TODAY) == ()


def test_another_old_behaviour_is_no_sign() -> None:
    assert shown(PLAN, [on(0, "behaviour", "stop"), on(0, "event", SIGN)], TODAY) == ()


def test_what_is_dated_ahead_shows_nothing() -> None:
    assert shown(PLAN, [on(-1, "behaviour", SIGN)], TODAY) == ()


def test_signs_show_in_the_order_of_the_plan() -> None:
    rows = [on(0, "behaviour", SIGN), *sleep((0, 2), (1, 2))]
    assert shown(PLAN, rows, TODAY) == ("I sleep late", SIGN)


@pytest.mark.parametrize(
    ("days", "shows"),
    [
        ([(0, 3), (1, 2)], True),
        ([(0, 3), (1, 8), (2, 2)], True),
        ([(0, 3)], False),  # once is not yet a sign
        ([(0, 4), (1, 4)], False),
        ([(0, 8), (1, 2), (2, 2)], False),  # today it was fine
        ([(0, 3), (1, 8), (2, 8), (3, 2)], False),  # one of the last three
        ([(0, 3), (7, 2), (14, 8)], True),  # once a week is enough
        ([(0, 3), (21, 2)], False),  # too long ago
        ([(3, 2), (4, 2)], False),  # nothing lately
    ],
)
def test_a_tied_answer_shows_on_two_of_the_last_three_days(
    days: list[tuple[int, float]], shows: bool
) -> None:
    assert shown(PLAN, sleep(*days), TODAY) == (("I sleep late",) if shows else ())


def test_the_last_answer_of_a_day_counts() -> None:
    rows = [
        (TODAY.isoformat() + "T08:00", "checkin", "sleep", 2.0, ""),
        (TODAY.isoformat() + "T20:00", "checkin", "sleep", 8.0, ""),
        *sleep((1, 2)),
    ]
    assert shown(PLAN, rows, TODAY) == ()


def test_a_heavy_answer_shows_at_its_number_and_above() -> None:
    plan = Plan(signs=("dread",), watched=(Watched("dread", "distress", 7),))
    heavy = [on(ago, "checkin", "distress", 7) for ago in (0, 1)]
    assert shown(plan, heavy, TODAY) == ("dread",)
    lighter = [on(ago, "checkin", "distress", 6) for ago in (0, 1)]
    assert shown(plan, lighter, TODAY) == ()


def test_a_tie_of_another_version_or_of_a_sign_that_went_is_passed_over() -> None:
    ties = (Watched("dread", "appetite", 3), Watched("gone", "sleep", 3))
    assert shown(Plan(signs=("dread",), watched=ties), sleep((0, 1), (1, 1)), TODAY) == ()


@pytest.mark.parametrize(
    ("sign", "note"),
    [
        ("I stop answering", "Today I stop answering again."),
        ("I stop answering", "It was grey.\nStop answering the phone, that is all."),
        ("I sleep late", "I SLEEP LATE"),
        ("I don't cook", "I didn't cook. Bread was fine."),
        ("No breakfast", "without breakfast"),
        ("Grübeln am Abend", "Viel Grübeln am Abend"),
        ("I lose hope", "I lose hope a little"),
        ("Doomscrolling", "Some doomscrolling in bed"),
    ],
)
def test_the_words_of_a_sign_are_found(sign: str, note: str) -> None:
    assert said_in(sign, note)


@pytest.mark.parametrize(
    ("sign", "note"),
    [
        ("I stop answering", "I did not stop answering."),
        ("I stop answering", "I stop at the shop and was answering letters"),
        ("I stop answering", "At the stop. Answering was easy."),
        ("I stop answering", "If I stop answering, call me."),
        ("I stop answering", "I used to stop answering"),
        ("I sleep late", "My son will sleep late"),
        ("I sleep late", "sleepy, later a walk"),
        ("I sleep late", "late lunch, then sleep"),
        ("I don't cook", "I cook soup"),
        ("I cook", "I cook soup"),  # a single short word says too little
        ("I am so very", "I am so very glad"),  # nothing but light words
        ("Rest", "A day of rest"),
        ("", "anything"),
        ("I cut myself", "I cut myself"),  # the page about safety has that
    ],
)
def test_false_alarms_are_left_alone(sign: str, note: str) -> None:
    assert not said_in(sign, note)


def test_a_note_of_the_last_days_shows_a_sign() -> None:
    assert shown(PLAN, [on(1, "note", "", None, "I stop answering")], TODAY) == (SIGN,)
    assert shown(PLAN, [on(5, "note", "", None, "I stop answering")], TODAY) == ()
