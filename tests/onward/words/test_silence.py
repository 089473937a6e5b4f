"""After two weeks of silence: what was last known, with its day, and nothing of now."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from a_review import LOST, a_record, a_review, after_moving, an_episode

from onward.record import Entry, Record
from onward.results import Flag, Kept, Words
from onward.words import say

LAST = date(2026, 5, 10)
NOW = re.compile(r"passing|still hold|steady|since|about \w+ (?:weeks|months)| are |all that way")


def silent_since(last: date, extra: tuple[Entry, ...] = ()) -> Record:
    return a_record(date(2026, 1, 1), last, extra=extra)


def text(said: Words) -> str:
    return f"{said.headline} {said.paragraph} {said.next}"


@pytest.mark.parametrize(
    "state",
    ["steady", "gaining", "stuck", "not_yet_known", "deeper", "backstep", "pause", "relapse",
     "too_early"],
)  # fmt: skip
@pytest.mark.parametrize("below", [False, True])
def test_after_two_weeks_nothing_is_said_of_now(state: str, below: bool) -> None:
    now = an_episode("backstep", date(2026, 4, 20))
    for belief in (0.3, 0.75, 0.95):
        made = a_review(
            state,
            belief=belief,
            below_start=below,
            episodes=(now,),
            gain_kept=Kept(0.5, 0.1, 0.9),
            record=silent_since(LAST),
        )
        said = say(made)
        assert said.headline == "Your last note is from 10 May."
        assert "A gap is all right." in said.paragraph
        assert said.next == "You could write how today is, if you like."
        assert not NOW.search(text(said)), text(said)


def test_silence_begins_after_two_weeks() -> None:
    assert (
        "last note" not in say(a_review("steady", record=silent_since(date(2026, 5, 11)))).headline
    )


def test_what_was_said_by_the_last_note_is_told_as_it_was_then() -> None:
    made = a_review(
        "backstep",
        announced={date(2026, 5, 2): "backstep"},
        gain_kept=Kept(0.5, 0.1, 0.9),
        record=silent_since(LAST),
    )
    said = say(made)
    assert "It looked like a backstep. A gap is all right." in said.paragraph
    assert said.paragraph.startswith("You held most of what you gained then.")


def test_what_the_silence_brought_counts_for_nothing() -> None:
    made = a_review("pause", announced={date(2026, 5, 15): "pause"}, record=silent_since(LAST))
    assert "pause" not in text(say(made))


@pytest.mark.parametrize(
    ("word", "belief", "then"),
    [
        ("relapse", 0.9, "Then it looked like a bigger setback."),
        ("relapse", 0.1, "Then it was too soon to say how it was."),
        ("pause", 0.9, "Then it looked like a pause."),
        ("deeper", 0.9, "Then it looked like a deeper step."),
        ("not_yet_known", 0.9, "Then your feelings were strong, and it was too soon to say."),
        ("steady", 0.9, "Then your days were much as usual."),
        ("steady", 0.5, "Then it was too soon to say how it was."),
    ],
)
def test_how_it_looked_is_as_sure_as_it_was(word: str, belief: float, then: str) -> None:
    made = a_review(word, belief=belief, announced={date(2026, 5, 8): word},
                    record=silent_since(LAST))  # fmt: skip
    assert then in say(made).paragraph


def test_a_risk_answer_before_the_silence_is_heard_and_nothing_is_called_usual() -> None:
    risk = Entry("2026-05-08", "measure", "phq9.9", 1.0, "")
    made = a_review("steady", record=silent_since(LAST, (risk,)))
    said = say(replace(made, flags=(Flag(date(2026, 5, 8), "phq9.9", 1.0),)))
    assert "Then some of what you noted sounded hard, and it counts." in said.paragraph
    assert "usual" not in said.paragraph


def test_hard_days_before_the_silence_are_worth_telling() -> None:
    made = a_review("stuck", record=silent_since(LAST))
    level = made.daily.level.copy()
    level[:] = 7.0
    said = say(replace(made, daily=replace(made.daily, level=level), start_level=7.0))
    assert "Then things had been hard for some time." in said.paragraph
    assert "That is worth telling your therapist." in said.paragraph


def test_a_level_below_the_start_before_the_silence_is_told() -> None:
    said = say(a_review("steady", record=silent_since(LAST), start_level=1.0))
    assert "Then your days looked harder than at the start." in said.paragraph


def test_notes_without_a_number_do_not_say_how_it_is() -> None:
    note = Entry("2026-05-24", "note", "", None, "Rain.")
    said = say(a_review("steady", record=silent_since(LAST, (note,))))
    assert said.headline == "You last wrote how it was on 10 May."


def test_in_silence_a_change_of_medicine_still_points_to_the_prescriber() -> None:
    change = Entry("2026-05-06", "event", "medication_change", None, "")
    now = an_episode("backstep", LOST)
    said = say(after_moving(episodes=(now,), record=silent_since(LAST, (change,))))
    assert "Speak to your prescriber before changing a dose." in said.paragraph


def test_the_own_word_stays_first_in_silence() -> None:
    said = say(after_moving(own_word="backstep", record=silent_since(LAST)))
    assert said.headline == "You called this a backstep."
    assert said.paragraph.startswith("Your last note is from 10 May.")


def test_with_little_data_silence_says_that_it_was_too_soon() -> None:
    record = a_record(date(2026, 5, 5), LAST)
    said = say(a_review("too_early", enough_data=False, record=record))
    assert said.paragraph.startswith("Then it was too soon to say. A gap is all right.")


def test_highs_are_not_named_in_silence_either() -> None:
    said = say(a_review("too_early", muted=True, below_start=True, record=silent_since(LAST)))
    assert said.headline == "Here is what you wrote."
    assert "Your days look" not in said.paragraph
    assert "Nothing written since 10 May. That is all right." in said.paragraph
