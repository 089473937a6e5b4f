"""Backups come by themselves: soon after a start if the last is old, then each day."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from onward_app.keeping import backups, schedule

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


def made(folder, at):
    (folder / "records").mkdir(parents=True, exist_ok=True)
    backups.records_file(folder, backups.stamp_of(at)).write_bytes(b"")


def test_without_any_one_is_due(tmp_path):
    assert schedule.is_due(tmp_path, NOW, schedule.OLD)


@pytest.mark.parametrize(
    ("hours", "due"), [(1, False), (19, False), (21, True), (-2, True), (-900, True)]
)
def test_one_is_due_by_the_age_of_the_newest(tmp_path, hours, due):
    made(tmp_path, NOW - timedelta(hours=hours))
    made(tmp_path, NOW - timedelta(days=90))
    assert schedule.is_due(tmp_path, NOW, schedule.OLD) is due


def test_a_clock_that_was_ahead_once_asks_for_one_and_not_for_ever(tmp_path):
    made(tmp_path, NOW + timedelta(days=365))
    asked = []
    for minutes in range(0, 48 * 60, 5):
        now = NOW + timedelta(minutes=minutes)
        if schedule.is_due(tmp_path, now, schedule.EACH):
            made(tmp_path, now)
            asked.append(minutes)
    assert asked == [0, 24 * 60 + 5]


def days_of(monkeypatch, folder, *, hours, works=lambda now: True):
    """The hours at which one was asked for, looking once an hour."""
    monkeypatch.setenv("ONWARD_BACKUPS", str(folder))
    asked, stop, looks = [], threading.Event(), iter(range(hours))
    with time_machine.travel(NOW, tick=False) as clock:

        def make():
            now = datetime.now(UTC)
            asked.append(int((now - NOW).total_seconds() // 3600))
            if works(now):
                made(folder, now)
                return True
            return False

        def wait(seconds):
            if next(looks, None) is None:
                return True
            clock.shift(3600)
            return False

        monkeypatch.setattr(schedule, "make_one", make)
        monkeypatch.setattr(stop, "wait", wait)
        schedule.keep_backing_up(stop)
    return asked


def test_one_soon_after_the_start_and_then_each_day(monkeypatch, tmp_path):
    made(tmp_path, NOW - timedelta(hours=21))
    assert days_of(monkeypatch, tmp_path, hours=60) == [1, 26, 51]


def test_a_start_after_a_fresh_one_waits_for_its_day(monkeypatch, tmp_path):
    made(tmp_path, NOW - timedelta(hours=3))
    assert days_of(monkeypatch, tmp_path, hours=30) == [22]


def test_after_a_failure_it_is_tried_again_in_an_hour(monkeypatch, tmp_path):
    good_from = NOW + timedelta(hours=3)
    asked = days_of(monkeypatch, tmp_path, hours=10, works=lambda now: now >= good_from)
    assert asked == [1, 2, 3]


@pytest.fixture
def own_house(tmp_path):
    """The environment of a house that was begun by a start."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("ONWARD_", "DJANGO_"))}
    own.pop("DATABASE_URL", None)
    own["ONWARD_HOME"] = str(tmp_path / "home")
    own["ONWARD_KEY_FILE"] = str(tmp_path / "configuration" / "key")
    begin = "from onward_app import environment, starting; environment.begin(); starting.prepare()"
    subprocess.run([sys.executable, "-c", begin], env=own, check=True, timeout=60)
    return own


def test_the_process_of_its_own_makes_one(own_house, tmp_path, monkeypatch):
    for name, value in own_house.items():
        if name.startswith("ONWARD_"):
            monkeypatch.setenv(name, value)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert schedule.make_one()
    assert len(backups.listed(tmp_path / "home" / "backups")) == 1


def test_why_none_was_made_is_kept_for_the_doctor(own_house, tmp_path):
    (tmp_path / "home" / "backups").write_text("a file is in the way")
    command = [sys.executable, "-m", "onward_app.nightly"]
    done = subprocess.run(command, env=own_house, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert (tmp_path / "home" / "backup_failed").read_text().strip()
    begin = "import typer; from onward_app.commands import keeping; app = typer.Typer()"
    ask = [sys.executable, "-c", f"{begin}; keeping.add_to(app); app()", "doctor"]
    said = subprocess.run(ask, env=own_house, capture_output=True, text=True, timeout=60)
    assert said.returncode == 1
    assert "The last try made none" in " ".join(said.stdout.split())
