"""When I have time: ten steps, each skippable, kept and resumed; it ends in the plan."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from onward_app.plan import actions as plans
from onward_app.plan.queries import Plan, plan_of
from onward_app.way_back import queries
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ORDER = [
    "Be gentle with yourself",
    "You are accepted as you are today, with the old behaviour too.",
    "Be with the feeling for a moment",
    "What did you do before that you can do again?",
    "Is it a deeper step?",
    "What has changed around you?",
    "One to three small steps",
    "Where do you want to be now?",
    "Whom do you ask?",
    "A net for the next time",
]
(GENTLE, ACCEPTED, FEELING, BEFORE, DEEPER, CHANGED, SMALL, GOAL, PEOPLE, NET) = range(1, 11)
TODAY = "/way_back/today"


def url(step: int) -> str:
    return f"/way_back/steps/{step}"


def test_the_ten_steps_stand_in_their_order(owner_client: Client) -> None:
    for step, title in enumerate(ORDER, 1):
        page = owner_client.get(url(step)).content.decode()
        assert f"<h1>{title}</h1>" in page
        assert f"{step} of 10" in page


@pytest.mark.parametrize("step", range(1, 11))
def test_every_step_has_help_a_way_out_and_a_way_round(owner_client: Client, step: int) -> None:
    page = owner_client.get(url(step)).content.decode()
    for words in ("I stop here. It is kept.", "Skip this", "Back", "Help now"):
        assert words in page


def test_a_way_back_may_be_skipped_whole_and_changes_no_plan(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Tea"))
    for step in range(1, NET):
        answer = owner_client.post(url(step), {"go": "skip"})
        assert answer.headers["Location"] == url(step + 1)
    answer = owner_client.post(url(NET), {"go": "skip"})
    assert answer.headers["Location"] == TODAY
    assert plan_of(owner.pk) == Plan(first="Tea")
    assert queries.open_walk(owner.pk, "steps") is None


def test_empty_steps_may_be_gone_through_and_end_in_a_kind_plan_page(
    owner_client: Client,
) -> None:
    for step in range(1, 11):
        assert owner_client.post(url(step), {}).status_code == 302
    assert "Your plan is still to come" in owner_client.get("/plan/").content.decode()


@pytest.mark.parametrize("step", range(1, 11))
def test_stopping_keeps_what_was_written_and_comes_back_to_the_step(
    owner_client: Client, step: int
) -> None:
    field = {SMALL: "will_1", PEOPLE: "person_1_name", NET: "first"}.get(step, "words")
    answer = owner_client.post(url(step), {"go": "stop", field: "planted words"})
    assert answer.headers["Location"] == "/way_back/steps/kept"
    assert f"You are at step {step} of 10." in owner_client.get("/way_back/").content.decode()
    assert "planted words" in owner_client.get(url(step)).content.decode()


def test_going_back_keeps_what_was_written(owner_client: Client) -> None:
    answer = owner_client.post(url(BEFORE), {"go": "back", "words": "planted words"})
    assert answer.headers["Location"] == url(FEELING)
    assert "planted words" in owner_client.get(url(BEFORE)).content.decode()


def test_back_from_the_first_step_leads_to_the_start(owner_client: Client) -> None:
    assert owner_client.post(url(GENTLE), {"go": "back"}).headers["Location"] == "/way_back/"


def test_keeping_as_one_types_answers_with_a_fragment_and_moves_nowhere(
    owner: Any, owner_client: Client
) -> None:
    answer = owner_client.post(url(DEEPER), {"go": "keep", "choice": "not_sure"})
    assert answer.content.decode().strip() == "Kept"
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    assert gone.at == DEEPER
    assert gone.value["answers"]["deeper"]["choice"] == "not_sure"


def test_not_sure_stands_first_at_the_deeper_step(owner_client: Client) -> None:
    page = owner_client.get(url(DEEPER)).content.decode()
    assert page.index("I am not sure") < page.index("It may be a deeper step")
    assert "Nobody can tell yet" in page


def test_where_all_was_skipped_the_plan_page_says_nothing_of_a_way_back(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Tea", helps=("A walk",), steps=(("", "walk"),)))
    for step in range(1, NET):
        owner_client.post(url(step), {"go": "skip"})
    shown = {"go": "skip", "first": "Tea", "helps": "A walk"}
    assert owner_client.post(url(NET), shown).headers["Location"] == TODAY
    for address in (TODAY, owner_client.post(TODAY, {}).headers["Location"]):
        assert "Your way back is kept." not in owner_client.get(address).content.decode()


def test_the_plan_page_never_says_that_it_was_a_hard_time(owner_client: Client) -> None:
    owner_client.post(url(GENTLE), {"words": "planted words"})
    answer = owner_client.post(url(NET), {"go": "skip"})
    page = owner_client.get(answer.headers["Location"]).content.decode()
    assert "Your way back is kept." in page
    assert "hard time" not in page


def test_making_it_the_plan_twice_leaves_one_way_back(owner: Any, owner_client: Client) -> None:
    owner_client.post(url(GENTLE), {"words": "planted words"})
    answers = [owner_client.post(url(NET), {"first": "Tea"}) for _ in range(2)]
    assert {a.headers["Location"] for a in answers} == {f"{TODAY}?from=steps"}
    assert len(queries.walks(owner.pk)) == 1
    assert plan_of(owner.pk).first == "Tea"
    assert owner_client.get("/way_back/").content.decode().count("Begun on") == 1


def test_a_last_step_with_other_words_is_kept_as_a_way_back_of_its_own(
    owner: Any, owner_client: Client
) -> None:
    for first in ("Tea", "Sit by the window"):
        owner_client.post(url(NET), {"first": first})
    assert len(queries.walks(owner.pk)) == 2
    assert plan_of(owner.pk).first == "Sit by the window"


@pytest.mark.parametrize("go", ["keep", "stop", "back", "next"])
def test_a_second_tab_does_not_move_the_step_back(
    owner: Any, owner_client: Client, go: str
) -> None:
    owner_client.post(url(CHANGED), {"words": "planted words"})
    owner_client.post(url(ACCEPTED), {"go": go, "words": "from the other tab"})
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    assert gone.at == CHANGED + 1
    assert gone.value["answers"]["accepted"]["words"] == "from the other tab"


def test_what_changed_asks_what_came_before_and_hints_at_no_cause(owner_client: Client) -> None:
    page = owner_client.get(url(CHANGED)).content.decode()
    assert "Notice what came before." in page
    assert "explain" not in page


def test_the_deeper_step_promises_nothing(owner_client: Client) -> None:
    assert "will show it" not in owner_client.get(url(DEEPER)).content.decode()


def test_the_deeper_step_says_how_weak_the_sign_is(owner_client: Client) -> None:
    page = owner_client.get(url(DEEPER)).content.decode()
    for words in (
        "the sign of a deeper step is weak",
        "invented courses",
        "own proposal",
    ):
        assert words in page


def test_acceptance_is_a_screen_of_its_own(owner_client: Client) -> None:
    title = "You are accepted as you are today, with the old behaviour too."
    assert f"<h1>{title}</h1>" in owner_client.get(url(ACCEPTED)).content.decode()
    assert title not in owner_client.get(url(GENTLE)).content.decode()


def test_several_changes_count_together(owner_client: Client) -> None:
    page = owner_client.get(url(CHANGED)).content.decode()
    assert "Several things at once count together" in page
    assert "Speak to your prescriber before changing a dose." in page


def test_the_way_back_ends_in_the_plan_and_with_one_thing_for_today(
    owner: Any, owner_client: Client
) -> None:
    owner_client.post(url(BEFORE), {"ticks": ["outside"]})
    owner_client.post(url(SMALL), {"when_1": "I have made tea", "will_1": "walk to the corner"})
    owner_client.post(url(GOAL), {"choice": "smaller", "words": "I can meet a friend"})
    anna = {"person_1_name": "Anna", "person_1_reach": "+44 20 7946 0000"}
    owner_client.post(url(PEOPLE), anna)
    page = owner_client.get(url(NET)).content.decode()
    assert "Going outside" in page
    answer = owner_client.post(
        url(NET),
        {
            "signs": "I sleep late",
            "helps": "Going outside",
            "first": "Sit by the window",
        },
    )
    page = owner_client.get(answer.headers["Location"]).content.decode()
    assert "Your way back is kept." in page
    assert page.index("One thing for today") < page.index("walk to the corner")
    assert page.index("walk to the corner") < page.index("Reach Anna")
    plan = plan_of(owner.pk)
    assert plan.goal == "I can meet a friend"
    assert plan.helps == ("Going outside",)
    assert [who.name for who in plan.people] == ["Anna"]


def test_a_number_that_is_none_is_asked_for_again_but_never_stops_stopping(
    owner_client: Client,
) -> None:
    typed = {"person_1_name": "Anna", "person_1_reach": "call her"}
    asked = owner_client.post(url(PEOPLE), typed)
    assert asked.status_code == 422
    assert "Write a phone number such as" in asked.content.decode()
    assert owner_client.post(url(PEOPLE), typed | {"go": "stop"}).status_code == 302
    assert "call her" in owner_client.get(url(PEOPLE)).content.decode()


def test_starting_anew_keeps_the_old_one(owner: Any, owner_client: Client) -> None:
    owner_client.post(url(GENTLE), {"words": "planted words"})
    owner_client.post("/way_back/steps/anew")
    assert queries.open_walk(owner.pk, "steps") is None
    assert "planted words" not in owner_client.get(url(GENTLE)).content.decode()
    old = queries.latest(owner.pk, "steps")
    assert old is not None
    assert f"/way_back/kept/{old.row.pk}/" in owner_client.get("/way_back/").content.decode()
    page = owner_client.get(f"/way_back/kept/{old.row.pk}/").content.decode()
    assert "planted words" in page


def test_a_stranger_finds_an_old_way_back_as_one_that_is_not_there(
    owner: Any, owner_client: Client, stranger_client: Client
) -> None:
    owner_client.post(url(GENTLE), {"words": "planted words"})
    row = Walk.objects.get(person=owner.pk)
    there = stranger_client.get(f"/way_back/kept/{row.pk}/")
    none = stranger_client.get("/way_back/kept/00000000-0000-4000-8000-000000000000/")
    assert (there.status_code, none.status_code) == (404, 404)
    assert "planted words" not in stranger_client.get(url(GENTLE)).content.decode()
    stranger_client.post("/way_back/steps/anew")
    assert queries.open_walk(owner.pk, "steps") is not None


@pytest.mark.parametrize("path", [url(GENTLE), url(NET), "/way_back/steps/kept"])
def test_the_steps_need_sign_in(anonymous_client: Client, path: str) -> None:
    assert anonymous_client.get(path).status_code in (302, 401, 403, 404)


@pytest.mark.parametrize("path", [url(0), url(11), "/way_back/steps/x"])
def test_there_is_no_other_step(owner_client: Client, path: str) -> None:
    assert owner_client.get(path).status_code == 404


def test_what_was_written_is_sealed(owner: Any, owner_client: Client) -> None:
    owner_client.post(url(GENTLE), {"words": "planted-words-7431", "ticks": ["accept"]})
    row = Walk.objects.get(person=owner.pk)
    outside = {k: v for k, v in row.__dict__.items() if k != "_state"}
    assert "planted" not in repr(outside)
    assert "steps" not in repr(outside)
    assert queries.one(owner.pk, row.pk).value["answers"]["gentle"]["words"] == "planted-words-7431"


def test_a_made_up_choice_is_dropped(owner: Any, owner_client: Client) -> None:
    owner_client.post(url(DEEPER), {"go": "next", "choice": "' OR 1=1", "ticks": ["x"]})
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    assert gone.value["answers"]["deeper"]["choice"] == ""


def test_a_text_longer_than_fits_is_answered_and_stays(owner_client: Client) -> None:
    answer = owner_client.post(url(GENTLE), {"words": "x" * 2001})
    assert answer.status_code == 422
    assert "Up to 2000 letters fit here." in answer.content.decode()


def test_a_way_back_needs_the_form_of_the_page(owner_client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner_client.cookies
    assert strict.post(url(GENTLE), {"words": "x"}).status_code == 403
    assert Walk.objects.count() == 0
