"""Trust tests: databases and homes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import REPOSITORY, Home

POSTGRES = str(REPOSITORY / "tests" / "postgres.py")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a private PostgreSQL; skipped where the machine has none.

    Its folder is not pytest's: another run closes that to everybody but its own user.
    """
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    above = Path(tempfile.mkdtemp(prefix="onward-trust-"))
    above.chmod(0o711)  # the server may run as another user
    folder = above / "server"
    made = subprocess.run([sys.executable, POSTGRES, str(folder)], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no private PostgreSQL: {made.stderr.strip()}")
    try:
        yield made.stdout.strip()
    finally:
        subprocess.run([sys.executable, POSTGRES, "--end", str(folder)], check=True)
        shutil.rmtree(above, ignore_errors=True)


@pytest.fixture
def fresh_database(postgres: str, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of this test's own."""
    import psycopg

    name = f"trust_{tmp_path.name.lower().replace('-', '_')}_{os.getpid()}"[:60]
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{postgres.rpartition('/')[0]}/{name}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings of either database."""
    if request.param == "sqlite":
        return {}
    return {"DATABASE_URL": request.getfixturevalue("fresh_database")}


@pytest.fixture
def home(tmp_path: Path, database: dict[str, str]) -> Home:
    """A fresh home on either database."""
    return Home(tmp_path, dict(database))


@pytest.fixture
def home_on_sqlite(tmp_path: Path) -> Home:
    """A home of one person on SQLite."""
    made = Home(tmp_path)
    made.prepare()
    return made


@pytest.fixture(scope="session")
def static_files_as_served() -> None:
    """The collected, hashed files, as a person gets them."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def static_files() -> None:
    """The collected, hashed files, for pages that are made in this process."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
