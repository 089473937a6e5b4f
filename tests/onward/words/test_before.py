"""What came before: one thing in full, several as a load, and the honest "nothing stands out"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from a_review import (
    LOST,
    MOVED,
    UNTIL,
    WALKS,
    a_record,
    a_review,
    after_moving,
    an_episode,
)
from reading import sentences
from reading import words as words_of

from onward import words
from onward.record import Entry, Record
from onward.results import CameBefore, Review
from onward.words import say

NOTHING = "Nothing you noted stands out in the days before."


def event(name: str, days_before: int, above: float = 0.9) -> CameBefore:
    return CameBefore(name, LOST - timedelta(days_before), "event", above)


def lost(*came: CameBefore, state: str = "backstep", **parts: object) -> Review:
    """A setback since 12 May that these things came before."""
    return after_moving(state, episodes=(an_episode(state, LOST, came_before=came),), **parts)


def test_one_event_and_less_of_a_practice_after_it_are_said_with_their_days() -> None:
    said = say(lost(WALKS, MOVED)).paragraph
    assert (
        "It began six days after you moved home, and fewer walks are noted from two days before."
    ) in said


def test_several_things_are_said_in_the_order_of_their_days_and_not_of_their_strength() -> None:
    came = (event("conflict", 4, 0.99), event("work_stress", 9, 0.81), WALKS)
    expected = (
        "In the days before, three things came at once: work got heavy, a conflict and "
        "fewer walks noted."
    )
    assert expected in say(lost(*came)).paragraph
    assert expected in say(lost(*reversed(came))).paragraph


def test_of_several_things_none_is_said_to_be_where_it_began() -> None:
    said = say(lost(MOVED, event("illness", 2))).paragraph
    assert "In the days before, two things came at once: moved home and illness." in said
    assert "It began" not in said


def test_a_practice_that_was_less_before_the_event_comes_first() -> None:
    early = replace(WALKS, when=LOST - timedelta(10))
    assert (
        "In the days before, two things came at once: fewer walks noted and moved home."
        in say(lost(MOVED, early)).paragraph
    )


def test_many_things_are_one_short_sentence() -> None:
    names = ("family_issue", "relationship_ended", "anniversary", "work_stress", "therapy_ended")
    said = say(lost(*(event(name, 9 - at) for at, name in enumerate(names)))).paragraph
    load = next(s for s in sentences(said) if "came at once" in s)
    assert load.startswith("In the days before, five things came at once: family trouble, ")
    assert load.endswith(" and more.")
    assert len(words_of(load)) < 20


def test_long_own_words_leave_the_number_of_things() -> None:
    long = [event("_".join("abcdefghijklmnopqrst"[at:]), 5 - at) for at in range(2)]
    assert "In the days before, two things came at once." in say(lost(*long)).paragraph


def test_what_is_told_only_where_the_person_asks_is_no_part_of_a_load() -> None:
    quiet = CameBefore("self_harm", LOST - timedelta(3), "behaviour", 0.99)
    said = say(lost(MOVED, quiet)).paragraph
    assert "It began six days after you moved home." in said
    assert "came at once" not in said


def test_one_name_written_in_two_ways_is_one_thing() -> None:
    said = say(lost(event("big exam", 4), event("big_exam", 2))).paragraph
    assert "It began two days after big exam." in said


def test_nothing_stands_out_is_said_once_before_a_setback_under_way() -> None:
    for state in ("backstep", "relapse"):
        review = lost(state=state)
        assert say(review).paragraph.count(NOTHING) == 1
        assert words.nothing_before(review) == NOTHING


def only(kind: str, name: str, when: date) -> Record:
    """Check-ins, and one other entry."""
    plain = [e for e in a_record(date(2026, 1, 1), UNTIL) if e.kind == "checkin"]
    return Record.of([*plain, Entry(when.isoformat(), kind, name, None, "")])


@pytest.mark.parametrize(
    ("kind", "when", "says"),
    [
        ("event", LOST - timedelta(60), True),
        ("practice", LOST - timedelta(60), True),
        ("event", LOST + timedelta(1), False),
        ("session", LOST - timedelta(60), False),
    ],
)
def test_it_is_said_only_where_something_was_noted_by_then(
    kind: str, when: date, says: bool
) -> None:
    name = {"session": "video", "event": "conflict", "practice": "talking"}[kind]
    review = lost(record=only(kind, name, when))
    assert (NOTHING in say(review).paragraph) is says
    assert (words.nothing_before(review) is not None) is says


def test_it_is_not_said_where_what_stood_out_is_only_not_told() -> None:
    quiet = CameBefore("self_harm", LOST - timedelta(3), "behaviour", 0.99)
    assert words.nothing_before(lost(quiet)) is None
    assert NOTHING not in say(lost(quiet)).paragraph


def test_it_is_not_said_of_what_is_over_nor_of_what_is_no_setback() -> None:
    over = a_review("steady", episodes=(an_episode("backstep", date(2026, 3, 1), LOST),))
    rose = a_review("not_yet_known", episodes=(an_episode("deeper", LOST),))
    for review in (over, rose, a_review("steady")):
        assert words.nothing_before(review) is None
        assert NOTHING not in say(review).paragraph


def test_it_is_not_said_beside_a_change_of_medicine() -> None:
    changed = Entry("2026-05-04", "event", "medication_change", None, "")
    review = lost(record=a_record(date(2026, 1, 1), UNTIL, extra=(changed,)))
    assert words.nothing_before(review) is None
    assert say(review).next == "Speak to your prescriber before changing a dose."


def test_that_it_is_worth_telling_follows_what_is_and_not_what_came_before() -> None:
    began = UNTIL - timedelta(30)
    for state in ("backstep", "relapse"):
        said = say(after_moving(state, episodes=(an_episode(state, began),))).paragraph
        assert said.index("That is worth telling your therapist.") < said.index(NOTHING)
