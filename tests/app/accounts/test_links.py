"""Coming in by a link that works once."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from onward_app.accounts.actions import LINK_LASTS, make_link, owner_alone
from onward_app.accounts.models import Look, OneTimeLink, User
from onward_app.entries.actions import keep


def test_a_link_signs_in_and_leaves_its_address(owner, anonymous_client):
    answer = anonymous_client.get(reverse("accounts:open", args=[make_link(user=owner)]))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert anonymous_client.get(reverse("entries:today")).status_code == 200


def test_a_link_works_once(owner, anonymous_client):
    url = reverse("accounts:open", args=[make_link(user=owner)])
    anonymous_client.get(url)
    anonymous_client.post(reverse("accounts:out"))
    answer = anonymous_client.get(url)
    assert answer.status_code == 410
    assert b"./run link" in answer.content


def test_a_link_ends_after_its_time(owner, anonymous_client):
    url = reverse("accounts:open", args=[make_link(user=owner)])
    with time_machine.travel(timezone.now() + LINK_LASTS + timedelta(minutes=1)):
        assert anonymous_client.get(url).status_code == 410


def test_a_guessed_link_is_answered_kindly(anonymous_client):
    assert anonymous_client.get(reverse("accounts:open", args=["guess"])).status_code == 410


def test_only_a_hash_of_a_link_is_kept(owner):
    token = make_link(user=owner)
    assert token not in str(list(OneTimeLink.objects.values()))


def test_the_session_changes_at_sign_in(owner, anonymous_client):
    anonymous_client.get("/")
    before = anonymous_client.cookies.get("onward")
    anonymous_client.get(reverse("accounts:open", args=[make_link(user=owner)]))
    after = anonymous_client.cookies["onward"]
    assert before is None or before.value != after.value
    assert after["httponly"]
    assert after["samesite"] == "Lax"


def test_the_owner_alone_is_made_once(db):
    assert owner_alone() == owner_alone()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    ["entries:today", "entries:list", "path:path", "takeout:bring", "plan:plan", "accounts:looks"],
)
def test_a_room_sends_who_is_not_signed_in_to_the_door(anonymous_client, name):
    answer = anonymous_client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:closed"))


def test_the_door_says_how_to_come_in(anonymous_client):
    answer = anonymous_client.get(reverse("accounts:closed"))
    assert answer.status_code == 401
    assert b"./run link" in answer.content


def test_going_out_needs_a_form(owner_client):
    assert owner_client.get(reverse("accounts:out")).status_code == 405


def test_after_going_out_the_rooms_are_closed(owner_client):
    owner_client.post(reverse("accounts:out"))
    assert owner_client.get(reverse("entries:today")).status_code == 302


def test_own_looks_are_noted_once_a_day(owner, owner_client):
    for _ in range(3):
        owner_client.get(reverse("path:path"))
    assert Look.objects.filter(owner=owner.id, by=owner.id).count() == 1


def test_the_list_of_looks_is_ones_own(owner_client, stranger_client):
    stranger_client.get(reverse("path:path"))
    page = owner_client.get(reverse("accounts:looks"))
    assert len(page.context["page"].object_list) == 1


def test_a_visit_to_help_is_not_noted(owner, owner_client):
    owner_client.get(reverse("support:help"))
    owner_client.get(reverse("support:safe"))
    assert not Look.objects.exists()


def test_words_sent_after_the_sign_in_ended_are_given_back(anonymous_client):
    answer = anonymous_client.post(reverse("entries:today"), {"note": "a long walk by the river"})
    assert answer.status_code == 401
    assert b"a long walk by the river" in answer.content
    assert b"was not kept" in answer.content


def test_the_sign_in_lasts_from_the_last_day_of_use(owner_client):
    began = timezone.now()
    for days in (0, 10, 20):
        with time_machine.travel(began + timedelta(days=days)):
            assert owner_client.get(reverse("entries:today")).status_code == 200


def test_a_row_that_does_not_open_is_told_with_help_in_reach(owner, owner_client):
    entry = keep(person=owner.id, rows=[("2026-01-01", "note", "", None, "a word")])
    entry.sealed = bytes(entry.sealed)[:-1] + bytes([bytes(entry.sealed)[-1] ^ 1])
    entry.save()
    answer = owner_client.get(reverse("path:path"))
    assert answer.status_code == 500
    assert b"cannot be opened" in answer.content
    assert reverse("support:help").encode() in answer.content
