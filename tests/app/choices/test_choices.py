"""What a person chooses about how Onward shows itself."""

from __future__ import annotations

import pytest
from django.test import Client

from onward_app.accounts.models import User
from onward_app.choices.models import Choice
from onward_app.choices.queries import Choices, choices_of, from_dict

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_until_something_is_chosen_all_is_shown(owner: User) -> None:
    assert choices_of(owner.pk) == Choices()


def test_what_is_chosen_is_kept_sealed(owner: User, owner_client: Client) -> None:
    owner_client.post("/choices/", {"pictures": "on"})
    assert choices_of(owner.pk) == Choices(numbers=False)
    assert b"numbers" not in bytes(Choice.objects.get().sealed)


def test_a_rest_begins_and_ends_in_one_tap(owner: User, owner_client: Client) -> None:
    owner_client.post("/choices/rest", {"rest": "yes"})
    assert choices_of(owner.pk).resting
    owner_client.post("/choices/rest", {"rest": "no"})
    assert not choices_of(owner.pk).resting


def test_choosing_twice_keeps_one_row(owner_client: Client) -> None:
    for _ in range(2):
        owner_client.post("/choices/", {"numbers": "on"})
    assert Choice.objects.count() == 1


def test_choices_are_each_persons_own(
    owner_client: Client, stranger: User, stranger_client: Client
) -> None:
    owner_client.post("/choices/", {})
    assert choices_of(stranger.pk) == Choices()


def test_a_choice_shows_as_it_was_made(owner_client: Client) -> None:
    owner_client.post("/choices/", {"resting": "on", "old_ways": "on"})
    form = owner_client.get("/choices/").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert shown == {"resting": True, "numbers": False, "pictures": False, "old_ways": True}


def test_resting_in_one_tap_leaves_the_other_choices_as_they_were(
    owner: User, owner_client: Client
) -> None:
    owner_client.post("/choices/", {"pictures": "on", "old_ways": "on"})
    owner_client.post("/choices/rest", {"rest": "yes"})
    assert choices_of(owner.pk) == Choices(resting=True, numbers=False, old_ways=True)


def test_choices_that_cannot_be_read_stand_as_onward_begins(
    owner: User, owner_client: Client
) -> None:
    owner_client.post("/choices/", {})
    row = Choice.objects.get()
    row.sealed = bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1])
    row.save()
    assert choices_of(owner.pk) == Choices()
    assert owner_client.get("/").status_code == 200


def test_a_choice_of_a_later_version_is_left_out() -> None:
    assert from_dict({"numbers": False, "of_a_later_version": True}) == Choices(numbers=False)
