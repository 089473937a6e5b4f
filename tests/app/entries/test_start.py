"""The start page: doors, and one true thing given back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from onward_app.entries import actions

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_first_page_has_its_doors(owner_client: Client) -> None:
    page = owner_client.get("/").content.decode()
    for door in ("entries:today", "takeout:bring", "way_back:start", "way_back:stuck"):
        assert f'href="{reverse(door)}"' in page
    assert f'class="door" href="{reverse("path:path")}"' not in page
    assert "for adults" in page


def test_the_path_is_asked_for_once_there_are_entries(owner: Any, owner_client: Client) -> None:
    row = (date.today().isoformat(), "checkin", "distress", 4.0, "")
    actions.keep(person=owner.pk, rows=[row])
    assert "See my path?" in owner_client.get("/").content.decode()


def test_without_signing_in_it_says_how_to_get_in(anonymous_client: Client) -> None:
    response = anonymous_client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "./run" in page
    assert reverse("support:help") in page
    assert reverse("path:example") in page
    assert reverse("entries:today") not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_without_signing_in_no_word_of_a_setback_stands_there(anonymous_client: Client) -> None:
    page = anonymous_client.get("/").content.decode().casefold()
    for word in ("slip", "setback", "relapse", "backstep"):
        assert word not in page


def test_a_check_in_that_does_not_open_leaves_the_doors_open(
    owner: Any, owner_client: Client
) -> None:
    entry = actions.keep(person=owner.pk, rows=[("2026-05-19", "note", "", None, "words")])
    entry.sealed = bytes(entry.sealed)[:-2] + b"\x00\x01"
    entry.save()
    page = owner_client.get("/")
    assert page.status_code == 200
    assert "I think I have slipped" in page.content.decode()
