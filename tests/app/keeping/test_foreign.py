"""What comes from a folder of somebody else is not believed: neither its acts nor its list."""

import os
import shutil
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from typer import Typer
from typer.testing import CliRunner

from onward_app.accounts.models import Invitation, OneTimeLink, User
from onward_app.commands import keeping
from onward_app.keeping import actions, backups, copying, databases, sqlite_files, swapping
from onward_app.keeping.errors import Torn
from onward_app.vault.models import Erasure, WrappedKey

LINK = "INSERT OR REPLACE INTO accounts_onetimelink SELECT 'd', id, '2099-01-01' FROM accounts_user"


def run(path, sql):
    with sqlite_files.opened(path) as db:
        db.execute(sql)


@pytest.fixture
def stick(house, tmp_path):
    """A folder of backups that is not the house's own."""
    folder = tmp_path / "stick"
    actions.back_up(folder=folder)
    for sum_ in folder.rglob("*.sha256"):
        sum_.unlink()
    return folder


@pytest.mark.parametrize(
    "planted",
    [
        f"CREATE TRIGGER t AFTER INSERT ON accounts_look BEGIN {LINK}; END",
        f"CREATE TRIGGER t AFTER DELETE ON django_session BEGIN {LINK}; END",
        "CREATE VIEW v AS SELECT 1",
    ],
)
def test_a_file_that_would_act_by_itself_is_refused(stick, planted):
    then = copying.contents("default")
    run(backups.listed(stick)[0].records, planted)
    with pytest.raises(Torn, match="triggers or views"):
        actions.restore(which=str(stick))
    assert copying.contents("default") == then
    assert swapping.displaced(settings.HOME) == []


def test_a_store_of_keys_that_would_act_by_itself_is_refused(stick):
    run(backups.key_backups(stick)[0], "CREATE VIEW v AS SELECT 1")
    with pytest.raises(Torn, match="triggers or views"):
        actions.restore(which=str(stick), with_keys=True)


def test_a_file_of_our_own_has_nothing_of_that_kind(house):
    kept = actions.back_up().kept
    for path in (kept.records, kept.keys):
        sqlite_files.refuse_planted(path, path.name)


def forge(folder, person):
    (folder / backups.ERASURES).write_text(f"{person} 2026-01-01T00:00:00+00:00\n")


@pytest.mark.parametrize("with_keys", [False, True])
def test_a_forged_list_destroys_no_key_and_the_undo_brings_all_back(stick, house, words, with_keys):
    forge(stick, house[0].id)
    done = actions.restore(which=str(stick), with_keys=with_keys)
    assert done.disputed == 1
    assert words() == ["first1"]
    assert WrappedKey.objects.filter(person=house[0].id).exists()
    assert not Erasure.objects.filter(person=house[0].id).exists()
    actions.undo_restore()
    assert words() == ["first0", "first1"]


def test_a_forged_list_destroys_none_in_own_backups_where_the_store_is_lost(stick, house):
    own = actions.back_up().kept
    forge(stick, house[0].id)
    connections["keys"].close()
    sqlite_files.remove(databases.path_of("keys"))
    actions.restore(which=str(stick), with_keys=True)
    actions.back_up()
    both = {user.id for user in house}
    assert sqlite_files.persons_in(own.keys, "vault_wrappedkey") == both


def test_with_consent_the_list_is_believed(stick, house, words):
    forge(stick, house[0].id)
    assert actions.restore(which=str(stick), erase_too=True).disputed == 0
    assert not WrappedKey.objects.filter(person=house[0].id).exists()
    assert Erasure.objects.filter(person=house[0].id).exists()


def test_the_command_says_what_it_did_not_believe(stick, house):
    app = Typer()
    keeping.add_to(app)
    forge(stick, house[0].id)
    done = CliRunner().invoke(app, ["restore", str(stick), "--yes"])
    assert done.exit_code == 0, done.output
    assert "calls 1 people erased" in done.output
    assert "--erase-too" in done.output


def test_keys_come_from_the_newest_store_that_is_whole(house, words):
    now = timezone.now()
    good, bad = (actions.back_up(now=now - timedelta(hours=n)).kept.keys for n in (2, 1))
    os.truncate(bad, 5000)
    connections["keys"].close()
    sqlite_files.remove(databases.path_of("keys"))
    done = actions.restore(with_keys=True)
    assert done.passed_over == [bad]
    assert words() == ["first0", "first1"]
    assert good.exists()


def test_where_all_stores_are_torn_it_is_told_and_nothing_is_changed(house):
    kept, then = actions.back_up().kept, copying.contents("default")
    os.truncate(kept.keys, 5000)
    with pytest.raises(Torn):
        actions.restore(with_keys=True)
    assert copying.contents("default") == then


def test_no_link_and_no_invitation_comes_back(house, tmp_path):
    until = timezone.now() + timedelta(days=1)
    user = User.objects.get(pk=house[0].id)
    OneTimeLink.objects.create(digest="a" * 64, user=user, until=until)
    Invitation.objects.create(digest="b" * 64, until=until)
    kept = actions.back_up().kept
    shutil.copy(kept.records, tmp_path / "look")
    assert b"a" * 64 not in kept.records.read_bytes()
    with databases.records_at(tmp_path / "look") as alias:
        assert OneTimeLink.objects.using(alias).count() == 0
        assert Invitation.objects.using(alias).count() == 0
    actions.restore()
    assert not OneTimeLink.objects.exists()
    assert not Invitation.objects.exists()
