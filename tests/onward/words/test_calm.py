"""No false reassurance: where a calm sentence may stand, and what stands there else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from a_review import (
    HALF,
    LOST,
    MOST,
    UNTIL,
    a_flag,
    a_record,
    a_review,
    after_moving,
    an_episode,
    an_issue,
)

from onward.record import Entry, Record
from onward.results import STATES, CameBefore, Kept, Review, Words
from onward.words import say

WIDE = Kept(0.55, 0.2, 0.9)
CALM = "You need not change a thing today."
HARDER = "Some days lately were harder; it is too soon to say what this is."
STEADY = (
    CALM,
    "Your days are much as they usually are.",
    "Your days are getting lighter.",
    "Things weigh less than when you began.",
    "You have come back.",
    "You have taken things up again.",
    "the rest holds",
    "I see it that way too.",
)


def believing(review: Review, **beliefs: float) -> Review:
    """The same review with other beliefs on its last day."""
    states = review.daily.states.copy()
    states[-1] = [beliefs.get(s, 0.0) for s in STATES]
    return replace(review, daily=replace(review.daily, states=states))


def text(said: Words) -> str:
    return f"{said.headline} {said.paragraph} {said.next}"


def answers(name: str, values: list[float]) -> tuple[Entry, ...]:
    """One answer a day up to the last one."""
    first = UNTIL - timedelta(len(values) - 1)
    days = ((first + timedelta(i)).isoformat() for i in range(len(values)))
    return tuple(Entry(d, "checkin", name, v, "") for d, v in zip(days, values, strict=True))


FELL = answers("functioning", [7.0, 6.0] * 20 + [3.0] * 7)
LOW_HOPE = answers("hope", [7.0, 6.0] * 20 + [3.0] * 7)


def with_answers(extra: tuple[Entry, ...]) -> Record:
    return a_record(date(2026, 1, 1), UNTIL, extra=extra)


@pytest.mark.parametrize("state", ["steady", "gaining"])
def test_a_calm_course_is_called_calm(state: str) -> None:
    assert CALM in say(a_review(state)).paragraph


@pytest.mark.parametrize("state", ["steady", "gaining"])
@pytest.mark.parametrize("own", [None, "steady"])
def test_beliefs_that_are_not_calm_forbid_a_calm_word(state: str, own: str | None) -> None:
    passed = an_episode("backstep", date(2026, 4, 20), date(2026, 5, 10))
    made = a_review(state, gain_kept=MOST, own_word=own, episodes=(passed,))
    said = say(believing(made, steady=0.5, backstep=0.45, pause=0.05))
    assert not any(s in text(said) for s in STEADY)
    assert said.headline in ("You called this steady.", "Some days lately were harder than your"
                             " usual ones.")  # fmt: skip
    assert "it is too soon to say what" in said.paragraph.lower()


def test_most_of_a_gain_comes_before_the_days_that_were_harder() -> None:
    made = a_review("steady", gain_kept=MOST, record=with_answers(FELL))
    said = say(believing(made, steady=0.7, deeper=0.1, backstep=0.2))
    assert said.headline == "You still hold most of what you gained."
    assert said.paragraph.startswith(HARDER)


def test_days_are_not_called_harder_where_nothing_shows_it() -> None:
    said = say(believing(a_review("steady"), steady=0.7, deeper=0.2, backstep=0.1))
    assert said.headline == "It is too soon to say."
    assert "harder" not in said.paragraph
    assert said.paragraph.startswith("It is not clear yet how these days are.")


@pytest.mark.parametrize("kept", [HALF, Kept(0.05, 0.0, 0.3)])
def test_a_part_that_is_not_there_is_said_after_what_is_held(kept: Kept) -> None:
    said = say(a_review("steady", gain_kept=kept))
    assert not any(s in text(said) for s in STEADY)
    assert said.paragraph.startswith("A part of what you gained is not there now.")
    if kept is HALF:
        assert said.headline == "You still hold about half of what you gained."


@pytest.mark.parametrize("fell", [FELL, LOW_HOPE])
def test_functioning_or_hope_that_falls_forbids_a_calm_word(fell: tuple[Entry, ...]) -> None:
    said = say(a_review("gaining", gain_kept=MOST, record=with_answers(fell)))
    assert not any(s in text(said) for s in STEADY)
    assert HARDER in said.paragraph


@pytest.mark.parametrize("state", ["steady", "gaining", "pause", "backstep"])
@pytest.mark.parametrize("own", [None, "steady"])
def test_a_calm_word_is_never_the_headline_over_a_flag(state: str, own: str | None) -> None:
    passed = an_episode("relapse", date(2026, 4, 20), date(2026, 5, 10))
    for kept in (None, MOST):
        made = a_review(state, gain_kept=kept, own_word=own, episodes=(passed,))
        said = say(replace(made, flags=(a_flag(),)))
        assert said.headline == "What you wrote matters, and so do you."
        assert said.next == "If you want to reach someone now, help is one tap away."
        assert not any(s in text(said) for s in STEADY)
        assert ("You called this steady." in said.paragraph) == (own is not None)


def test_a_deeper_step_of_the_past_is_not_told_beside_a_flag() -> None:
    passed = an_episode("deeper", date(2026, 3, 2), date(2026, 3, 14))
    made = a_review("steady", episodes=(passed,), announced={date(2026, 3, 10): "deeper"})
    assert "deeper step" in say(made).paragraph
    assert "deeper" not in say(replace(made, flags=(a_flag(),))).paragraph
    near = (replace(a_flag(), when=date(2026, 3, 20)),)
    assert "deeper" not in say(replace(made, flags=near)).paragraph
    assert "deeper" not in say(after_moving(episodes=(passed, *after_moving().episodes))).paragraph


@pytest.mark.parametrize("why", ["fell", "loss"])
def test_a_deeper_step_is_not_said_while_something_falls_or_a_setback_is_likely(why: str) -> None:
    rose = an_episode("deeper", date(2026, 5, 10))
    made = a_review("deeper", episodes=(rose,), announced={date(2026, 5, 18): "deeper"})
    assert say(made).headline == "This looks like a deeper step."
    if why == "fell":
        made = replace(made, record=with_answers(FELL))
    else:
        made = believing(made, deeper=0.6, backstep=0.4)
    assert say(made).headline == "Strong feelings, too soon to say."


def test_a_deeper_step_that_is_still_passing_is_not_told_as_past() -> None:
    rose = an_episode("deeper", date(2026, 5, 10))
    made = a_review("steady", episodes=(rose,), announced={date(2026, 5, 18): "deeper"})
    assert "deeper" not in say(made).paragraph


def test_a_pause_beside_a_likely_setback_is_not_called_all_right() -> None:
    now = an_episode("pause", LOST)
    made = a_review("pause", episodes=(now,))
    assert "A pause is all right." in say(believing(made, pause=0.75, backstep=0.25)).paragraph
    said = say(believing(made, pause=0.65, backstep=0.2, relapse=0.15))
    assert "all right" not in said.paragraph
    assert said.headline == "Some days lately were harder than your usual ones."
    assert "It is too soon to say what those days mean." in said.paragraph


def test_coming_back_is_of_a_setback_and_a_pause_is_taken_up_again() -> None:
    paused = an_episode("pause", date(2026, 4, 20), date(2026, 5, 10))
    said = say(a_review("steady", episodes=(paused,)))
    assert said.headline == "You have taken things up again."
    assert "come back" not in text(said)


def test_a_setback_is_said_to_pass_only_where_the_last_day_is_calm() -> None:
    made = after_moving(gain_kept=MOST)
    passing = believing(made, steady=0.85, backstep=0.15)
    assert "It looks like it is passing." in say(passing).paragraph
    for lost in (replace(passing.standing, gain_kept=HALF), passing.standing):
        flags = () if lost.gain_kept is HALF else (a_flag(),)
        said = say(replace(passing, standing=lost, flags=flags))
        assert "passing" not in said.paragraph


def test_a_share_of_the_way_is_said_only_where_it_is_clear() -> None:
    assert "about half of the way" in say(after_moving(gain_kept=HALF)).paragraph
    said = say(after_moving(gain_kept=WIDE))
    assert "of the way" not in said.paragraph
    assert said.paragraph.startswith(
        "It is not clear how much of your gain is there now; some of it may well be. "
        "Since 12 May your days have been harder than usual."
    )
    assert said.headline == "You have found a way back before."


def test_an_own_word_for_a_setback_is_not_met_with_calm() -> None:
    said = say(a_review("steady", own_word="backstep"))
    assert CALM not in said.paragraph
    assert said.next != "You could write to yourself for a harder day."


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "Calls got harder; the rest holds."),
        ({"gain_kept": HALF}, "Calls got harder."),
        ({"flags": (a_flag(),)}, "Calls got harder."),
    ],
)
def test_the_rest_holds_only_where_the_whole_is_calm(parts: dict[str, Any], said: str) -> None:
    record = with_answers((Entry(UNTIL.isoformat(), "issue", "calls", 6.0, ""),))
    issues = (an_issue("calls", "backstep"),)
    assert said in say(a_review("steady", issues=issues, record=record, **parts)).paragraph


def test_an_issue_that_was_not_rated_lately_is_not_told() -> None:
    record = with_answers((Entry("2026-05-10", "issue", "calls", 6.0, ""),))
    issues = (an_issue("calls", "backstep"),)
    assert "Calls" not in say(a_review("steady", issues=issues, record=record)).paragraph


def test_where_only_issues_are_known_the_words_are_about_them() -> None:
    rows = tuple(Entry(UNTIL.isoformat(), "issue", n, 5.0, "") for n in ("calls", "sleep alone"))
    issues = (an_issue("calls", "backstep"), an_issue("sleep alone", "gaining"))
    made = a_review("too_early", enough_data=False, issues=issues, record=Record.of(rows))
    said = say(made)
    assert said.headline == "As a whole, it is too soon to say."
    assert said.paragraph.startswith("Sleep alone got lighter. Calls got harder.")
    assert "the rest holds" not in said.paragraph


def test_weeks_that_stayed_hard_are_counted_by_the_level() -> None:
    made = a_review("stuck")
    level = np.full(len(made.daily), 7.0)
    level[:30] = 3.0
    level[60:64] = 4.5
    course = replace(made.daily, level=level, low=level - 4.0, high=level + 4.0)
    said = say(replace(made, daily=course))
    assert said.paragraph.startswith("Things have stayed hard for about four months.")
    level[70:90] = 4.0
    said = say(replace(made, daily=replace(course, level=level)))
    assert said.paragraph.startswith("Things have stayed hard for about eight weeks.")


def test_hard_weeks_do_not_count_time_in_which_nothing_was_written() -> None:
    early = list(a_record(date(2026, 1, 1), date(2026, 1, 20)))
    late = list(a_record(date(2026, 4, 26), UNTIL))
    made = a_review("stuck", record=Record.of([*early, *late]))
    level = np.full(len(made.daily), 7.0)
    said = say(replace(made, daily=replace(made.daily, level=level)))
    assert said.paragraph.startswith("Things have stayed hard for about four weeks.")


def test_below_the_start_keeps_its_words_though_the_last_word_was_steady() -> None:
    said = say(a_review("steady", below_start=True))
    assert said.headline == "It is harder now than when you began."
    assert not any(s in text(said) for s in STEADY)


def test_a_session_that_came_before_reads_as_a_session() -> None:
    worked = CameBefore("session", date(2026, 5, 10), "session", 0.9)
    rose = an_episode("deeper", LOST, came_before=(worked,))
    said = say(a_review("deeper", episodes=(rose,), announced={date(2026, 5, 18): "deeper"}))
    assert "It began two days after a session that went deep." in said.paragraph


@pytest.mark.parametrize(
    ("when", "said"),
    [(11, "from the day before"), (12, "from that day"), (13, "from the day after")],
)
def test_fewer_of_a_practice_begins_on_a_day(when: int, said: str) -> None:
    less = CameBefore("mindful_walk", date(2026, 5, when), "practice", 0.9)
    now = an_episode("backstep", LOST, came_before=(less,))
    assert f"Fewer walks are noted {said}." in say(after_moving(episodes=(now,))).paragraph


def test_an_own_deeper_step_that_is_passing_is_seen_that_way_too() -> None:
    rose = an_episode("deeper", date(2026, 5, 10))
    made = a_review("deeper", own_word="deeper", episodes=(rose,),
                    announced={date(2026, 5, 18): "deeper"})  # fmt: skip
    assert "I see it that way too." in say(believing(made, steady=0.8, deeper=0.2)).paragraph
