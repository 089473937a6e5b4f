"""Erasing everything: asked first, then nothing is left that could be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from onward_app.accounts.actions import make_link, owner_alone
from onward_app.accounts.models import Look, OneTimeLink, User
from onward_app.entries.actions import keep
from onward_app.entries.models import Entry
from onward_app.plan import actions as plans
from onward_app.plan.models import Plan as PlanRow
from onward_app.plan.queries import Plan
from onward_app.takeout import erasing
from onward_app.vault import actions as vault
from onward_app.vault.models import Erasure, WrappedKey
from onward_app.way_back import actions as way_back
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PAGE = "takeout:erase"
ROWS = [("2026-05-02", "note", "", None, "quillwort")]


@pytest.fixture(autouse=True)
def key_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Erasing the last person makes a new key file, so each test has its own."""
    own = tmp_path / "key_file"
    own.write_bytes(settings.KEY_FILE.read_bytes())
    own.chmod(0o600)
    settings.KEY_FILE = own


@pytest.fixture
def written(owner: User, stranger: User) -> User:
    """Two records; the owner's has something in each room."""
    for person in (owner, stranger):
        keep(person=person.id, rows=ROWS)
    plans.keep(person=owner.id, plan=Plan(first="breathe"))
    way_back.keep(person=owner.id, step=1, answers={"words": "quillwort"}, at=2)
    make_link(user=owner)
    return owner


def test_it_is_asked_first(written: User, owner_client: Client) -> None:
    page = owner_client.get(reverse(PAGE)).content.decode()
    assert "This cannot be undone." in page
    assert reverse("takeout:export") in page
    assert Entry.objects.count() == 2


def test_without_the_mark_nothing_is_erased(written: User, owner_client: Client) -> None:
    answer = owner_client.post(reverse(PAGE))
    assert answer.status_code == 422
    assert "Nothing was erased." in answer.content.decode()
    assert Entry.objects.count() == 2
    assert WrappedKey.objects.filter(person=written.id).exists()


def test_every_row_and_the_key_of_that_person_go(written: User, owner_client: Client) -> None:
    owner_client.get("/")
    assert owner_client.post(reverse(PAGE), {"sure": "on"}).status_code == 200
    assert not WrappedKey.objects.filter(person=written.id).exists()
    assert not User.objects.filter(pk=written.id).exists()
    for rows in (PlanRow, Walk, OneTimeLink):
        assert not rows.objects.exists()
    assert not Look.objects.filter(owner=written.id).exists()


def test_another_person_keeps_everything(
    written: User, owner_client: Client, stranger: User, stranger_client: Client
) -> None:
    owner_client.post(reverse(PAGE), {"sure": "on"})
    assert [e.person for e in Entry.objects.all()] == [stranger.id]
    assert "quillwort" in stranger_client.get(reverse("entries:list")).content.decode()


def test_every_sign_in_of_that_person_ends(written: User, owner_client: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(written)
    owner_client.post(reverse(PAGE), {"sure": "on"})
    assert elsewhere.get(reverse("entries:list")).status_code == 302
    assert not any(
        s.get_decoded().get("_auth_user_id") == str(written.id) for s in Session.objects.all()
    )


def test_it_is_remembered_so_that_no_backup_brings_it_back(
    written: User, owner_client: Client
) -> None:
    owner_client.post(reverse(PAGE), {"sure": "on"})
    assert Erasure.objects.filter(person=written.id).exists()


def test_what_a_kill_left_goes_at_the_next_start(written: User, stranger: User) -> None:
    vault.erase(person=written.id)
    assert Entry.objects.filter(person=written.id).exists()
    assert erasing.finish()
    assert not Entry.objects.filter(person=written.id).exists()
    assert not User.objects.filter(pk=written.id).exists()
    assert Entry.objects.filter(person=stranger.id).exists()
    assert not erasing.finish()


def test_a_row_that_came_late_goes_at_the_next_start(written: User, owner_client: Client) -> None:
    late = Entry.objects.filter(person=written.id).get()
    owner_client.post(reverse(PAGE), {"sure": "on"})
    late.save(force_insert=True)
    assert erasing.finish()
    assert not Entry.objects.filter(person=written.id).exists()


def test_while_it_is_locked_nothing_can_be_erased(written: User, owner_client: Client) -> None:
    vault.set_passphrase(passphrase="a long enough passphrase")
    vault.lock_now()
    answer = owner_client.post(reverse(PAGE), {"sure": "on"})
    assert answer.status_code == 423
    assert WrappedKey.objects.filter(person=written.id).exists()
    assert Entry.objects.filter(person=written.id).exists()


def test_with_a_passphrase_too_one_may_begin_anew(owner: User, owner_client: Client) -> None:
    vault.set_passphrase(passphrase="a long enough passphrase")
    owner_client.post(reverse(PAGE), {"sure": "on"})
    vault.lock_now()  # as a process that never asked
    new = owner_alone()
    keep(person=new.id, rows=ROWS)
    assert Entry.objects.get(person=new.id).get()["rows"][0][4] == "quillwort"


def test_the_key_stays_where_somebody_else_is_left(
    written: User, owner_client: Client, settings: Any
) -> None:
    before = settings.KEY_FILE.read_bytes()
    owner_client.post(reverse(PAGE), {"sure": "on"})
    assert settings.KEY_FILE.read_bytes() == before


@pytest.mark.parametrize("trouble", ["bytes of nothing", "the folder is away"])
def test_trouble_beside_the_backups_leaves_nothing_half_erased(
    written: User, owner_client: Client, settings: Any, tmp_path: Path, trouble: str
) -> None:
    settings.BACKUPS = tmp_path / "backups"
    if trouble == "the folder is away":
        settings.BACKUPS.write_text("a file is in the way")
    else:
        settings.BACKUPS.mkdir()
        (settings.BACKUPS / "erasures.txt").write_bytes(b"\xff\xfe no line\n")
    assert owner_client.post(reverse(PAGE), {"sure": "on"}).status_code == 200
    assert not Entry.objects.filter(person=written.id).exists()
    assert not User.objects.filter(pk=written.id).exists()
    assert Erasure.objects.filter(person=written.id).exists()
    erasing.finish()


def test_one_may_begin_anew_with_a_key_of_its_own(written: User, owner_client: Client) -> None:
    owner_client.post(reverse(PAGE), {"sure": "on"})
    new = owner_alone()
    assert new.id != written.id
    keep(person=new.id, rows=ROWS)
    assert Entry.objects.filter(person=new.id).count() == 1
