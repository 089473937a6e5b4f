"""Names and single sentences that pages put beside the picture."""

from __future__ import annotations

from datetime import date

import pytest
from a_review import HALF, MOST, a_link, an_issue
from voice import Said, offences

from onward import words
from onward.record import CHECKINS, EVENTS, PRACTICES
from onward.results import CameBefore, Kept, Recovery

UNTIL = date(2026, 5, 24)


def test_known_names_have_plain_words() -> None:
    assert words.name("practice", "mindful_walk") == "walking with intention"
    assert words.name("event", "moved_home") == "you moved home"
    assert words.name("event", "moved_home", form="label") == "moved home"
    assert words.name("behaviour", "self_harm") == "hurting yourself"
    assert words.name("measure", "phq9.9").endswith("(9)")


@pytest.mark.parametrize(
    ("kind", "names"),
    [("practice", PRACTICES), ("event", EVENTS), ("checkin", CHECKINS)],
)
def test_every_name_of_the_record_file_has_words(kind: str, names: list[str]) -> None:
    for name in names:
        assert name in words.spoken("en").table[kind]


def test_own_words_are_kept_with_underscores_as_spaces() -> None:
    assert words.name("practice", "my_Garden") == "my Garden"
    assert words.name("event", "exam") == "exam"
    assert words.name("practice", "own") == "own"


def test_a_relapse_is_a_bigger_setback_unless_it_is_the_own_word() -> None:
    assert words.state("relapse") == "bigger setback"
    assert words.state("relapse", own_word="deeper") == "bigger setback"
    assert words.state("relapse", own_word="relapse") == "relapse"
    assert words.state("not_yet_known") == "strong feelings, too soon to say"


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (CameBefore("moved_home", date(2026, 5, 6), "event", 0.6), "You moved home"),
        (
            CameBefore("mindful_walk", date(2026, 5, 6), "practice", 0.6),
            "Fewer walks noted",
        ),
        (
            CameBefore("session", date(2026, 5, 6), "session", 0.6),
            "A session that went deep",
        ),
        (
            CameBefore("checking", date(2026, 5, 6), "behaviour", 0.6),
            "Checking came back",
        ),
        (CameBefore("sleep", date(2026, 5, 6), "other", 0.6), "Sleep got worse"),
        (CameBefore("weather", date(2026, 5, 6), "other", 0.6), "Weather changed"),
        (
            CameBefore("reading", date(2026, 5, 6), "practice", 0.6),
            "Less reading noted",
        ),
    ],
)
def test_what_came_before_has_a_line(item: CameBefore, said: str) -> None:
    assert words.came_before(item) == said


def test_what_came_before_says_how_long_before() -> None:
    item = CameBefore("moved_home", date(2026, 5, 6), "event", 0.6)
    assert words.came_before(item, started=date(2026, 5, 12)) == "You moved home, six days before"
    assert words.came_before(item, started=item.when) == "You moved home, on the same day"
    assert words.came_before(item, started=date(2026, 5, 7)) == "You moved home, the day before"


def test_a_practice_that_stopped_after_the_start_is_not_said_to_come_on_that_day() -> None:
    less = CameBefore("mindful_walk", date(2026, 5, 14), "practice", 0.9)
    assert words.came_before(less, started=date(2026, 5, 12)) == (
        "Fewer walks noted, two days after"
    )


def test_a_way_back_is_told_by_the_month_in_which_it_ended() -> None:
    back = Recovery(date(2026, 1, 20), date(2026, 4, 10), 80, ())
    assert words.recovery(back, UNTIL) == "In April you came back in 80 days."


def test_a_share_of_what_is_held_is_named_only_where_it_is_clear() -> None:
    assert words.held(Kept(0.5, 0.25, 0.75)) == "You still hold about half of what you gained."
    unclear = "It is not clear how much of your gain is there now; some of it may well be."
    assert words.held(Kept(0.5, 0.24, 0.75)) == unclear
    assert words.held(Kept(0.05, 0.0, 0.6)) == unclear


def test_an_issue_that_was_last_rated_long_ago_says_nothing_of_now() -> None:
    issue = an_issue("calls", "steady", MOST)
    assert words.standing(issue, rated=date(2026, 5, 10)) == "Calls: last noted on 10 May."
    assert "still hold" in words.standing(issue, rated=date(2026, 5, 11))


def test_a_recovery_tells_month_days_and_two_practices() -> None:
    back = Recovery(
        date(2026, 2, 3),
        date(2026, 2, 22),
        19,
        ("mindful_walk", "talking", "journaling"),
    )
    said = "In February you came back in 19 days; walking and talking to someone went with it."
    assert words.recovery(back, UNTIL) == said
    alone = Recovery(date(2025, 2, 3), date(2025, 2, 4), 1, ())
    assert words.recovery(alone, UNTIL) == "In February 2025 you came back in one day."


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("goes with better days", "Days after walking were often a little lighter."),
        (
            "goes with harder days",
            "Days after walking were often harder; you may reach for it on hard days.",
        ),
        ("no clear link", "No clear link with walking so far."),
        ("too early", "It is too early to say for walking."),
    ],
)
def test_a_verdict_never_says_that_a_practice_helped(verdict: str, said: str) -> None:
    assert words.verdict(a_link("mindful_walk", verdict)) == said


def test_an_issue_says_what_is_held_first() -> None:
    assert words.standing(an_issue("avoiding_calls", "backstep", MOST)) == (
        "Avoiding calls: you still hold most of what you gained. It got harder lately."
    )
    assert words.standing(an_issue("calls", "steady", HALF)) == (
        "Calls: you still hold about half of what you gained. A part of it is not there now."
    )
    assert words.standing(an_issue("calls", "steady", MOST)) == (
        "Calls: you still hold most of what you gained."
    )
    gone = Kept(0.05, 0.0, 0.2)
    assert words.standing(an_issue("calls", "gaining", gone)) == (
        "Calls: a part of what you gained is not there now."
    )
    below = an_issue("calls", "stuck", below_start=True)
    assert "worth telling your therapist" in words.standing(below)


@pytest.mark.parametrize("state", ["steady", "gaining", "stuck", "not_yet_known", "deeper",
                                   "backstep", "pause", "relapse", "too_early"])  # fmt: skip
def test_every_standing_of_an_issue_keeps_the_voice(state: str) -> None:
    assert offences([Said(state, words.standing(an_issue("calls", state)))]) == []


def test_what_is_held_is_most_only_above_one_half() -> None:
    assert words.held(Kept(0.7, 0.51, 0.8)) == "You still hold most of what you gained."
    assert words.held(Kept(0.7, 0.5, 0.8)) == "You still hold a good part of what you gained."
    assert words.held(Kept(0.05, 0.0, 0.2)) is None
    assert words.held(None) is None


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "one day"), (12, "twelve days"), (13, "13 days"), (14, "about two weeks"),
     (42, "about six weeks"), (92, "about three months")],
)  # fmt: skip
def test_spans_are_said_as_a_person_says_them(days: int, said: str) -> None:
    assert words.spoken("en").span(days) == said


@pytest.mark.parametrize(
    ("part", "said"),
    [(0.0, "a little"), (0.25, "about a quarter"), (0.36, "about a third"), (0.5, "about half"),
     (0.67, "about two thirds"), (1.0, "all")],
)  # fmt: skip
def test_shares_are_said_in_words(part: float, said: str) -> None:
    assert words.spoken("en").share(part) == said


def test_a_language_that_is_not_spoken_is_refused_with_the_list() -> None:
    with pytest.raises(words.NotSpoken, match="allowed: en"):
        words.spoken("xx")


@pytest.mark.parametrize(
    ("name", "quiet"),
    [
        ("self_harm", True),
        ("cutting", True),
        ("binge eating", True),
        ("skipped_meals", True),
        ("late meals", True),
        ("weighing myself", True),
        ("fasting", True),
        ("purging", True),
        ("Vomiting", True),
        ("restricting", True),
        ("starving myself", True),
        ("laxatives", True),
        ("I ate at night", True),
        ("over-eating", True),
        ("skipping meals", True),
        ("made myself sick", True),
        ("stepping on the scale", True),
        ("suicidal thoughts", True),
        ("an overdose", True),
        ("Essanfall", True),
        ("zu viel gegessen", True),
        ("Übergeben", True),
        ("Abführmittel", True),
        ("Kalorien zählen", True),
        ("mich wiegen", True),
        ("Ritzen", True),
        ("atracón", True),
        ("vomitar", True),
        ("contar calorías", True),
        ("laxantes", True),
        ("ayunar", True),
        ("autolesión", True),
        ("essential oils", False),
        ("a call with Ed", False),
        ("mending the fence", False),
        ("theatre", False),
        ("a ritual", False),
        ("Übergang", False),
        ("comercio", False),
        ("hitting deadlines", False),
        ("breathing", False),
        ("bad weather", False),
        ("weights", False),
        ("my_garden", False),
        *((name, False) for name in (*PRACTICES, *EVENTS)),
    ],
)
def test_self_harm_food_and_weight_are_not_told_unasked(name: str, quiet: bool) -> None:
    assert words.is_quiet(name) is quiet


def test_a_way_back_does_not_tell_of_food() -> None:
    back = Recovery(date(2026, 2, 3), date(2026, 2, 22), 19, ("fasting", "talking"))
    assert "talking to someone went with it" in words.recovery(back, UNTIL)
    assert "fasting" not in words.recovery(back, UNTIL)
