"""I feel stuck: goal, fit, method, and words that are ready to say."""

from __future__ import annotations

import pytest
from django.test import Client

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
