"""Where a key is lost, a start says so; it never goes on with a new one beside old words."""

import pytest

from onward_app import starting
from onward_app.accounts.actions import owner_alone
from onward_app.vault import key_file
from onward_app.vault.errors import KeyFileError, KeyStoreError
from onward_app.vault.models import WrappedKey
from onward_app.vault.queries import refuse_lost_key


def test_a_key_that_opens_is_let_through(owner):
    refuse_lost_key(owner.id)


def test_a_store_without_the_persons_key_is_refused(owner):
    WrappedKey.objects.all().delete()
    with pytest.raises(KeyStoreError, match=r"keys\.sqlite3.*backup"):
        refuse_lost_key(owner.id)


def test_another_key_file_is_refused(owner, settings, tmp_path):
    settings.KEY_FILE = tmp_path / "another"
    key_file.make(settings.KEY_FILE)
    with pytest.raises(KeyFileError, match="not the one"):
        refuse_lost_key(owner.id)


def test_the_owner_alone_is_given_no_second_key(db):
    person = owner_alone().id
    WrappedKey.objects.filter(person=person).delete()
    assert owner_alone().id == person
    assert not WrappedKey.objects.filter(person=person).exists()


@pytest.mark.parametrize("left", ["onward.sqlite3", "keys.sqlite3"])
def test_no_key_file_is_made_beside_old_data(monkeypatch, tmp_path, left):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / left).write_bytes(b"old")
    monkeypatch.setenv("ONWARD_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("ONWARD_KEY_FILE", str(tmp_path / "configuration" / "key"))
    with pytest.raises(KeyFileError, match="is missing"):
        starting.prepare()
    assert not (tmp_path / "configuration" / "key").exists()
