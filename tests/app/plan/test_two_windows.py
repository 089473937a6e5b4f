"""Two windows with the plan open, and a check-in that does not open: nothing is lost."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from onward_app.entries import actions as entries
from onward_app.entries.models import Entry
from onward_app.plan import actions
from onward_app.plan.offers import asks_for_letter, offer_after
from onward_app.plan.queries import Contact, Letter, Plan, letter_of, plan_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = date(2026, 5, 1)


def seen(client: Client, url: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())
    assert found is not None
    return found[1]


def test_a_plan_that_changed_meanwhile_is_shown_and_nothing_is_written_over(
    owner: Any, owner_client: Client
) -> None:
    older = seen(owner_client, "/plan/edit")
    actions.keep(person=owner.pk, plan=Plan(first="Sit down", helps=("A walk",)))
    answer = owner_client.post("/plan/edit", {"first": "Tea", "helps": "A walk", "seen": older})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Another window changed this meanwhile" in page
    assert "Sit down" in page
    assert page.count("A walk") == 1
    assert plan_of(owner.pk).first == "Sit down"
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again is not None
    owner_client.post("/plan/edit", {"first": "Tea", "helps": "A walk", "seen": again[1]})
    assert plan_of(owner.pk) == Plan(first="Tea", helps=("A walk",))


def test_a_wrong_field_does_not_hide_that_the_plan_changed(
    owner: Any, owner_client: Client
) -> None:
    form = {"seen": seen(owner_client, "/plan/edit"), "person_1_reach": "call her"}
    actions.keep(person=owner.pk, plan=Plan(first="Sit down"))
    page = owner_client.post("/plan/edit", form).content.decode()
    assert f'name="seen" value="{form["seen"]}"' in page
    answer = owner_client.post("/plan/edit", form | {"person_1_reach": "12345"})
    assert answer.status_code == 409


def test_the_same_plan_sent_twice_is_kept_once_and_asks_nothing(
    owner: Any, owner_client: Client
) -> None:
    form = {"seen": seen(owner_client, "/plan/edit"), "first": "Tea"}
    answers = [owner_client.post("/plan/edit", form).status_code for _ in range(2)]
    assert answers == [302, 302]


def test_a_letter_that_was_written_meanwhile_stays(owner: Any, owner_client: Client) -> None:
    older = seen(owner_client, "/plan/letter")
    actions.keep_letter(person=owner.pk, words="From the phone", today=DAY)
    form = {"good": "", "came": "", "say": "", "words": "From the desk", "seen": older}
    answer = owner_client.post("/plan/letter", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the phone" in page
    assert "From the desk" in page
    assert letter_of(owner.pk) == (DAY, "From the phone")
    again = owner_client.post("/plan/letter", form | {"words": "From the phone"})
    assert again.status_code == 302


def test_a_check_in_that_cannot_be_read_takes_neither_the_plan_nor_its_offers_away(
    owner: Any, owner_client: Client
) -> None:
    rows = [(date.today().isoformat(), "checkin", "distress", 5.0, "")]
    entries.keep(person=owner.pk, rows=rows)
    plan = Plan(first="Tea", signs=("I sleep late",), letter=Letter("2026-05-01", "It passed."))
    actions.keep(person=owner.pk, plan=plan)
    row = Entry.objects.get()
    row.sealed = bytes(row.sealed)[:-2] + b"\x00\x01"
    row.save()
    assert "Tea" in owner_client.get("/plan/").content.decode()
    assert offer_after(owner.pk, row.pk) is None
    actions.keep(person=owner.pk, plan=Plan())
    assert not asks_for_letter(owner.pk)


@pytest.mark.parametrize(
    ("reach", "call"),
    [
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("(020) 7946 0000", "tel:02079460000"),
        ("(0)20 7946 0000", "tel:02079460000"),
        ("*31#020 7946", "tel:*31%230207946"),
        ("\u0660\u0662\u0660 7946", "tel:0207946"),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(reach: str, call: str) -> None:
    assert Contact("Anna", reach).call == call
    assert Contact("Anna", reach).text == call.replace("tel:", "sms:")


def test_an_address_with_odd_signs_writes_to_that_address_alone() -> None:
    assert Contact("Anna", "a?cc=b@example.org").mail == "mailto:a%3Fcc%3Db@example.org"
