"""The doctor says what is wrong and how to mend it, most of all when much is broken."""

import json
import os
import shutil
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from onward_app.entries.actions import keep
from onward_app.entries.models import Entry
from onward_app.keeping import actions, backups, databases, doctor, failure, sqlite_files, swapping
from onward_app.keeping.look_at_files import LONGEST_LOG, logs, served
from onward_app.vault import key_file
from onward_app.vault.actions import erase
from onward_app.vault.models import WrappedKey


@pytest.fixture
def well(house, settings, tmp_path):
    """A house in order: a key file of its own, tight rights, a fresh backup."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]  # the tests' own name is of no machine
    (tmp_path / "configuration").mkdir(mode=0o700)
    shutil.copy(settings.KEY_FILE, tmp_path / "configuration" / "key")
    settings.KEY_FILE = tmp_path / "configuration" / "key"
    settings.KEY_FILE.chmod(0o600)
    settings.HOME.chmod(0o700)
    for path in settings.HOME.glob("*.sqlite3*"):
        path.chmod(0o600)
    actions.back_up()
    return house


def wrong(**how):
    return [f"{one.title}: {one.detail} {one.hint}" for one in found("wrong", **how)]


def found(level, **how):
    return [one for one in doctor.examine(**how) if one.level == level]


def test_in_a_house_in_order_nothing_is_wrong(well):
    assert wrong() == []
    assert wrong(every=True) == []
    assert len(found("good")) >= 10


def test_what_is_wrong_always_says_how_to_mend_it(well, settings):
    shutil.rmtree(settings.BACKUPS)
    settings.KEY_FILE.unlink()
    assert len(found("wrong")) >= 2
    assert all(one.hint for one in doctor.examine() if one.level != "good")


def test_where_there_is_nothing_yet_it_says_so(settings, tmp_path, monkeypatch):
    settings.HOME = settings.BACKUPS = tmp_path / "none"
    for alias in ("default", "keys"):
        if databases.is_sqlite(alias):
            monkeypatch.setitem(connections[alias].settings_dict, "NAME", tmp_path / "none" / alias)
        else:
            pytest.skip("a server is always there")
    assert [one.title for one in doctor.examine()] == ["New"]
    assert not (tmp_path / "none").exists()


def test_a_missing_key_file(well, settings):
    settings.KEY_FILE.unlink()
    assert any("is missing" in one and "onward key restore" in one for one in wrong())


def test_a_key_file_that_others_may_read(well, settings):
    settings.KEY_FILE.chmod(0o644)
    assert any("Others may read" in one and "chmod 600" in one for one in wrong())


def test_another_key_file(well, settings):
    settings.KEY_FILE.unlink()
    key_file.make(settings.KEY_FILE)
    assert any("do not open" in one for one in wrong())


def test_a_key_file_among_the_backups(well, settings):
    shutil.move(settings.KEY_FILE, settings.BACKUPS / "key")
    settings.KEY_FILE = settings.BACKUPS / "key"
    assert any("folder of backups" in one for one in wrong())


def test_a_change_of_the_key_that_is_not_ended(well, settings):
    key_file.next_of(settings.KEY_FILE).write_text(settings.KEY_FILE.read_text())
    assert any("onward key rotate" in one for one in wrong())


def test_a_key_of_before_that_is_old(well, settings):
    before = key_file.before_of(settings.KEY_FILE)
    before.write_text("old")
    assert not any("Key before" in one for one in wrong())
    os.utime(before, (time.time() - 8 * 86400,) * 2)
    assert any("Key before" in one and "rm " in one for one in wrong())


@pytest.mark.sqlite_only
def test_a_database_that_others_may_read(well):
    databases.path_of().chmod(0o644)
    assert any("Rights" in one and "chmod" in one for one in wrong())


@pytest.mark.sqlite_only
@pytest.mark.parametrize("alias", ["default", "keys"])
def test_a_broken_database_does_not_hinder_the_other_findings(well, alias):
    connections.close_all()
    path = databases.path_of(alias)
    kept = path.read_bytes()
    sqlite_files.remove(path)
    path.write_bytes(b"broken" * 3000)
    try:
        said = wrong()
        assert any("does not open as a database" in one for one in said)
        assert found("good")
    finally:
        connections.close_all()
        sqlite_files.remove(path)
        path.write_bytes(kept)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("alias", ["default", "keys"])
def test_a_database_that_is_gone_is_not_made_by_looking(well, alias, monkeypatch, tmp_path):
    connections.close_all()
    monkeypatch.setitem(connections[alias].settings_dict, "NAME", tmp_path / "gone")
    assert any("is not there" in one and "onward restore" in one for one in wrong())
    assert not (tmp_path / "gone").exists()


def test_a_person_without_a_key(well):
    WrappedKey.objects.filter(person=well[0].id).delete()
    assert any("One person has no key" in one and "restore --keys" in one for one in wrong())


def test_a_key_of_somebody_who_was_erased(well):
    wrapped = WrappedKey.objects.get(person=well[0].id).wrapped
    erase(person=well[0].id)
    WrappedKey.objects.create(person=well[0].id, wrapped=wrapped)
    assert any("key again" in one for one in wrong())
    actions.back_up()
    assert wrong() == []


def test_seals_that_were_changed(well):
    entry = Entry.objects.filter(person=well[0].id).first()
    changed = bytes(entry.sealed)[:-1] + bytes([bytes(entry.sealed)[-1] ^ 1])
    Entry.objects.filter(pk=entry.pk).update(sealed=changed)
    assert any(f"entries_entry {entry.pk}" in one for one in wrong())


def test_with_all_each_seal_is_opened(well):
    for _ in range(60):
        last = keep(person=well[0].id, rows=[("2026-03-01", "note", "", None, "x")])
    Entry.objects.filter(pk=last.pk).update(sealed=b"\x01" * 60)
    assert any("1 do not open" in one for one in wrong(every=True))


def test_no_backup_an_old_one_and_a_try_that_failed(well, settings):
    kept = backups.listed(settings.BACKUPS)[0]
    failure.note("The disk is full.")
    assert any("The disk is full" in one for one in wrong())
    actions.back_up()
    assert not any("The disk is full" in one for one in wrong())
    shutil.rmtree(settings.BACKUPS)
    assert any("There is none" in one and "onward backup" in one for one in wrong())
    actions.back_up(now=timezone.now() - timedelta(days=3))
    assert any("3 days old" in one for one in wrong())
    assert kept.stamp


def test_a_backup_that_was_torn_since(well, settings):
    kept = backups.listed(settings.BACKUPS)[0]
    os.truncate(kept.records, kept.records.stat().st_size // 2)
    assert any("cut or changed" in one for one in wrong())


def test_key_backups_that_outlived_their_week(well, settings):
    newest = backups.key_backups(settings.BACKUPS)[0]
    old = backups.keys_file(settings.BACKUPS, backups.stamp_of(timezone.now() - timedelta(days=9)))
    shutil.copy(newest, old)
    actions.back_up(now=timezone.now() - timedelta(days=1))
    shutil.copy(newest, old)
    assert any("older than 7 days" in one for one in wrong())
    actions.back_up()
    assert not old.exists()


def test_backups_of_the_future_are_told_and_hide_no_old_one(well, settings):
    ahead = backups.stamp_of(timezone.now() + timedelta(days=365))
    kept = backups.listed(settings.BACKUPS)[0]
    shutil.copy(kept.records, backups.records_file(settings.BACKUPS, ahead))
    assert [one for one in wrong() if "from the future" in one and ahead in one]
    assert backups.find(settings.BACKUPS, None).stamp == kept.stamp


def test_a_torn_key_backup_is_named_and_hinders_no_other_check(well, settings):
    newest = backups.key_backups(settings.BACKUPS)[0]
    torn = backups.keys_file(settings.BACKUPS, backups.stamp_of(timezone.now() - timedelta(days=1)))
    torn.write_bytes(newest.read_bytes()[:5000])
    backups.sum_file(torn).write_text("another")
    assert any("Torn" in one and torn.name in one and "Delete" in one for one in wrong())


def test_a_clock_that_was_wrong(well):
    Entry.objects.update(made_at=timezone.now() + timedelta(days=30))
    assert any("still to come" in one for one in wrong())


def test_a_restore_that_was_cut_off(well):
    work = settings.HOME / swapping.WORK
    work.mkdir()
    (work / swapping.JOURNAL).write_text(json.dumps({"aside": "before-restore-x", "files": {}}))
    assert any("was cut off" in one for one in wrong())
    actions.back_up()
    assert not work.exists()


@pytest.mark.sqlite_only
def test_a_log_that_grows(well, tmp_path, monkeypatch):
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", tmp_path / "large")
    with (tmp_path / "large-wal").open("wb") as log:
        log.truncate(LONGEST_LOG + 1)
    assert [one.title for one in logs()] == ["Log"]


def test_served_for_many_it_looks_at_names_tls_and_mail(settings):
    settings.ACCOUNTS, settings.TLS, settings.MAIL = "many", False, False
    settings.SIGN_UP, settings.ALLOWED_HOSTS = "open", ["localhost"]
    assert [(one.level, one.title) for one in served()] == [
        ("wrong", "TLS"),
        ("wrong", "Hosts"),
        ("wrong", "Mail"),
    ]
    settings.TLS, settings.MAIL, settings.ALLOWED_HOSTS = True, True, ["onward.example"]
    assert [one.level for one in served()] == ["good"]


def test_no_private_word_is_told(well):
    word = "zwielichtwort"
    entry = keep(person=well[0].id, rows=[("2026-03-01", "note", "", None, word)])
    Entry.objects.filter(pk=entry.pk).update(sealed=word.encode())
    said = json.dumps([f"{one.title}{one.detail}{one.hint}" for one in doctor.examine(every=True)])
    assert word not in said
    assert "anna@example.org" not in said
