"""A fair test: drawn by coin, looked at daily, stopped for care, with its power said before."""

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from a_review import UNTIL, a_flag, a_record, a_review, after_moving

from onward.errors import OnwardError
from onward.fair_test import (
    DAYS,
    Stop,
    may_test,
    must_stop,
    plan,
    power,
    read,
    student,
)
from onward.record import Entry, Record

START = date(2026, 3, 2)
HEADS = "PNNPNPNPPNPNNPNPNPNP"
OVER = START + timedelta(DAYS + 1)
GOES = ("goes with better days", "goes with harder days")


def mood(rng, n, phi):
    """Mood with the spread 1 and the correlation `phi` from day to day."""
    y = rng.normal(size=n)
    for t in range(1, n):
        y[t] = phi * y[t - 1] + math.sqrt(1 - phi**2) * y[t]
    return y


def person(seed, effect=0.0, *, phi=0.35, sd=1.0, days=DAYS, answered=1.0, does=1.0):
    """A plan, what came of it and what was done, for someone invented."""
    rng = np.random.default_rng(seed)
    drawn = plan(seed, START, days)
    done = np.array([d.practise for d in drawn]) & (rng.random(days) < does)
    y = 5 + sd * mood(rng, days + 1, phi)
    y[1:] += effect * done
    there = rng.random(days + 1) < answered
    when = [START + timedelta(i) for i in range(days + 1)]
    outcomes = {d: float(v) for d, v, t in zip(when, y, there, strict=True) if t}
    return drawn, outcomes, {d.when: bool(x) for d, x in zip(drawn, done, strict=True)}


def ends(people, effect=0.0, **parts):
    return [read(*person(seed, effect, **parts), OVER) for seed in range(people)]


def share(results, *verdicts):
    return np.mean([r.verdict in verdicts for r in results])


# the plan


def test_one_day_of_each_pair_is_drawn():
    drawn = plan(1, START)
    assert [d.when for d in drawn] == [START + timedelta(i) for i in range(DAYS)]
    assert all(a.practise != b.practise for a, b in zip(drawn[::2], drawn[1::2], strict=True))


def test_a_seed_gives_the_same_days_on_every_machine():
    heads = "".join("PN" if d.practise else "NP" for d in plan(2026, START, 20)[::2])
    assert heads == HEADS
    assert plan(2026, START) == plan(2026, START) != plan(2027, START)


def test_first_and_second_days_are_drawn_alike_often():
    firsts = [d.practise for seed in range(200) for d in plan(seed, START)[::2]]
    assert np.mean(firsts) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("days", [0, 18, 61, 400])
def test_a_length_that_cannot_decide_is_refused(days):
    with pytest.raises(OnwardError, match="even number of days"):
        plan(1, START, days)


# how often it is wrong, and what it sees


@pytest.mark.parametrize("phi", [0.0, 0.35, 0.7])
def test_a_practice_that_does_nothing_is_called_one_way_in_at_most_ten_of_a_hundred(phi):
    # reading walks through every look from the first day on, and a decision holds
    assert share(ends(500, phi=phi), *GOES) <= 0.10


def test_the_interval_holds_the_effect_at_all_looks_for_nine_of_ten():
    held = 0
    for seed in range(200):
        given = person(seed, -0.5)
        looks = [read(*given, START + timedelta(i)) for i in range(21, DAYS + 2, 4)]
        looks += [read(*given, OVER)]
        held += all(r.low is None or r.low <= -0.5 <= r.high for r in looks)
    assert held / 200 >= 0.90


def test_the_effect_said_beforehand_is_seen_by_four_of_five():
    found = ends(500, -power())
    assert share(found, "goes with better days") == pytest.approx(0.8, abs=0.05)


def test_a_harder_day_after_is_seen_as_often():
    assert share(ends(300, power()), "goes with harder days") == pytest.approx(0.8, abs=0.07)


def test_sixty_days_see_about_six_tenths_of_a_standard_deviation():
    assert power() == pytest.approx(0.6, abs=0.01)
    assert power(sd=1.5) == pytest.approx(1.5 * power())


def test_the_error_lies_between_strict_alternation_and_a_coin_each_day():
    alternating = math.sqrt(4 / 60) * math.sqrt((1 - 0.35) / (1 + 0.35))
    each_day = math.sqrt(4 / 60)
    assert alternating == pytest.approx(0.18, abs=0.005)
    assert each_day == pytest.approx(0.26, abs=0.005)
    estimates = [read(*given, OVER).effect for given in undecided(400)]
    assert alternating < np.std(estimates) < each_day


def undecided(people):
    """People whose test went to its end."""
    given = (person(seed) for seed in range(people))
    return [g for g in given if read(*g, OVER).stopped == "time is up"]


def test_gaps_cost_power_and_too_many_leave_none():
    assert power(answered=0.85) > power()
    assert power(days=30, answered=0.6) == math.inf


@pytest.mark.parametrize(("free", "table"), [(9, 2.2622), (14, 2.1448), (29, 2.0452), (89, 1.9870)])
def test_the_quantiles_are_those_of_the_tables(free, table):
    assert student(0.975, free) == pytest.approx(table, abs=5e-4)


# reading


def test_the_difference_is_that_of_the_days_after():
    drawn = plan(3, START, 20)
    outcomes = {d.when + timedelta(1): 3.0 if d.practise else 5.0 for d in drawn}
    outcomes[START + timedelta(1)] += 0.5 if drawn[0].practise else -0.5
    done = {d.when: d.practise for d in drawn}
    found = read(drawn, outcomes, done, START + timedelta(30))
    assert found.effect == pytest.approx(-1.95)
    assert (found.on, found.off, found.days) == (1.0, 0.0, 20)


def test_under_ten_pairs_it_is_too_early():
    found = read(*person(1, -3.0), START + timedelta(19))
    assert (found.verdict, found.effect, found.days, found.stopped) == ("too early", None, 18, None)


def test_a_test_that_decides_stops_and_stays_as_it_was():
    given = person(4, -2.5)
    end = read(*given, OVER)
    assert (end.verdict, end.stopped) == ("goes with better days", "decided")
    assert end.ended < OVER
    assert read(*given, end.ended) == end
    assert read(*given, end.ended - timedelta(1)).stopped is None


def test_at_the_stated_time_it_is_over():
    found = read(*undecided(5)[0], OVER + timedelta(40))
    assert (found.stopped, found.ended) == ("time is up", OVER)


def test_nothing_of_a_later_day_is_used():
    drawn, outcomes, done = person(5)
    today = START + timedelta(30)
    past = {d: v for d, v in outcomes.items() if d <= today}
    before = {d: v for d, v in done.items() if d <= today}
    assert read(drawn, outcomes, done, today) == read(drawn, past, before, today)


def test_a_pair_with_a_gap_is_left_out_and_the_others_count():
    drawn, outcomes, done = undecided(5)[0]
    del outcomes[START + timedelta(7)]
    outcomes[START + timedelta(20)] = math.nan
    assert read(drawn, outcomes, done, OVER).days == DAYS - 4


def test_who_practises_as_they_like_is_not_told_that_there_is_no_link():
    drawn, outcomes, _ = undecided(5)[0]
    seldom = {d.when: i % 4 == 0 for i, d in enumerate(drawn)}
    found = read(drawn, outcomes, seldom, OVER)
    assert (found.verdict, found.stopped) == ("too early", "time is up")
    assert read(drawn, outcomes, {}, OVER).verdict == "too early"
    as_drawn = {d.when: d.practise for d in drawn}
    assert read(drawn, outcomes, as_drawn, OVER).verdict == "no clear link"


def test_days_left_out_make_the_effect_smaller_as_drawn():
    full, half = ends(200, -0.6), ends(200, -0.6, does=0.5)
    assert np.mean([r.effect for r in half]) == pytest.approx(-0.3, abs=0.06)
    assert share(half, "goes with better days") < share(full, "goes with better days")


# care


def test_a_test_may_be_left_on_any_day():
    given = person(6, -0.2)
    left = START + timedelta(12)
    found = read(*given, OVER, Stop(left, "left"))
    assert (found.stopped, found.ended, found.verdict) == ("left", left, "too early")
    assert found.days == 12


def test_what_comes_after_a_stop_does_not_count():
    drawn, outcomes, done = undecided(5)[0]
    stop = Stop(START + timedelta(40), "a setback")
    found = read(drawn, outcomes, done, OVER, stop)
    later = {d: v + 9 * (d > stop.when) for d, v in outcomes.items()}
    assert read(drawn, later, done, OVER, stop) == found


def test_a_stop_after_the_decision_changes_nothing():
    given = person(4, -2.5)
    assert read(*given, OVER, Stop(OVER - timedelta(1), "left")) == read(*given, OVER)


@pytest.mark.parametrize(
    "nature", ["medicine", "sleep", "prescribed exercise", "safety step", "assigned"]
)
def test_only_what_the_person_chose_may_be_tested(nature):
    assert may_test(a_review(), "singing", nature) == "not the person's own choice"


def test_a_new_practice_of_the_persons_own_may_be_tested():
    assert may_test(a_review(), "singing", "own choice") is None


@pytest.mark.parametrize("name", ["mindful_walk", "Mindful  walk"])
def test_a_practice_that_was_noted_before_may_not(name):
    assert may_test(a_review(), name, "own choice") == "noted before"


def test_a_flag_refuses_a_test_for_fourteen_days():
    def asked(days_ago):
        return may_test(a_review(flags=(a_flag(days_ago),)), "singing", "own choice")

    assert [asked(0), asked(13), asked(14)] == ["a flag is up", "a flag is up", None]


@pytest.mark.parametrize("state", ["backstep", "relapse"])
def test_no_test_begins_in_a_setback(state):
    assert may_test(after_moving(state), "singing", "own choice") == "in a setback"
    own = a_review(own_word=state)
    assert may_test(own, "singing", "own choice") == "in a setback"


def test_no_test_begins_while_a_setback_could_not_be_seen():
    muted = replace(a_review(), muted=True)
    assert may_test(muted, "singing", "own choice") == "highs"
    standing = replace(a_review().standing, enough_data=False)
    early = replace(a_review(), standing=standing)
    assert may_test(early, "singing", "own choice") == "too little is known"


def test_no_test_begins_with_strong_feelings_or_below_the_start():
    assert may_test(a_review("not_yet_known"), "singing", "own choice") == "strong feelings"
    below = replace(a_review(), standing=replace(a_review().standing, below_start=True))
    assert may_test(below, "singing", "own choice") == "below the start"


def with_entries(*entries):
    record = a_record(date(2026, 1, 1), UNTIL, extra=entries)
    return replace(a_review(), record=record)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (Entry("2026-04-01", "label", "backstep", None, ""), "a setback"),
        (Entry("2026-04-01", "label", "bipolar", None, ""), "highs"),
        (Entry("2026-04-01", "checkin", "elevated", 2.0, ""), "highs"),
    ],
)
def test_what_a_person_writes_stops_a_test(entry, why):
    assert must_stop(with_entries(entry), START) == Stop(date(2026, 4, 1), why)


def test_an_announced_setback_stops_a_test_and_the_first_reason_counts():
    day = UNTIL - timedelta(9)
    daily = a_review().daily
    said = [None] * len(daily)
    said[-10] = "backstep"
    review = replace(a_review(), daily=replace(daily, announced=tuple(said)))
    assert must_stop(review, START) == Stop(day, "a setback")
    flagged = replace(review, flags=(a_flag(12),))
    assert must_stop(flagged, START) == Stop(UNTIL - timedelta(12), "a flag")


def test_what_was_before_the_test_does_not_stop_it():
    assert must_stop(with_entries(Entry("2026-02-01", "label", "relapse", None, "")), START) is None
    quiet = Entry("2026-04-01", "checkin", "elevated", 0.0, "")
    assert must_stop(with_entries(quiet), START) is None


def test_a_record_of_one_entry_refuses_kindly():
    review = replace(
        a_review(),
        record=Record.of([Entry("2026-05-24", "checkin", "distress", 4.0, "")]),
        standing=replace(a_review().standing, enough_data=False),
    )
    assert may_test(review, "singing", "own choice") == "too little is known"
