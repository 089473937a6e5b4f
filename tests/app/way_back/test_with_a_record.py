"""What the record puts before a person: unticked, dated, never a cause, and nothing unsafe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

import onward
from onward import Record, simulate
from onward.record import Entry
from onward.results import Kept, Review
from onward_app.entries import actions as entries
from onward_app.way_back import queries, seen

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LAST = date(2026, 6, 30)


def a_record(days: int = 60, more: Iterable[Entry] = ()) -> Record:
    rows = [
        Entry(
            (LAST - timedelta(days=n)).isoformat(),
            "checkin",
            "distress",
            3.0 + n % 3,
            "",
        )
        for n in range(days)
    ]
    return Record.of([*rows, *more])


def an_entry(kind: str, name: str, value: float | None = None, ago: int = 3) -> Entry:
    return Entry((LAST - timedelta(days=ago)).isoformat(), kind, name, value, "")


def deeper_or_not(review: Review | None) -> list[str]:
    return seen.deeper_or_not(review, queries.step_words(5)["stands"])


def main_of(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


@pytest.fixture
def with_example(owner: Any) -> Any:
    """The owner's record is the invented example, moved so that it ends today."""
    record = simulate.example()
    move = date.today().toordinal() - int(record.day[-1])
    rows = [
        (
            (date.fromisoformat(e.when[:10]) + timedelta(days=move)).isoformat() + e.when[10:],
            *e[1:],
        )
        for e in record
    ]
    entries.add_batch(person=owner.pk, batch=uuid4(), rows=rows)
    return owner


def test_a_way_that_worked_is_put_before_the_person_unticked(
    with_example: Any, owner_client: Client
) -> None:
    page = owner_client.get("/way_back/steps/4").content.decode()
    assert "you came back in" in page
    assert "This went with it." in page
    assert "checked" not in main_of(page)


def test_what_came_before_is_put_before_the_person_with_its_day_and_unticked(
    with_example: Any, owner_client: Client
) -> None:
    page = owner_client.get("/way_back/steps/6").content.decode()
    assert "Moved home" in page
    assert "days before things got heavier" in page
    assert "checked" not in main_of(page)


def test_a_practice_that_stopped_may_be_part_of_the_dip(
    with_example: Any, owner_client: Client
) -> None:
    page = owner_client.get("/way_back/steps/6").content.decode()
    assert "This may be part of the dip." in page


def test_what_was_ticked_is_kept_in_its_words_and_ticked_again(
    with_example: Any, owner_client: Client
) -> None:
    owner_client.post("/way_back/steps/6", {"seen": ["seen_0"]})
    gone = queries.open_walk(with_example.pk, "steps")
    assert gone is not None
    assert gone.value["answers"]["changed"]["seen"] == ["Strain at work"]
    page = owner_client.get("/way_back/steps/6").content.decode()
    assert main_of(page).count("checked") == 1


def test_no_page_of_the_way_back_says_that_something_was_the_cause(
    with_example: Any, owner_client: Client
) -> None:
    for step in range(1, 11):
        page = owner_client.get(f"/way_back/steps/{step}").content.decode().lower()
        assert "because of" not in page
        assert "caused" not in page


def test_the_program_itself_never_calls_it_a_deeper_step(
    with_example: Any, owner_client: Client
) -> None:
    page = owner_client.get("/way_back/steps/5").content.decode()
    assert "looks like a deeper step" not in page


def test_without_a_record_nothing_is_put_before_the_person(
    owner_client: Client,
) -> None:
    for step in (4, 6):
        page = owner_client.get(f"/way_back/steps/{step}").content.decode()
        assert "Your notes show this" not in page


def test_a_stranger_sees_nothing_of_the_record(with_example: Any, stranger_client: Client) -> None:
    for step in (4, 6):
        page = stranger_client.get(f"/way_back/steps/{step}").content.decode()
        assert "Your notes show this" not in page


def test_writing_is_offered_with_a_quiet_record() -> None:
    assert seen.writing_is_offered(onward.review(a_record()))


def test_writing_is_not_offered_without_a_record() -> None:
    assert not seen.writing_is_offered(None)


@pytest.mark.parametrize(
    "entry",
    [
        an_entry("measure", "phq9.9", 1),
        an_entry("behaviour", "self_harm", None),
        an_entry("event", "loss", 5, ago=60),
        an_entry("event", "relationship_ended", 5, ago=60),
        an_entry("event", "illness", 5, ago=60),
        an_entry("event", "assault", 5, ago=3),
        an_entry("event", "car accident", 5, ago=60),
        an_entry("event", "moved_home", 5, ago=20),
        an_entry("checkin", "elevated", 1),
        an_entry("label", "psychosis"),
    ],
    ids=lambda entry: f"{entry.kind} {entry.name}",
)
def test_writing_is_not_offered_after_a_risk_answer_a_recent_event_or_highs(
    entry: Entry,
) -> None:
    assert not seen.writing_is_offered(onward.review(a_record(more=[entry])))


@pytest.mark.parametrize(("name", "ago"), [("moved_home", 31), ("loss", 91), ("assault", 91)])
def test_writing_is_offered_again_when_an_event_is_longer_ago(name: str, ago: int) -> None:
    record = a_record(days=120, more=[an_entry("event", name, 5, ago=ago)])
    assert seen.writing_is_offered(onward.review(record))


def standing_at(review: Review, state: Any, *, belief: float = 0.9, **more: Any) -> Review:
    """A review that stands elsewhere."""
    states = review.daily.states.copy()
    states[-1] = [1 - belief, 0.0, belief, 0.0, 0.0]
    return replace(
        review,
        standing=replace(review.standing, state=state, gain_kept=None, own_word=None, **more),
        daily=replace(review.daily, states=states),
    )


@pytest.fixture
def quiet_review() -> Review:
    return onward.review(a_record())


@pytest.mark.parametrize("state", ["backstep", "relapse"])
def test_where_the_path_sees_a_setback_the_step_does_not_say_that_nobody_can_tell(
    quiet_review: Review, state: str
) -> None:
    said = deeper_or_not(standing_at(quiet_review, state))
    assert said == ["It looks like more than strong feelings."]
    unsure = deeper_or_not(standing_at(quiet_review, state, belief=0.5))
    assert unsure == ["It may be more than strong feelings."]


def test_what_is_held_is_said_first_and_as_the_path_says_it(quiet_review: Review) -> None:
    kept = Kept(0.8, 0.7, 0.9)
    there = standing_at(quiet_review, "backstep")
    there = replace(there, standing=replace(there.standing, gain_kept=kept))
    assert deeper_or_not(there)[0] == "You still hold most of what you gained."


@pytest.mark.parametrize("state", ["not_yet_known", "too_early", "steady", "gaining"])
def test_where_nothing_is_known_the_step_says_that_nobody_can_tell_yet(
    quiet_review: Review, state: str
) -> None:
    assert deeper_or_not(standing_at(quiet_review, state)) == ["Nobody can tell yet."]
    assert deeper_or_not(None) == ["Nobody can tell yet."]


def test_where_long_nothing_was_written_the_step_says_nothing_of_the_path() -> None:
    review = onward.review(a_record(), until=LAST + timedelta(days=20))
    assert deeper_or_not(standing_at(review, "relapse")) == ["Nobody can tell yet."]


def test_an_own_word_highs_and_a_silent_onward_leave_the_step_neutral(
    quiet_review: Review, settings: Any
) -> None:
    neutral = ["You need not decide it now."]
    setback = standing_at(quiet_review, "relapse")
    own = replace(setback, standing=replace(setback.standing, own_word="pause"))
    assert deeper_or_not(own) == neutral
    assert deeper_or_not(replace(setback, muted=True)) == neutral
    settings.INTERPRETATION = False
    assert deeper_or_not(setback) == neutral


def test_where_highs_are_recorded_nothing_is_said_of_ways_back_or_better_days() -> None:
    practice = [an_entry("practice", "journaling", 10, ago=n) for n in range(0, 50, 2)]
    review = onward.review(a_record(more=[*practice, an_entry("checkin", "elevated", 2)]))
    assert [s.note for s in seen.did_before(review)] == ["You noted it before."]
    assert seen.what_changed(review) == []


def test_self_harm_and_food_are_not_put_before_a_person() -> None:
    more = [an_entry("practice", name, 10, ago=9) for name in ("cutting", "fasting", "swimming")]
    found = seen.did_before(onward.review(a_record(more=more)))
    assert [s.text for s in found] == ["swimming"]


def test_a_named_goal_is_shown_where_one_asks_for_it(owner: Any, owner_client: Client) -> None:
    rows = [(date.today().isoformat(), "goal", "see_friends", 4.0, "")]
    entries.keep(person=owner.pk, rows=rows)
    assert "see friends" in owner_client.get("/way_back/steps/8").content.decode()


def test_without_interpretation_only_what_was_noted_is_put_before_a_person(
    with_example: Any, owner_client: Client, settings: Any
) -> None:
    settings.INTERPRETATION = False
    before = owner_client.get("/way_back/steps/4").content.decode()
    assert "You noted it before." in before
    assert "you came back in" not in before
    changed = owner_client.get("/way_back/steps/6").content.decode()
    assert "Noted on" in changed
    assert "before things got heavier" not in changed
    assert "part of the dip" not in changed
