"""The journal: free writing, read again by month and by a word in it."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from onward_app.accounts.models import User
from onward_app.drafts import actions as drafts
from onward_app.drafts import queries as typed
from onward_app.entries import actions
from onward_app.entries import queries as entries
from onward_app.entries.models import Entry
from onward_app.journal import queries
from onward_app.vault.models import Sealed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LIST, WRITE, LOOK = "/journal/", "/journal/write", "/journal/look"


def a_note(owner: User, words: str, day: str = "2026-05-02", *more: Any) -> Entry:
    return actions.keep(person=owner.pk, rows=[(day, "note", "", None, words), *more])


def words(owner: User) -> list[str]:
    return [n.words for n in queries.notes(owner.pk)]


def found(client: Client, text: str) -> str:
    return client.post(LOOK, {"words": text}).content.decode()


def test_what_is_written_is_a_note_of_the_record(owner: User, owner_client: Client) -> None:
    form = {"words": " The river.\r\nThe boats. ", "day": "2026-05-02", "once": str(uuid4())}
    answer = owner_client.post(WRITE, form)
    ((entry, rows),) = entries.opened(owner.pk)
    assert rows == [("2026-05-02", "note", "", None, "The river.\nThe boats.")]
    assert answer["Location"] == reverse("journal:note", args=[entry.pk])


def test_the_same_form_sent_twice_keeps_one_note(owner: User, owner_client: Client) -> None:
    form = {"words": "The river", "once": str(uuid4())}
    for _again in range(2):
        owner_client.post(WRITE, form)
    assert words(owner) == ["The river"]


def test_nothing_written_keeps_nothing(owner: User, owner_client: Client) -> None:
    answer = owner_client.post(WRITE, {"words": "  "}, follow=True)
    assert "nothing was kept" in answer.content.decode()
    assert not entries.exist(owner.pk)


def test_a_wrong_day_brings_all_words_back(owner: User, owner_client: Client) -> None:
    day = (entries.today() + timedelta(days=2)).isoformat()
    answer = owner_client.post(WRITE, {"words": "The river", "day": day})
    assert answer.status_code == 422
    assert "The river" in answer.content.decode()
    assert not entries.exist(owner.pk)


def test_words_may_be_marked_for_a_harder_day(owner: User, owner_client: Client) -> None:
    form = {"words": "It passed.", "for_a_harder_day": "on", "day": "2026-05-02"}
    owner_client.post(WRITE, form)
    assert entries.words_for_a_harder_day(owner.pk) == (date(2026, 5, 2), "It passed.")


def test_the_draft_is_forgotten_in_the_turn_that_keeps_it(
    owner: User, owner_client: Client
) -> None:
    drafts.keep(person=owner.pk, form="journal", fields={"words": ["The river"]})
    owner_client.post(WRITE, {"words": "The river"})
    assert not typed.fields_of(owner.pk, "journal")


def test_words_about_dying_open_the_page_about_safety(owner: User, owner_client: Client) -> None:
    answer = owner_client.post(WRITE, {"words": "I want to die"})
    assert answer["Location"] == reverse("support:safe")
    assert words(owner) == ["I want to die"]


def test_such_words_added_later_open_it_too(owner: User, owner_client: Client) -> None:
    entry = a_note(owner, "The river")
    url = reverse("journal:edit", args=[entry.pk])
    answer = owner_client.post(url, {"words": "I want to die", "day": "2026-05-02"})
    assert answer["Location"] == reverse("support:safe")


@pytest.mark.parametrize("prompt", queries.prompts())
def test_each_way_to_begin_is_shown(owner_client: Client, prompt: str) -> None:
    page = owner_client.get(WRITE, {"prompt": prompt}).content.decode()
    for line in queries.prompts()[prompt]["lines"]:
        assert line in page


def test_a_way_to_begin_that_is_none_is_free_writing(owner_client: Client) -> None:
    assert "Write freely" in owner_client.get(WRITE, {"prompt": "none"}).content.decode()


def test_a_page_holds_a_month_the_newest_first(owner: User, owner_client: Client) -> None:
    for day, text in (("2026-03-02", "in March"), ("2026-05-02", "early"), ("2026-05-09", "late")):
        a_note(owner, text, day)
    page = owner_client.get(LIST).content.decode()
    assert "May 2026" in page
    assert page.index("late") < page.index("early")
    assert "in March" not in page
    assert "in March" in owner_client.get(LIST, {"page": "2"}).content.decode()


def test_notes_of_check_ins_stand_in_the_journal_and_are_changed_there(
    owner: User, owner_client: Client
) -> None:
    entry = a_note(owner, "with a number", "2026-05-02", ("2026-05-02", "checkin", "hope", 4, ""))
    page = owner_client.get(reverse("journal:note", args=[entry.pk])).content.decode()
    assert reverse("entries:edit", args=[entry.pk]) in page
    for name in ("edit", "remove"):
        answer = owner_client.post(reverse(f"journal:{name}", args=[entry.pk]), {"words": ""})
        assert answer["Location"] == reverse("entries:edit", args=[entry.pk])
    assert words(owner) == ["with a number"]


def test_an_entry_without_words_is_no_note(owner: User, owner_client: Client) -> None:
    rows = [("2026-05-02", "checkin", "hope", 4, "")]
    entry = actions.keep(person=owner.pk, rows=rows)
    answer = owner_client.get(reverse("journal:note", args=[entry.pk]))
    assert answer.status_code == 404


def test_all_words_of_a_day_of_an_import_are_shown(owner: User, owner_client: Client) -> None:
    entry = a_note(owner, "first words", "2026-05-02", ("2026-05-02", "note", "", None, "second"))
    page = owner_client.get(reverse("journal:note", args=[entry.pk])).content.decode()
    assert "first words" in page
    assert "second" in page


def test_a_note_is_changed_in_its_place_and_moves_to_another_day(
    owner: User, owner_client: Client
) -> None:
    entry = a_note(owner, "The rivr", "2026-05-02T21:30")
    url = reverse("journal:edit", args=[entry.pk])
    owner_client.post(url, {"words": "The river", "day": "2026-05-02"})
    assert entries.opened(owner.pk)[0][1] == [("2026-05-02T21:30", "note", "", None, "The river")]
    owner_client.post(url, {"words": "The river", "day": "2026-05-01"})
    assert entries.opened(owner.pk)[0][1] == [("2026-05-01", "note", "", None, "The river")]


def test_a_note_taken_away_can_be_brought_back(owner: User, owner_client: Client) -> None:
    entry = a_note(owner, "The river")
    answer = owner_client.post(reverse("journal:remove", args=[entry.pk]))
    assert "Bring it back" in owner_client.get(answer["Location"]).content.decode()
    assert words(owner) == []
    owner_client.post(reverse("journal:restore", args=[entry.pk]))
    assert words(owner) == ["The river"]


def test_emptied_words_are_taken_away_with_an_undo(owner: User, owner_client: Client) -> None:
    entry = a_note(owner, "The river")
    url = reverse("journal:edit", args=[entry.pk])
    answer = owner_client.post(url, {"words": "", "day": "2026-05-02"})
    assert answer["Location"] == f"{LIST}?removed={entry.pk}"


def test_words_are_found_in_notes_and_marked(owner: User, owner_client: Client) -> None:
    a_note(owner, "At the Café by the river")
    a_note(owner, "At home")
    page = found(owner_client, "cafe")
    assert "<mark>Café</mark> by the river" in page
    assert "At home" not in page


def test_what_a_person_named_is_found_in_the_whole_record(
    owner: User, owner_client: Client
) -> None:
    rows = [("2019-01-02", "issue", "avoiding calls", 5.0, "")]
    actions.keep(person=owner.pk, rows=rows)
    assert "avoiding <mark>calls</mark>" in found(owner_client, "calls")


def test_the_names_of_scales_are_not_what_is_looked_for(owner: User, owner_client: Client) -> None:
    actions.keep(person=owner.pk, rows=[("2026-05-02", "checkin", "hope", 4, "")])
    assert "stand nowhere in your record" in found(owner_client, "hope")


def test_written_signs_of_a_page_are_shown_as_they_are(owner: User, owner_client: Client) -> None:
    a_note(owner, "a <script>alert(1)</script> river")
    page = found(owner_client, "script")
    assert "&lt;<mark>script</mark>&gt;" in page
    assert "<script>alert" not in page


def test_nobody_finds_the_words_of_another(owner: User, stranger_client: Client) -> None:
    a_note(owner, "The river")
    assert "<mark>" not in found(stranger_client, "river")


def test_what_was_taken_away_is_not_found(owner: User, owner_client: Client) -> None:
    actions.remove(entry=a_note(owner, "The river"))
    assert "<mark>" not in found(owner_client, "river")


def test_a_search_leaves_no_trace(
    owner: User, owner_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    a_note(owner, "The river")
    with caplog.at_level(logging.DEBUG):
        answer = owner_client.post(LOOK, {"words": "zwielicht"})
    said = " ".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    assert "zwielicht" not in said
    assert "zwielicht" not in str(dict(owner_client.session))
    assert answer["Cache-Control"] == "no-store"
    assert owner_client.get(LOOK, {"words": "river"})["Location"] == LIST


def test_more_than_fits_a_page_is_said(owner: User, owner_client: Client) -> None:
    for _ in range(queries.MOST_FOUND + 1):
        a_note(owner, "The river")
    page = found(owner_client, "river")
    assert page.count("<mark>") == queries.MOST_FOUND
    assert "One more word makes it fewer." in page


def test_a_search_that_is_too_long_comes_back(owner_client: Client) -> None:
    answer = owner_client.post(LOOK, {"words": "x" * 101})
    assert answer.status_code == 422
    assert "Up to 100 letters fit here." in answer.content.decode()


def test_the_journal_keeps_no_table_of_its_own() -> None:
    assert not [m for m in Sealed.__subclasses__() if m._meta.app_label == "journal"]


@pytest.mark.parametrize("place", ["/journal/write", "/goals/", "/sessions/", "/sessions/fit"])
def test_words_are_typed_in_the_direction_of_their_script(place: str, owner_client: Client) -> None:
    page = owner_client.get(place).content.decode()
    fields = re.findall(r'<textarea [^>]*>|<input type="(?:text|search)"[^>]*>', page)
    assert fields and all('dir="auto"' in field for field in fields)
