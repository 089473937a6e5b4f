"""A form that is sent twice is kept once, also when both come at the same moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from onward_app.accounts.models import User
from onward_app.drafts.models import Draft
from onward_app.entries import actions as entries
from onward_app.entries import queries as entry_queries
from onward_app.entries.models import Entry
from onward_app.plan.models import Plan
from onward_app.plan.queries import plan_of
from onward_app.turns import number_of, one_at_a_time
from onward_app.way_back import actions as way_back
from onward_app.way_back import queries as ways
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
AT_ONCE = 8
BROUGHT = [("2026-05-02", "checkin", "distress", 4.0, ""), ("2026-05-02", "note", "", None, "a")]


def at_once(client: Client, address: str, form: dict[str, Any]) -> list[int]:
    """The same form from several taps that begin together; what each was answered."""
    together, answers = Barrier(AT_ONCE, timeout=30), []

    def tap() -> None:
        own = Client()
        own.cookies = client.cookies
        together.wait()
        try:
            answers.append(own.post(address, form).status_code)
        finally:
            connections.close_all()

    taps = [Thread(target=tap) for _ in range(AT_ONCE)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    return answers


def notes(owner: User) -> list[str]:
    """The words of the record."""
    rows = [r for _e, rows in entry_queries.opened(owner.id) for r in rows]
    return sorted(r[4] for r in rows if r[1] == "note")


def test_a_check_in_sent_by_eight_taps_is_one_entry(owner: User, owner_client: Client) -> None:
    form = {"once": str(uuid4()), "distress": "4", "note": "rain"}
    assert at_once(owner_client, reverse("entries:today"), form) == [302] * AT_ONCE
    assert notes(owner) == ["rain"]


def test_a_plan_kept_by_eight_taps_is_one_plan(owner: User, owner_client: Client) -> None:
    assert at_once(owner_client, reverse("plan:edit"), {"first": "walk"}) == [302] * AT_ONCE
    assert Plan.objects.filter(person=owner.id).count() == 1
    assert plan_of(owner.id).first == "walk"


def test_the_word_of_the_path_sent_by_eight_taps_is_one_entry(
    owner: User, owner_client: Client
) -> None:
    form = {"once": str(uuid4()), "word": "steady"}
    assert at_once(owner_client, reverse("path:otherwise"), form) == [302] * AT_ONCE
    assert Entry.objects.filter(person=owner.id).count() == 1


@pytest.mark.parametrize(
    ("address", "form"),
    [
        (["way_back:tonight", 3], {"own": "a walk"}),
        (["way_back:stuck"], {"more": "time"}),
        (["way_back:steps", 1], {"words": "a start", "go": "next"}),
    ],
)
def test_a_screen_of_the_way_back_sent_by_eight_taps_is_one_walk(
    address: list[Any], form: dict[str, str], owner: User, owner_client: Client
) -> None:
    name, *args = address
    sent = form | {"once": str(uuid4())}
    assert at_once(owner_client, reverse(name, args=args), sent) == [302] * AT_ONCE
    assert Walk.objects.filter(person=owner.id).count() == 1


def test_the_last_step_sent_by_eight_taps_ends_one_walk(owner: User, owner_client: Client) -> None:
    way_back.keep(person=owner.id, step=8, answers={"words": "by the sea"}, at=10)
    form = {"first": "walk", "go": "next"}
    answers = at_once(owner_client, reverse("way_back:steps", args=[10]), form)
    assert answers == [302] * AT_ONCE
    (gone,) = ways.walks(owner.id)
    assert gone.value["ended"]
    plan = plan_of(owner.id)
    assert (plan.first, plan.goal) == ("walk", "by the sea")


def test_words_added_to_an_imported_day_by_eight_taps_are_added_once(
    owner: User, owner_client: Client
) -> None:
    batch = uuid4()
    entries.add_batch(person=owner.id, batch=batch, rows=BROUGHT)
    entry = Entry.objects.get(batch=batch)
    form = {"once": str(uuid4()), "day": "2026-05-02", "distress": "4", "note": "mine"}
    answers = at_once(owner_client, reverse("entries:edit", args=[entry.pk]), form)
    assert answers == [302] * AT_ONCE
    assert notes(owner) == ["mine"]


def test_an_imported_day_changed_as_a_whole_leads_the_second_tap_to_the_same(
    owner: User, owner_client: Client
) -> None:
    batch = uuid4()
    entries.add_batch(person=owner.id, batch=batch, rows=BROUGHT[1:])
    entry = Entry.objects.get(batch=batch)
    form = {"once": str(uuid4()), "day": "2026-05-02", "note": "mine"}
    address = reverse("entries:edit", args=[entry.pk])
    first, second = (owner_client.post(address, form) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert owner_client.get(second["Location"]).status_code == 200
    assert notes(owner) == ["mine"]


@pytest.mark.parametrize("act", ["remove", "restore"])
def test_taking_away_and_bringing_back_by_eight_taps_does_it_once(
    act: str, owner: User, owner_client: Client
) -> None:
    entry = entries.keep(person=owner.id, rows=BROUGHT)
    if act == "restore":
        entries.remove(entry=entry)
    answers = at_once(owner_client, reverse(f"entries:{act}", args=[entry.pk]), {})
    assert answers == [302] * AT_ONCE
    entry.refresh_from_db()
    assert (entry.removed_at is None) == (act == "restore")


def test_an_entry_emptied_twice_leads_to_its_undo_twice(owner: User, owner_client: Client) -> None:
    entry = entries.keep(person=owner.id, rows=BROUGHT)
    address = reverse("entries:edit", args=[entry.pk])
    first, second = (owner_client.post(address, {"day": "2026-05-02"}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert f"removed={entry.pk}" in second["Location"]


def test_a_form_of_somebody_else_does_not_touch_their_walk(
    owner: User, stranger_client: Client
) -> None:
    once = uuid4()
    way_back.keep_tonight(person=owner.id, thing="a walk", once=once)
    form = {"own": "something else", "once": str(once)}
    assert stranger_client.post(reverse("way_back:tonight", args=[3]), form).status_code == 302
    (own,) = ways.walks(owner.id)
    assert own.value["answers"] == {"thing": "a walk"}
    assert Walk.objects.count() == 2


def test_what_is_typed_by_eight_pages_is_one_draft(owner: User, owner_client: Client) -> None:
    address = reverse("drafts:draft", args=["today"])
    assert at_once(owner_client, address, {"note": "rain"}) == [200] * AT_ONCE
    assert Draft.objects.count() == 1


def test_an_action_without_a_person_is_a_mistake_that_shows() -> None:
    @one_at_a_time
    def nothing(*, word: str) -> None:
        raise AssertionError(word)

    with pytest.raises(TypeError, match="names a person"):
        nothing(word="rain")


def test_the_number_of_a_person_is_theirs_and_fits() -> None:
    numbers = {number_of(uuid4()) for _ in range(1000)}
    assert len(numbers) == 1000
    assert all(-(2**63) <= n < 2**63 for n in numbers)


SENT: list[tuple[str, list[Any], dict[str, str], Callable[[], Any]]] = [
    ("entries:today", [], {"note": "rain"}, lambda: Entry),
    ("plan:edit", [], {"first": "walk"}, lambda: Plan),
    ("path:otherwise", [], {"word": "steady"}, lambda: Entry),
    ("way_back:steps", [1], {"words": "a start", "go": "next"}, lambda: Walk),
    ("way_back:stuck", [], {"more": "time"}, lambda: Walk),
    ("way_back:tonight", [3], {"own": "a walk"}, lambda: Walk),
    ("drafts:draft", ["today"], {"note": "rain"}, lambda: Draft),
]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("name", "args", "form", "table"), SENT, ids=[s[0] for s in SENT])
def test_an_answer_goes_out_only_after_the_row_is_in_the_file(
    name: str, args: list[Any], form: dict[str, str], table: Any, owner_client: Client
) -> None:
    owner_client.post(reverse(name, args=args), form)
    assert not connection.in_atomic_block
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as another:
        found = another.execute(f"SELECT count(*) FROM {table()._meta.db_table}").fetchone()
    assert found == (1,)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", ["default", "keys"])
def test_a_commit_waits_for_the_disk(name: str) -> None:
    with connections[name].cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
