"""Courses that once were read wrongly: what is said on hard days, and when they are over."""

import numpy as np
import pytest
from records import checkins, day, noisy, record

import onward
from onward.record import Entry

USUAL = "Your days are much as they usually are."


def scores(values, every=7, start=0, name="phq9"):
    return [
        Entry(day(start + every * i), "measure", name, float(v), "") for i, v in enumerate(values)
    ]


def practised(first, last):
    return [Entry(day(i), "practice", "talking", 10.0, "") for i in range(first, last)]


def kinds(review):
    return [e.kind for e in review.episodes]


def said(review):
    return [word for word in review.daily.announced if word]


def test_no_belief_is_negative_where_practices_are_taken_up_again_in_a_setback():
    r = record(checkins([3] * 55 + [8] * 65), practised(0, 55), practised(80, 120))
    assert onward.review(r).daily.states.min() >= 0


def test_a_pause_that_was_told_stays_an_episode_when_a_setback_follows():
    review = onward.review(record(checkins([4] * 75 + [8] * 20), practised(0, 60)))
    assert kinds(review) == ["pause", "relapse"]
    assert review.episodes[0].ended == review.episodes[1].started


@pytest.mark.parametrize(
    "values", [[2] * 12 + [9] * 5, [2] * 14 + [9] * 3, [3] * 60 + [10], [4] * 30 + [7] * 7]
)
def test_no_evening_of_hard_answers_is_called_usual(values):
    words = onward.review(record(checkins(values))).words
    assert USUAL not in (words.headline, words.paragraph)
    assert "need not change" not in words.paragraph


def test_check_ins_that_are_harder_than_the_scores_before_are_not_called_usual():
    harder = checkins([8] * 14, start=70)
    words = onward.review(record(scores([5] * 10), harder)).words
    assert USUAL not in (words.headline, words.paragraph)


def test_functioning_that_stays_low_for_a_month_is_not_called_usual():
    low = checkins([8] * 60 + [3] * 30, "functioning")
    words = onward.review(record(checkins([4] * 90), low)).words
    assert USUAL not in (words.headline, words.paragraph)


def test_nobody_is_gaining_while_functioning_falls():
    r = record(checkins([7] * 60 + [2] * 21), checkins([6] * 74 + [1] * 7, "functioning"))
    assert onward.review(r).standing.state != "gaining"


def test_an_issue_that_went_back_keeps_the_page_from_saying_that_nothing_need_change():
    calls = [8] * 40 + [3] * 50 + [8] * 30
    rated = [Entry(day(i), "issue", "calls", float(v), "") for i, v in enumerate(calls)]
    review = onward.review(record(checkins([3] * 120), rated))
    assert review.issues[0].standing.state in ("backstep", "relapse")
    assert "need not change" not in review.words.paragraph


def test_feelings_that_stay_strong_are_not_called_steady_after_days():
    strong = checkins([3] * 60 + [9] * 35, "feelings")
    assert said(onward.review(record(checkins([4] * 95), strong))) == ["not_yet_known"]


def test_one_odd_score_is_not_a_setback():
    review = onward.review(record(scores([8, 7, 9, 8, 6, 8, 9, 7, 8, 8, 10, 20])))
    assert said(review) == []


def test_two_scores_in_a_row_may_be_one():
    review = onward.review(record(scores([16, 12, 9, 7, 6, 7, 6, 7, 6, 6, 16, 17, 18])))
    assert set(said(review)) & {"backstep", "relapse"}


def test_scores_that_came_back_end_a_setback_though_check_ins_stopped_long_ago():
    after = scores([5] * 20 + [22] * 6 + [5] * 20, start=14)
    review = onward.review(record(checkins([2] * 14), after))
    assert said(review)[-1] == "steady"


def test_a_harder_level_that_stays_becomes_the_usual_one():
    review = onward.review(record(checkins([3] * 60 + [5] * 400)))
    assert said(review) == ["backstep", "steady"]
    assert review.standing.below_start


def test_a_level_does_not_go_on_falling_in_silence():
    getting_better = checkins(np.linspace(8, 4, 40).round())
    note = [Entry(day(140), "note", "", None, "a word")]
    level = onward.review(record(getting_better, note)).daily.level
    assert level[-1] > level[40] - 0.7


def test_measures_in_turn_change_no_earlier_evening_to_the_bit():
    names = ["phq9", "gad7", "bdi2"]
    values = [17, 13, 10, 5, 6, 0, 1, 0, 3, 17, 13, 19, 10, 12]
    rows = [scores([v], start=7 * i, name=names[i % 3])[0] for i, v in enumerate(values)]
    whole = onward.review(record(rows)).daily.states
    for n in range(4, len(rows)):
        part = onward.review(record(rows[:n])).daily.states
        np.testing.assert_array_equal(whole[: len(part)], part)


@pytest.mark.parametrize("level", [2, 3, 4])
def test_ordinary_days_are_still_called_usual(level):
    people = [onward.review(record(checkins(noisy(level, 90, seed)))) for seed in range(12)]
    assert np.mean([p.words.headline == USUAL for p in people]) >= 0.7
