"""Two pages at one step: what was typed on either stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, Plan, plan_of
from onward_app.way_back import queries
from onward_app.way_back.both import Page, digest, fields, page_of, together

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HIDDEN = re.compile(r'<input type="hidden" name="(page|shown|turn)" value="([^"]*)"')


def opened(client: Client, step: int) -> dict[str, str]:
    """The hidden answers of a page with a step, as it is shown now."""
    found = dict(HIDDEN.findall(client.get(f"/way_back/steps/{step}").content.decode()))
    assert set(found) == {"page", "shown", "turn"}
    return found


def send(client: Client, step: int, page: dict[str, str], **more: Any) -> Any:
    return client.post(f"/way_back/steps/{step}", page | {"go": "keep"} | more)


def kept(owner: Any, key: str) -> dict[str, Any]:
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    found: dict[str, Any] = gone.value["answers"][key]
    return found


def test_an_older_page_with_empty_fields_takes_nothing_away(
    owner: Any, owner_client: Client
) -> None:
    older = opened(owner_client, 1)
    send(owner_client, 1, opened(owner_client, 1), words="The old evenings", ticks="happened")
    send(owner_client, 1, older, words="", go="next")
    assert kept(owner, "gentle") == {"ticks": ["happened"], "words": "The old evenings"}


def test_what_two_pages_typed_stands_one_after_the_other_and_once(
    owner: Any, owner_client: Client
) -> None:
    one, other = opened(owner_client, 1), opened(owner_client, 1)
    send(owner_client, 1, one, words="Evenings")
    for words in ("Q", "Qui", "Quiet"):
        send(owner_client, 1, other, words=words)
    assert kept(owner, "gentle")["words"] == "Evenings\nQuiet"
    send(owner_client, 1, one, words="Evenings came back")
    assert kept(owner, "gentle")["words"] == "Evenings came back\nQuiet"
    assert "Evenings came back\nQuiet" in owner_client.get("/way_back/steps/1").content.decode()


def test_one_page_may_take_its_own_words_back(owner: Any, owner_client: Client) -> None:
    page = opened(owner_client, 1)
    for words in ("Evenings, and more", "Evenings", ""):
        send(owner_client, 1, page, words=words)
        assert kept(owner, "gentle")["words"] == words
    send(owner_client, 1, page, words="Evenings")
    send(owner_client, 1, opened(owner_client, 1), words="")
    assert kept(owner, "gentle")["words"] == ""


def test_what_arrives_late_does_not_undo_what_was_sent_after_it(
    owner: Any, owner_client: Client
) -> None:
    page = opened(owner_client, 1)
    send(owner_client, 1, page | {"turn": "2"}, words="Evenings, and more")
    send(owner_client, 1, page | {"turn": "1"}, words="Even")
    assert kept(owner, "gentle")["words"] == "Evenings, and more"


def test_small_steps_of_two_pages_stand_in_rows_of_their_own(
    owner: Any, owner_client: Client
) -> None:
    one, other = opened(owner_client, 7), opened(owner_client, 7)
    send(owner_client, 7, one, when_1="tea", will_1="walk")
    send(owner_client, 7, other, when_1="lunch", will_1="write")
    found = kept(owner, "small_steps")
    assert [found[n] for n in ("when_1", "will_1", "when_2", "will_2")] == [
        "tea",
        "walk",
        "lunch",
        "write",
    ]


def test_where_rows_do_not_fit_each_field_holds_both() -> None:
    full = {f"{half}_{at}": f"{half}{at}" for at in (1, 2, 3) for half in ("when", "will")}
    found = fields({}, full, {name: f"other {text}" for name, text in full.items()})
    assert found["will_3"] == "other will3"  # it holds the one before whole
    found = fields({}, full, dict.fromkeys(full, "else"))
    assert found["will_3"] == "will3 / else"


def test_a_plan_that_was_changed_after_the_last_step_keeps_both(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Tea", signs=("I sleep late",)))
    page = opened(owner_client, 10)
    send(
        owner_client, 10, page, first="Tea", signs="I sleep late\nI skip lunch", helps="", words=""
    )
    changed = Plan(first="Sit down", signs=("I sleep late", "I stay in bed"), helps=("A walk",))
    plans.keep(person=owner.pk, plan=changed)
    text = owner_client.get("/way_back/steps/10").content.decode()
    for words in ("Sit down", "I skip lunch", "I stay in bed", "A walk"):
        assert words in text
    typed = {"first": "Sit down", "helps": "A walk", "words": ""}
    signs = "I sleep late\nI stay in bed\nI skip lunch"
    send(owner_client, 10, opened(owner_client, 10), go="next", signs=signs, **typed)
    assert set(plan_of(owner.pk).signs) == set(signs.split("\n"))
    assert plan_of(owner.pk).first == "Sit down"


def test_an_older_page_of_the_last_step_takes_nothing_from_the_plan(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Tea"))
    older = opened(owner_client, 10)
    plans.keep(person=owner.pk, plan=Plan(first="Tea", signs=("I skip lunch",), words="It passed."))
    typed = {"first": "Tea", "signs": "", "helps": "A walk", "words": ""}
    for _twice in range(2):
        send(owner_client, 10, older, go="next", **typed)
    found = plan_of(owner.pk)
    assert (found.signs, found.helps, found.words) == (("I skip lunch",), ("A walk",), "It passed.")
    assert len(queries.walks(owner.pk)) == 1


def test_more_lines_than_fit_together_are_answered_and_all_stay(
    owner: Any, owner_client: Client
) -> None:
    older = opened(owner_client, 10)
    signs = tuple(f"sign {n}" for n in range(10))
    plans.keep(person=owner.pk, plan=Plan(signs=signs))
    typed = {"signs": "\n".join(f"other {n}" for n in range(5)), "first": "", "helps": ""}
    answer = send(owner_client, 10, older, go="next", words="", **typed)
    assert answer.status_code == 422
    assert "sign 9\nother 0" in answer.content.decode()
    assert plan_of(owner.pk).signs == signs


def test_people_typed_on_two_pages_both_come_into_the_plan(
    owner: Any, owner_client: Client
) -> None:
    one, other = opened(owner_client, 9), opened(owner_client, 9)
    send(owner_client, 9, one, person_1_name="Anna", person_1_reach="+44 20 7946 0000")
    send(owner_client, 9, other, person_1_name="Ben")
    owner_client.post("/way_back/steps/10", {"go": "skip"})
    assert plan_of(owner.pk).people == (Contact("Anna", "+44 20 7946 0000"), Contact("Ben"))


def test_a_step_that_needs_another_look_is_kept_all_the_same(
    owner: Any, owner_client: Client
) -> None:
    typed = {"person_1_name": "Anna", "person_1_reach": "call her at work"}
    answer = send(owner_client, 9, opened(owner_client, 9), go="next", **typed)
    assert answer.status_code == 422
    assert kept(owner, "people")["person_1_reach"] == "call her at work"
    assert len(HIDDEN.findall(answer.content.decode())) == 3


def test_a_text_longer_than_fits_is_kept_whole_when_one_stops(
    owner: Any, owner_client: Client
) -> None:
    send(owner_client, 1, opened(owner_client, 1), go="stop", words="x" * 3000)
    assert len(kept(owner, "gentle")["words"]) == 3000


@pytest.mark.parametrize(
    ("posted", "page"),
    [
        ({}, None),
        ({"page": "a"}, Page("a", "", 0)),
        ({"page": "a", "shown": "b", "turn": "7"}, Page("a", "b", 7)),
        ({"page": "a", "turn": "-7"}, Page("a", "", 0)),
        ({"page": "a", "turn": "²"}, Page("a", "", 0)),
        ({"page": "a" * 99}, Page("a" * 40, "", 0)),
    ],
)
def test_a_made_up_page_breaks_nothing(posted: dict[str, str], page: Page | None) -> None:
    assert page_of(posted) == page


def test_only_the_last_few_pages_are_remembered() -> None:
    value: dict[str, Any] = {}
    for at in range(9):
        together(value, "gentle", {}, {"words": str(at)}, Page(str(at), digest({})))
    assert [one[0] for one in value["pages"]["gentle"]] == ["8", "7", "6", "5"]


def test_ticks_and_a_choice_of_two_pages_are_put_together() -> None:
    began = {"ticks": ["a"], "choice": ""}
    one = {"ticks": ["a", "b"], "choice": "same"}
    assert fields(began, one, {"ticks": ["c"], "choice": ""}) == {
        "ticks": ["b", "c"],
        "choice": "same",
    }
    assert fields(began, one, {"ticks": ["a"], "choice": "moved"})["choice"] == "moved"
