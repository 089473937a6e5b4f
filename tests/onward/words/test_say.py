"""What a review says: held before lost, as sure as it is, and always in the voice."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from a_review import (
    CAME_BACK,
    HALF,
    LOST,
    MOST,
    UNTIL,
    a_flag,
    a_link,
    a_record,
    a_review,
    after_moving,
    an_episode,
    an_issue,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import grade, sentences, words
from voice import Said, offences

from onward.record import EVENTS, PRACTICES, Entry, Record
from onward.results import CameBefore, Kept, Recovery, Review, StandingState, Words
from onward.words import say

STANDING = get_args(StandingState)
OWN = (None, "deeper", "backstep", "pause", "steady")


def rated(*issues: str) -> Record:
    """A record that also rates issues on its last day."""
    extra = tuple(Entry("2026-05-24", "issue", name, 5.0, "") for name in issues)
    return a_record(date(2026, 1, 1), UNTIL, extra=extra)


def hold(said: Words) -> None:
    """Every sentence keeps the voice, and the three parts keep their sizes."""
    found = offences([Said("headline", said.headline), Said("paragraph", said.paragraph),
                      Said("next", said.next)])  # fmt: skip
    assert not found, "\n".join(map(str, found))
    assert len(words(said.headline)) < 12
    assert 2 <= len(sentences(said.paragraph)) <= 6, said.paragraph
    assert grade(said.paragraph) <= 6, said.paragraph
    assert len(sentences(said.next)) == 1


def test_a_backstep_reads_as_the_voice_shows() -> None:
    said = say(after_moving())
    assert said.headline == "You still hold most of what you gained."
    assert said.paragraph.startswith(
        "Since 12 May you have slipped back about a third of the way. It began six days after "
        "you moved home, and fewer walks are noted from two days before. In February you came "
        "back in 19 days; walking and talking to someone went with it."
    )
    assert said.next == "You could walk slowly for two minutes today, with open eyes."


@pytest.mark.parametrize("kept", [None, MOST, HALF, Kept(0.1, 0.0, 0.3)])
@pytest.mark.parametrize("muted", [False, True])
@pytest.mark.parametrize("state", STANDING)
def test_every_standing_keeps_the_voice(
    state: StandingState, muted: bool, kept: Kept | None
) -> None:
    make = after_moving if state in ("backstep", "relapse") else a_review
    made = make(state, gain_kept=None if muted else kept, muted=muted)
    for own, below, flag in itertools.product(OWN, (False, True), (False, True)):
        where = replace(made.standing, own_word=own, below_start=below)
        said = say(replace(made, standing=where, flags=(a_flag(),) if flag else ()))
        hold(said)
        text = f"{said.headline} {said.paragraph} {said.next}".lower()
        if kept is None or kept.low <= 0.5 or muted:
            assert "most" not in words(text)
        if muted:
            assert not {"steady", "gained", "gain", "hold", "recovered", "usual"} & {*words(text)}
        if flag:
            assert said.next == "If you want to reach someone now, help is one tap away."
            assert "hard" not in said.headline or below or state == "stuck"


def test_less_sure_is_said_in_other_words() -> None:
    openings = {
        0.95: "Since 12 May you have slipped back",
        0.7: "It looks like you have slipped back",
        0.5: "It may be that you have slipped back",
        0.3: "Since 12 May your days have been harder. It is too soon to say what this is.",
    }
    for belief, opening in openings.items():
        assert say(after_moving(belief=belief)).paragraph.startswith(opening)


def test_most_is_said_only_where_the_lower_bound_is_above_one_half() -> None:
    assert "most" in say(after_moving(gain_kept=Kept(0.6, 0.51, 0.7))).headline
    assert "most" not in say(after_moving(gain_kept=Kept(0.9, 0.5, 1.0))).headline


def test_a_deeper_step_is_said_only_when_it_was_announced() -> None:
    rose = an_episode("deeper", date(2026, 5, 10))
    quiet = a_review("deeper", episodes=(rose,))
    told = a_review("deeper", episodes=(rose,), announced={date(2026, 5, 18): "deeper"})
    assert say(quiet).headline == "Strong feelings, too soon to say."
    assert say(told).headline == "This looks like a deeper step."
    assert "weak" in say(told).paragraph


def test_a_deeper_step_is_not_said_while_a_flag_is_up() -> None:
    rose = an_episode("deeper", date(2026, 5, 10))
    told = a_review("deeper", episodes=(rose,), announced={date(2026, 5, 18): "deeper"})
    assert "deeper" not in say(replace(told, flags=(a_flag(13),))).headline
    assert "deeper" in say(replace(told, flags=(a_flag(14),))).headline


def test_a_relapse_is_a_bigger_setback_unless_it_is_the_own_word() -> None:
    said = say(after_moving("relapse", gain_kept=Kept(0.15, 0.0, 0.3)))
    assert "bigger setback" in said.paragraph
    assert "relapse" not in f"{said.headline} {said.paragraph}".lower()
    own = say(after_moving("relapse", gain_kept=None, own_word="relapse"))
    assert own.headline == "You called this a relapse."
    assert "There has been a relapse since 12 May." in own.paragraph


def test_the_own_word_is_first_and_the_other_view_follows() -> None:
    said = say(after_moving(own_word="deeper"))
    assert said.headline == "You called this a deeper step."
    assert said.paragraph.startswith(
        "You still hold most of what you gained. "
        "To me it looks more like a backstep; both words can stand."
    )


def test_the_own_word_silences_no_sign_of_danger() -> None:
    said = say(a_review("steady", own_word="steady", below_start=True))
    assert "That is worth telling your therapist." in said.paragraph
    assert said.next == "You could show this page to your therapist."


def test_things_that_stay_hard_are_said_with_their_weeks() -> None:
    review = a_review("stuck")
    level = review.daily.level.copy()
    level[:-42], level[-42:] = 3.0, 7.0
    daily = replace(review.daily, level=level, low=level - 0.8)
    said = say(replace(review, daily=daily))
    assert said.paragraph.startswith(
        "Things have stayed hard for about six weeks. That is worth telling your therapist."
    )


def test_below_the_start_has_its_own_words() -> None:
    said = say(after_moving(below_start=True, gain_kept=None))
    assert said.headline == "It is harder now than when you began."
    assert "That is worth telling your therapist." in said.paragraph


def test_with_little_data_it_is_too_soon_and_something_true_comes_back() -> None:
    record = a_record(date(2026, 5, 20), UNTIL)
    said = say(a_review("too_early", enough_data=False, record=record))
    assert said.headline == "It is too soon to say."
    assert said.paragraph.startswith("So far you have written on five days. Your lightest day")


def test_a_change_of_medicine_points_to_the_prescriber() -> None:
    cause = CameBefore("medication_change", date(2026, 5, 8), "event", 0.8)
    changed = after_moving(episodes=(an_episode("backstep", LOST, came_before=(cause,)),))
    assert say(changed).next == "Speak to your prescriber before changing a dose."
    flagged = say(replace(changed, flags=(a_flag(),)))
    assert "Speak to your prescriber before changing a dose." in flagged.paragraph


@pytest.mark.parametrize(
    "state", ["backstep", "relapse", "deeper", "pause", "not_yet_known", "stuck", "below_start"]
)
@pytest.mark.parametrize("when", ["2026-05-04", "2026-04-22"])
def test_a_change_of_medicine_in_the_record_counts_though_nothing_lists_it(
    state: str, when: str
) -> None:
    entry = Entry(when, "event", "medication_change", None, "")
    record = a_record(date(2026, 1, 1), UNTIL, extra=(entry,))
    kind = "backstep" if state in ("stuck", "below_start") else state
    now = an_episode("deeper" if state == "not_yet_known" else kind, LOST)
    made = a_review(
        "steady" if state == "below_start" else state,
        below_start=state == "below_start",
        episodes=(now,),
        record=record,
        announced={LOST: "deeper"},
    )
    for flags in ((), (a_flag(),)):
        if when == "2026-05-04" or state != "below_start":
            said = say(replace(made, flags=flags))
            text = f"{said.paragraph} {said.next}"
            assert "Speak to your prescriber before changing a dose." in text


def test_a_recent_change_of_medicine_counts_where_nothing_is_named() -> None:
    entry = Entry("2026-05-20", "event", "medication_change", None, "")
    record = a_record(date(2026, 1, 1), UNTIL, extra=(entry,))
    said = say(a_review("too_early", muted=True, record=record))
    assert said.next == "Speak to your prescriber before changing a dose."


def test_one_thing_that_got_harder_never_reads_as_if_all_were_lost() -> None:
    issues = (an_issue("calls", "backstep"), an_issue("sleeping_alone", "steady"))
    said = say(a_review("steady", gain_kept=MOST, issues=issues, record=rated("calls")))
    assert said.headline == "You still hold most of what you gained."
    assert "Calls got harder; the rest holds." in said.paragraph


def test_a_setback_that_passed_is_a_coming_back() -> None:
    passed = an_episode("relapse", date(2026, 4, 20), date(2026, 5, 10))
    said = say(a_review("steady", gain_kept=MOST, episodes=(passed,)))
    assert said.headline == "You have come back."
    assert "The bigger setback that began on 20 April has passed after 20 days." in said.paragraph


def test_an_earlier_deeper_step_is_told_once_it_has_passed() -> None:
    passed = an_episode("deeper", date(2026, 3, 2), date(2026, 3, 14))
    told = a_review("gaining", episodes=(passed,), announced={date(2026, 3, 10): "deeper"})
    expected = "In March strong feelings rose for 12 days and passed; that looks like a deeper step"
    assert expected.replace("12", "twelve") in say(told).paragraph
    assert "deeper" not in say(a_review("gaining", episodes=(passed,))).paragraph


def test_a_gap_is_a_gap() -> None:
    record = a_record(date(2026, 1, 1), date(2026, 5, 11))
    said = say(a_review("pause", record=record))
    assert said.paragraph.startswith("Nothing written since 11 May. That is all right.")


def test_a_year_is_said_where_it_is_not_this_one() -> None:
    back = Recovery(date(2025, 11, 3), date(2025, 11, 22), 19, ())
    said = say(after_moving(recoveries=(back,)))
    assert "In November 2025 you came back in 19 days." in said.paragraph


def test_practices_that_went_with_better_days_are_not_said_to_help() -> None:
    links = (
        a_link("mindful_walk", "goes with better days"),
        a_link("reading", "no clear link"),
    )
    said = say(a_review("gaining", practices=links))
    assert "Days after walking were often a little lighter." in said.paragraph
    assert "help" not in said.paragraph


def test_the_same_review_gives_the_same_words() -> None:
    assert say(after_moving()) == say(after_moving())


def test_own_words_are_used_as_they_are() -> None:
    cause = CameBefore("the_big_exam", date(2026, 5, 11), "event", 0.8)
    now = an_episode("backstep", LOST, came_before=(cause,))
    assert "It began the day after the big exam." in say(after_moving(episodes=(now,))).paragraph


share = st.floats(0, 1)
a_day = st.dates(date(2025, 1, 1), UNTIL)
known = st.sampled_from([*EVENTS, *PRACTICES, "my_garden", "sister's visit"])


before = st.builds(
    CameBefore, known, a_day, st.sampled_from(["event", "practice", "session", "other"]), share
)
episodes = st.lists(
    st.builds(
        lambda kind, day, ended, came: an_episode(kind, day, ended, came_before=tuple(came)),
        st.sampled_from(["deeper", "backstep", "pause", "relapse"]),
        st.dates(date(2026, 1, 1), UNTIL),
        st.sampled_from([None, UNTIL]),
        st.lists(before, max_size=3),
    ),
    max_size=2,
)
recoveries = st.lists(
    st.builds(
        lambda day, n, went: Recovery(day, day + timedelta(n), n, tuple(went)),
        a_day,
        st.integers(1, 400),
        st.lists(known, max_size=3),
    ),
    max_size=2,
)


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    low, mean, high = sorted(draw(st.tuples(share, share, share)))
    issues = draw(st.dictionaries(known, st.sampled_from(STANDING), max_size=3))
    return a_review(
        draw(st.sampled_from(STANDING)),
        gain_kept=draw(st.sampled_from([None, Kept(mean, low, high)])),
        own_word=draw(st.sampled_from(OWN)),
        below_start=draw(st.booleans()),
        enough_data=draw(st.booleans()),
        muted=draw(st.booleans()),
        belief=draw(share),
        episodes=tuple(draw(episodes)),
        recoveries=tuple(draw(recoveries)),
        flags=(a_flag(draw(st.integers(0, 30))),) if draw(st.booleans()) else (),
        issues=tuple(an_issue(name, state) for name, state in issues.items()),
        record=RECORD,
    )


RECORD = rated(*EVENTS, *PRACTICES, "my_garden", "sister's visit")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reviews())
def test_whatever_a_review_holds_its_words_keep_the_voice(review: Review) -> None:
    said = say(review)
    hold(said)
    text = f"{said.headline} {said.paragraph} {said.next}".lower()
    kept = review.standing.gain_kept
    if kept is None or kept.low <= 0.5:
        assert "most" not in words(text)


def test_a_long_own_word_never_makes_a_long_sentence() -> None:
    name = "_".join(["word"] * 20)
    cause = CameBefore(name, date(2026, 5, 6), "event", 0.8)
    said = say(after_moving(episodes=(an_episode("backstep", LOST, came_before=(cause,)),)))
    assert max(len(words(s)) for s in sentences(said.paragraph)) < 20


def test_an_empty_record_of_days_still_has_words() -> None:
    review = a_review("too_early", enough_data=False, record=Record.of([]))
    assert say(review).paragraph.startswith("So far you have written on no days.")


def test_the_last_way_back_with_a_known_practice_is_told() -> None:
    later = Recovery(date(2026, 4, 1), date(2026, 4, 9), 8, ())
    said = say(after_moving(recoveries=(CAME_BACK, later)))
    assert "In February you came back in 19 days" in said.paragraph


def test_food_and_weight_are_never_said_to_go_with_better_days() -> None:
    links = (a_link("fasting", "goes with better days", -2.0),)
    back = Recovery(date(2026, 2, 3), date(2026, 2, 22), 19, ("fasting",))
    said = say(after_moving(practices=links, recoveries=(back,)))
    calm = say(a_review("steady", practices=links))
    assert "fasting" not in f"{said.paragraph} {said.next} {calm.paragraph} {calm.next}"
