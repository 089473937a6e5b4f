"""The plan is offered after a check-in: seldom, kindly, and not beside a page about safety."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from onward_app.entries import actions as entries
from onward_app.plan import actions
from onward_app.plan.models import Offered
from onward_app.plan.offers import offer_after
from onward_app.plan.queries import Plan, Watched, answered, plan_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SIGN = "I stop answering"
PLAN = Plan(first="Sit by the window", signs=(SIGN, "I sleep late"))
OFFERED = "Your plan is here, if you want it"


@pytest.fixture
def planned(owner: Any) -> Any:
    actions.keep(person=owner.pk, plan=PLAN)
    return owner


def noted(owner: Any, *things: tuple[str, str, float | None, str], ago: int = 0) -> Any:
    day = (date.today() - timedelta(days=ago)).isoformat()
    rows = [(day, *thing) for thing in things]
    return entries.keep(person=owner.pk, rows=rows)


TICK = ("behaviour", SIGN, None, "")
FINE = ("checkin", "distress", 2.0, "")


def kept_page(client: Client, entry: Any) -> str:
    return client.get(f"/entries/{entry.pk}/kept").content.decode()


def test_the_plan_is_offered_with_the_sign_and_the_first_thing(
    planned: Any, owner_client: Client
) -> None:
    page = kept_page(owner_client, noted(planned, TICK))
    for words in (OFFERED, "You named this as an early sign:", SIGN, "Sit by the window"):
        assert words in page
    assert 'href="/plan/"' in page
    assert "Not now" in page


def test_without_a_sign_nothing_is_offered(planned: Any, owner_client: Client) -> None:
    assert OFFERED not in kept_page(owner_client, noted(planned, FINE))


def test_the_first_page_says_nothing_of_it(planned: Any, owner_client: Client) -> None:
    noted(planned, TICK)
    page = owner_client.get("/").content.decode()
    assert OFFERED not in page
    assert SIGN not in page


def test_it_is_offered_once_a_day(planned: Any) -> None:
    first, second = noted(planned, TICK), noted(planned, FINE)
    assert offer_after(planned.pk, first.pk)
    assert offer_after(planned.pk, second.pk) is None
    assert offer_after(planned.pk, first.pk)  # the same page, looked at again


def test_not_now_is_heard_for_a_week(planned: Any, owner_client: Client) -> None:
    entry = noted(planned, TICK)
    assert owner_client.post("/plan/not_now")["Location"] == "/"
    assert OFFERED not in kept_page(owner_client, entry)
    until = date.fromisoformat(answered(planned.pk).quiet_until)
    assert until == date.today() + timedelta(days=7)
    actions.not_now(person=planned.pk, today=date.today() - timedelta(days=7))
    assert OFFERED in kept_page(owner_client, entry)


@pytest.mark.parametrize(
    "risk", [("measure", "phq9.9", 1.0, ""), ("note", "", None, "I want to die")]
)
def test_beside_a_risk_it_is_not_offered(planned: Any, risk: Any) -> None:
    assert offer_after(planned.pk, noted(planned, TICK, risk).pk) is None
    assert offer_after(planned.pk, noted(planned, TICK).pk) is None


def test_a_tied_answer_offers_it(planned: Any) -> None:
    actions.watch(person=planned.pk, watched=(Watched("I sleep late", "sleep", 3),))
    low = ("checkin", "sleep", 2.0, "")
    noted(planned, low, ago=1)
    offer = offer_after(planned.pk, noted(planned, low).pk)
    assert offer
    assert offer.signs == ("I sleep late",)


def test_what_is_looked_at_on_a_later_day_offers_nothing(planned: Any) -> None:
    entry = noted(planned, TICK)
    entry.made_at -= timedelta(days=1)
    entry.save()
    assert offer_after(planned.pk, entry.pk) is None


def test_a_plan_that_cannot_be_read_leaves_the_page_as_it_is(
    planned: Any, owner_client: Client
) -> None:
    entry = noted(planned, TICK)
    row = Offered(person=planned.pk)
    row.sealed = b"torn"
    row.save()
    assert OFFERED in kept_page(owner_client, entry)


def test_what_was_answered_is_sealed(planned: Any) -> None:
    actions.no_letter(person=planned.pk, today=date(2026, 5, 20), never=True)
    row = Offered.objects.get(person=planned.pk)
    assert b"letter" not in bytes(row.sealed)
    assert answered(planned.pk).letter_never


# The page on which signs are tied ---------------------------------------------------------------

TIED = {
    "sign_0": SIGN,
    "answer_0": "",
    "bound_0": "",
    "sign_1": "I sleep late",
    "answer_1": "sleep",
    "bound_1": "3",
}


def test_a_sign_is_tied_and_told_on_the_plan(planned: Any, owner_client: Client) -> None:
    assert owner_client.post("/plan/watch", TIED)["Location"] == "/plan/"
    assert plan_of(planned.pk).watched == (Watched("I sleep late", "sleep", 3),)
    assert "Sleep at 3 or less" in owner_client.get("/plan/").content.decode()


def test_where_numbers_are_hidden_a_tie_is_told_in_words(
    planned: Any, owner_client: Client
) -> None:
    owner_client.post("/plan/watch", TIED)
    owner_client.post("/choices/", {"pictures": "on"})
    page = owner_client.get("/plan/").content.decode()
    assert "Sleep, when it is low" in page
    assert "at 3" not in page


def test_a_tie_without_a_number_is_asked_again(planned: Any, owner_client: Client) -> None:
    answer = owner_client.post("/plan/watch", TIED | {"bound_1": ""})
    assert answer.status_code == 422
    assert "Choose a number too" in answer.content.decode()
    assert '<option value="sleep" selected>' in answer.content.decode()


def test_a_sign_that_changed_in_another_window_is_tied_to_nothing(
    planned: Any, owner_client: Client
) -> None:
    actions.keep(person=planned.pk, plan=replace(PLAN, signs=(SIGN, "I skip lunch")))
    owner_client.post("/plan/watch", TIED)
    assert plan_of(planned.pk).watched == ()


def test_changing_the_plan_leaves_ties_and_letter(planned: Any, owner_client: Client) -> None:
    owner_client.post("/plan/watch", TIED)
    actions.keep_letter(person=planned.pk, words="It passed.", today=date(2026, 5, 1))
    owner_client.post("/plan/edit", {"first": "tea", "signs": "I sleep late"})
    plan = plan_of(planned.pk)
    assert plan.watched
    assert plan.letter


def test_without_signs_the_page_leads_to_where_they_are_written(owner_client: Client) -> None:
    page = owner_client.get("/plan/watch").content.decode()
    assert 'href="/plan/edit"' in page
