"""A backup is a pair of whole files, tried before it has its name, and holds no key."""

import base64
import os
import subprocess
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from onward_app.entries.actions import keep
from onward_app.keeping import actions, backups, locks, sqlite_files, trial
from onward_app.keeping.errors import Busy, KeepingError, Missing, Torn
from onward_app.vault.actions import erase
from onward_app.vault.models import WrappedKey


def write(person, word):
    return keep(person=person, rows=[("2026-03-01", "note", "", None, word)])


def test_a_backup_is_two_files_that_only_the_owner_reads(house):
    made = actions.back_up()
    assert made.records.people == 2
    assert made.seals.opened == 2
    assert made.seals.refused == []
    files = [p for p in settings.BACKUPS.rglob("*") if p.is_file()]
    assert sorted(p.name.split("-")[0] for p in files if p.suffix == ".sqlite3") == [
        "keys",
        "onward",
    ]
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in files)
    assert all(p.stat().st_mode & 0o77 == 0 for p in settings.BACKUPS.rglob("*"))


def test_its_sum_is_what_sha256sum_reads(house):
    made = actions.back_up()
    sum_ = backups.sum_file(made.kept.records)
    done = subprocess.run(["sha256sum", "-c", sum_.name], cwd=sum_.parent, capture_output=True)
    assert done.returncode == 0


def test_no_wrapped_key_and_no_session_is_in_the_records(house):
    client = Client()
    client.force_login(house[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    made = actions.back_up()
    records = made.kept.records.read_bytes()
    for key in WrappedKey.objects.all():
        wrapped = bytes(key.wrapped)
        assert wrapped in made.kept.keys.read_bytes()
        for form in (wrapped, base64.b64encode(wrapped), wrapped.hex().encode()):
            assert form not in records
    assert session.encode() not in records


def test_the_key_file_is_in_no_backup(house):
    actions.back_up()
    kek = base64.b64decode(settings.KEY_FILE.read_text().split("\n")[1])
    everything = b"".join(p.read_bytes() for p in settings.BACKUPS.rglob("*") if p.is_file())
    assert len(everything) > 50_000
    for form in (kek, base64.b64encode(kek), kek.hex().encode()):
        assert form not in everything


def test_it_is_made_while_somebody_writes(house):
    person, stop, written = house[0].id, threading.Event(), []

    def go_on():
        while not stop.is_set():
            written.append(write(person, "more").pk)
            time.sleep(0.01)
        connections.close_all()

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        while not written:
            time.sleep(0.01)
        made = [actions.back_up() for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    assert len({one.kept.stamp for one in made}) == 3
    assert [one.seals.refused for one in made] == [[], [], []]
    rows = [one.records.rows for one in made]
    assert rows == sorted(rows)
    assert rows[-1] > rows[0]


@pytest.mark.sqlite_only
def test_it_does_not_wait_for_a_writer_in_the_middle_of_its_work(house):
    before = actions.back_up().records.rows
    with transaction.atomic():
        write(house[0].id, "not there yet")
        done = []
        other = threading.Thread(target=lambda: done.append(actions.back_up()))
        other.start()
        other.join(15)
        assert done[0].records.rows == before


def test_two_in_one_second_have_names_of_their_own(house):
    now = timezone.now()
    stamps = [actions.back_up(now=now).kept.stamp for _ in range(2)]
    assert len(set(stamps)) == 2


def test_a_second_one_at_the_same_time_is_refused(house):
    with locks.one_backup(settings.HOME), pytest.raises(Busy, match="already"):
        actions.back_up()


@pytest.mark.sqlite_only
def test_where_nothing_is_kept_yet_there_is_nothing_to_back_up(
    house, settings, tmp_path, monkeypatch
):
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", tmp_path / "not_there")
    with pytest.raises(Missing, match="nothing to keep"):
        actions.back_up()
    assert not (tmp_path / "not_there").exists()


def test_old_ones_go_with_the_next_one(house):
    now = timezone.now()
    old = actions.back_up(now=now - timedelta(days=40)).kept
    week = actions.back_up(now=now - timedelta(days=9)).kept
    actions.back_up(now=now - timedelta(days=1))
    new = actions.back_up(now=now).kept
    assert not old.records.exists()
    assert not old.keys.exists()
    assert week.records.exists()
    assert not week.keys.exists()
    assert new.records.exists()
    assert new.keys.exists()


@pytest.mark.parametrize("share", [0.03, 0.4, 0.97])
def test_one_that_was_cut_is_refused(house, share, tmp_path):
    kept = actions.back_up().kept
    os.truncate(kept.records, int(kept.records.stat().st_size * share))
    with pytest.raises(Torn, match="cut or changed"):
        trial.records(kept.records, tmp_path / "tried", set())


def test_one_byte_that_changed_is_refused(house, tmp_path):
    kept = actions.back_up().kept
    whole = bytearray(kept.records.read_bytes())
    for at in (20, len(whole) // 2, len(whole) - 5):
        torn = bytearray(whole)
        torn[at] ^= 0x10
        kept.records.write_bytes(torn)
        with pytest.raises(Torn, match="cut or changed"):
            trial.records(kept.records, tmp_path / "tried", set())


@pytest.mark.parametrize("share", [0.03, 0.4, 0.8])
def test_without_its_sum_one_that_was_cut_is_refused_too(house, share, tmp_path):
    kept = actions.back_up().kept
    backups.sum_file(kept.records).unlink()
    os.truncate(kept.records, int(kept.records.stat().st_size * share))
    with pytest.raises(Torn):
        trial.records(kept.records, tmp_path / "tried", set())


@pytest.mark.parametrize("text", [b"", b"a letter, not a database" * 500])
def test_another_file_is_refused(text, house, tmp_path):
    (tmp_path / "letter").write_bytes(text)
    with pytest.raises(Torn):
        trial.records(tmp_path / "letter", tmp_path / "tried", set())


def test_too_little_room_is_told_and_leaves_nothing(house, monkeypatch):
    full = type("Full", (), {"free": 1000})
    monkeypatch.setattr(actions.shutil, "disk_usage", lambda folder: full)
    if connections["default"].vendor != "sqlite":
        pytest.skip("the size of the records is known of a file only")
    with pytest.raises(KeepingError, match="too little room"):
        actions.back_up()
    assert backups.listed(settings.BACKUPS) == []


def test_an_erased_key_goes_from_older_copies_of_the_store(house):
    first = actions.back_up().kept
    wrapped = bytes(WrappedKey.objects.get(person=house[0].id).wrapped)
    assert wrapped in first.keys.read_bytes()
    erase(person=house[0].id)
    actions.back_up()
    files = [p for p in settings.BACKUPS.rglob("*") if p.is_file()]
    assert [p for p in files if wrapped in p.read_bytes()] == []
    trial.refuse_changed(first.keys)
    assert sqlite_files.persons_in(first.keys, "vault_wrappedkey") == {house[1].id}


def test_a_torn_copy_of_the_store_does_not_save_erased_keys_in_the_others(house):
    now = timezone.now()
    old = [actions.back_up(now=now - timedelta(hours=n)).kept.keys for n in (3, 2, 1)]
    wrapped = bytes(WrappedKey.objects.get(person=house[0].id).wrapped)
    os.truncate(old[1], 5000)
    flipped = bytearray(old[2].read_bytes())
    flipped[-1] ^= 1
    old[2].write_bytes(flipped)
    erase(person=house[0].id)
    made = actions.back_up(now=now)
    assert set(made.torn) == {old[1], old[2]}
    assert wrapped not in old[0].read_bytes()
    assert wrapped not in old[2].read_bytes()
    trial.refuse_changed(old[0])
    with pytest.raises(Torn):
        trial.refuse_changed(old[2])


def test_a_forged_list_on_a_stick_destroys_no_key(house, tmp_path):
    stick = tmp_path / "stick"
    kept = actions.back_up(folder=stick).kept
    (stick / backups.ERASURES).write_text(f"{house[0].id} 2026-01-01T00:00:00+00:00\n")
    made = actions.back_up(folder=stick)
    assert made.disputed == 1
    both = {user.id for user in house}
    assert set(WrappedKey.objects.values_list("person", flat=True)) == both
    for path in (kept.keys, made.kept.keys):
        assert sqlite_files.persons_in(path, "vault_wrappedkey") == both


def test_a_folder_elsewhere_has_the_list_of_erasures_too(house, tmp_path):
    erase(person=house[0].id)
    actions.back_up(folder=tmp_path / "stick")
    assert str(house[0].id) in (tmp_path / "stick" / backups.ERASURES).read_text()
