"""A letter to oneself: asked for in a steady time, written, changed, removed, never lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.drafts import actions as drafts
from onward_app.drafts import queries as typed
from onward_app.entries import actions as entries
from onward_app.entries import queries as read
from onward_app.plan import actions
from onward_app.plan.models import Plan as Row
from onward_app.plan.offers import asks_for_letter, may_ask, steady
from onward_app.plan.queries import Answered, Letter, Plan, from_dict, letter_of, plan_of
from onward_app.takeout import shapes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ASKED = "This has been a steadier time"
TODAY = date.today()


def test_three_questions_become_one_letter(owner: Any, owner_client: Client) -> None:
    sent = {"good": "The light.", "came": " ", "say": "It passes.\r\nIt did.", "words": "Me"}
    assert owner_client.post("/plan/letter", sent)["Location"] == "/plan/"
    assert letter_of(owner.pk) == (TODAY, "The light.\n\nIt passes.\nIt did.\n\nMe")


def test_a_letter_stands_with_the_plan_and_is_changed_as_one_text(
    owner: Any, owner_client: Client
) -> None:
    actions.keep_letter(person=owner.pk, words="It passes.", today=date(2026, 5, 1))
    assert "It passes." in owner_client.get("/plan/").content.decode()
    page = owner_client.get("/plan/letter").content.decode()
    assert "What helped you" not in page
    assert "It passes." in page
    owner_client.post("/plan/letter", {"words": "It passes. Make tea."})
    assert letter_of(owner.pk) == (date(2026, 5, 1), "It passes. Make tea.")


def test_sent_twice_with_its_questions_it_is_the_same_letter(
    owner: Any, owner_client: Client
) -> None:
    sent = {"good": "The light.", "came": "", "say": "It passes.", "words": ""}
    for _time in range(2):
        owner_client.post("/plan/letter", sent)
    assert letter_of(owner.pk) == (TODAY, "The light.\n\nIt passes.")


def test_an_emptied_letter_is_not_lost(owner: Any, owner_client: Client) -> None:
    actions.keep_letter(person=owner.pk, words="It passes.", today=TODAY)
    answer = owner_client.post("/plan/letter", {"words": "  "})
    assert answer.status_code == 422
    assert "still kept as it was" in answer.content.decode()
    assert letter_of(owner.pk) == (TODAY, "It passes.")


def test_a_letter_is_removed_and_the_plan_stays(owner: Any, owner_client: Client) -> None:
    actions.keep(person=owner.pk, plan=Plan(first="tea", letter=Letter("2026-05-01", "It passes")))
    owner_client.post("/plan/letter/remove")
    assert plan_of(owner.pk) == Plan(first="tea")


@pytest.mark.parametrize(("letters", "status"), [(20_000, 302), (20_001, 422)])
def test_twenty_thousand_letters_fit(owner_client: Client, letters: int, status: int) -> None:
    assert owner_client.post("/plan/letter", {"words": "a" * letters}).status_code == status


def test_all_parts_together_may_have_as_many(owner_client: Client) -> None:
    half = "a" * 15_000
    answer = owner_client.post("/plan/letter", {"good": half, "words": half})
    assert answer.status_code == 422
    assert "All of it together" in answer.content.decode()
    assert answer.content.decode().count(half) == 2


def test_what_was_typed_is_dropped_in_the_same_turn(owner: Any, owner_client: Client) -> None:
    drafts.keep(person=owner.pk, form="letter", fields={"words": ["It"]})
    owner_client.post("/plan/letter", {"words": "It passes."})
    assert typed.fields_of(owner.pk, "letter") == {}


def test_what_is_typed_of_a_letter_is_kept(owner: Any, owner_client: Client) -> None:
    owner_client.post("/drafts/letter", {"good": "The light."})
    assert typed.fields_of(owner.pk, "letter") == {"good": ["The light."]}


def test_a_letter_is_sealed_and_passes_through_a_takeout(owner: Any) -> None:
    actions.keep_letter(person=owner.pk, words="planted-7431", today=date(2026, 5, 1))
    assert b"planted" not in bytes(Row.objects.get(person=owner.pk).sealed)
    packed = json.loads(json.dumps(plan_of(owner.pk).to_dict()))
    assert from_dict(shapes.plan(packed) or {}).letter == Letter("2026-05-01", "planted-7431")


@pytest.mark.parametrize("letter", [{"day": "", "words": "a"}, {"day": "2026-05-01", "words": 7}])
def test_a_takeout_with_a_letter_that_is_none_is_refused(letter: dict[str, Any]) -> None:
    packed = Plan().to_dict() | {"letter": letter}
    with pytest.raises((TypeError, ValueError)):
        shapes.plan(packed)


def test_a_stranger_has_no_letter(owner: Any, stranger_client: Client) -> None:
    actions.keep_letter(person=owner.pk, words="planted-7431", today=TODAY)
    for url in ("/plan/letter", "/plan/"):
        assert "planted-7431" not in stranger_client.get(url).content.decode()


# When it is asked for -----------------------------------------------------------------------


def write(person: Any, levels: dict[int, float]) -> None:
    for ago, level in levels.items():
        day = (TODAY - timedelta(days=ago)).isoformat()
        wave = level + (0.5 if ago % 2 else -0.5)
        rows = [
            (day, "checkin", "distress", wave, ""),
            (day, "checkin", "functioning", 10 - wave, ""),
        ]
        entries.keep(person=person.pk, rows=rows)


@pytest.fixture
def steady_owner(owner: Any) -> Any:
    write(owner, dict.fromkeys(range(40), 3.0))
    return owner


def test_in_a_steady_time_the_first_page_asks(steady_owner: Any, owner_client: Client) -> None:
    page = owner_client.get("/").content.decode()
    assert ASKED in page
    assert page.count("/plan/letter/asked") == 1


def test_a_new_record_is_not_asked(owner: Any) -> None:
    assert not asks_for_letter(owner.pk)
    write(owner, dict.fromkeys(range(8), 3.0))
    assert not asks_for_letter(owner.pk)


def test_a_time_without_a_word_is_no_steady_time(owner: Any) -> None:
    write(owner, dict.fromkeys(range(20, 60), 3.0))
    assert not asks_for_letter(owner.pk)


def test_in_a_hard_time_it_is_not_asked(owner: Any) -> None:
    write(owner, dict.fromkeys(range(12, 50), 2.0) | dict.fromkeys(range(12), 8.0))
    assert not asks_for_letter(owner.pk)


def test_who_rests_has_flags_or_has_written_it_is_not_asked(
    steady_owner: Any, settings: Any
) -> None:
    person = steady_owner.pk
    assert asks_for_letter(person)
    choices.keep(person=person, choices=Choices(resting=True))
    assert not asks_for_letter(person)
    choices.keep(person=person, choices=Choices())
    settings.INTERPRETATION = False
    assert not asks_for_letter(person)
    settings.INTERPRETATION = True
    risk = [(TODAY.isoformat(), "measure", "phq9.9", 1.0, "")]
    entry = entries.keep(person=person, rows=risk)
    assert not asks_for_letter(person)
    entries.remove(entry=entry)
    assert asks_for_letter(person)
    actions.keep_letter(person=person, words="It passes.", today=TODAY)
    assert not asks_for_letter(person)


def test_where_highs_are_named_it_is_not_asked(steady_owner: Any) -> None:
    row = (TODAY.isoformat(), "label", "bipolar", None, "")
    entries.keep(person=steady_owner.pk, rows=[row])
    assert not asks_for_letter(steady_owner.pk)


def test_not_now_and_never_are_heard(steady_owner: Any, owner_client: Client) -> None:
    for _tap in range(2):  # two taps of a fright are one answer
        owner_client.post("/plan/letter/asked", {"answer": "later"})
    assert ASKED not in owner_client.get("/").content.decode()
    assert owner_client.get("/").status_code == 200
    actions.no_letter(person=steady_owner.pk, today=TODAY - timedelta(days=90))
    assert not asks_for_letter(steady_owner.pk)  # twice is all


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        (Answered(), True),
        (Answered(letter_never=True), False),
        (Answered(letter_asked="2026-01-01", letter_times=1), True),
        (Answered(letter_asked="2026-03-01", letter_times=1), False),
        (Answered(letter_asked="2025-01-01", letter_times=2), False),
    ],
)
def test_it_is_asked_twice_at_most_with_ninety_days_between(said: Answered, asks: bool) -> None:
    assert may_ask(said, date(2026, 5, 1)) is asks


def test_something_harder_within_two_weeks_is_no_steady_time(steady_owner: Any) -> None:
    review = read.review(steady_owner.pk)
    assert review
    assert steady(review)
    for ago, holds in ((3, False), (13, False), (15, True)):
        said = list(review.daily.announced)
        said[-1 - ago] = "not_yet_known"
        daily = replace(review.daily, announced=tuple(said))
        assert steady(replace(review, daily=daily)) is holds


def test_help_shows_the_letter_with_the_own_plan(owner: Any, owner_client: Client) -> None:
    plan = Plan(first="tea", letter=Letter("2026-05-01", "It passes."))
    actions.keep(person=owner.pk, plan=plan)
    assert "It passes." in owner_client.get("/support/safe").content.decode()
