"""An upgrade that is killed at any point runs through at the next start, and loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

DRIVER = Path(__file__).parent / "migrating_and_killed.py"
SLICE, WHOLE = 12, 100


def rounds_of(folder: Path, rounds: int, begin: str) -> list[dict[str, object]]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ONWARD_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(folder / "databases"), str(rounds), begin],
        env=kept,
        capture_output=True,
        text=True,
        timeout=60 + 5 * rounds,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def holds(found: list[dict[str, object]], rounds: int) -> None:
    whole, *each = found
    whole.pop("takes")
    assert whole["opens"] is True
    assert len(each) == rounds
    # the time is measured once, so on a busy machine a few may be done before they are killed
    assert sum(bool(one.pop("killed")) for one in each) >= rounds / 2
    assert [one.pop("again") for one in each] == [0] * rounds
    assert all(one == whole for one in each)


@pytest.mark.parametrize("begin", ["EMPTY", "BEFORE"])
def test_an_upgrade_that_is_killed_runs_through_afterwards(begin: str, tmp_path: Path) -> None:
    holds(rounds_of(tmp_path, SLICE, begin), SLICE)


@pytest.mark.whole
@pytest.mark.parametrize("begin", ["EMPTY", "BEFORE"])
def test_a_hundred_upgrades_that_are_killed_run_through(
    begin: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    if not pytestconfig.getoption("--all"):
        pytest.skip("the whole takes minutes: it runs with ./test --all")
    holds(rounds_of(tmp_path, WHOLE, begin), WHOLE)


def test_no_migration_asks_to_run_outside_of_a_transaction() -> None:
    loader = MigrationLoader(None)
    assert [key for key, m in loader.disk_migrations.items() if not m.atomic] == []


@pytest.mark.django_db(databases=["default", "keys"])
def test_every_table_has_the_migration_that_makes_it() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    for model in apps.get_models():
        alias = "keys" if model._meta.app_label == "vault" else "default"
        assert model._meta.db_table in connections[alias].introspection.table_names()
