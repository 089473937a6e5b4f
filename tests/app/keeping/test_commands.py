"""The commands say in plain words what they did, and their exit codes tell how it went."""

import json

import pytest
import typer
from django.conf import settings
from typer.testing import CliRunner

from onward_app.commands import keeping
from onward_app.entries.actions import keep
from onward_app.keeping import backups, locks
from onward_app.vault.models import WrappedKey


@pytest.fixture
def onward():
    """Run a command of the room."""
    app = typer.Typer()
    keeping.add_to(app)
    return lambda *words, **more: CliRunner().invoke(app, list(words), **more)


def test_backup_names_the_file_and_what_is_not_in_it(house, onward):
    done = onward("backup")
    assert done.exit_code == 0, done.output
    kept = backups.listed(settings.BACKUPS)[0]
    assert str(kept.records) in done.output
    assert "of 2 people" in done.output
    assert "key file is not in it" in done.output


def test_backup_to_another_folder_and_its_list(house, onward, tmp_path):
    assert onward("backup", "--to", str(tmp_path / "stick")).exit_code == 0
    listed = onward("backup", "--list", "--to", str(tmp_path / "stick"))
    assert backups.listed(tmp_path / "stick")[0].stamp in listed.output
    assert onward("backup", "--list").exit_code == 1


def test_a_backup_of_broken_records_is_made_and_told(house, onward):
    WrappedKey.objects.filter(person=house[0].id).delete()
    done = onward("backup")
    assert done.exit_code == 1
    assert "1 people have no key" in done.output or "no key" in done.output
    assert backups.listed(settings.BACKUPS)


def test_restore_asks_first_and_a_no_changes_nothing(house, onward, words):
    onward("backup")
    keep(person=house[0].id, rows=[("2026-03-01", "note", "", None, "later")])
    done = onward("restore", input="n\n")
    assert done.exit_code == 1
    assert "later" in words()


def test_restore_and_its_undo(house, onward, words):
    onward("backup")
    keep(person=house[0].id, rows=[("2026-03-01", "note", "", None, "later")])
    done = onward("restore", "--yes")
    assert done.exit_code == 0, done.output
    assert "--undo" in done.output
    assert "later" not in words()
    assert onward("restore", "--undo", "--yes").exit_code == 0
    assert "later" in words()


def test_a_refusal_is_one_sentence_and_no_traceback(house, onward):
    onward("backup")
    with locks.no_server(settings.HOME):
        done = onward("restore", "--yes")
    assert done.exit_code == 1
    assert "Onward is open" in done.output
    assert "Traceback" not in done.output
    assert onward("restore", "1999", "--yes").exit_code == 1
    assert onward("restore", "--undo", "--keys").exit_code == 1


def test_move_says_no_in_words_and_keeps_the_password(house, onward):
    done = onward("move", "--to", "postgresql://me:topsecret@127.0.0.1:1/none")
    assert done.exit_code == 1
    assert "does not answer" in done.output
    assert "topsecret" not in done.output


@pytest.mark.sqlite_only
def test_move_tells_what_to_set(house, onward, empty_server):
    done = onward("move", "--to", empty_server)
    assert done.exit_code == 0, done.output
    assert "DATABASE_URL" in done.output
    assert empty_server not in done.output


def test_the_doctor_ends_with_one_where_something_is_wrong(house, onward):
    done = onward("doctor")
    assert done.exit_code == 1
    assert "onward backup" in done.output
    found = json.loads(onward("doctor", "--json").output)
    assert {"level", "title", "detail", "hint"} == set(found[0])
    assert any(one["level"] == "wrong" for one in found)
