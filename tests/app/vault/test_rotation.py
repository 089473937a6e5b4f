"""Changing the key: all opens, at every moment, and wherever it is killed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

from onward_app.vault import held, key_file, keys, rotation
from onward_app.vault.actions import create_key, rotate, set_passphrase
from onward_app.vault.errors import KeyFileError, KeyStoreError, Locked, Refused, StoreBusy
from onward_app.vault.models import WrappedKey
from onward_app.vault.seal import break_open

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.sqlite_only,  # the keys lie in a file of SQLite, whatever the records lie in
]
PASSPHRASE = "seven quiet herons walking"


@pytest.fixture
def key(settings, tmp_path):
    """A key file of this test's own."""
    settings.KEY_FILE = tmp_path / "key"
    key_file.make(settings.KEY_FILE)
    yield settings.KEY_FILE
    held.drop(settings.KEY_FILE)


@pytest.fixture
def people(key):
    """A few people with keys, and their data keys."""
    found = {}
    for _n in range(5):
        person = uuid4()
        create_key(person=person)
        found[person] = data_key(person)
    return found


def data_key(person: UUID) -> bytes:
    row = WrappedKey.objects.get(person=person)
    ring = key_file.ring(rotation_file())
    return keys.unwrap(ring, person, bytes(row.wrapped))


def rotation_file() -> Path:
    from django.conf import settings

    return settings.KEY_FILE


def test_after_a_change_the_same_data_keys_open_and_the_old_key_opens_none(key, people):
    old = key_file.kek(key)
    assert rotate() == len(people)
    assert key_file.kek(key) != old
    for person, known in people.items():
        assert data_key(person) == known
        row = WrappedKey.objects.get(person=person)
        with pytest.raises(Refused):
            break_open(AESGCM(old), keys.place_of(person), bytes(row.wrapped))


def test_the_key_before_is_kept_and_the_next_one_is_gone(key, people):
    old = key.read_text()
    rotate()
    assert key_file.before_of(key).read_text() == old
    assert not key_file.next_of(key).exists()
    assert key_file.before_of(key).stat().st_mode & 0o777 == 0o600
    assert key.stat().st_mode & 0o777 == 0o600


def test_what_the_old_key_wrapped_is_in_no_file_of_the_store(key, people):
    old = [bytes(row.wrapped) for row in WrappedKey.objects.all()]
    rotate()
    store = Path(connections["keys"].settings_dict["NAME"])
    files = [p.read_bytes() for p in store.parent.glob(store.name + "*")]
    assert files
    assert not any(wrapped in file for wrapped in old for file in files)


def test_a_server_that_runs_goes_on_in_the_middle_of_a_change(key, people, monkeypatch):
    seen = []

    def look(*args):
        new = uuid4()
        create_key(person=new)
        seen.append({person: data_key(person) for person in people})
        people[new] = data_key(new)

    monkeypatch.setattr(rotation, "BATCH", 2)
    rotate(told=look)
    assert len(seen) >= 3
    assert {person: data_key(person) for person in people} == people


def test_a_key_with_a_passphrase_keeps_it(key, people):
    set_passphrase(passphrase=PASSPHRASE)
    rotate(passphrase=PASSPHRASE)
    assert key_file.is_wrapped(key)
    assert "next " not in key.read_text()
    held.drop(key)
    with pytest.raises(Locked):
        key_file.read(key)
    key_file.open_with(key, PASSPHRASE)
    assert {person: data_key(person) for person in people} == people


def test_a_server_with_the_key_open_opens_the_next_key_without_the_passphrase(key, people):
    """Another process changes the key; this one has the old key open and no passphrase."""
    set_passphrase(passphrase=PASSPHRASE)
    old = key_file.kek(key)
    rotate_elsewhere(key, stop_before_swap=True)
    assert held.get(key).kek == old
    assert {person: data_key(person) for person in people} == people
    rotate_elsewhere(key, stop_before_swap=False)
    assert {person: data_key(person) for person in people} == people
    assert key_file.kek(key) != old


def rotate_elsewhere(key: Path, *, stop_before_swap: bool) -> None:
    """In a process of its own, on this test's store."""
    code = f"""
import settings_for_tests, django, os, sys
from pathlib import Path
from django.conf import settings
django.setup()
settings.KEY_FILE = Path({str(key)!r})
settings.DATABASES["keys"]["NAME"] = {str(connections["keys"].settings_dict["NAME"])!r}
from onward_app.vault import rotation, key_file
if {stop_before_swap}:
    rotation._swapped = lambda *a: os._exit(9)
rotation.rotate(settings.KEY_FILE, passphrase={PASSPHRASE!r}) if key_file.open_with(
    settings.KEY_FILE, {PASSPHRASE!r}) else None
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env={"DJANGO_SETTINGS_MODULE": "settings_for_tests", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == (9 if stop_before_swap else 0), done.stderr


def test_a_wrong_passphrase_begins_no_change(key, people):
    set_passphrase(passphrase=PASSPHRASE)
    with pytest.raises(Exception, match="does not open"):
        rotate(passphrase="another passphrase altogether")
    assert not key_file.next_of(key).exists()


def test_a_passphrase_is_not_changed_while_the_key_is(key, people):
    key_file.next_of(key).write_text("being made")
    with pytest.raises(KeyFileError, match="being changed"):
        set_passphrase(passphrase=PASSPHRASE)


def test_two_changes_at_once_are_refused(key, people):
    with key_file.holding(key), pytest.raises(KeyFileError, match="in a moment"):
        rotate()


def test_a_data_key_that_opens_with_neither_key_stops_it_and_is_left_alone(key, people):
    stranger = next(iter(people))
    WrappedKey.objects.filter(person=stranger).update(wrapped=b"\x01" + bytes(60))
    with pytest.raises(KeyStoreError, match=str(stranger)):
        rotate()
    assert bytes(WrappedKey.objects.get(person=stranger).wrapped) == b"\x01" + bytes(60)
    del people[stranger]
    assert {person: data_key(person) for person in people} == people


def test_a_store_that_somebody_reads_is_told_and_the_change_goes_on_later(key, people, monkeypatch):
    import sqlite3

    monkeypatch.setattr(rotation.erasing, "WITHIN", 0.5)
    reader = sqlite3.connect(connections["keys"].settings_dict["NAME"])
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM vault_wrappedkey").fetchone()
    try:
        with pytest.raises(StoreBusy, match="reading the store"):
            rotate()
        assert key_file.next_of(key).exists()
        assert {person: data_key(person) for person in people} == people
    finally:
        reader.close()
    rotate()
    assert not key_file.next_of(key).exists()
    assert {person: data_key(person) for person in people} == people


@pytest.mark.parametrize(
    ("more", "every"), [([], 23), (["--passphrase"], 131)], ids=["plain", "passphrase"]
)
def test_killed_anywhere_it_goes_on_and_everything_opens(tmp_path, more, every):
    program = Path(__file__).with_name("rotate_and_die.py")
    done = subprocess.run(
        [sys.executable, program, tmp_path / "place", "--every", str(every), *more],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["points"] > 300
    assert found["killed"] >= found["points"] // every
    assert found["wrong"] == [], done.stderr
