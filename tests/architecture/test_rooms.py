"""Rooms look alike, and records are reached through one door."""

from __future__ import annotations

from pathlib import Path

import pytest
from room_rules import other_files, past_the_door, routed, unguarded
from tree import APP, TESTS, below, listed

# No rooms of the house: what the app adds to the command line, a database backend, and how each
# language writes a day.
NO_ROOM = {"commands", "fair_sqlite", "written_dates"}
ROOMS = sorted(
    p.parent
    for p in below(APP, "__init__.py")
    if p.parent.parent == APP and p.parent.name not in NO_ROOM
)
WITH_VIEWS = [room for room in ROOMS if (room / "urls.py").is_file()]
# What a room holds beyond the files that all rooms share, and why it is a file of its own.
OTHER_FILES = {
    "accounts/adapters.py": "where django-allauth asks how this house does it",
    "accounts/checks.py": "start-up mistakes as system checks with a hint",
    "accounts/second_steps.py": "forms of passkeys and codes, apart from those of accounts",
    "entries/editing.py": "an entry as the answers of the check-in: pure, tested without a web",
    "entries/given_back.py": "the one true thing that a visit gives back, apart from pages",
    "entries/lines.py": "rows as lines to read; takeout and entries both show them",
    "entries/vocabulary.py": "the words on the page for the names in a record",
    "journal/finding.py": "finds words whatever their case and accents: pure, tested without a web",
    "keeping/backups.py": "the folder of backups: names and ages, pure, tested without a database",
    "keeping/copying.py": "rows from one database to another, and the proof that both are equal",
    "keeping/databases.py": "databases opened for a short while beside the two lasting ones",
    "keeping/doctor.py": "runs all checks; works when the rest is broken",
    "keeping/erasures.py": "takes erased people out of a live or a restored database",
    "keeping/errors.py": "what keeping refuses",
    "keeping/failure.py": "why the last backup was not made",
    "keeping/finding.py": "one thing that the doctor found",
    "keeping/locks.py": "a server, a restore, a backup: who may touch the data folder at one time",
    "keeping/look_at_backups.py": "the doctor's checks of backups",
    "keeping/look_at_databases.py": "the doctor's checks of both databases",
    "keeping/look_at_files.py": "the doctor's checks of files, rights, room and settings",
    "keeping/router.py": "which short-lived database holds which tables",
    "keeping/schedule.py": "backups by themselves; a process of its own, begun by the server",
    "keeping/seals.py": "tries whether seals open, without showing what is in them",
    "keeping/sqlite_files.py": "SQLite as files: copied at one moment, put on the disk",
    "keeping/swapping.py": "puts restored files in place, all or none; before Django is set up",
    "keeping/trial.py": "makes a database out of a backup in a place of its own",
    "measures/checks.py": "start-up mistakes as system checks with a hint",
    "measures/packs": "questionnaires under licences of their own, to be taken out by deleting",
    "measures/telling.py": "what answers come to, in words: pure, tested without a web",
    "measures/texts.py": "which questionnaires can be answered here, in whose words",
    "path/picture.py": "drawing and remembering pictures, a phone's and a desk's",
    "plan/offers.py": "when the plan and a letter are offered: how seldom, apart from reads",
    "plan/showing.py": "what the plan page says of its signs and of the last time, in sentences",
    "plan/signs.py": "which early signs show in rows: pure, tested without a web",
    "practices/showing.py": "how the pages are filled, so that views stay short",
    "practices/trial.py": "a fair test as a person reads it: pure, tested without a web",
    "support/device.py": "the mark of a copy on this device; headers asks it at signing out",
    "support/manifest.py": "what a home screen is told: pure, tested without a web",
    "support/offline.py": "the pages of help as a browser keeps them: knows nobody",
    "takeout/arriving.py": "what of a sealed takeout is new here, and keeping just that",
    "takeout/copies.py": "which rows of a file are new: pure, tested without a web",
    "takeout/erasing.py": "erasing reaches every room; ended at the next start after a kill",
    "takeout/moving.py": "everything of one person as files, and back: pure, without a web",
    "takeout/offline.py": "opens a sealed takeout by itself: imports nothing of Onward",
    "takeout/reading.py": "one place calls the readers that the command line calls too",
    "takeout/sealed.py": "closes a takeout: pure, tested with known answers",
    "takeout/shapes.py": "what each room seals, held to the shapes that its pages write: pure",
    "takeout/strict.py": "takes parts of a takeout for what they are meant to be, or refuses: pure",
    "takeout/travelling.py": "which sealed tables a takeout holds, and which stay, and why",
    "takeout/uploads.py": "uploads stay in memory, so nothing unsealed touches the disk",
    "vault/checks.py": "start-up mistakes as system checks with a hint",
    "vault/erasing.py": "what an erasure leaves nowhere: the store's log, the list by the backups",
    "vault/errors.py": "what the vault refuses, without importing the vault",
    "vault/held.py": "keys that a passphrase opened: in memory, for a while",
    "vault/key_file.py": "the file that wraps the keys: read before Django is set up",
    "vault/key_text.py": "the text of a key file: pure, tested with known answers",
    "vault/keys.py": "data keys: the inside of the vault, reached by actions and queries",
    "vault/recovery.py": "a key as a code to type: pure, tested with known answers",
    "vault/rotation.py": "changing the key so that a kill at any point does no harm",
    "vault/router.py": "which database a table lives in",
    "vault/seal.py": "the format of a seal: pure, tested with known answers",
    "way_back/both.py": "two pages that write at one step: pure, tested without a web",
    "way_back/follow.py": "when it is asked how a small step is: pure, tested without a web",
    "way_back/seen.py": "what a record puts before a person: pure, tested without a web",
    "way_back/shape.py": "the shape of a sealed way back, old and new: pure; takeout reads it too",
    "way_back/showing.py": "how a step is shown and how its answers are kept",
}
# Views that answer without sign-in, and why. The accounts are the door itself.
OPEN = {
    "accounts.adult": "the question of age stands before any record",
    "accounts.closed": "says how to come in",
    "accounts.invited": "an invitation is followed before there is an account",
    "accounts.open_link": "the one-time link signs in",
    "accounts.out": "signing out must always work",
    "entries.start": "the first page says what this is; doors show after sign-in",
    "keeping.health": "who watches has no sign-in; it reads one row and says one word",
    "path.example": "an invented record, never stored",
    "path.example_closer": "the same record, looked at closer",
    "path.example_moving": "the same record, for the browser to draw",
    "path.example_table": "the same record as a table",
    "support.app": "the app's name and icons; the browser asks without cookies",
    "support.keep": "a copy on this device is taken away without signing in too",
    "support.kept": "the pages of help as a browser keeps them: the same for everybody",
    "support.worker": "the script that keeps them: the same for everybody",
    "support.help_now": "help is never locked (INTENDED_USE.md)",
    "support.safe": "help is never locked (INTENDED_USE.md)",
    "way_back.rest": "the end of Tonight",
    "way_back.start": "a way back works with no record at all",
    "way_back.stuck": "reads without a record; keeps nothing without sign-in",
    "way_back.tonight": "a hard night needs no sign-in; keeps nothing without one",
}


@pytest.mark.parametrize("room", ROOMS, ids=lambda p: p.name)
def test_a_room_holds_the_files_that_rooms_hold(room: Path) -> None:
    assert not (found := other_files(room, OTHER_FILES)), listed(found)


def test_every_reason_for_another_file_is_still_needed() -> None:
    assert not [name for name in OTHER_FILES if not (APP / name).exists()]


@pytest.mark.parametrize("room", WITH_VIEWS, ids=lambda p: p.name)
def test_records_are_reached_through_access_alone(room: Path) -> None:
    found = unguarded(room / "views.py", room / "urls.py", set(OPEN))
    assert not found, listed(found)


def test_every_open_view_is_still_there() -> None:
    views = {f"{room.name}.{name}" for room in WITH_VIEWS for name in routed(room / "urls.py")}
    assert not set(OPEN) - views


def test_the_person_comes_from_the_door_alone() -> None:
    doors = {"access.py", "accounts", "doors.py", "storage.py", "vault"}
    inside = [p for p in below(APP, ".py") if not doors & set(p.relative_to(APP).parts)]
    found = [o for path in inside for o in past_the_door(path)]
    assert not found, listed(found)


@pytest.mark.parametrize("room", WITH_VIEWS, ids=lambda p: p.name)
def test_url_word_app_templates_and_tests_share_a_name(room: Path) -> None:
    shows_pages = "render(" in (room / "views.py").read_text(encoding="utf-8")
    assert not shows_pages or (APP / "templates" / room.name).is_dir()
    assert (TESTS / "app" / room.name).is_dir()


URLS = 'from onward_app.room import views\n\nurlpatterns = [path("", views.show)]\n'


def a_room(folder: Path, views: str) -> tuple[Path, Path]:
    room = folder / "room"
    room.mkdir()
    (room / "views.py").write_text(views)
    (room / "urls.py").write_text(URLS)
    return room / "views.py", room / "urls.py"


GUARDED = (
    "@access.needs_sign_in\ndef show(request):\n    return f(access.record_of(request).person)\n"
)


def test_a_guarded_view_is_allowed(tmp_path: Path) -> None:
    assert not unguarded(*a_room(tmp_path, GUARDED), set())


@pytest.mark.parametrize(
    "views",
    [
        "def show(request):\n    return f(access.record_of(request).person)\n",
        "@access.needs_sign_in\ndef show(request):\n    return f(request.GET['person'])\n",
        "def other(request):\n    return 1\n",
    ],
)
def test_a_view_past_the_door_is_found(tmp_path: Path, views: str) -> None:
    assert unguarded(*a_room(tmp_path, views), set())


def test_an_open_view_must_be_listed(tmp_path: Path) -> None:
    views = "def show(request):\n    return 1\n"
    assert not unguarded(*a_room(tmp_path, views), {"room.show"})


def test_a_file_without_a_reason_is_found(tmp_path: Path) -> None:
    a_room(tmp_path, GUARDED)
    (tmp_path / "room" / "services.py").write_text("")
    assert other_files(tmp_path / "room", {})
    assert not other_files(tmp_path / "room", {"room/services.py": "because"})


@pytest.mark.parametrize(
    "line", ["person = request.user.pk", "rows = Entry.objects.all()", "person = request.user"]
)
def test_code_that_walks_round_the_door_is_found(tmp_path: Path, line: str) -> None:
    bad = tmp_path / "views.py"
    bad.write_text(f"def show(request):\n    {line}\n")
    assert past_the_door(bad)


def test_whether_anybody_is_signed_in_may_be_asked(tmp_path: Path) -> None:
    good = tmp_path / "views.py"
    good.write_text("def show(request):\n    return request.user.is_authenticated\n")
    assert not past_the_door(good)
