"""Rows go from one database to another and back as they are, or not at all."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from onward_app.accounts.models import Look, User
from onward_app.entries.actions import keep, remove
from onward_app.entries.models import Entry
from onward_app.keeping import actions, backups, copying, databases, locks, sqlite_files
from onward_app.keeping.errors import Busy, KeepingError, Unequal
from onward_app.migrating import migrate


def write(user, word):
    return keep(person=user.id, rows=[("2026-03-01", "note", "", None, word)])


@pytest.fixture
def lived_in(house):
    """Rows of each kind of column: ids, bytes, times, nothing, numbers that count on."""
    Entry.objects.filter(person=house[0].id).update(made_at=timezone.now() - timedelta(days=500))
    remove(entry=write(house[0], "taken away"))
    for n in range(1200):
        Look.objects.create(owner=house[0].id, by=house[1].id, room=f"path{n}", at=timezone.now())
    return house


@pytest.fixture
def as_default():
    """Let another database be the live one for a while, as after a change of DATABASE_URL."""
    kept = []

    def become(database):
        connections["default"].close()
        kept.append((connections["default"], connections.settings["default"]))
        connections.settings["default"] = databases._CONNECTION | database | {"TEST": {}}
        del connections["default"]

    yield become
    for connection, known in reversed(kept):
        connections["default"].close()
        connections.settings["default"], connections["default"] = known, connection


@pytest.mark.sqlite_only
def test_to_a_server_and_back_every_bit_is_the_same(lived_in, empty_server, as_default, words):
    then, before = copying.contents("default"), words()
    file = databases.path_of()
    moved = actions.move(to=empty_server)
    assert copying.contents("default") == then == moved
    as_default(databases.at(empty_server))
    assert connections["default"].vendor == "postgresql"
    assert copying.contents("default") == then
    assert words() == before
    write(lived_in[0], "on the server")
    look = Look.objects.create(owner=lived_in[0].id, by=lived_in[0].id, room="x", at=timezone.now())
    assert look.pk > 1200
    there = copying.contents("default")
    home = actions.move(to="sqlite")
    assert home == there
    as_default(databases.file(settings.HOME / "onward.sqlite3"))
    assert copying.contents("default") == there
    assert "on the server" in words()
    sqlite_files.remove(settings.HOME / "onward.sqlite3")
    assert file.exists()


@pytest.mark.sqlite_only
def test_backup_and_restore_on_a_server(lived_in, empty_server, as_default, words):
    actions.move(to=empty_server)
    as_default(databases.at(empty_server))
    then = copying.contents("default")
    kept = actions.back_up().kept
    assert kept.records.read_bytes().startswith(b"SQLite format 3")
    write(lived_in[0], "later")
    later = copying.contents("default")
    done = actions.restore()
    assert copying.contents("default") == then
    assert done.before is not None
    actions.undo_restore()
    assert copying.contents("default") == later
    assert "later" in words()
    actions.restore(with_keys=True)
    assert copying.contents("default") == then
    write(lived_in[0], "again")
    assert "again" in words()


@pytest.mark.sqlite_only
def test_a_backup_of_a_server_is_one_moment(lived_in, empty_server, as_default, monkeypatch):
    actions.move(to=empty_server)
    as_default(databases.at(empty_server))
    then = copying.contents("default")
    entries = Entry.objects.count()
    real = copying._insert
    late = []

    def while_somebody_writes(model, alias, block):
        if not late and model is User:
            with databases.opened(databases.at(empty_server)) as other:
                late.append(Entry.objects.using(other).filter(person=lived_in[1].id).delete())
        real(model, alias, block)

    monkeypatch.setattr(copying, "_insert", while_somebody_writes)
    kept = actions.back_up().kept
    assert late
    assert Entry.objects.count() < entries
    with databases.records_at(kept.records) as alias:
        assert copying.contents(alias) == then


@pytest.mark.sqlite_only
def test_a_restore_that_breaks_on_a_server_changes_nothing(
    lived_in, empty_server, as_default, monkeypatch
):
    actions.move(to=empty_server)
    as_default(databases.at(empty_server))
    actions.back_up()
    write(lived_in[0], "later")
    later = copying.contents("default")
    monkeypatch.setattr(copying, "set_counters", lambda alias: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.restore()
    assert copying.contents("default") == later


@pytest.mark.sqlite_only
def test_a_database_that_holds_records_is_refused(lived_in, empty_server):
    actions.move(to=empty_server)
    with pytest.raises(KeepingError, match="holds records already"):
        actions.move(to=empty_server)


@pytest.mark.parametrize("to", ["mysql://me:topsecret@host/x", "topsecret", ""])
def test_an_address_that_is_none_is_refused_and_not_repeated(house, to):
    with pytest.raises(KeepingError, match="cannot be read") as refused:
        actions.move(to=to)
    assert "topsecret" not in str(refused.value)


def test_a_server_that_does_not_answer_is_told_without_its_password(house):
    with pytest.raises(KeepingError, match="does not answer") as refused:
        actions.move(to="postgresql://me:topsecret@127.0.0.1:1/none")
    assert "topsecret" not in str(refused.value)


def test_while_onward_is_open_nothing_moves(house):
    with locks.no_server(settings.HOME), pytest.raises(Busy, match="Onward is open"):
        actions.move(to="postgresql://me@127.0.0.1:1/none")


@pytest.mark.sqlite_only
def test_from_a_file_to_a_file_there_is_nothing_to_move(house):
    with pytest.raises(KeepingError, match="already"):
        actions.move(to="sqlite")


@pytest.fixture
def copied(lived_in, tmp_path):
    """A copy of all rows in a file of its own."""
    with databases.records_at(tmp_path / "copy") as alias:
        migrate(alias)
        with databases.snapshot("default") as source:
            copying.copy(source, alias)
        yield alias


def test_a_copy_is_equal_and_each_kind_of_difference_is_found(copied):
    then = copying.contents("default")
    assert copying.contents(copied) == then
    assert then["entries_entry"].rows == 3
    some = Entry.objects.using(copied).first()
    for change in (
        {"sealed": bytes(some.sealed)[:-1] + b"x"},
        {"made_at": some.made_at + timedelta(microseconds=1)},
        {"removed_at": timezone.now()},
    ):
        kept = {name: getattr(some, name) for name in change}
        Entry.objects.using(copied).filter(pk=some.pk).update(**change)
        with pytest.raises(Unequal, match="entries_entry"):
            copying.refuse_unequal(then, copying.contents(copied))
        Entry.objects.using(copied).filter(pk=some.pk).update(**kept)
    assert copying.contents(copied) == then


def test_sessions_are_not_copied(copied, client, house):
    from django.contrib.sessions.models import Session

    client.force_login(house[0])
    assert Session.objects.count()
    with databases.snapshot("default") as source:
        copying.copy(source, copied)
    assert Session.objects.using(copied).count() == 0


def test_a_copy_that_is_not_equal_is_not_kept(copied, house, monkeypatch):
    then = copying.contents(copied)
    write(house[0], "one more")
    monkeypatch.setattr(copying, "set_counters", lambda a: Entry.objects.using(a).all().delete())
    with databases.snapshot("default") as source, pytest.raises(Unequal):
        copying.copy(source, copied)
    assert copying.contents(copied) == then


def test_every_table_of_every_room_travels(house):
    from django.apps import apps

    named = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    travel = {m._meta.db_table for m in copying.tables("default")}
    keys = {m._meta.db_table for m in copying.tables("keys")}
    assert named - travel - keys - sqlite_files.NEVER_COPIED == set()


def test_a_list_of_backups_names_what_is_there(house):
    actions.back_up()
    assert len(backups.listed(settings.BACKUPS)) == 1
