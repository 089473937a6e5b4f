"""One key a person, wrapped by the key file, apart from everything else."""

import time
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from onward_app.entries.models import Entry
from onward_app.vault import key_file
from onward_app.vault.actions import create_key, erase
from onward_app.vault.errors import Erased, KeyFileError, Refused
from onward_app.vault.models import WrappedKey
from onward_app.vault.queries import open_rows


def sealed_entry(person, value):
    entry = Entry(person=person)
    entry.put(value)
    entry.save()
    return entry


def test_what_a_person_put_in_comes_out(owner):
    entry = sealed_entry(owner.id, {"rows": [["2026-01-01", "note", "", None, "ein Wort"]]})
    assert Entry.objects.get(pk=entry.pk).get()["rows"][0][4] == "ein Wort"


def test_a_row_of_one_person_does_not_open_for_another(owner, stranger):
    entry = sealed_entry(owner.id, "mine")
    entry.person = stranger.id
    with pytest.raises(Refused):
        entry.get()


def test_swapped_rows_are_refused(owner):
    one, two = sealed_entry(owner.id, "one"), sealed_entry(owner.id, "two")
    one.sealed, two.sealed = two.sealed, one.sealed
    for entry in (one, two):
        with pytest.raises(Refused):
            entry.get()


def test_keys_lie_in_a_database_of_their_own(owner):
    assert WrappedKey.objects.using("keys").filter(person=owner.id).exists()
    assert WrappedKey.objects.db == "keys"


def test_making_a_key_again_keeps_the_first(owner):
    entry = sealed_entry(owner.id, "still here")
    create_key(person=owner.id)
    assert entry.get() == "still here"


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_key_leaves_nothing_readable():
    person = uuid4()
    create_key(person=person)
    entry = sealed_entry(person, "gone")
    wrapped = bytes(WrappedKey.objects.get(person=person).wrapped)
    erase(person=person)
    with pytest.raises(Erased):
        entry.get()
    for file in settings.HOME.glob("*keys*"):
        assert wrapped not in file.read_bytes()


def test_many_rows_open_quickly(owner):
    rows = []
    for _ in range(2000):
        entry = Entry(person=owner.id)
        entry.put({"rows": [["2026-01-01", "checkin", "distress", 4.0, ""]]})
        rows.append(entry)
    Entry.objects.bulk_create(rows)
    began = time.perf_counter()
    opened = open_rows(Entry.objects.filter(person=owner.id))
    assert len(opened) == 2000
    # a wide bound: it guards against unwrapping the key once a row, and is no benchmark
    assert time.perf_counter() - began < 2


def test_a_missing_key_file_is_told_plainly(tmp_path):
    with pytest.raises(KeyFileError, match="is missing"):
        key_file.read(tmp_path / "key")


def test_a_file_that_is_no_key_is_told_plainly(tmp_path):
    (tmp_path / "key").write_text("onward key 1\nnot base64\n")
    with pytest.raises(KeyFileError, match="is not a key file"):
        key_file.read(tmp_path / "key")


def test_a_new_key_is_readable_by_its_owner_only(tmp_path):
    key_file.make(tmp_path / "deep" / "key")
    assert (tmp_path / "deep" / "key").stat().st_mode & 0o777 == 0o600


def test_a_key_file_is_never_overwritten(tmp_path):
    key_file.make(tmp_path / "key")
    with pytest.raises(FileExistsError):
        key_file.make(tmp_path / "key")


def test_a_database_without_its_key_file_refuses_to_start(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "keys.sqlite3").touch()
    settings.KEY_FILE = tmp_path / "elsewhere" / "key"
    with pytest.raises(SystemCheckError, match="never makes a new key"):
        call_command("check")


def test_a_key_file_that_others_may_read_refuses_to_start(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "keys.sqlite3").touch()
    settings.KEY_FILE = tmp_path / "elsewhere" / "key"
    key_file.make(settings.KEY_FILE)
    settings.KEY_FILE.chmod(0o644)
    with pytest.raises(SystemCheckError, match="chmod 600"):
        call_command("check")
