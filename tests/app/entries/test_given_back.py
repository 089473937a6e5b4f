"""The one true thing that a visit gives back: by what is there, and another each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from django.test import Client

from onward import Review, review, simulate
from onward.results import PracticeLink, Recovery
from onward_app.entries import actions, queries
from onward_app.entries.given_back import (
    Given,
    beginning,
    chosen,
    given_back,
    own_words,
    questions,
    ways,
)
from onward_app.entries.models import Entry
from onward_app.plan import actions as plans
from onward_app.sessions.queries import to_bring

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = "/entries/today"


def note(owner: Any, ago: int, words: str, *, marked: bool = True) -> Entry:
    day = (date.today() - timedelta(days=ago)).isoformat()
    rows: list[actions.Row] = [
        (day, "checkin", "distress", 1.0, ""),
        (day, "note", "", None, words),
    ]
    return actions.keep(person=owner.pk, rows=rows, for_a_harder_day=marked)


def test_marked_words_are_given_back_with_their_day(owner: Any, owner_client: Client) -> None:
    note(owner, 5, "Tea by the window and a long call.")
    found = own_words(owner.pk)
    assert found is not None
    assert found.day == date.today() - timedelta(days=5)
    assert "Tea by the window" in owner_client.get("/").content.decode()


def test_words_without_a_mark_are_never_given_back(owner: Any, owner_client: Client) -> None:
    for ago in range(60):
        note(owner, ago, "I want it to be over.", marked=False)
    assert own_words(owner.pk) is None
    assert queries.words_for_a_harder_day(owner.pk) is None
    assert "I want it to be over." not in owner_client.get("/").content.decode()


def test_the_newest_marked_words_are_given_back(owner: Any) -> None:
    note(owner, 2, "The newer ones.")
    note(owner, 9, "The older ones.")
    note(owner, 1, "No mark here.", marked=False)
    day = date.today() - timedelta(days=2)
    assert queries.words_for_a_harder_day(owner.pk) == (day, "The newer ones.")


@pytest.mark.parametrize("words", ["A relapse passes.", "When I want to die I call Ann."])
def test_the_first_page_never_names_a_setback(owner: Any, words: str) -> None:
    note(owner, 9, "Tea by the window.")
    note(owner, 1, words)
    found = own_words(owner.pk)
    assert found is not None
    assert found.words == "Tea by the window."


def test_the_mark_is_made_at_the_check_in_and_stands_inside_the_seal(
    owner: Any, owner_client: Client
) -> None:
    owner_client.post(TODAY, {"note": "It passes.", "for_a_harder_day": "on"})
    assert queries.words_for_a_harder_day(owner.pk) == (date.today(), "It passes.")
    assert Entry.objects.get().get()["for_a_harder_day"] is True
    assert b"harder" not in bytes(Entry.objects.get().sealed)


def test_the_mark_is_shown_and_taken_back_where_an_entry_is_changed(
    owner: Any, owner_client: Client
) -> None:
    entry = note(owner, 0, "It passes.")
    form = owner_client.get(f"/entries/{entry.pk}/").context["form"]
    assert form["for_a_harder_day"].value() is True
    owner_client.post(f"/entries/{entry.pk}/", {"note": "It passes."})
    assert queries.words_for_a_harder_day(owner.pk) is None
    assert queries.exist(owner.pk)


def test_a_mark_without_words_marks_nothing(owner: Any, owner_client: Client) -> None:
    owner_client.post(TODAY, {"distress": 4, "for_a_harder_day": "on"})
    assert "for_a_harder_day" not in Entry.objects.get().get()


def test_words_taken_away_are_given_back_no_more(owner: Any) -> None:
    actions.remove(entry=note(owner, 1, "It passes."))
    assert queries.words_for_a_harder_day(owner.pk) is None


def test_a_stranger_is_given_nothing_of_it(owner: Any, stranger: Any) -> None:
    note(owner, 1, "It passes.")
    assert queries.words_for_a_harder_day(stranger.pk) is None


@cache
def example() -> Review:
    return review(simulate.example())


def with_ways(*practices: str) -> Review:
    """The invented example, with these practices in a way back and with better days."""
    links = tuple(PracticeLink(p, -0.8, -1.2, -0.3, 60, "goes with better days") for p in practices)
    back = Recovery(date(2026, 2, 3), date(2026, 2, 22), 19, practices)
    return replace(example(), recoveries=(back,), practices=links)


def test_a_way_that_worked_is_told_as_going_with_it_and_never_as_a_cause() -> None:
    said = [given.words for given in ways(with_ways("mindful_walk"))]
    assert said[0] == "In February you came back in 19 days; walking went with it."
    assert len(said) == 2
    assert not any("helped" in text or "because" in text for text in said)


def test_no_way_is_told_where_highs_are_recorded() -> None:
    assert ways(replace(with_ways("mindful_walk"), muted=True)) == []


def test_no_way_is_told_where_verdicts_are_switched_off(settings: Any) -> None:
    settings.INTERPRETATION = False
    assert ways(with_ways("mindful_walk")) == []


def test_no_way_names_food_weight_or_self_harm() -> None:
    assert ways(with_ways("fasting", "cutting")) == []


def test_a_practice_without_a_link_is_no_way() -> None:
    assert all("went with it" in given.words for given in ways(example()))


def test_each_day_has_another_kind_in_turn_and_each_round_another_of_its_things() -> None:
    own = [Given("own", "a"), Given("own", "b")]
    asks = [Given("question", "x"), Given("question", "y"), Given("question", "z")]
    first = date.fromordinal(2 * 700_000)
    days = [chosen([own, [], asks], first + timedelta(days=n)).words for n in range(6)]
    assert [d in "ab" for d in days] == [True, False] * 3
    assert days[0] != days[2]
    assert len({days[1], days[3], days[5]}) == 3


def test_the_same_day_gives_the_same_thing() -> None:
    day = date(2026, 5, 19)
    assert chosen([questions()], day) == chosen([questions()], day)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "This is the first page of your own record. It is a place to begin."),
        (3, "You have written on 3 days. That is enough to begin."),
    ],
)
def test_with_little_written_it_is_enough_to_begin(owner: Any, days: int, said: str) -> None:
    for ago in range(days):
        note(owner, ago, "Tea.", marked=False)
    assert [given.words for given in beginning(queries.review(owner.pk))] == [said]


def test_days_are_not_numbered_where_numbers_are_hidden(owner: Any) -> None:
    for ago in range(3):
        note(owner, ago, "Tea.", marked=False)
    (given,) = beginning(queries.review(owner.pk), numbers=False)
    assert given.words == "You have written on a few days. That is enough to begin."


def test_days_are_counted_no_more_after_the_beginning(owner: Any) -> None:
    for ago in range(14):
        note(owner, ago, "Tea.", marked=False)
    assert beginning(queries.review(owner.pk)) == []


def test_what_is_given_back_stands_on_the_page_after_keeping(
    owner: Any, owner_client: Client
) -> None:
    where = owner_client.post(TODAY, {"distress": 4})["Location"]
    given = owner_client.get(where).context["given"]
    assert given.kind in ("begin", "question")
    assert given.words in owner_client.get(where).content.decode().replace("&#x27;", "'")


RISKS: list[actions.Row] = [
    (date.today().isoformat(), "measure", "phq9.9", 1.0, ""),
    (date.today().isoformat(), "behaviour", "self_harm", None, ""),
    (date.today().isoformat(), "note", "", None, "I want to die."),
    ((date.today() - timedelta(days=13)).isoformat(), "note", "", None, "I want to die."),
]


@pytest.mark.parametrize("risk", RISKS)
def test_after_words_of_a_risk_help_alone_is_named(
    owner: Any, owner_client: Client, risk: actions.Row
) -> None:
    note(owner, 5, "Tea by the window.")
    actions.keep(person=owner.pk, rows=[risk])
    where = owner_client.post(TODAY, {"distress": 4})["Location"]
    page = owner_client.get(where).content.decode()
    assert "Help is one tap away" in page
    assert "Tea by the window." not in page


def test_the_entry_that_names_a_risk_is_met_with_help_whatever_its_day(owner: Any) -> None:
    row: actions.Row = ("2026-01-02", "note", "", None, "I want to die.")
    assert given_back(owner.pk, [row]).kind == "care"


def test_a_risk_of_long_ago_silences_nothing(owner: Any) -> None:
    day = (date.today() - timedelta(days=30)).isoformat()
    actions.keep(person=owner.pk, rows=[(day, "note", "", None, "I want to die.")])
    now: actions.Row = (date.today().isoformat(), "checkin", "distress", 4.0, "")
    assert given_back(owner.pk, [now]).kind != "care"


def test_a_question_goes_on_the_list_to_bring_and_twice_a_day_is_once(
    owner: Any, owner_client: Client
) -> None:
    for _ in range(2):
        response = owner_client.post("/entries/question", {"at": "2"})
    assert response["Location"] == "/sessions/"
    assert [thing.text for thing in to_bring(owner.pk)] == [questions()[2].words]


@pytest.mark.parametrize("at", ["", "99", "-1", "two", "0x1"])
def test_a_question_that_is_none_goes_nowhere(owner: Any, owner_client: Client, at: str) -> None:
    assert owner_client.post("/entries/question", {"at": at})["Location"] == "/sessions/"
    assert to_bring(owner.pk) == []


def test_own_words_on_the_first_page_are_others_each_day(owner: Any) -> None:
    for ago in (2, 9):
        note(owner, ago, f"Words of {ago}.")
    found = {own_words(owner.pk, date.today() + timedelta(days=n)) for n in range(2)}
    assert {own.words for own in found if own} == {"Words of 2.", "Words of 9."}


def test_the_letter_to_oneself_is_given_back_with_its_day(owner: Any) -> None:
    day = date.today() - timedelta(days=20)
    plans.keep_letter(person=owner.pk, words="You came through before.", today=day)
    now: actions.Row = (date.today().isoformat(), "checkin", "distress", 4.0, "")
    found = [given_back(owner.pk, [now], today=date.today() + timedelta(days=n)) for n in range(3)]
    own = [given for given in found if given.kind == "own"]
    assert {(given.words, given.day) for given in own} == {("You came through before.", day)}


def test_long_words_are_folded_and_can_be_read_whole(owner: Any, owner_client: Client) -> None:
    note(owner, 3, "Tea by the window. " * 60 + "And then it was light.")
    page = owner_client.get("/").content.decode()
    assert "Read all of it" in page
    assert page.count("And then it was light.") == 1
    assert page.index("Read all of it") < page.index("And then it was light.")
