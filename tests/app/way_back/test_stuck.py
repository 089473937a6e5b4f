"""I feel stuck: goal, fit, method, and words that are ready to say."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from onward_app.sessions.queries import TEXT_LENGTH, to_bring
from onward_app.way_back.forms import to_say
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
URL = "/way_back/stuck"


def test_ready_sentences_are_there_without_sign_in(anonymous_client: Client) -> None:
    page = anonymous_client.get(URL).content.decode()
    assert "I feel stuck, and I would like to talk" in page
    assert anonymous_client.post(URL, {"goal": "no"}).status_code in (200, 403)
    assert Walk.objects.count() == 0


def test_what_was_answered_becomes_words_to_say(owner_client: Client) -> None:
    answer = owner_client.post(URL, {"goal": "no", "fit": "yes", "more": "time to talk of home."})
    page = owner_client.get(answer.headers["Location"]).content.decode()
    assert "I am not sure that we work on what matters to me most." in page
    assert "What I need more of is this: time to talk of home." in page
    assert "I do not always feel understood" not in page


def test_with_nothing_answered_there_is_still_something_to_say() -> None:
    said = to_say({})
    assert said.startswith("I would like to talk about how our work is going for me.")
    assert said.endswith("Can we look at it together?")


def test_a_stranger_sees_nothing_of_it(owner_client: Client, stranger_client: Client) -> None:
    owner_client.post(URL, {"more": "planted words"})
    assert "planted words" not in stranger_client.get(f"{URL}/say").content.decode()


def test_all_that_can_be_answered_fits_on_the_list_for_a_session() -> None:
    answers = dict.fromkeys(("goal", "fit", "method"), "no") | {"more": "x" * 200}
    assert len(to_say(answers)) <= TEXT_LENGTH


def test_the_words_can_be_changed_and_are_kept(owner_client: Client) -> None:
    owner_client.post(URL, {"goal": "no"})
    answer = owner_client.post(f"{URL}/say", {"say": "planted words", "do": "keep"})
    page = owner_client.get(answer.headers["Location"]).content.decode()
    assert "planted words" in page
    assert "It is kept." in page


def test_they_are_put_on_the_list_for_the_next_session_once(
    owner: Any, owner_client: Client
) -> None:
    owner_client.post(URL, {"goal": "no"})
    once = "00000000-0000-4000-8000-000000000001"
    for _ in range(2):
        sent = {"say": "planted words", "do": "bring", "once": once}
        answer = owner_client.post(f"{URL}/say", sent)
    assert "on your list" in owner_client.get(answer.headers["Location"]).content.decode()
    assert [item.text for item in to_bring(owner.pk)] == ["planted words"]


def test_words_that_are_too_long_are_answered_and_stay(owner_client: Client) -> None:
    answer = owner_client.post(f"{URL}/say", {"say": "x" * 501, "do": "bring"})
    assert answer.status_code == 422
    assert "Up to 500 letters fit here." in answer.content.decode()
    assert "x" * 501 in answer.content.decode()
