"""A restore brings back one moment, all of it or nothing, and never who was erased."""

import shutil
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from onward_app.accounts.models import Look, User
from onward_app.entries.actions import keep
from onward_app.entries.models import Entry
from onward_app.keeping import (
    actions,
    backups,
    copying,
    databases,
    erasures,
    locks,
    sqlite_files,
    swapping,
)
from onward_app.keeping.errors import Busy, KeepingError, Missing, TooNew, Torn
from onward_app.vault import key_file
from onward_app.vault.actions import erase, rotate
from onward_app.vault.models import Erasure, WrappedKey


def write(user, word):
    return keep(person=user.id, rows=[("2026-03-01", "note", "", None, word)])


def live():
    return copying.contents("default")


def store():
    return databases.path_of("keys")


def test_it_brings_back_the_moment_of_the_backup_and_the_undo_that_before(house, words):
    then, kept = live(), actions.back_up().kept
    write(house[0], "later")
    later = live()
    done = actions.restore(which=kept.stamp)
    assert live() == then
    assert words() == ["first0", "first1"]
    assert done.seals.opened == 2
    assert done.before is not None
    actions.undo_restore()
    assert live() == later
    assert words() == ["first0", "first1", "later"]
    actions.undo_restore()
    assert live() == then


def test_the_newest_is_restored_by_default(house, words):
    now = timezone.now()
    actions.back_up(now=now - timedelta(days=2))
    write(house[1], "second")
    actions.back_up(now=now - timedelta(days=1))
    write(house[1], "third")
    actions.restore()
    assert words() == ["first0", "first1", "second"]


def test_what_is_written_after_a_restore_is_kept(house, words):
    actions.back_up()
    actions.restore()
    write(house[0], "new")
    connections["default"].close()
    assert words() == ["first0", "first1", "new"]
    looks = [Look.objects.create(owner=house[0].id, by=house[0].id, room="x", at=timezone.now())]
    looks += [Look.objects.create(owner=house[0].id, by=house[0].id, room="x", at=timezone.now())]
    assert looks[0].pk != looks[1].pk


def test_everybody_signs_in_again(house):
    client = Client()
    client.force_login(house[0])
    assert client.get("/entries/").status_code == 200
    actions.back_up()
    actions.restore()
    assert client.get("/entries/").status_code == 302


def test_while_onward_is_open_nothing_is_restored(house, words):
    actions.back_up()
    write(house[0], "later")
    with locks.no_server(settings.HOME), pytest.raises(Busy, match="Onward is open"):
        actions.restore()
    assert "later" in words()


def test_an_old_backup_does_not_bring_back_who_was_erased(house, words):
    kept = actions.back_up().kept
    write(house[1], "later")
    User.objects.filter(pk=house[0].id).delete()
    Entry.objects.filter(person=house[0].id).delete()
    erase(person=house[0].id)
    done = actions.restore(which=kept.stamp)
    assert done.records.erased >= 2
    assert words() == ["first1"]
    assert list(User.objects.values_list("pk", flat=True)) == [house[1].id]
    assert not WrappedKey.objects.filter(person=house[0].id).exists()


def test_the_undo_of_a_restore_does_not_bring_back_who_was_erased_since(house, words):
    actions.back_up()
    actions.restore()
    erase(person=house[0].id)
    actions.undo_restore()
    assert words() == ["first1"]


def test_who_was_erased_stays_so_where_the_store_of_keys_is_lost(house, words):
    actions.back_up()
    shutil.copy(backups.listed(settings.BACKUPS)[0].keys, settings.HOME / "old_keys")
    erase(person=house[0].id)
    connections["keys"].close()
    sqlite_files.remove(store())
    old = backups.key_backups(settings.BACKUPS)[0]
    shutil.move(settings.HOME / "old_keys", old)
    backups.sum_file(old).unlink()
    assert house[0].id in sqlite_files.persons_in(old, "vault_wrappedkey")
    actions.restore(with_keys=True)
    assert words() == ["first1"]
    assert not WrappedKey.objects.filter(person=house[0].id).exists()
    assert Erasure.objects.filter(person=house[0].id).exists()


def test_an_old_store_put_back_by_hand_loses_the_erased_key_with_the_next_backup(house):
    with connections["keys"].cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(settings.HOME / "by_hand")])
    erase(person=house[0].id)
    connections["keys"].close()
    sqlite_files.remove(store())
    shutil.move(settings.HOME / "by_hand", store())
    assert WrappedKey.objects.filter(person=house[0].id).exists()
    actions.back_up()
    assert not WrappedKey.objects.filter(person=house[0].id).exists()


def test_every_row_with_an_erased_id_goes_and_no_other(house):
    for owner in house:
        for by in house:
            Look.objects.create(owner=owner.id, by=by.id, room="path", at=timezone.now())
    before = live()
    assert erasures.apply("default", {house[0].id}) >= 5
    assert list(Look.objects.values_list("owner", "by")) == [(house[1].id, house[1].id)]
    assert {e.person for e in Entry.objects.all()} == {house[1].id}
    assert live()["accounts_user"].rows == before["accounts_user"].rows - 1


def test_a_lost_store_of_keys_is_told_and_brought_back_when_asked(house, words):
    actions.back_up()
    connections["keys"].close()
    sqlite_files.remove(store())
    with pytest.raises(Missing, match="--keys"):
        actions.restore()
    assert not store().exists()
    actions.restore(with_keys=True)
    assert words() == ["first0", "first1"]


def test_a_damaged_store_of_keys_is_told_and_brought_back_when_asked(house, words):
    actions.back_up()
    connections["keys"].close()
    sqlite_files.remove(store())
    store().write_bytes(b"nonsense" * 900)
    with pytest.raises(KeepingError, match="--keys"):
        actions.restore()
    actions.restore(with_keys=True)
    assert words() == ["first0", "first1"]


def test_bringing_keys_loses_none_that_is_there(house, words):
    from onward_app.accounts.actions import settle_in

    actions.back_up()
    new = settle_in(email="new@example.org")
    actions.restore(with_keys=True)
    assert WrappedKey.objects.filter(person=new.id).exists()
    write(new, "still")
    assert words() == ["first0", "first1", "still"]


def test_people_without_a_key_are_told_before_anything_is_changed(house, words):
    actions.back_up()
    write(house[1], "later")
    WrappedKey.objects.filter(person=house[0].id).delete()
    then = live()
    with pytest.raises(KeepingError, match=r"One person has no key.*--keys.*Nothing was changed"):
        actions.restore()
    assert live() == then
    actions.restore(with_keys=True)
    assert words() == ["first0", "first1"]


@pytest.fixture
def own_key_file(house, settings, tmp_path):
    """A key file that a test may change; the store is wrapped by it."""
    (tmp_path / "configuration").mkdir()
    shutil.copy(settings.KEY_FILE, tmp_path / "configuration" / "key")
    settings.KEY_FILE = tmp_path / "configuration" / "key"
    return settings.KEY_FILE


def test_another_key_file_is_told_and_nothing_is_changed(own_key_file, house):
    actions.back_up()
    write(house[0], "later")
    then = live()
    own_key_file.unlink()
    key_file.make(own_key_file)
    with pytest.raises(KeepingError, match="does not open these records"):
        actions.restore()
    assert live() == then


def test_keys_of_before_a_change_of_the_key_are_wrapped_anew(own_key_file, house, words):
    actions.back_up()
    rotate()
    connections["keys"].close()
    sqlite_files.remove(store())
    actions.restore(with_keys=True)
    assert words() == ["first0", "first1"]
    key_file.before_of(own_key_file).unlink()
    assert words() == ["first0", "first1"]


def test_a_locked_key_hinders_no_backup_and_no_restore(own_key_file, house, words):
    key_file.wrap(own_key_file, "a long and quiet passphrase")
    key_file.lock(own_key_file)
    made = actions.back_up()
    assert made.seals.opened == 0
    assert "locked" in made.seals.not_tried
    assert "locked" in actions.restore().seals.not_tried
    key_file.open_with(own_key_file, "a long and quiet passphrase")
    assert words() == ["first0", "first1"]


def changed(kept, change):
    """The backup as another version of Onward would have left it."""
    backups.sum_file(kept.records).unlink()
    with databases.records_at(kept.records) as alias:
        change(alias)


def made_newer(alias):
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('entries', '0999_later', '2030-01-01 00:00:00')"
        )


def test_one_of_a_newer_version_is_refused_in_words(house):
    kept, then = actions.back_up().kept, live()
    changed(kept, made_newer)
    with pytest.raises(TooNew, match=r"newer Onward.*Nothing was changed"):
        actions.restore()
    assert live() == then


def made_as_it_was(alias):
    with connections[alias].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0999_later'")


def test_a_store_of_keys_of_a_newer_version_gives_way_to_one_of_before(house, words):
    now = timezone.now()
    then = actions.back_up(now=now - timedelta(days=1)).kept
    later = backups.keys_file(settings.BACKUPS, backups.stamp_of(now))
    shutil.copy(then.keys, later)
    with databases.keys_at(later) as alias:
        made_newer(alias)
    made_newer("keys")
    try:
        with pytest.raises(KeepingError, match=r"newer Onward.*--keys"):
            actions.restore(which=then.stamp)
        actions.restore(which=then.stamp, with_keys=True)
        databases.refuse_newer("keys", "it")
        assert words() == ["first0", "first1"]
    finally:
        made_as_it_was("keys")


def test_one_of_an_older_version_is_brought_up_to_date(house, words):
    kept = actions.back_up().kept
    changed(kept, lambda a: call_command("migrate", "way_back", "zero", database=a, verbosity=0))
    done = actions.restore()
    assert done.records.steps >= 1
    assert words() == ["first0", "first1"]
    assert live()["way_back_walk"].rows == 0
    assert databases.waiting_steps("default") == []


def test_a_torn_one_changes_nothing(house):
    kept, then = actions.back_up().kept, live()
    whole = bytearray(kept.records.read_bytes())
    whole[len(whole) // 2] ^= 1
    kept.records.write_bytes(whole)
    with pytest.raises(Torn):
        actions.restore()
    assert live() == then
    assert not (settings.HOME / swapping.WORK).exists()
    assert swapping.displaced(settings.HOME) == []


def test_without_a_restore_there_is_nothing_to_undo(house):
    with pytest.raises(Missing, match="no restore"):
        actions.undo_restore()


def test_what_was_put_aside_goes_after_a_week(house):
    actions.back_up()
    before = actions.restore().before
    actions.back_up(now=timezone.now() + timedelta(days=6))
    assert before.exists()
    actions.back_up(now=timezone.now() + timedelta(days=8))
    assert not before.exists()


def test_on_a_new_machine_a_folder_and_the_key_file_are_enough(house, tmp_path, settings, words):
    then = live()
    actions.back_up(folder=tmp_path / "stick")
    connections.close_all()
    sqlite_files.remove(store())
    if databases.is_sqlite():
        sqlite_files.remove(databases.path_of())
    else:
        call_command("flush", interactive=False, verbosity=0)
    settings.BACKUPS = tmp_path / "new" / "backups"
    done = actions.restore(which=str(tmp_path / "stick"), with_keys=True)
    assert done.before is None
    assert live() == then
    assert words() == ["first0", "first1"]


@pytest.mark.sqlite_only
def test_a_log_of_the_old_database_is_not_read_into_the_new_one(house, words):
    actions.back_up()
    write(house[0], "in the log")
    log = databases.path_of().with_name(databases.path_of().name + "-wal")
    assert log.stat().st_size
    shutil.copy(log, settings.HOME / "log")
    connections.close_all()
    shutil.move(settings.HOME / "log", log)
    actions.restore()
    assert words() == ["first0", "first1"]
    assert Entry.objects.count() == 2


@pytest.mark.sqlite_only
def test_a_broken_database_is_replaced_and_put_aside(house, words):
    actions.back_up()
    connections.close_all()
    databases.path_of().write_bytes(b"broken" * 2000)
    done = actions.restore()
    assert words() == ["first0", "first1"]
    assert (done.before / "onward.sqlite3").read_bytes() == b"broken" * 2000


def test_a_large_record_is_restored_within_seconds(house):
    rows = [("2026-03-01", "checkin", "distress", 4.0, "")]
    for _ in range(600):
        keep(person=house[0].id, rows=rows)
    then = live()
    begun = time.monotonic()
    actions.back_up()
    actions.restore()
    assert live() == then
    assert time.monotonic() - begun < 20
