"""Goals: their nearness, and that they may move, rest and be reached."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onward_app.accounts.models import User
from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.drafts import actions as drafts
from onward_app.entries import actions as entry_actions
from onward_app.entries import queries as entries
from onward_app.goals import actions, queries
from onward_app.goals.models import Goal as Row
from onward_app.plan import actions as plans
from onward_app.plan.queries import Plan

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LIST = "/goals/"


def a_goal(owner: User, words: str = "See friends again", why: str = "") -> Row:
    row = actions.add(person=owner.pk, words=words, why=why)
    assert row is not None
    return row


def words(owner: User) -> list[str]:
    return [k.goal.words for k in queries.goals(owner.pk)]


def goal_rows(owner: User) -> list[Any]:
    return [r for _e, rows in entries.opened(owner.pk) for r in rows if r[1] == "goal"]


def page_of(client: Client, row: Row) -> str:
    return client.get(reverse("goals:goal", args=[row.pk])).content.decode()


def move(client: Client, row: Row, **form: str) -> Any:
    return client.post(reverse("goals:moved", args=[row.pk]), form)


def test_a_goal_is_kept_with_why_it_matters(owner: User, owner_client: Client) -> None:
    form = {"words": " See  friends again ", "why": "They know me.", "once": str(uuid4())}
    answer = owner_client.post(LIST, form)
    (kept,) = queries.goals(owner.pk)
    assert (kept.goal.words, kept.goal.why) == ("See friends again", "They know me.")
    assert answer["Location"] == reverse("goals:goal", args=[kept.row.pk])


def test_the_same_form_sent_twice_keeps_one_goal(owner: User, owner_client: Client) -> None:
    form = {"words": "See friends", "once": str(uuid4())}
    first = owner_client.post(LIST, form)
    second = owner_client.post(LIST, form)
    assert words(owner) == ["See friends"]
    assert first["Location"] == second["Location"]


def test_two_goals_of_the_same_words_would_mix_so_the_second_is_asked_again(
    owner: User, owner_client: Client
) -> None:
    a_goal(owner, "See friends")
    answer = owner_client.post(LIST, {"words": "see  FRIENDS", "why": "still here"})
    assert answer.status_code == 422
    assert "A goal with these words is here already." in answer.content.decode()
    assert "still here" in answer.content.decode()


def test_a_handful_is_open_at_most(owner: User, owner_client: Client) -> None:
    for at in range(queries.MOST_OPEN):
        a_goal(owner, f"Goal {at}")
    answer = owner_client.post(LIST, {"words": "One more"})
    assert answer.status_code == 422
    assert "A handful is open." in answer.content.decode()
    assert "One more" not in words(owner)


def test_a_goal_too_many_comes_back_with_all_that_was_typed(
    owner: User, owner_client: Client
) -> None:
    for n in range(queries.MOST_OPEN):
        a_goal(owner, f"Goal {n}")
    form = {"words": "Sleep through", "why": "For the days", "once": str(uuid4())}
    page = owner_client.post(LIST, form).content.decode()
    assert 'value="Sleep through"' in page and "For the days</textarea>" in page
    assert 'name="why"' not in owner_client.get(LIST).content.decode()


def test_a_goal_that_is_taken_leaves_what_is_typed_below_it(
    owner: User, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(goal="Sleep through"))
    draft = reverse("drafts:draft", args=["goal"])
    drafts.keep(person=owner.pk, form="goal", fields={"words": ["See friends"]})
    owner_client.post(LIST, {"words": "Sleep through", "once": str(uuid4())})
    assert "See friends" in owner_client.get(draft).content.decode()
    owner_client.post(LIST, {"words": "See friends", "why": "", "once": str(uuid4())})
    assert "See friends" not in owner_client.get(draft).content.decode()


def test_how_near_it_is_goes_into_the_record(owner: User, owner_client: Client) -> None:
    row = a_goal(owner)
    owner_client.post(reverse("goals:goal", args=[row.pk]), {"near": "4"})
    assert goal_rows(owner) == [(entries.today().isoformat(), "goal", "See friends again", 4.0, "")]


def test_a_second_answer_of_a_day_stands_in_place_of_the_first(
    owner: User, owner_client: Client
) -> None:
    row = a_goal(owner)
    for near in ("4", "6"):
        owner_client.post(reverse("goals:goal", args=[row.pk]), {"near": near})
    assert [r[3] for r in goal_rows(owner)] == [6.0]


def test_no_answer_keeps_nothing(owner: User, owner_client: Client) -> None:
    row = a_goal(owner)
    answer = owner_client.post(reverse("goals:goal", args=[row.pk]), {"near": ""}, follow=True)
    assert "nothing was kept" in answer.content.decode()
    assert goal_rows(owner) == []


def test_a_number_that_is_none_is_refused(owner: User, owner_client: Client) -> None:
    row = a_goal(owner)
    answer = owner_client.post(reverse("goals:goal", args=[row.pk]), {"near": "11"})
    assert answer.status_code == 422
    assert goal_rows(owner) == []


def test_a_goal_that_moved_keeps_its_old_words_with_the_day(
    owner: User, owner_client: Client
) -> None:
    row = a_goal(owner)
    move(owner_client, row, words="See one friend", why="", what="smaller")
    kept = queries.one(owner.pk, row.pk)
    assert kept.goal.words == "See one friend"
    assert kept.story == [(entries.today(), "See friends again", "smaller")]
    assert "See friends again" in page_of(owner_client, row)


def test_new_words_keep_the_history_of_nearness_together(owner: User) -> None:
    row = a_goal(owner)
    actions.say_near(goal=row, value=2, day=date(2026, 5, 1))
    actions.move(goal=row, words="See one friend", why="", what="moved")
    actions.say_near(goal=row, value=7, day=date(2026, 6, 1))
    kept = queries.one(owner.pk, row.pk)
    assert kept.near == [(date(2026, 5, 1), 2.0), (date(2026, 6, 1), 7.0)]
    assert sorted(r[2] for r in goal_rows(owner)) == ["See friends again", "See one friend"]


def test_words_that_come_back_are_still_one_goal(owner: User) -> None:
    row = a_goal(owner, "first")
    for text in ("second", "first"):
        actions.move(goal=row, words=text, why="", what="moved")
    actions.say_near(goal=row, value=3, day=date(2026, 6, 1))
    assert queries.one(owner.pk, row.pk).goal.names == ("second", "first")
    assert goal_rows(owner)[0][2] == "first"


def test_a_goal_does_not_take_the_words_of_another(owner: User, owner_client: Client) -> None:
    a_goal(owner, "Sleep")
    row = a_goal(owner, "Walk")
    answer = move(owner_client, row, words="sleep", why="", what="moved")
    assert answer.status_code == 422


def test_only_why_is_changed_without_a_line_in_the_history(
    owner: User, owner_client: Client
) -> None:
    row = a_goal(owner)
    move(owner_client, row, words="See friends again", why="They know me.", what="moved")
    kept = queries.one(owner.pk, row.pk)
    assert kept.goal.why == "They know me."
    assert kept.story == []


@pytest.mark.parametrize(("state", "said"), [("resting", "It rests."), ("there", "You came there")])
def test_a_goal_rests_or_is_reached_and_is_taken_up_again(
    owner: User, owner_client: Client, state: str, said: str
) -> None:
    row = a_goal(owner)
    url = reverse("goals:state", args=[row.pk])
    owner_client.post(url, {"do": state})
    assert queries.one(owner.pk, row.pk).goal.state == state
    assert said in page_of(owner_client, row)
    owner_client.post(url, {"do": "open"})
    assert queries.one(owner.pk, row.pk).goal.state == "open"


def test_a_goal_that_rests_leaves_room_for_another(owner: User) -> None:
    rows = [a_goal(owner, f"Goal {at}") for at in range(queries.MOST_OPEN)]
    actions.set_state(goal=rows[0], state="resting")
    a_goal(owner, "One more")
    assert actions.set_state(goal=rows[0], state="open") is False


def test_a_state_that_is_none_changes_nothing(owner: User, owner_client: Client) -> None:
    row = a_goal(owner)
    owner_client.post(reverse("goals:state", args=[row.pk]), {"do": "done"})
    assert queries.one(owner.pk, row.pk).goal.state == "open"


def test_a_goal_taken_away_can_be_brought_back_for_a_day(owner: User, owner_client: Client) -> None:
    row = a_goal(owner)
    answer = owner_client.post(reverse("goals:remove", args=[row.pk]))
    assert "Bring it back" in owner_client.get(answer["Location"]).content.decode()
    assert words(owner) == []
    owner_client.post(reverse("goals:restore", args=[row.pk]))
    assert words(owner) == ["See friends again"]
    actions.remove(goal=row)
    actions.sweep(person=owner.pk, now=timezone.now() + timedelta(hours=25))
    assert not Row.objects.exists()


def test_the_plans_goal_is_offered_until_it_is_taken(owner: User, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=Plan(goal="A quiet evening"))
    assert "Take it as a goal" in owner_client.get(LIST).content.decode()
    assert words(owner) == []
    owner_client.post(LIST, {"words": "A quiet evening"})
    assert "Take it as a goal" not in owner_client.get(LIST).content.decode()


def test_goals_of_the_record_are_offered_and_keep_their_days(
    owner: User, owner_client: Client
) -> None:
    rows = [("2026-05-01", "goal", "running", 3.0, "")]
    entry_actions.keep(person=owner.pk, rows=rows)
    assert queries.offered(owner.pk, []) == ["running"]
    owner_client.post(LIST, {"words": "running"})
    (kept,) = queries.goals(owner.pk)
    assert kept.near == [(date(2026, 5, 1), 3.0)]
    assert queries.offered(owner.pk, [kept]) == []


@pytest.mark.parametrize(
    ("near", "said"),
    [
        ([(date(2026, 5, 1), 3)], "On 1 May 2026 it was a good way off."),
        ([(date(2026, 5, 1), 4), (date(2026, 6, 1), 6)], "It is about half way, much as on 1 May"),
        ([(date(2026, 5, 1), 8), (date(2026, 6, 1), 1)], "it was near. Now it is far away."),
    ],
)
def test_the_course_is_told_in_words(owner: User, near: list[Any], said: str) -> None:
    row = a_goal(owner)
    for day, value in near:
        actions.say_near(goal=row, value=value, day=day)
    assert said in queries.course(queries.one(owner.pk, row.pk))


def test_where_numbers_are_hidden_words_stand_in_their_place(
    owner: User, owner_client: Client
) -> None:
    row = a_goal(owner)
    actions.say_near(goal=row, value=4, day=date(2026, 5, 1))
    page = page_of(owner_client, row)
    assert "4 of 10" in page
    assert "<span>7</span>" in page
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    page = page_of(owner_client, row)
    assert "of 10" not in page
    assert "about half way" in page
    owner_client.post(reverse("goals:goal", args=[row.pk]), {"near": "8"})
    assert max(r[3] for r in goal_rows(owner)) == 8.0


def test_words_about_dying_open_the_page_about_safety(owner: User, owner_client: Client) -> None:
    answer = owner_client.post(LIST, {"words": "To be gone", "why": "I want to die"})
    assert answer["Location"] == reverse("support:safe")
    assert words(owner) == ["To be gone"]


def test_no_page_of_a_goal_praises_or_blames(owner: User, owner_client: Client) -> None:
    row = a_goal(owner)
    answer = owner_client.post(reverse("goals:state", args=[row.pk]), {"do": "there"}, follow=True)
    page = answer.content.decode().casefold()
    for word in ("congrat", "well done", "great", "proud", "success", "!</"):
        assert word not in page
