"""Every sealed table travels in a takeout or says why it stays; and every one can be erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.test import Client
from taking_out import bring, take_out

from onward_app.accounts.models import User
from onward_app.choices.models import Choice
from onward_app.entries.models import Entry
from onward_app.goals import actions as goals
from onward_app.goals import queries as goal_queries
from onward_app.keeping import erasures
from onward_app.sessions import actions as sessions
from onward_app.sessions import queries as session_queries
from onward_app.takeout import erasing, queries
from onward_app.takeout.models import Import
from onward_app.takeout.shapes import SHAPES
from onward_app.takeout.travelling import BY_THEMSELVES, ONE_A_PERSON, ROOMS, STAY
from onward_app.vault.models import Sealed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
VALUES: dict[str, dict[str, Any]] = {
    "goals": {"words": "a", "why": "", "state": "open", "since": "", "names": ["a"], "history": []},
    "sessions": {"kind": "bring", "text": "a", "place": 1, "brought": None},
    "practices": {"kind": "letter", "day": "2026-05-02", "fields": {"kind_words": "a"}},
    "measures": {
        "measure": "phq2",
        "entry": "7d0b3f0e-6b5c-4c5e-9a53-0d0f6a1c2b3d",
        "begun": "2026-05-02",
        "answers": {"1": 1},
        "left_out": [],
        "gate": "",
        "difficulty": None,
        "asked": {},
        "done": "2026-05-02T08:00",
    },
    "choices": {"resting": True, "numbers": False, "pictures": True, "old_ways": False},
    "plan_answers": {
        "quiet_until": "2026-05-09",
        "letter_asked": "",
        "letter_times": 0,
        "letter_never": True,
    },
    "told": {"day": "2026-05-02", "state": "steady", "said": ["a", "b"], "engine": "1"},
}


def every_sealed() -> dict[str, type[Sealed]]:
    found = (m for m in apps.get_models() if issubclass(m, Sealed))
    return {f"{m.__module__.split('.')[1]}.{m.__name__}": m for m in found}


def a_row(model: type[Sealed], person: UUID, value: Any) -> Any:
    more = {"batch": uuid4()} if model.__name__ == "Brought" else {}
    row = model(person=person, **more)
    row.put(value)
    row.save(force_insert=True)
    return row


@pytest.fixture
def in_each_room(owner: User) -> dict[str, Any]:
    """A row of the owner in each room that travels by its rows."""
    return {room: a_row(ROOMS[room], owner.pk, value) for room, value in VALUES.items()}


def inside(person: Any, rooms: Iterable[str] = ROOMS) -> dict[str, Any]:
    there = queries.everything(person.pk).rooms
    return {room: [row.value for row in there[room]] for room in rooms}


def test_each_sealed_table_travels_or_says_why_it_stays() -> None:
    travel = {f"{m.__module__.split('.')[1]}.{m.__name__}" for m in ROOMS.values()}
    assert every_sealed().keys() == travel | BY_THEMSELVES | STAY.keys()
    assert not (travel & STAY.keys()) | (BY_THEMSELVES & STAY.keys())
    assert all(STAY.values())


def test_each_room_that_travels_has_a_shape() -> None:
    assert SHAPES.keys() == ROOMS.keys() == VALUES.keys()
    assert ROOMS.keys() >= ONE_A_PERSON


def test_every_room_arrives_with_its_ids_and_days(
    in_each_room: dict[str, Any], owner: User, owner_client: Client
) -> None:
    data, code = take_out(owner_client)
    before = {room: (row.pk, row.made_at) for room, row in in_each_room.items()}
    for model in ROOMS.values():
        model._default_manager.filter(person=owner.pk).delete()
    page = bring(owner_client, data, code).content.decode()
    assert "So did what is in your other rooms." in page
    assert inside(owner) == {room: [value] for room, value in VALUES.items()}
    after = {r: m._default_manager.get(person=owner.pk) for r, m in ROOMS.items()}
    assert {room: (row.pk, row.made_at) for room, row in after.items()} == before


def test_every_room_arrives_at_somebody_elses_under_other_ids(
    in_each_room: dict[str, Any], stranger: User, owner_client: Client, stranger_client: Client
) -> None:
    bring(stranger_client, *take_out(owner_client))
    bring(stranger_client, *take_out(owner_client))
    assert inside(stranger) == {room: [value] for room, value in VALUES.items()}


def test_brought_back_to_where_it_came_from_it_adds_nothing(
    in_each_room: dict[str, Any], owner: User, owner_client: Client
) -> None:
    page = bring(owner_client, *take_out(owner_client)).content.decode()
    assert "Nothing new in this file." in page
    assert inside(owner) == {room: [value] for room, value in VALUES.items()}


def test_what_one_has_one_of_stays_as_it_is_here(
    in_each_room: dict[str, Any], stranger: User, owner_client: Client, stranger_client: Client
) -> None:
    own = {"resting": False, "numbers": True, "pictures": False, "old_ways": False}
    a_row(Choice, stranger.pk, own)
    bring(stranger_client, *take_out(owner_client))
    assert inside(stranger, ["choices"]) == {"choices": [own]}


def test_undone_all_of_it_goes_and_nothing_else(
    in_each_room: dict[str, Any], stranger: User, owner_client: Client, stranger_client: Client
) -> None:
    sessions.bring(person=stranger.pk, text="my own")
    bring(stranger_client, *take_out(owner_client))
    (taken,) = Import.objects.filter(person=stranger.pk, taken=True)
    stranger_client.post(f"/takeout/{taken.pk}/undo")
    assert [b.text for b in session_queries.to_bring(stranger.pk)] == ["my own"]
    left = {room: found for room, found in inside(stranger).items() if found}
    assert left.keys() == {"sessions"}


def test_what_was_taken_away_stays_behind(owner: User) -> None:
    sessions.remove(item=sessions.bring(person=owner.pk, text="gone"))
    goal = goals.add(person=owner.pk, words="gone")
    assert goal is not None
    goals.remove(goal=goal)
    assert not any(inside(owner).values())


def test_a_goals_nearness_arrives_with_it(
    owner: User, owner_client: Client, stranger: User, stranger_client: Client
) -> None:
    goal = goals.add(person=owner.pk, words="Walk")
    assert goal is not None
    goals.say_near(goal=goal, value=4, day=date(2026, 5, 2))
    bring(stranger_client, *take_out(owner_client))
    (kept,) = goal_queries.goals(stranger.pk)
    assert kept.now == 4.0


@pytest.fixture
def a_row_in_every_table(
    settings: Any, tmp_path: Path, owner: User, stranger: User
) -> Callable[[UUID], dict[str, int]]:
    """A row of both in every sealed table; counts those of a person."""
    own = tmp_path / "key_file"
    own.write_bytes(settings.KEY_FILE.read_bytes())
    own.chmod(0o600)
    settings.KEY_FILE = own
    for model in every_sealed().values():
        for person in (owner, stranger):
            a_row(model, person.pk, {"rows": []})
    return lambda person: {
        name: model._default_manager.filter(person=person).count()
        for name, model in every_sealed().items()
    }


def test_erasing_reaches_every_sealed_table_and_nobody_else(
    a_row_in_every_table: Callable[[UUID], dict[str, int]], owner: User, stranger: User
) -> None:
    erasing.erase(person=owner.pk)
    assert not any(a_row_in_every_table(owner.pk).values())
    assert all(a_row_in_every_table(stranger.pk).values())


def test_a_restored_copy_is_cleared_of_every_sealed_table(
    a_row_in_every_table: Callable[[UUID], dict[str, int]], owner: User, stranger: User
) -> None:
    erasures.apply("default", {owner.pk})
    assert not any(a_row_in_every_table(owner.pk).values())
    assert all(a_row_in_every_table(stranger.pk).values())
    assert Entry.objects.filter(person=stranger.pk).exists()
