"""The one true thing that a visit gives back: only words that the person marked for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from onward_app.entries import actions, queries
from onward_app.entries.given_back import own_words
from onward_app.entries.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = "/entries/today"


def note(owner: Any, ago: int, words: str, *, marked: bool = True) -> Entry:
    day = (date.today() - timedelta(days=ago)).isoformat()
    rows: list[actions.Row] = [
        (day, "checkin", "distress", 1.0, ""),
        (day, "note", "", None, words),
    ]
    return actions.keep(person=owner.pk, rows=rows, for_a_harder_day=marked)


def test_marked_words_are_given_back_with_their_day(owner: Any, owner_client: Client) -> None:
    note(owner, 5, "Tea by the window and a long call.")
    found = own_words(owner.pk)
    assert found is not None
    assert found.day == date.today() - timedelta(days=5)
    assert "Tea by the window" in owner_client.get("/").content.decode()


def test_words_without_a_mark_are_never_given_back(owner: Any, owner_client: Client) -> None:
    for ago in range(60):
        note(owner, ago, "I want it to be over.", marked=False)
    assert own_words(owner.pk) is None
    assert queries.words_for_a_harder_day(owner.pk) is None
    assert "I want it to be over." not in owner_client.get("/").content.decode()


def test_the_newest_marked_words_are_given_back(owner: Any) -> None:
    note(owner, 2, "The newer ones.")
    note(owner, 9, "The older ones.")
    note(owner, 1, "No mark here.", marked=False)
    day = date.today() - timedelta(days=2)
    assert queries.words_for_a_harder_day(owner.pk) == (day, "The newer ones.")


@pytest.mark.parametrize("words", ["A relapse passes.", "When I want to die I call Ann."])
def test_the_first_page_never_names_a_setback(owner: Any, words: str) -> None:
    note(owner, 9, "Tea by the window.")
    note(owner, 1, words)
    found = own_words(owner.pk)
    assert found is not None
    assert found.words == "Tea by the window."


def test_the_mark_is_made_at_the_check_in_and_stands_inside_the_seal(
    owner: Any, owner_client: Client
) -> None:
    owner_client.post(TODAY, {"note": "It passes.", "for_a_harder_day": "on"})
    assert queries.words_for_a_harder_day(owner.pk) == (date.today(), "It passes.")
    assert Entry.objects.get().get()["for_a_harder_day"] is True
    assert b"harder" not in bytes(Entry.objects.get().sealed)


def test_the_mark_is_shown_and_taken_back_where_an_entry_is_changed(
    owner: Any, owner_client: Client
) -> None:
    entry = note(owner, 0, "It passes.")
    form = owner_client.get(f"/entries/{entry.pk}/").context["form"]
    assert form["for_a_harder_day"].value() is True
    owner_client.post(f"/entries/{entry.pk}/", {"note": "It passes."})
    assert queries.words_for_a_harder_day(owner.pk) is None
    assert queries.exist(owner.pk)


def test_a_mark_without_words_marks_nothing(owner: Any, owner_client: Client) -> None:
    owner_client.post(TODAY, {"distress": 4, "for_a_harder_day": "on"})
    assert "for_a_harder_day" not in Entry.objects.get().get()


def test_words_taken_away_are_given_back_no_more(owner: Any) -> None:
    actions.remove(entry=note(owner, 1, "It passes."))
    assert queries.words_for_a_harder_day(owner.pk) is None


def test_a_stranger_is_given_nothing_of_it(owner: Any, stranger: Any) -> None:
    note(owner, 1, "It passes.")
    assert queries.words_for_a_harder_day(stranger.pk) is None
