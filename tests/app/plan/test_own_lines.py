"""A person's own additions to Help, and more people than three."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from onward_app.plan import actions
from onward_app.plan.forms import OWN_LINES, PEOPLE
from onward_app.plan.models import Plan as Row
from onward_app.plan.queries import Contact, OwnLine, Plan, from_dict, plan_of
from onward_app.takeout import shapes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LINE = OwnLine("The night clinic", "+44 20 7946 0001", "evenings only")
TYPED = {
    "line_1_name": LINE.name,
    "line_1_reach": LINE.reach,
    "line_1_note": LINE.note,
}


def test_an_own_line_is_kept_and_shown_with_its_verb(owner: Any, owner_client: Client) -> None:
    owner_client.post("/plan/edit", TYPED)
    assert plan_of(owner.pk).own_lines == (LINE,)
    page = owner_client.get("/plan/").content.decode()
    assert "Call The night clinic" in page
    assert "evenings only" in page


@pytest.mark.parametrize(
    ("reach", "link"),
    [
        ("+44 20 7946 0001", "tel:+442079460001"),
        ("clinic@example.org", "mailto:clinic@example.org"),
        ("https://example.org/help", "https://example.org/help"),
        ("https://example.org/a@b", "https://example.org/a@b"),
    ],
)
def test_a_reach_becomes_the_link_of_its_kind(owner_client: Client, reach: str, link: str) -> None:
    owner_client.post("/plan/edit", TYPED | {"line_1_reach": reach})
    assert f'href="{link}"' in owner_client.get("/plan/").content.decode()


@pytest.mark.parametrize(
    "reach", ["http://example.org", "javascript:alert(1)", "https://", "call me", "//example.org"]
)
def test_what_opens_nothing_safe_is_answered_and_all_stays(
    owner: Any, owner_client: Client, reach: str
) -> None:
    answer = owner_client.post("/plan/edit", TYPED | {"line_1_reach": reach})
    assert answer.status_code == 422
    assert "a page that begins with https://" in answer.content.decode()
    assert "evenings only" in answer.content.decode()
    assert plan_of(owner.pk).empty


def test_as_many_lines_and_people_as_fit_are_kept(owner: Any, owner_client: Client) -> None:
    sent = {f"line_{at}_name": f"line {at}" for at in range(1, OWN_LINES + 1)}
    sent |= {f"person_{at}_name": f"person {at}" for at in range(1, PEOPLE + 1)}
    owner_client.post("/plan/edit", sent)
    plan = plan_of(owner.pk)
    assert len(plan.own_lines) == 5
    assert [p.name for p in plan.people] == [f"person {at}" for at in range(1, 7)]


def test_further_people_fold_away_until_one_is_there(owner: Any, owner_client: Client) -> None:
    folded = owner_client.get("/plan/edit").content.decode()
    assert '<details class="card"><summary>More people' in folded
    people = tuple(Contact(f"person {at}") for at in range(4))
    actions.keep(person=owner.pk, plan=Plan(people=people))
    assert (
        '<details class="card" open><summary>More people'
        in owner_client.get("/plan/edit").content.decode()
    )


def test_a_plan_of_an_older_version_opens(owner: Any) -> None:
    old = {k: v for k, v in Plan(first="tea").to_dict().items() if k in ("first", "country")}
    row = Row(person=owner.pk)
    row.put(old)
    row.save()
    plan = plan_of(owner.pk)
    assert plan == Plan(first="tea")
    assert plan.begun


def test_a_line_alone_is_a_plan(owner: Any) -> None:
    assert not Plan(own_lines=(LINE,)).empty


def test_the_day_of_the_first_line_stays(owner: Any) -> None:
    actions.keep(person=owner.pk, plan=Plan(first="tea"), today=date(2026, 3, 4))
    actions.keep(person=owner.pk, plan=Plan(first="a walk"))
    assert plan_of(owner.pk).begun == "2026-03-04"
    actions.keep(person=owner.pk, plan=Plan())
    assert plan_of(owner.pk).begun == ""


def test_own_lines_pass_through_a_takeout() -> None:
    plan = Plan(own_lines=(LINE,))
    packed = json.loads(json.dumps(plan.to_dict()))
    assert from_dict(shapes.plan(packed) or {}) == plan


@pytest.mark.parametrize("part", ["name", "reach", "note"])
def test_a_takeout_with_a_number_for_a_word_is_refused(part: str) -> None:
    packed = json.loads(json.dumps(Plan(own_lines=(LINE,)).to_dict()))
    packed["own_lines"][0][part] = 7
    with pytest.raises(TypeError):
        shapes.plan(packed)
