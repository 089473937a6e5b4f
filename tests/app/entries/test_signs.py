"""Early signs that the person named in the plan, to tick at a check-in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from onward_app.entries import queries
from onward_app.entries.editing import answers
from onward_app.entries.forms import digest
from onward_app.plan import actions as plans
from onward_app.plan.models import Plan as PlanRow
from onward_app.plan.queries import Plan

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = "/entries/today"
LATE, CALLS, HARM, LONG = "I sleep late", "I put off calls", "I cut myself", "w" * 150


def tick(sign: str) -> str:
    return f"sign_{digest(sign)}"


@pytest.fixture
def planned(owner: Any) -> Any:
    """The owner, with early signs in the plan."""
    plans.keep(person=owner.pk, plan=Plan(signs=(LATE, CALLS, HARM, LONG, LATE)))
    return owner


def things(owner: Any) -> list[tuple[str, str, float | None, str]]:
    return [row[1:] for _entry, rows in queries.opened(owner.pk) for row in rows]


def test_a_tick_is_kept_as_a_behaviour_named_as_the_sign(
    planned: Any, owner_client: Client
) -> None:
    owner_client.post(TODAY, {tick(LATE): "on"})
    assert things(planned) == [("behaviour", LATE, None, "")]


def test_signs_stand_behind_the_one_tap_each_once(planned: Any, owner_client: Client) -> None:
    page = owner_client.get(TODAY).content.decode()
    assert page.count(f'name="{tick(LATE)}"') == 1
    assert "Early signs that I know" in page


def test_without_signs_nothing_is_asked_of_them(owner_client: Client) -> None:
    assert "Early signs" not in owner_client.get(TODAY).content.decode()


def test_a_tick_is_shown_and_taken_back_where_an_entry_is_changed(
    planned: Any, owner_client: Client
) -> None:
    kept = owner_client.post(TODAY, {tick(LATE): "on", tick(CALLS): "on", "distress": 4})
    edit = kept["Location"].removesuffix("kept")
    form = owner_client.get(edit).context["form"]
    assert (form[tick(LATE)].value(), form[tick(CALLS)].value()) == (True, True)
    assert form["behaviour"].value() is None
    owner_client.post(edit, {tick(CALLS): "on", "distress": 4})
    assert ("behaviour", LATE, None, "") not in things(planned)
    assert ("behaviour", CALLS, None, "") in things(planned)


def test_a_sign_that_is_typed_as_well_is_kept_once(planned: Any, owner_client: Client) -> None:
    owner_client.post(TODAY, {tick(LATE): "on", "behaviour": LATE})
    assert things(planned) == [("behaviour", LATE, None, "")]


def test_a_sign_that_left_the_plan_stays_in_its_entry(planned: Any, owner_client: Client) -> None:
    kept = owner_client.post(TODAY, {tick(LATE): "on", tick(CALLS): "on"})["Location"]
    plans.keep(person=planned.pk, plan=Plan(signs=(CALLS,)))
    edit = kept.removesuffix("kept")
    form = owner_client.get(edit).context["form"]
    assert form["behaviour"].value() == LATE
    owner_client.post(edit, {tick(CALLS): "on", "behaviour": LATE})
    assert set(things(planned)) == {("behaviour", LATE, None, ""), ("behaviour", CALLS, None, "")}


def test_a_sign_of_self_harm_opens_the_page_about_safety(
    planned: Any, owner_client: Client
) -> None:
    response = owner_client.post(TODAY, {tick(HARM): "on"})
    assert response["Location"] == reverse("support:safe")
    assert things(planned) == [("behaviour", "self_harm", None, HARM)]


def test_a_long_sign_is_kept_as_far_as_a_name_reaches(planned: Any, owner_client: Client) -> None:
    kept = owner_client.post(TODAY, {tick(LONG): "on"})["Location"]
    assert things(planned) == [("behaviour", "w" * 120, None, "")]
    form = owner_client.get(kept.removesuffix("kept")).context["form"]
    assert form[tick(LONG)].value() is True


def test_a_counted_behaviour_is_no_tick() -> None:
    row = (date.today().isoformat(), "behaviour", LATE, 3.0, "")
    assert answers([row], [LATE])[1] == [row]


def test_a_plan_that_cannot_be_read_keeps_nobody_from_writing(
    planned: Any, owner_client: Client
) -> None:
    row = PlanRow.objects.get()
    row.sealed = bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1])
    row.save()
    assert owner_client.get(TODAY).status_code == 200
    assert owner_client.post(TODAY, {"distress": 4}).status_code == 302


@pytest.mark.parametrize("page", ["kept", "list"])
def test_a_tick_is_read_again_as_an_early_sign(
    planned: Any, owner_client: Client, page: str
) -> None:
    kept = owner_client.post(TODAY, {tick(LATE): "on", "behaviour": "shouting"})["Location"]
    shown = owner_client.get(kept if page == "kept" else "/entries/").content.decode()
    assert f"An early sign: {LATE}" in shown
    assert "An old behaviour: shouting" in shown
