"""What the plan page says of the last setback and the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

import onward
from onward import simulate
from onward.next_time import next_time
from onward_app.entries import actions as entries
from onward_app.entries import queries as read
from onward_app.plan import actions
from onward_app.plan.queries import Plan, plan_of
from onward_app.plan.showing import next_time_said

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HEAD = "The last time, and the one before"


@pytest.fixture(scope="module")
def course() -> Any:
    """An invented record whose last setback was shorter than the one before."""
    setting = replace(simulate.ORDINARY, days=730)
    for seed in range(900_000, 900_200):
        review = onward.review(simulate.course(seed, setting).record)
        said = next_time(review)
        if said and said.length == "shorter" and said.depth != "deeper" and not review.flags:
            return review.record, said
    raise AssertionError("no such course")


@pytest.fixture
def there(owner: Any, course: Any) -> Any:
    record, said = course
    # as if the record ended today
    late = date.today().toordinal() - int(record.day[-1])
    rows = [
        ((date.fromisoformat(e.when[:10]) + timedelta(late)).isoformat(), *e[1:]) for e in record
    ]
    entries.add_batch(person=owner.pk, batch=owner.pk, rows=rows)
    begun = said.last[0] + timedelta(late - 3)
    actions.keep(person=owner.pk, plan=Plan(first="tea"), today=begun)
    return owner


def test_shorter_is_said_with_the_plan_and_without_a_reason(
    there: Any, owner_client: Client
) -> None:
    page = owner_client.get("/plan/").content.decode()
    for words in (
        HEAD,
        "It was likely shorter than the one before.",
        "You had a plan this time, first written on",
        "Whether the plan did that, nobody can tell from one time.",
    ):
        assert words in page


def test_a_plan_that_was_there_both_times_is_not_named(there: Any) -> None:
    plan = replace(plan_of(there.pk), begun="2001-01-01")
    said = next_time_said(there.pk, plan)
    assert said
    assert not [s for s in said if "plan" in s]


def test_without_interpretation_or_beside_a_risk_nothing_is_said(there: Any, settings: Any) -> None:
    assert next_time_said(there.pk, plan_of(there.pk))
    settings.INTERPRETATION = False
    assert next_time_said(there.pk, plan_of(there.pk)) == []
    settings.INTERPRETATION = True
    risk = (date.today().isoformat(), "measure", "phq9.9", 1.0, "")
    entries.keep(person=there.pk, rows=[risk])
    assert read.risk_lately(there.pk)
    assert next_time_said(there.pk, plan_of(there.pk)) == []


def test_where_highs_are_named_nothing_is_said(there: Any) -> None:
    row = (date.today().isoformat(), "label", "bipolar", None, "")
    entries.keep(person=there.pk, rows=[row])
    assert next_time_said(there.pk, plan_of(there.pk)) == []


def test_with_little_written_nothing_is_said(owner: Any, owner_client: Client) -> None:
    actions.keep(person=owner.pk, plan=Plan(first="tea"))
    assert HEAD not in owner_client.get("/plan/").content.decode()
