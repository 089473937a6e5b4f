"""One row that does not open: it takes no page of the way back away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from onward_app.entries import actions as entries
from onward_app.entries.models import Entry
from onward_app.plan import actions as plans
from onward_app.plan.models import Plan as PlanRow
from onward_app.plan.queries import Plan, plan_of
from onward_app.vault.errors import VaultError
from onward_app.vault.models import Sealed
from onward_app.way_back import actions, queries
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
URLS = [
    "/way_back/",
    "/way_back/stuck",
    "/way_back/stuck/say",
    "/way_back/today",
    "/way_back/follow",
    "/way_back/tonight/rest",
    *(f"/way_back/tonight/{n}" for n in (1, 2, 3)),
    *(f"/way_back/steps/{n}" for n in range(1, 11)),
]


def break_seal(row: Sealed) -> None:
    """Change bytes of what is sealed."""
    row.sealed = bytes(row.sealed)[:-2] + b"\x00\x01"
    row.save()


@pytest.fixture
def with_broken_rows(owner: Any) -> Any:
    """An entry, a plan and a way back of the owner do not open."""
    rows = [(date.today().isoformat(), "checkin", "distress", 5.0, "")]
    entries.keep(person=owner.pk, rows=rows)
    plans.keep(person=owner.pk, plan=Plan(first="Tea"))
    actions.keep(person=owner.pk, step=1, answers={"words": "from before"}, at=2)
    for row in (Entry.objects.get(), PlanRow.objects.get(), Walk.objects.get()):
        break_seal(row)
    return owner


@pytest.mark.parametrize("url", URLS)
def test_an_unreadable_row_takes_no_page_away(
    with_broken_rows: Any, owner_client: Client, url: str
) -> None:
    assert owner_client.get(url).status_code == 200


@pytest.mark.parametrize("step", range(1, 10))
def test_a_step_is_kept_beside_an_unreadable_row(
    with_broken_rows: Any, owner_client: Client, step: int
) -> None:
    assert owner_client.post(f"/way_back/steps/{step}", {"words": "x"}).status_code == 302
    gone = queries.open_walk(with_broken_rows.pk, "steps")
    assert gone is not None
    assert gone.at == step + 1


def test_one_thing_for_tomorrow_is_kept_beside_an_unreadable_row(
    with_broken_rows: Any, owner_client: Client
) -> None:
    owner_client.post("/way_back/tonight/3", {"own": "Open the window"})
    assert "Open the window" in owner_client.get("/way_back/").content.decode()


def test_a_plan_that_cannot_be_read_is_not_written_over(
    with_broken_rows: Any, owner_client: Client
) -> None:
    before = bytes(PlanRow.objects.get().sealed)
    owner_client.raise_request_exception = False
    owner_client.post("/way_back/steps/10", {"first": "Sit by the window"})
    assert bytes(PlanRow.objects.get().sealed) == before
    with pytest.raises(VaultError):
        plan_of(with_broken_rows.pk)
