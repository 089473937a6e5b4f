"""Erasing: the key is gone from every file, nobody gets another, and a list outlives the store."""

from __future__ import annotations

import base64
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction

from onward_app.entries.models import Entry
from onward_app.vault import erasing
from onward_app.vault.actions import create_key, erase
from onward_app.vault.errors import Erased, StoreBusy
from onward_app.vault.models import Erasure, WrappedKey
from onward_app.vault.queries import erased

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture(autouse=True)
def backups(settings, tmp_path):
    """A folder of backups of this test's own."""
    settings.BACKUPS = tmp_path / "backups"
    return settings.BACKUPS


@pytest.fixture
def person():
    found = uuid4()
    create_key(person=found)
    return found


def wrapped_of(person: UUID) -> bytes:
    return bytes(WrappedKey.objects.get(person=person).wrapped)


def holding(wrapped: bytes, folder: Path) -> list[str]:
    """The files below a folder in which a wrapped key is found, in any of its forms."""
    inside = wrapped[13:]
    forms = [wrapped, inside, inside.hex().encode(), inside.hex().upper().encode()]
    forms += [base64.b64encode(bytes(shift) + inside)[4:-4] for shift in range(3)]
    forms += [base64.urlsafe_b64encode(bytes(shift) + inside)[4:-4] for shift in range(3)]
    files = [p for p in folder.rglob("*") if p.is_file()]
    assert files
    return [p.name for p in files if any(form in p.read_bytes() for form in forms)]


def test_the_wrapped_key_is_in_no_file_afterwards(person, settings):
    wrapped = wrapped_of(person)
    assert holding(wrapped, settings.HOME), "the search must find it while it is there"
    erase(person=person)
    assert holding(wrapped, settings.HOME) == []


def test_it_is_gone_though_another_process_has_the_store_open(person, settings):
    wrapped, store = wrapped_of(person), connections["keys"].settings_dict["NAME"]
    other = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
            "c.execute('SELECT count(*) FROM vault_wrappedkey').fetchall();"
            "print('open', flush=True); sys.stdin.read()",
            store,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert other.stdout.readline() == b"open\n"
        erase(person=person)
        assert holding(wrapped, settings.HOME) == []
    finally:
        other.communicate(b"")


def test_it_waits_for_a_read_that_is_under_way(person, settings):
    wrapped = wrapped_of(person)
    begun = threading.Event()

    def read():
        reader = sqlite3.connect(connections["keys"].settings_dict["NAME"])
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM vault_wrappedkey").fetchall()
        begun.set()
        time.sleep(1)
        reader.close()

    thread = threading.Thread(target=read)
    thread.start()
    begun.wait()
    erase(person=person)
    thread.join()
    assert holding(wrapped, settings.HOME) == []


def test_a_read_that_does_not_end_is_told_and_the_key_is_destroyed_all_the_same(
    person, settings, monkeypatch
):
    monkeypatch.setattr(erasing, "WITHIN", 0.4)
    wrapped = wrapped_of(person)
    reader = sqlite3.connect(connections["keys"].settings_dict["NAME"])
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM vault_wrappedkey").fetchall()
    try:
        with pytest.raises(StoreBusy, match="reading the store"):
            erase(person=person)
        assert not WrappedKey.objects.filter(person=person).exists()
        assert person in erasing.listed()
    finally:
        reader.close()
    erase(person=person)
    assert holding(wrapped, settings.HOME) == []


def test_an_erased_record_opens_nowhere_and_gets_no_new_key(person):
    entry = Entry(person=person)
    entry.put("a word")
    erase(person=person)
    with pytest.raises(Erased):
        entry.get()
    with pytest.raises(Erased):
        create_key(person=person)
    assert not WrappedKey.objects.filter(person=person).exists()


def test_erased_twice_is_erased_once(person, backups):
    erase(person=person)
    at = Erasure.objects.get(person=person).at
    erase(person=person)
    assert Erasure.objects.get(person=person).at == at
    assert (backups / "erasures.txt").read_text() == f"{person} {at.isoformat()}\n"


def test_the_list_outlives_the_store(person, backups):
    erase(person=person)
    Erasure.objects.all().delete()
    assert erased() == {person}
    assert (backups / "erasures.txt").stat().st_mode & 0o777 == 0o600


def test_a_list_that_lost_lines_gets_them_back(person, backups):
    erase(person=person)
    (backups / "erasures.txt").unlink()
    other = uuid4()
    erase(person=other)
    assert erasing.listed() == {person, other}


def test_a_line_that_was_cut_off_harms_no_other(person, backups):
    backups.mkdir()
    (backups / "erasures.txt").write_text(f"{uuid4()} 2026-01-01T00:00:00+00:00\n{uuid4()}")
    erase(person=person)
    lines = (backups / "erasures.txt").read_text().splitlines()
    assert len(lines) == 3
    assert lines[2].startswith(str(person))
    assert len(erasing.listed()) == 2


def test_others_are_left_as_they_are(person):
    other = uuid4()
    create_key(person=other)
    before = wrapped_of(other)
    erase(person=person)
    assert wrapped_of(other) == before
    assert other not in erased()


def test_in_a_transaction_the_log_is_emptied_when_that_ends(person, settings):
    wrapped = wrapped_of(person)
    with transaction.atomic(using="keys"):
        erase(person=person)
    assert holding(wrapped, settings.HOME) == []


def test_the_usual_patience_of_the_store_comes_back(person):
    def patience():
        with connections["keys"].cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            return cursor.fetchone()[0]

    before = patience()
    erase(person=person)
    assert patience() == before
