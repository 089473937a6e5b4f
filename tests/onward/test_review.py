"""What the contract of the review promises, on records by hand and on any record at all."""

import json
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import FIRST, checkins, day, highs, noisy, record, records

import onward
from onward import simulate
from onward.course import ENGINE
from onward.errors import OnwardError
from onward.record import Entry, Record

SCHEMA = json.loads((Path(__file__).parent / "review.schema.json").read_text())


def held_to_schema(review):
    file = {"onward": onward.__version__, "engine": ENGINE, "people": [review.to_dict()]}
    plain = json.loads(json.dumps(file, allow_nan=False))
    jsonschema.validate(plain, SCHEMA)
    return plain["people"][0]


@given(records)
@settings(max_examples=60, deadline=None)
def test_any_record_gives_a_review_that_keeps_the_schema(r):
    held_to_schema(onward.review(r))


@given(records, st.integers(0, 160))
@settings(max_examples=60, deadline=None)
def test_a_row_depends_on_nothing_later(r, cut):
    until = FIRST + timedelta(cut)
    if until.toordinal() < r.day[0]:
        return
    whole = onward.review(r).to_dict()["daily"]
    part = onward.review(r, until).to_dict()["daily"]
    assert part[: len(whole)] == whole[: len(part)]


@pytest.mark.parametrize("variant", sorted(simulate.VARIANTS))
def test_later_days_never_change_an_earlier_row(variant):
    v = simulate.course(21, simulate.VARIANTS[variant])
    whole = onward.review(v.record).to_dict()["daily"]
    for cut in np.random.default_rng(1).integers(20, len(whole) - 1, 4):
        until = date.fromisoformat(whole[cut]["when"])
        assert onward.review(v.record, until).to_dict()["daily"] == whole[: cut + 1]


@given(records, highs)
@settings(max_examples=40, deadline=None)
def test_highs_mute_gain_and_every_announcement(r, high):
    review = onward.review(Record.of([*r, high]))
    assert review.standing.state == "too_early"
    assert review.standing.gain is None
    assert review.standing.gain_kept is None
    assert not any(review.daily.announced)


def test_daily_has_a_row_for_each_calendar_day():
    review = onward.review(record(checkins([5], start=0), checkins([6], start=9)))
    days = [row["when"] for row in review.to_dict()["daily"]]
    assert days == [day(n) for n in range(10)]


def test_a_later_until_adds_days_without_entries():
    review = onward.review(record(checkins([5])), FIRST + timedelta(30))
    assert len(review.daily) == 31
    assert review.until == FIRST + timedelta(30)


def test_an_until_before_the_first_entry_is_refused():
    with pytest.raises(OnwardError, match="no entry"):
        onward.review(record(checkins([5])), FIRST - timedelta(1))


@pytest.mark.parametrize("days", [1, 13])
def test_under_fourteen_days_it_is_too_early(days):
    standing = onward.review(record(checkins(noisy(6, days)))).standing
    assert (standing.state, standing.enough_data) == ("too_early", False)


def test_fourteen_days_are_enough_to_speak():
    assert onward.review(record(checkins(noisy(6, 14)))).standing.enough_data


def test_four_scores_of_a_measure_are_enough_to_speak():
    scores = [Entry(day(7 * i), "measure", "phq9", 12.0, "") for i in range(4)]
    assert not onward.review(record(scores[:3])).standing.enough_data
    assert onward.review(record(scores)).standing.enough_data


def test_nothing_is_announced_before_there_is_enough_data():
    review = onward.review(record(checkins([2] * 6 + [10] * 7)))
    assert not any(review.daily.announced)


def test_mood_counts_as_distress_turned_round():
    moods = onward.review(record(checkins([8] * 20, name="mood"))).daily
    plain = onward.review(record(checkins([2] * 20))).daily
    assert moods.level == pytest.approx(plain.level)


def test_mood_does_not_count_on_days_with_distress():
    both = onward.review(record(checkins([2] * 20), checkins([0] * 20, name="mood"))).daily
    plain = onward.review(record(checkins([2] * 20))).daily
    assert both.level == pytest.approx(plain.level)


def test_a_score_moves_a_record_that_has_only_measures():
    mild = [Entry(day(7 * i), "measure", "phq9", 3.0, "") for i in range(6)]
    hard = [Entry(day(7 * i), "measure", "phq9", 20.0, "") for i in range(6)]
    low, high = (onward.review(record(x)).daily.level[-1] for x in (mild, hard))
    assert low < 3 < 6 < high


def test_items_count_where_the_total_of_that_day_is_absent():
    items = [
        Entry(day(7 * w), "measure", f"phq9.{i}", 2.0, "") for w in range(5) for i in range(1, 10)
    ]
    totals = [Entry(day(7 * w), "measure", "phq9", 18.0, "") for w in range(5)]
    assert onward.review(record(items)).daily.level == pytest.approx(
        onward.review(record(totals)).daily.level
    )


def test_flags_of_any_age_are_listed():
    review = onward.review(
        record(
            checkins(noisy(5, 60)),
            Entry(day(1), "measure", "phq9.9", 2.0, ""),
            Entry(day(3), "measure", "phq9.9", 0.0, ""),
            Entry(day(4), "behaviour", "self_harm", None, ""),
        )
    )
    assert [(f.what, f.value) for f in review.flags] == [("phq9.9", 2.0), ("self_harm", 1.0)]


def test_the_own_word_stands_beside_the_programs_view():
    label = Entry(day(28), "label", "deeper", None, "")
    plain = onward.review(record(checkins(noisy(5, 30))))
    named = onward.review(record(checkins(noisy(5, 30)), label))
    assert named.standing.own_word == "deeper"
    assert named.standing.state == plain.standing.state
    assert named.daily.announced == plain.daily.announced
    np.testing.assert_array_equal(named.daily.states, plain.daily.states)


def test_an_old_word_is_not_todays_word():
    label = Entry(day(2), "label", "relapse", None, "")
    assert onward.review(record(checkins(noisy(5, 60)), label)).standing.own_word is None


def test_one_issue_that_got_harder_leaves_the_whole_alone():
    calls = [
        Entry(day(i), "issue", "calls", v, "") for i, v in enumerate([*noisy(2, 60), *noisy(8, 30)])
    ]
    review = onward.review(record(checkins(noisy(4, 90)), calls))
    assert review.standing.state in ("steady", "gaining")
    assert review.issues[0].standing.state in ("backstep", "relapse")


def test_weeks_at_a_hard_level_without_gain_are_stuck():
    assert onward.review(record(checkins(noisy(7, 100)))).standing.state == "stuck"


def test_a_level_worse_than_at_the_start_is_below_the_start():
    rising = np.concatenate([noisy(3, 40), noisy(8, 40)])
    assert onward.review(record(checkins(rising))).standing.below_start


def test_who_gained_and_held_it_keeps_all_of_it():
    falling = np.concatenate([noisy(8, 20), noisy(3, 80)])
    standing = onward.review(record(checkins(falling))).standing
    assert standing.gain == pytest.approx(5, abs=0.8)
    assert standing.gain_kept.low > 0.5


def test_flat_days_hold_no_gain():
    assert onward.review(record(checkins(noisy(5, 120)))).standing.gain is None


@given(records)
@settings(max_examples=40, deadline=None)
def test_what_is_kept_lies_between_its_bounds(r):
    for standing in (onward.review(r).standing, *(i.standing for i in onward.review(r).issues)):
        if standing.gain_kept:
            k = standing.gain_kept
            assert 0 <= k.low <= k.mean <= k.high <= 1


def test_a_deeper_step_is_never_said_while_a_flag_is_up():
    v = simulate.course(0, episodes=(simulate.Truth("deeper", 100, 112, 0.0),))
    first = date.fromordinal(int(v.record.day[0]))
    said = onward.review(v.record).daily.announced
    assert "deeper" in said
    flags = [
        Entry((first + timedelta(d)).isoformat(), "measure", "phq9.9", 1.0, "")
        for d in range(90, 130, 7)
    ]
    flagged = onward.review(Record.of([*v.record, *flags])).daily.announced
    assert "deeper" not in flagged[:140]


def test_the_example_is_the_same_each_time():
    one, two = simulate.example(), simulate.example()
    assert list(one) == list(two)


def fall(size, start=1.0, days=28):
    """Sixty good days, then days that are harder by `size`."""
    jitter = [0, 1, 0, -1, 1, -1, 0]
    level = [start] * 60 + [start + size] * days
    return record(checkins([min(10, max(0, v + jitter[i % 7])) for i, v in enumerate(level)]))


@pytest.mark.parametrize("size", [3, 5, 7, 8])
def test_a_fall_from_a_good_start_is_said_and_sooner_the_larger_it_is(size):
    def first(n):
        said = onward.review(fall(n)).daily.announced
        return next(t for t, word in enumerate(said) if word in ("backstep", "relapse"))

    assert first(size) < 75
    assert first(size) <= first(size - 1)


@pytest.mark.parametrize("good", [6, 10])
def test_a_fall_in_the_first_days_is_not_taken_for_steady(good):
    values = [2, 3, 4] * 2 + [3] * (good - 6) + [9, 8, 10] * 50
    standing = onward.review(record(checkins(values))).standing
    assert standing.state == "stuck"
    assert standing.below_start


def test_a_sudden_gain_does_not_hide_a_later_loss():
    values = np.concatenate([noisy(8, 30, 0), noisy(3, 90, 1), noisy(8, 60, 2)])
    review = onward.review(record(checkins(values)))
    assert review.standing.state == "relapse"
    assert review.standing.gain == pytest.approx(5, abs=0.8)


@pytest.mark.parametrize("name", ["sleep", "numb", "functioning", "feelings"])
def test_what_does_not_speak_of_the_level_is_not_enough_data(name):
    assert onward.review(record(checkins([1] * 40, name=name))).standing.state == "too_early"


def test_drinking_alone_does_not_speak_of_the_level():
    scores = [Entry(day(7 * i), "measure", "audit_c", 8.0, "") for i in range(10)]
    assert not onward.review(record(scores)).standing.enough_data


def test_items_count_as_scores():
    items = [
        Entry(day(7 * w), "measure", f"phq9.{i}", 2.0, "") for w in range(4) for i in range(1, 10)
    ]
    assert onward.review(record(items)).standing.enough_data


def test_one_check_in_does_not_push_a_record_of_scores_aside():
    scores = [Entry(day(7 * i), "measure", "phq9", max(3.0, 22.0 - i), "") for i in range(26)]
    plain = onward.review(record(scores)).standing
    more = onward.review(record(scores, checkins([2], start=176))).standing
    assert more.gain == pytest.approx(plain.gain, abs=0.2)


def test_the_level_of_an_evening_knows_that_days_own_number():
    last = [onward.review(record(checkins([9, 9, 9, v]))).daily.level[-1] for v in (2, 9)]
    assert last[0] < last[1]


def test_the_first_behaviour_changes_no_earlier_row_of_its_issue():
    ratings = [Entry(day(i), "issue", "drinking", v, "") for i, v in enumerate(noisy(5, 90))]
    came = Entry(day(90), "behaviour", "drinking", 1.0, "")
    before = onward.review(record(ratings)).issues[0].daily
    after = onward.review(record(ratings, came)).issues[0].daily
    np.testing.assert_array_equal(before.level, after.level[:90])


def test_a_behaviour_that_came_no_times_is_no_evidence():
    ratings = [Entry(day(i), "issue", "drinking", 3.0, "") for i in range(60)]
    none = [Entry(day(i), "behaviour", "drinking", 0.0, "") for i in range(30, 60)]
    assert onward.review(record(ratings, none)).issues[0].standing.state == "steady"


def test_no_minutes_of_a_practice_are_not_a_practice():
    walks = [Entry(day(i), "practice", "walk", 0.0, "") for i in range(30)]
    assert onward.review(record(checkins(noisy(5, 60)), walks)).practices[0].days == 0


def test_silence_is_not_announced_as_steady():
    values = np.concatenate([noisy(8, 20, 0), noisy(3, 90, 1), noisy(8, 25, 2)])
    review = onward.review(record(checkins(values)), FIRST + timedelta(400))
    assert "steady" not in review.daily.announced[120:]


@given(st.permutations(range(40)))
@settings(max_examples=15)
def test_the_order_of_rows_changes_nothing(order):
    rows = [*checkins([3.3, 4.1] * 10), *checkins([0.1, 9.7] * 10)]
    shuffled = Record.of([rows[i] for i in order])
    assert onward.review(shuffled).to_dict() == onward.review(Record.of(rows)).to_dict()


def test_centuries_of_many_issues_are_refused():
    rows = [
        Entry(f"{year}-01-01", "issue", f"thing {n}", 3.0, "")
        for n in range(60)
        for year in (1900, 2200)
    ]
    with pytest.raises(OnwardError, match="the limit"):
        onward.review(record(rows))


def test_scores_that_got_harder_are_said_beside_quiet_check_ins():
    scores = [3.0, 4.0, 3.0, 5.0, 4.0, 3.0, 11.0, 12.0, 12.0]
    weekly = [Entry(day(14 * i), "measure", "phq9", v, "") for i, v in enumerate(scores)]
    review = onward.review(record(checkins(noisy(3, 120, sd=0.8)), weekly))
    assert "scores look harder" in review.words.paragraph
    assert "usually" not in review.words.headline + review.words.paragraph


def test_scores_that_stay_as_they_were_are_not_mentioned():
    weekly = [Entry(day(14 * i), "measure", "phq9", 4.0 + i % 2, "") for i in range(9)]
    review = onward.review(record(checkins(noisy(3, 120, sd=0.8)), weekly))
    assert "scores" not in review.words.paragraph
