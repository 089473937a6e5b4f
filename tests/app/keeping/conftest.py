"""A house of its own for each test: people with rows, and a folder for backups."""

import os
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def house(transactional_db, settings, tmp_path):
    """Two people with rows in a database that others may open too, and no backup yet."""
    from onward_app.accounts.actions import settle_in

    settings.BACKUPS = tmp_path / "backups"
    people = [settle_in(alone=True), settle_in(email="anna@example.org")]
    for number, user in enumerate(people):
        write(user.id, f"first{number}")
    yield people
    from onward_app.keeping import swapping

    for folder in swapping.displaced(settings.HOME):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def write(person, word):
    """One entry."""
    from onward_app.entries.actions import keep

    return keep(person=person, rows=[("2026-03-01", "note", "", None, word)])


@pytest.fixture
def words():
    """All words of the live records, opened."""

    def read():
        from onward_app.entries.models import Entry
        from onward_app.vault.queries import open_rows

        rows = open_rows(Entry.objects.all())
        return sorted(value["rows"][0][4] for _, value in rows)

    return read


@pytest.fixture(scope="session")
def server():
    """The address of a PostgreSQL that tests may make databases on."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    import postgres

    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="onward-keeping-"))
    try:
        yield postgres.begin(folder)
    finally:
        postgres.end(folder)


@pytest.fixture
def empty_server(server):
    """The address of an empty database on it."""
    import uuid

    import psycopg

    name = f"keeping_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f'CREATE DATABASE "{name}"')
    yield server.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
