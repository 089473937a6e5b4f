"""A full disk, one that may only be read, and none at all: told in plain words, and lived through.

The disks are real ones: a small file system in memory, filled to the last byte or mounted again
so that it may only be read.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from serving import Answer, Home, Reader, Server

from onward_app import storage
from onward_app.entries.models import Entry

SERVED = pytest.mark.xdist_group("server")
WORDS = "The long way home"
OPEN_TO_ALL = ["/support/", "/support/safe", "/way_back/tonight/1", "/way_back/tonight/2"]
OPEN_TO_ALL += ["/way_back/tonight/3", "/way_back/tonight/rest", "/path/example"]
OWN_PAGES = ["/", "/entries/today", "/entries/", "/path/", "/plan/", "/plan/edit", "/way_back/"]
OWN_PAGES += ["/way_back/steps/1", "/way_back/stuck", "/takeout/", "/accounts/looks"]


def full(*_: Any, **__: Any) -> None:
    raise OperationalError("database or disk is full")


def from_psycopg(code: str | None) -> DatabaseError:
    """An error as Django hands it on from PostgreSQL."""
    cause = psycopg.errors.lookup(code)() if code else psycopg.OperationalError("refused")
    error = OperationalError("private words may stand here")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OperationalError("database or disk is full"), storage.FULL),
        (OperationalError("attempt to write a readonly database"), storage.READ_ONLY),
        (OperationalError("database is locked"), storage.BUSY),
        (OperationalError("disk I/O error"), storage.AWAY),
        (OperationalError("unable to open database file"), storage.AWAY),
        (DatabaseError("database disk image is malformed"), storage.AWAY),
        (OSError(errno.ENOSPC, "No space left on device"), storage.FULL),
        (OSError(errno.EROFS, "Read-only file system"), storage.READ_ONLY),
        (from_psycopg("53100"), storage.FULL),
        (from_psycopg("25006"), storage.READ_ONLY),
        (from_psycopg("57P01"), storage.AWAY),
        (from_psycopg("53300"), storage.BUSY),
        (from_psycopg(None), storage.AWAY),
        (from_psycopg("42601"), None),
        (OperationalError("near SELECT: syntax error"), None),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError("database or disk is full"), None),
        (None, None),
    ],
)
def test_trouble_of_the_storage_is_told_from_mistakes(
    error: BaseException | None, trouble: storage.Trouble | None
) -> None:
    assert storage.trouble_of(error) == trouble


def test_it_is_found_behind_another_error() -> None:
    def through() -> None:
        try:
            full()
        except OperationalError:
            raise RuntimeError("the session could not be kept") from None

    with pytest.raises(RuntimeError) as caught:
        through()
    assert storage.trouble_of(caught.value) == storage.FULL


def test_a_note_that_finds_no_room_stops_nothing_but_a_mistake_does() -> None:
    with storage.reading_goes_on():
        raise OperationalError("database or disk is full")
    with pytest.raises(OperationalError), storage.reading_goes_on():
        raise OperationalError("near SELECT: syntax error")


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_words_of_a_form_are_given_back_and_the_draft_is_told(
    owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Entry, "save", full)
    answer = owner_client.post(reverse("entries:today"), {"note": f"{WORDS} <b>"})
    text = answer.content.decode()
    assert answer.status_code == 507
    assert answer["Retry-After"]
    assert f"{WORDS} &lt;b&gt;" in text
    assert "is not kept" in text
    assert reverse("support:help") in text
    assert reverse("support:safe") in text
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_words_that_open_a_door_are_not_shown_again() -> None:
    sent = {"note": WORDS, "passphrase": "four words of mine", "password1": "a b c"}
    answer = storage.Storage(lambda _: HttpResponse()).process_exception(
        RequestFactory().post("/", sent), OperationalError("database or disk is full")
    )
    assert answer is not None
    text = answer.content.decode()
    assert WORDS in text
    assert "four words of mine" not in text
    assert "a b c" not in text


def test_any_other_error_goes_on() -> None:
    middleware = storage.Storage(lambda _: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


@contextlib.contextmanager
def disk(at: Path, megabytes: int) -> Iterator[Path]:
    """A small disk of its own; skipped where this user may not mount one."""
    at.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(at)],
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("a disk can be mounted by the administrator of a machine only")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def fill(folder: Path) -> Path:
    """Take every byte that is left."""
    filling = folder / "filling"
    with filling.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(65536))
    with filling.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"0")
    return filling


def mount_again(at: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(at)], check=True, capture_output=True)


def check_in(reader: Reader, words: str) -> Answer:
    """Send the check-in of the page, as a person does."""
    page = reader.get("/entries/today")
    return reader.send("/entries/today", page.form("note"), note=words)


def on_the_list(reader: Reader) -> list[str]:
    """Which of the words that a test wrote are on the list."""
    text = reader.get("/entries/").text
    return [w for w in ("first", "second", "third") if f"The {w} entry" in text]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk(tmp_path / "disk", 16) as at:
        yield at


@pytest.fixture
def signed_in() -> Iterator[Callable[[Home, Server], Reader]]:
    """Makes a reader who is signed in and has looked at nothing yet; closed at the end."""
    made: list[Reader] = []

    def reader(home: Home, server: Server) -> Reader:
        made.append(Reader(server.port, home.session_of_owner()))
        return made[-1]

    yield reader
    for each in made:
        each.close()


@pytest.fixture
def begun(signed_in: Callable[[Home, Server], Reader]) -> Callable[[Home, Server], Reader]:
    """Makes a reader who is signed in, has looked today and written one entry."""

    def reader(home: Home, server: Server) -> Reader:
        made = signed_in(home, server)
        assert check_in(made, "The first entry").status == 302
        return made

    return reader


@pytest.fixture
def home(tmp_path: Path, small_disk: Path) -> Home:
    """A home whose data lie on the small disk, and whose log does not."""
    made = Home(tmp_path, {"ONWARD_HOME": str(small_disk / "home")})
    made.prepare()
    return made


@SERVED
def test_on_a_full_disk_nothing_is_lost_all_can_be_read_and_it_mends_itself(
    home: Home, small_disk: Path, begun: Callable[[Home, Server], Reader]
) -> None:
    with Server(home) as server:
        reader = begun(home, server)
        filling = fill(small_disk)
        answers = [check_in(reader, "The second entry " + "x" * 9000) for _ in range(40)]
        refused = next(a for a in answers if a.status != 302)
        assert refused.status == 507
        assert "is full" in refused.text
        assert "The second entry" in refused.text
        for path in (*OPEN_TO_ALL, *OWN_PAGES):
            assert (path, reader.get(path).status) == (path, 200)
        kept = sum(a.status == 302 for a in answers)
        assert reader.get("/entries/").text.count("The second entry") >= kept
        filling.unlink()
        assert check_in(reader, "The third entry").status == 302
        assert "third" in on_the_list(reader)


@SERVED
def test_the_first_look_of_a_day_on_a_full_disk_is_not_refused(
    home: Home, small_disk: Path, signed_in: Callable[[Home, Server], Reader]
) -> None:
    with Server(home) as server:
        # signed in, and nothing looked at yet: the look and the day of the sign-in find no room
        reader = signed_in(home, server)
        fill(small_disk)
        for path in (*OPEN_TO_ALL, *OWN_PAGES):
            assert (path, reader.get(path).status) == (path, 200)


@SERVED
def test_a_disk_that_may_only_be_read_is_read_and_it_mends_itself(
    home: Home, small_disk: Path, begun: Callable[[Home, Server], Reader]
) -> None:
    with Server(home) as server:
        reader = begun(home, server)
        page = reader.get("/entries/today")
        with read_only(home):
            for path in (*OPEN_TO_ALL, *OWN_PAGES):
                assert (path, reader.get(path).status) == (path, 200)
            refused = reader.send("/entries/today", page.form("note"), note="The second entry")
            assert refused.status == 503
            assert "can only be read" in refused.text
            assert "The second entry" in refused.text
        assert reader.send("/entries/today", page.form("note"), note="The third entry").kept
        assert on_the_list(reader) == ["first", "third"]


@contextlib.contextmanager
def read_only(home: Home) -> Iterator[None]:
    """The data folder, mounted over itself so that no new file of it can be opened to write."""
    data = home.settings["ONWARD_HOME"]
    subprocess.run(["mount", "--bind", data, data], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", data], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", data], check=True)


@SERVED
@pytest.mark.parametrize("without", ["the databases", "the keys", "the key file"])
def test_help_opens_with_no_database_at_all(
    without: str, tmp_path: Path, begun: Callable[[Home, Server], Reader]
) -> None:
    home = Home(tmp_path)
    home.prepare()
    with Server(home) as server:
        reader = begun(home, server)
        gone = {
            "the databases": ["onward.sqlite3", "keys.sqlite3"],
            "the keys": ["keys.sqlite3"],
            "the key file": [],
        }[without]
        put_away(home.data, gone, tmp_path / "away")
        if not gone:
            shutil.move(tmp_path / "configuration" / "key", tmp_path / "away" / "key")
        for path in OPEN_TO_ALL:
            assert (path, reader.get(path).status) == (path, 200)
        away = reader.get("/entries/")
        assert away.status in (500, 503)
        assert "/support/" in away.text
        put_back(home.data, gone, tmp_path / "away")
        if not gone:
            shutil.move(tmp_path / "away" / "key", tmp_path / "configuration" / "key")
        assert on_the_list(reader) == ["first"]


def put_away(data: Path, names: list[str], to: Path) -> None:
    to.mkdir()
    for file in [f for name in names for f in data.glob(f"{name}*")]:
        shutil.move(file, to / file.name)


def put_back(data: Path, names: list[str], where: Path) -> None:
    """What SQLite made meanwhile goes; what was put away comes back."""
    for file in [f for name in names for f in data.glob(f"{name}*")]:
        file.unlink(missing_ok=True)  # the server may have ended its log just now
    for name in names:
        for file in where.glob(f"{name}*"):
            shutil.move(file, data / file.name)


@pytest.fixture
def own_postgres() -> Iterator[tuple[str, Path]]:
    """A PostgreSQL of this test's own, that it may stop; skipped where there is none."""
    above = Path(tempfile.mkdtemp(prefix="onward-stopped-"))
    above.chmod(0o711)
    program = [sys.executable, str(Path(__file__).parents[1] / "postgres.py")]
    made = subprocess.run([*program, str(above / "server")], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no private PostgreSQL: {made.stderr.strip()}")
    yield made.stdout.strip(), above / "server"
    subprocess.run([*program, "--end", str(above / "server")], check=True)
    shutil.rmtree(above, ignore_errors=True)


@SERVED
def test_help_opens_while_postgresql_is_stopped(
    own_postgres: tuple[str, Path], tmp_path: Path, begun: Callable[[Home, Server], Reader]
) -> None:
    url, server_folder = own_postgres
    home = Home(tmp_path, {"DATABASE_URL": url})
    home.prepare()
    with Server(home) as server:
        reader = begun(home, server)
        page = reader.get("/entries/today")
        process = int((server_folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(process, 3)  # at once, as a machine that goes down
        for path in OPEN_TO_ALL:
            assert (path, reader.get(path).status) == (path, 200)
        assert reader.get("/entries/").status == 503
        refused = reader.send("/entries/today", page.form("note"), note="The second entry")
        assert refused.status == 503
        assert "The second entry" in refused.text


@pytest.mark.sqlite_only
@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_help_opens_for_who_is_signed_in_where_no_table_is_there(owner_client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_session")
    try:
        for path in OPEN_TO_ALL:
            answer = owner_client.get(path)
            assert (path, answer.status_code) == (path, 200)
            assert not answer.cookies, "the sign-in is as good as before once the disk is well"
        owner_client.raise_request_exception = False
        assert owner_client.get(reverse("entries:list")).status_code == 503
    finally:
        call_command("migrate", "sessions", "zero", "--fake", verbosity=0)
        call_command("migrate", "sessions", verbosity=0)
