"""A full house is taken out and brought into an empty one: every page says the same there."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from furnished import Ids, address, furnish
from taking_out import bring, take_out
from urlconf import names

from onward_app.accounts.models import User
from onward_app.entries import queries as entries
from onward_app.measures import queries as measures
from onward_app.practices import actions as practice_actions
from onward_app.practices import queries as practices
from onward_app.vault.models import Sealed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WORD = "zwielicht"
# What waits to be brought, and what was brought, stay behind; the door has no words of a person.
NOT_SAME = ("takeout:", "accounts:", "drafts:", "account_", "mfa_", "socialaccount_")


def told(client: Client, ids: Ids) -> dict[str, str]:
    """The words of every page that opens by its address, by that address."""
    found = {}
    for name in names():
        if name.startswith(NOT_SAME):
            continue
        for place in address(name, ids):
            answer = client.get(place)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                found[place] = f"{answer.status_code} {words(answer.content.decode())}"
    return found


def words(page: str) -> str:
    """What a page says, and what stands in its fields, without what is made anew each time."""
    page = re.sub(r'<input type="hidden"[^>]*>|(?s:<(script|style|head)\b.*?</\1>)', "", page)
    fields = " ".join(re.findall(r'(?:value="[^"]*"|\bchecked\b)', page))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page) + fields).split())


def empty(person: Any) -> None:
    """A house in which nothing of a person is left."""
    for model in apps.get_models():
        if issubclass(model, Sealed):
            model._default_manager.filter(person=person).delete()


def test_a_full_house_says_the_same_on_every_page_of_an_empty_one(
    owner: User, owner_client: Client
) -> None:
    ids = furnish(owner.pk, WORD)
    before = told(owner_client, ids)
    assert sum(WORD in said for said in before.values()) > 20
    data, code = take_out(owner_client)
    empty(owner.pk)
    assert not any(WORD in said for said in told(owner_client, ids).values())
    bring(owner_client, data, code)
    after = told(owner_client, ids)
    assert {at: said for at, said in after.items() if said != before[at]} == {}
    assert after.keys() == before.keys()


def test_what_belongs_together_does_so_under_the_ids_of_somebody_else(
    owner: User, owner_client: Client, stranger: User, stranger_client: Client
) -> None:
    furnish(owner.pk, WORD)
    today = date.today()
    letter = {"friend": WORD}
    practice_actions.keep(person=owner.pk, kind="letter", fields=letter, day=today)
    bring(stranger_client, *take_out(owner_client))
    assert tied(stranger) == tied(owner)
    assert set(tied(owner)) >= {("letter", True), ("talk", False), ("gad2", True)}


def tied(user: User) -> list[tuple[str, bool]]:
    """Each sheet and questionnaire, and whether the entry of the record that it names is there."""
    sheets = practices.written(user.pk)
    done = [(one.kind, entries.holds(user.pk, practices.entry_of(one.row.pk))) for one in sheets]
    sat = measures.sittings(user.pk)
    return sorted(done + [(one.value["measure"], entries.holds(user.pk, one.entry)) for one in sat])
