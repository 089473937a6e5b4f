"""The plan: sealed, editable, kind when empty."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from onward_app.plan import actions
from onward_app.plan.models import Plan as Row
from onward_app.plan.queries import Contact, Plan, plan_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TYPED = {
    "first": "Sit by the window",
    "signs": "I sleep late\n\n- I stop answering\n",
    "helps": "A walk by the river",
    "words": "It passed before.",
    "goal": "Where I can meet a friend",
    "person_1_name": "Anna",
    "person_1_reach": "+44 20 7946 0000",
    "person_2_name": "Ben",
    "person_2_reach": "ben@example.org",
    "therapist_name": "Dr Ode",
    "therapist_reach": "",
    "when_1": "I have made tea",
    "will_1": "walk to the corner",
    "country": "GB",
}


def test_what_is_typed_is_kept_and_shown(owner: Any, owner_client: Client) -> None:
    answer = owner_client.post("/plan/edit", TYPED)
    assert answer.headers["Location"] == "/plan/"
    plan = plan_of(owner.pk)
    assert plan.signs == ("I sleep late", "I stop answering")
    assert plan.steps == (("I have made tea", "walk to the corner"),)
    page = owner_client.get("/plan/").content.decode()
    for words in ("Sit by the window", "Call Anna", "Write to Ben", "Talk to Dr Ode"):
        assert words in page
    assert "When I have made tea, I will walk to the corner" in page


def test_one_thing_for_today_is_what_was_chosen_for_today(owner: Any, owner_client: Client) -> None:
    actions.keep(person=owner.pk, plan=Plan(steps=(("", "open the window"),)))
    assert "One thing for today" not in owner_client.get("/plan/").content.decode()
    owner_client.post("/way_back/today", {"own": "Sit in the sun"})
    page = owner_client.get("/plan/").content.decode()
    assert page.index("One thing for today") < page.index("Sit in the sun")


def test_an_empty_plan_is_kind_and_has_ways_on(owner_client: Client) -> None:
    page = owner_client.get("/plan/").content.decode()
    assert "Your plan is still to come" in page
    for way in ("/plan/edit", "/way_back/", "/support/"):
        assert f'href="{way}"' in page


def test_an_empty_plan_says_day_and_night_only_where_a_line_is_open_then(
    owner_client: Client,
) -> None:
    assert "Day and night" not in owner_client.get("/plan/").content.decode()
    page = owner_client.get("/plan/", headers={"accept-language": "en-GB"}).content.decode()
    assert "Day and night, without a plan" in page


@pytest.mark.parametrize("reach", ["call me", "12", "a@", "javascript:alert(1)", "--", "tel:1 2"])
def test_what_is_no_number_is_answered_beside_the_field_and_all_stays(
    owner_client: Client, reach: str
) -> None:
    answer = owner_client.post("/plan/edit", TYPED | {"person_1_reach": reach})
    page = answer.content.decode()
    if reach == "12":
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert "Write a phone number such as" in page
    assert "A walk by the river" in page


def test_more_lines_than_fit_are_answered_and_none_is_lost(
    owner_client: Client,
) -> None:
    many = "\n".join(f"line {n}" for n in range(30))
    page = owner_client.post("/plan/edit", TYPED | {"signs": many}).content.decode()
    assert "Up to 12 lines fit here." in page
    assert "line 29" in page


def test_an_emptied_plan_is_an_empty_plan_again(owner: Any, owner_client: Client) -> None:
    owner_client.post("/plan/edit", TYPED)
    owner_client.post("/plan/edit", {})
    assert plan_of(owner.pk).empty


def test_a_person_has_one_plan(owner: Any) -> None:
    for first in ("one", "two", "three"):
        actions.keep(person=owner.pk, plan=Plan(first=first))
    assert Row.objects.filter(person=owner.pk).count() == 1
    assert plan_of(owner.pk).first == "three"


def test_a_plan_is_sealed(owner: Any) -> None:
    plan = Plan(first="planted-words-7431", people=(Contact("Planted Anna", "+44 7431"),))
    actions.keep(person=owner.pk, plan=plan)
    row = Row.objects.get(person=owner.pk)
    for name, value in row.__dict__.items():
        if name != "_state":
            assert b"planted" not in repr(value).lower().encode()
    assert plan_of(owner.pk) == plan


def test_a_stranger_finds_their_own_empty_plan(owner: Any, stranger_client: Client) -> None:
    actions.keep(person=owner.pk, plan=Plan(first="Sit by the window"))
    for url in ("/plan/", "/plan/edit"):
        assert "Sit by the window" not in stranger_client.get(url).content.decode()


@pytest.mark.parametrize("url", ["/plan/", "/plan/edit"])
def test_a_plan_is_shown_to_nobody_without_sign_in(anonymous_client: Client, url: str) -> None:
    assert anonymous_client.get(url).status_code in (302, 401, 403, 404)


def test_a_plan_is_not_stored_by_the_browser(owner_client: Client) -> None:
    assert "no-store" in owner_client.get("/plan/")["Cache-Control"]


def test_what_a_person_typed_is_escaped(owner: Any, owner_client: Client) -> None:
    bad = "<script>alert(1)</script>"
    person = Contact(bad, '"><img src=x onerror=alert(1)>@x.org')
    actions.keep(
        person=owner.pk,
        plan=Plan(first=bad, words=bad, helps=(bad,), people=(person,), steps=((bad, bad),)),
    )
    for url in ("/plan/", "/plan/edit", "/support/safe", "/way_back/tonight/2"):
        main = owner_client.get(url).content.decode().split("<main")[1]
        assert "<script>alert" not in main
        assert "<img" not in main
