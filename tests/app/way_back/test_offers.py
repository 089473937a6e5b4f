"""First steps to take with a tap, whom to ask, and ways back that are taken away and come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

import onward
from onward import Record
from onward.record import Entry
from onward.results import PracticeLink, Review
from onward_app.entries import actions as entries
from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, Letter, Plan, plan_of
from onward_app.way_back import actions, queries, showing
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LAST = date(2026, 6, 30)
SMALL, PEOPLE = "/way_back/steps/7", "/way_back/steps/9"
SHOES = ("I put on my shoes", "stand outside for two minutes")
IDEA = "When I put on my shoes, I will stand outside for two minutes"


def a_review(*practices: str, flag: bool = False) -> Review:
    rows = [
        Entry((LAST - timedelta(days=n)).isoformat(), "checkin", "distress", 4.0, "")
        for n in range(60)
    ]
    rows += [Entry(LAST.isoformat(), "practice", name, 10.0, "") for name in practices]
    rows += [Entry(LAST.isoformat(), "measure", "phq9.9", 1.0, "")] if flag else []
    return onward.review(Record.of(rows))


def better(review: Review, *names: str) -> Review:
    links = tuple(
        PracticeLink(name, -0.6, -1.1, -0.1, 40, "goes with better days") for name in names
    )
    return replace(review, practices=links)


def lines(review: Review | None, plan: Plan | None = None) -> list[str]:
    return [f"{o.text} ({o.note})" for o in showing.offers(review, plan or Plan(), [])]


def offer_id(page: str, text: str) -> str:
    """The key of the box beside a text."""
    before = page.split(text)[0]
    return before.rpartition('value="')[2].partition('"')[0]


def test_steps_of_practices_that_went_with_better_days_stand_first() -> None:
    review = better(a_review("talking", "mindful_walk"), "mindful_walk")
    found = lines(review, Plan(steps=(("I get up", "stretch"),)))
    assert found[:3] == [
        "When I have had breakfast, I will take a mindful walk (It went with better days.)",
        "When I get up, I will stretch (It is in your plan.)",
        "When I have had lunch, I will send a word to somebody (You noted it before.)",
    ]
    assert found[-1].endswith("(A small idea)")
    assert len(found) == 6


def test_a_practice_in_own_words_becomes_a_step_with_those_words() -> None:
    assert "make a little time for this: swimming" in lines(a_review("swimming"))[0]


def test_without_a_record_there_are_small_ideas() -> None:
    assert [line.endswith("(A small idea)") for line in lines(None)] == [True] * 3


def test_writing_and_what_is_not_shown_are_no_first_steps() -> None:
    assert any("three lines" in line for line in lines(a_review("journaling")))
    assert not any("three lines" in line for line in lines(a_review("journaling", flag=True)))
    assert not any("cutting" in line for line in lines(a_review("cutting")))


def test_where_highs_are_recorded_nothing_is_said_of_better_days() -> None:
    review = replace(better(a_review("mindful_walk"), "mindful_walk"), muted=True)
    assert lines(review)[0].endswith("(You noted it before.)")


@pytest.mark.parametrize("go", ["next", "stop", "back", "skip", "keep"])
def test_a_step_taken_with_a_tap_is_kept_without_script(
    owner: Any, owner_client: Client, go: str
) -> None:
    page = owner_client.get(SMALL).content.decode()
    assert "checked" not in page.split("<main")[1]
    sent = {"go": go, "offers": [offer_id(page, IDEA)], "when_1": "I wake", "will_1": "stretch"}
    owner_client.post(SMALL, sent)
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    written = gone.value["answers"]["small_steps"]
    assert (written["when_1"], written["will_1"]) == ("I wake", "stretch")
    assert (written["when_2"], written["will_2"]) == SHOES


def test_a_step_that_a_tap_has_filled_is_there_once_and_no_longer_offered(
    owner: Any, owner_client: Client
) -> None:
    page = owner_client.get(SMALL).content.decode()
    sent = {"offers": [offer_id(page, IDEA)], "when_1": SHOES[0], "will_1": SHOES[1]}
    owner_client.post(SMALL, sent)
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    assert not gone.value["answers"]["small_steps"]["when_2"]
    assert IDEA not in owner_client.get(SMALL).content.decode()


def test_a_fourth_step_is_answered_and_all_stays(owner_client: Client) -> None:
    page = owner_client.get(SMALL).content.decode()
    full = {f"will_{at}": f"step {at}" for at in (1, 2, 3)}
    answer = owner_client.post(SMALL, full | {"offers": [offer_id(page, IDEA)]})
    assert answer.status_code == 422
    for words in ("Up to three small steps fit here.", "step 3", "checked"):
        assert words in answer.content.decode()


def test_new_steps_come_before_those_of_the_plan(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=Plan(steps=(("", "one"), ("", "two"), ("", "three"))))
    owner_client.post(SMALL, {"will_1": "stretch", "will_2": "two"})
    owner_client.post("/way_back/steps/10", {"go": "skip"})
    assert plan_of(owner.pk).steps == (("", "stretch"), ("", "two"), ("", "one"))


def test_people_have_verbs_and_the_therapist_stands_first(owner: Any, owner_client: Client) -> None:
    plan = Plan(
        people=(Contact("Anna", "+44 20 7946 0000"),), therapist=Contact("Dr Ode", "o@example.org")
    )
    plans.keep(person=owner.pk, plan=plan)
    page = owner_client.get(PEOPLE).content.decode()
    assert page.index("Write to Dr Ode") < page.index("Call Anna")
    assert "Asking for a session is a step of courage." in page
    assert "Can you listen for ten minutes?" in page
    assert "checked" not in page.split("<main")[1]


def test_whom_one_asks_is_kept_and_who_was_added_comes_after_the_others(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(people=(Contact("Anna"),)))
    added = {"person_1_name": "Ben", "person_1_reach": "ben@example.org"}
    owner_client.post(PEOPLE, {"who": "Anna"} | added)
    owner_client.post("/way_back/steps/10", {"go": "skip"})
    assert plan_of(owner.pk).people == (Contact("Anna"), Contact("Ben", "ben@example.org"))
    page = owner_client.get("/way_back/today").content.decode()
    assert page.index("Reach Anna") < page.index("Reach Ben")


def test_a_ticked_goal_becomes_the_plans_where_none_was_written(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(goal="by the sea"))
    page = owner_client.get("/way_back/steps/8").content.decode()
    assert "by the sea" in page
    owner_client.post("/way_back/steps/8", {"seen": ["seen_0"]})
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    assert gone.value["answers"]["goal"]["seen"] == ["by the sea"]


def test_old_behaviours_that_came_back_are_put_before_the_person_but_never_self_harm(
    owner: Any, owner_client: Client
) -> None:
    day = date.today().isoformat()
    names = ("staying in bed", "self_harm", "binge eating")
    entries.keep(person=owner.pk, rows=[(day, "behaviour", name, None, "") for name in names])
    page = owner_client.get("/way_back/steps/1").content.decode()
    assert "staying in bed" in page
    for name in ("self_harm", "self harm", "binge"):
        assert name not in page


def test_the_letter_is_what_tonight_shows_first(owner: Any, owner_client: Client) -> None:
    letter = Letter(words="It was light again in May.", day="2026-05-30")
    plans.keep(person=owner.pk, plan=Plan(words="It passed before.", letter=letter))
    page = owner_client.get("/way_back/tonight/2").content.decode()
    assert "It was light again in May." in page
    assert "It passed before." not in page


@pytest.fixture
def earlier(owner: Any) -> Walk:
    """An earlier way back of the owner."""
    gone = actions.keep(person=owner.pk, step=1, answers={"words": "planted words"}, at=2)
    actions.anew(person=owner.pk)
    return gone.row


def test_an_earlier_way_is_taken_away_and_brought_back(
    owner: Any, owner_client: Client, earlier: Walk
) -> None:
    at = f"/way_back/kept/{earlier.pk}/"
    where = owner_client.post(f"{at}remove").headers["Location"]
    page = owner_client.get(where).content.decode()
    assert "Bring it back" in page
    assert at not in page.replace(f"{at}restore", "")
    assert owner_client.get(at).status_code == 404
    assert owner_client.post(f"{at}restore").headers["Location"] == at
    assert "planted words" in owner_client.get(at).content.decode()
    assert "Bring it back" not in owner_client.get(where).content.decode()


def test_what_was_taken_away_long_ago_is_gone_for_good(owner: Any, earlier: Walk) -> None:
    gone = queries.one(owner.pk, earlier.pk)
    actions.remove(gone=gone, person=owner.pk, today=LAST)
    for _ in range(2):
        actions.keep(person=owner.pk, step=1, answers={"words": "x"}, at=2)
        actions.anew(person=owner.pk)
    second, third = queries.walks(owner.pk)
    actions.remove(gone=second, person=owner.pk, today=LAST + timedelta(days=30))
    assert Walk.objects.filter(pk=earlier.pk).exists()
    actions.remove(gone=third, person=owner.pk, today=LAST + timedelta(days=31))
    assert not Walk.objects.filter(pk=earlier.pk).exists()


def test_a_stranger_cannot_take_it_away(owner: Any, earlier: Walk, stranger_client: Client) -> None:
    for act in ("remove", "restore"):
        assert stranger_client.post(f"/way_back/kept/{earlier.pk}/{act}").status_code == 404
    assert not queries.one(owner.pk, earlier.pk).removed
