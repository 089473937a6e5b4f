"""The ledger: what a person was told, when, and by which engine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onward import ENGINE, simulate
from onward_app.entries import queries as entries
from onward_app.entries.actions import add_batch
from onward_app.path import actions, queries
from onward_app.path.models import Told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def lived(owner: Any) -> Any:
    """The owner with the invented example as their record, ending today."""
    things = list(simulate.example())
    shift = date.today() - date.fromisoformat(max(t.when for t in things)[:10])
    moved = [t._replace(when=(date.fromisoformat(t.when[:10]) + shift).isoformat()) for t in things]
    add_batch(person=owner.pk, batch=uuid4(), rows=moved)
    return owner


def test_opening_the_path_notes_what_it_said(lived: Any, owner_client: Client) -> None:
    owner_client.get(reverse("path:path"))
    seen = entries.review(lived.pk)
    assert seen is not None
    assert queries.last_told(lived.pk) == {
        "day": date.today().isoformat(),
        "state": seen.standing.state,
        "said": [seen.words.headline, seen.words.paragraph],
        "engine": ENGINE,
    }


def test_the_same_said_twice_on_a_day_is_one_line(lived: Any, owner_client: Client) -> None:
    for _ in range(3):
        owner_client.get(reverse("path:path"))
    assert Told.objects.count() == 1


def test_another_day_is_another_line_and_the_newest_stands_first(
    lived: Any, owner_client: Client
) -> None:
    owner_client.get(reverse("path:path"))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        owner_client.get(reverse("path:path"))
    days = [line["day"] for line in queries.told_lines(queries.told(lived.pk))]
    assert days == [date.today() + timedelta(days=2), date.today()]


def test_nothing_of_what_was_told_lies_open(lived: Any, owner_client: Client) -> None:
    owner_client.get(reverse("path:path"))
    row = Told.objects.get()
    for word in (*row.get()["said"], row.get()["state"], ENGINE):
        assert word.encode() not in bytes(row.sealed)


def test_the_owner_reads_it(lived: Any, owner_client: Client) -> None:
    owner_client.get(reverse("path:path"))
    page = owner_client.get(reverse("path:told")).content.decode()
    assert queries.last_told(lived.pk)["said"][0] in page  # type: ignore[index]
    assert ENGINE in page


def test_an_empty_ledger_says_when_it_begins(owner_client: Client) -> None:
    assert "Nothing yet." in owner_client.get(reverse("path:told")).content.decode()


def test_where_nothing_is_told_nothing_is_noted(
    lived: Any, owner_client: Client, settings: Any
) -> None:
    settings.INTERPRETATION = False
    owner_client.get(reverse("path:path"))
    assert not Told.objects.exists()


def test_a_disk_that_takes_no_more_does_not_hide_the_path(
    lived: Any, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(actions, "_add", full)
    assert owner_client.get(reverse("path:path")).status_code == 200
