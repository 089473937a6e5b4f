"""Asking again about a small step: offered, quiet, once a day that has come, and easy to end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.entries import actions as entries
from onward_app.plan import actions as plans
from onward_app.plan.queries import Plan, plan_of
from onward_app.way_back import actions, queries
from onward_app.way_back.follow import Follow, from_dict
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = date(2026, 3, 25)
STEP = "When I have made tea, I will walk to the corner"
URL = "/way_back/follow"


def on(days: int, follow: Follow) -> int | None:
    return follow.due(follow.since + timedelta(days=days))


def begun(owner: Any, ago: int, days: tuple[int, ...] = (3, 7, 14)) -> date:
    """The owner wants to be asked about a step that they chose some days ago."""
    today = date.today()
    step = Follow(STEP, today - timedelta(days=ago), days)
    actions.keep_following(person=owner.pk, follow=step)
    return today


def test_each_day_that_has_come_is_asked_about_once_and_none_before() -> None:
    step = Follow(STEP, DAY, (3, 7, 14))
    assert [on(n, step) for n in (0, 2, 3, 6, 7, 13, 14, 21)] == [None, None, 3, 3, 7, 7, 14, 14]
    assert on(22, step) is None


def test_who_comes_late_is_asked_once_and_not_for_each_day_that_went_by() -> None:
    step = Follow(STEP, DAY, (3, 7, 14), {7: "part"})
    assert on(9, step) is None
    assert on(14, step) == 14


def test_the_weeks_in_which_clocks_change_have_their_days_like_any_other() -> None:
    for since in (date(2026, 3, 22), date(2026, 10, 18)):
        step = Follow(STEP, since, (7,))
        assert [step.due(since + timedelta(days=n)) for n in (6, 7)] == [None, 7]


def test_a_clock_that_goes_back_asks_nothing() -> None:
    assert Follow(STEP, DAY, (3,)).due(DAY - timedelta(days=400)) is None


def test_it_is_sealed_as_texts_and_read_again() -> None:
    step = Follow(STEP, DAY, (3, 14), {3: "went"})
    assert from_dict(step.to_dict()) == step


@pytest.mark.parametrize(
    "more",
    [{"since": "9999-12-31"}, {"since": "soon"}, {"done": "x:y"}, {"done": "3"}],
)
def test_what_is_none_of_ours_is_nothing(more: dict[str, str]) -> None:
    assert from_dict(Follow(STEP, DAY, (3,)).to_dict() | more) is None


def test_it_is_offered_unticked_and_nothing_is_asked_unless_it_is_ticked(
    owner: Any, owner_client: Client
) -> None:
    page = owner_client.get("/way_back/today").content.decode()
    assert "In a week" in page
    assert "checked" not in page.split("<main")[1]
    owner_client.post("/way_back/today", {"own": "walk"})
    assert queries.following(owner.pk) is None
    owner_client.post("/way_back/today", {"own": "walk", "days": ["7", "3", "8"]})
    found = queries.following(owner.pk)
    assert found is not None
    assert found[1] == Follow("walk", date.today(), (3, 7))


def test_days_without_a_thing_are_answered_and_stay(owner_client: Client) -> None:
    answer = owner_client.post("/way_back/today", {"days": ["7"]})
    assert answer.status_code == 422
    assert "so Onward knows what to ask" in answer.content.decode()
    assert "checked" in answer.content.decode()


def test_the_first_page_asks_quietly_and_shows_no_word_of_the_step(
    owner: Any, owner_client: Client
) -> None:
    begun(owner, 6, (7,))
    assert URL not in owner_client.get("/").content.decode()
    begun(owner, 7, (7,))
    page = owner_client.get("/").content.decode()
    assert "A week ago you chose a small step." in page
    assert f'href="{URL}"' in page
    assert "corner" not in page


def test_it_is_silent_while_the_person_rests(owner: Any) -> None:
    today = begun(owner, 3)
    assert queries.due(owner.pk, today)
    choices.keep(person=owner.pk, choices=Choices(resting=True))
    assert queries.due(owner.pk, today) == ""


@pytest.mark.parametrize(
    "row",
    [
        ("measure", "phq9.9", 1.0, ""),
        ("behaviour", "self_harm", None, ""),
        ("note", "", None, "I want to die"),
    ],
)
def test_it_is_silent_for_two_weeks_after_a_risk_answer(owner: Any, row: Any) -> None:
    today = begun(owner, 3)
    kind, name, value, note = row
    day = (today - timedelta(days=14)).isoformat()
    entries.keep(person=owner.pk, rows=[(day, kind, name, value, note)])
    assert queries.due(owner.pk, today) == ""


def test_an_older_risk_answer_does_not_silence_it(owner: Any) -> None:
    today = begun(owner, 3)
    day = (today - timedelta(days=15)).isoformat()
    entries.keep(person=owner.pk, rows=[(day, "measure", "phq9.9", 1.0, "")])
    assert queries.due(owner.pk, today)


@pytest.mark.parametrize("how", ["went", "part", "not_yet"])
def test_each_answer_is_thanked_for_and_the_card_goes(
    owner: Any, owner_client: Client, how: str
) -> None:
    today = begun(owner, 7)
    answer = owner_client.post(URL, {"do": "answer", "how": how})
    assert answer.headers["Location"] == f"{URL}?kept"
    page = owner_client.get(answer.headers["Location"]).content.decode()
    assert queries.guide()["follow"]["kind"][how] in page
    assert queries.due(owner.pk, today) == ""
    assert queries.due(owner.pk, today + timedelta(days=7))


def test_a_smaller_step_takes_the_place_of_the_old_one(owner: Any, owner_client: Client) -> None:
    begun(owner, 7)
    steps = (("I get up", "stretch"), ("I have made tea", "walk to the corner"))
    plans.keep(person=owner.pk, plan=Plan(steps=steps))
    owner_client.post(URL, {"do": "answer", "how": "not_yet", "smaller": "open the door"})
    assert plan_of(owner.pk).steps == (
        ("I get up", "stretch"),
        ("I have made tea", "open the door"),
    )
    found = queries.following(owner.pk)
    assert found is not None
    assert found[1].step == "When I have made tea, I will open the door"


def test_its_days_can_be_changed_and_ended(owner: Any, owner_client: Client) -> None:
    today = begun(owner, 7)
    owner_client.post(URL, {"do": "days", "days": ["14"]})
    assert queries.due(owner.pk, today) == ""
    assert queries.due(owner.pk, today + timedelta(days=7))
    assert "Change it or stop it" in owner_client.get("/way_back/").content.decode()
    owner_client.post(URL, {"do": "stop"})
    assert queries.following(owner.pk) is None
    assert "Onward asks about no step now" in owner_client.get(URL).content.decode()
    assert "Change it or stop it" not in owner_client.get("/way_back/").content.decode()


def test_a_new_step_takes_the_place_of_the_one_that_was_asked_about(owner: Any) -> None:
    begun(owner, 7)
    actions.keep_today(person=owner.pk, thing="sit", today=date.today(), days=(3,))
    found = queries.following(owner.pk)
    assert found is not None
    assert found[1].step == "sit"
    assert sum(g.value["length"] == "follow" for g in queries.walks(owner.pk)) == 1


def test_a_stranger_sees_and_changes_nothing_of_it(
    owner: Any, owner_client: Client, stranger_client: Client
) -> None:
    today = begun(owner, 7)
    for page in ("/", URL, "/way_back/"):
        assert "corner" not in stranger_client.get(page).content.decode()
    stranger_client.post(URL, {"do": "stop"})
    assert queries.due(owner.pk, today)


def test_one_thing_for_today_is_shown_until_its_day_ends(owner: Any, owner_client: Client) -> None:
    owner_client.post("/way_back/today", {"own": "Sit in the sun"})
    for page in ("/", "/plan/", "/way_back/"):
        assert "Sit in the sun" in owner_client.get(page).content.decode()
    row = Walk.objects.get()
    value = row.get()
    value["answers"]["day"] = (date.today() - timedelta(days=1)).isoformat()
    row.put(value)
    row.save()
    for page in ("/", "/plan/", "/way_back/"):
        assert "Sit in the sun" not in owner_client.get(page).content.decode()


def test_picking_nothing_for_today_keeps_nothing(owner: Any, owner_client: Client) -> None:
    assert owner_client.post("/way_back/today", {}).headers["Location"] == "/plan/"
    assert Walk.objects.count() == 0


def test_the_same_form_sent_twice_keeps_one_thing(owner: Any, owner_client: Client) -> None:
    form = {"own": "walk", "once": "00000000-0000-4000-8000-000000000001", "days": ["3"]}
    for _ in range(2):
        owner_client.post("/way_back/today", form)
    assert sorted(g.value["length"] for g in queries.walks(owner.pk)) == ["follow", "today"]
