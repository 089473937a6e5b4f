"""A way back that was sealed before the steps had names goes on, with every word of it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from onward_app.plan.queries import plan_of
from onward_app.way_back import queries
from onward_app.way_back.models import Walk
from onward_app.way_back.shape import KEYS, OLD_KEYS, as_now

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OLD: dict[str, Any] = {
    "length": "steps",
    "at": 8,
    "ended": False,
    "begun": "2026-05-02",
    "answers": {
        "1": {"words": "the old evenings", "ticks": ["happened", "accept"]},
        "3": {"ticks": ["outside"], "seen": ["Mindful walk"], "words": ""},
        "6": {"when_1": "I have made tea", "will_1": "walk"},
        "7": {"choice": "smaller", "words": "by the sea"},
        "8": {
            "first": "Sit by the window",
            "person_1_name": "Anna",
            "person_1_reach": "+44 20 7946 0000",
            "person_2_name": "Ben",
            "person_2_reach": "ben@example.org",
            "therapist_name": "Dr Ode",
            "therapist_reach": "",
        },
    },
}


def texts(value: Any) -> list[str]:
    """All that was written, wherever it stands."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) and value else []


@pytest.fixture
def old_way(owner: Any) -> Walk:
    """A way back under way, sealed as it was before."""
    row = Walk(person=owner.pk)
    row.put(OLD)
    row.save()
    return row


def test_no_word_is_lost_and_what_was_sealed_is_not_touched() -> None:
    before = deepcopy(OLD)
    now = as_now(OLD)
    assert before == OLD
    assert sorted(texts(now)) == sorted(texts(OLD))
    assert as_now(now) == now
    assert set(now["answers"]) <= set(KEYS)


@pytest.mark.parametrize("at", range(1, 9))
def test_each_old_step_leads_to_the_step_of_its_name(at: int) -> None:
    step = as_now(OLD | {"at": at})["at"]
    assert KEYS[step - 1] == ("people" if at == 8 else OLD_KEYS[str(at)])


def test_an_old_way_goes_on_where_it_was_and_ends_in_the_plan(
    old_way: Walk, owner: Any, owner_client: Client
) -> None:
    assert "You are at step 9 of 10." in owner_client.get("/way_back/").content.decode()
    assert "the old evenings" in owner_client.get("/way_back/steps/1").content.decode()
    assert "checked" in owner_client.get("/way_back/steps/2").content.decode()
    people = owner_client.get("/way_back/steps/9").content.decode()
    for words in ("Anna", "ben@example.org", "Dr Ode"):
        assert words in people
    owner_client.post("/way_back/steps/9", OLD["answers"]["8"])
    owner_client.post("/way_back/steps/10", {"first": "Sit by the window"})
    plan = plan_of(owner.pk)
    assert [who.name for who in plan.contacts] == ["Anna", "Ben", "Dr Ode"]
    assert (plan.goal, plan.first) == ("by the sea", "Sit by the window")
    assert plan.steps == (("I have made tea", "walk"),)
    assert Walk.objects.count() == 1


def test_an_old_way_that_was_ended_can_be_read(
    old_way: Walk, owner: Any, owner_client: Client
) -> None:
    old_way.put(OLD | {"ended": True})
    old_way.save()
    page = owner_client.get(f"/way_back/kept/{old_way.pk}/").content.decode()
    for words in ("the old evenings", "I can be kind to myself", "Anna +44 20 7946 0000", "walk"):
        assert words in page


def test_a_new_way_carries_its_format(owner: Any) -> None:
    assert queries.begin("steps")["format"] == 2
    assert [step["key"] for step in queries.guide()["step"]] == list(KEYS)
