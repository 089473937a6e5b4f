"""Trust 1: many people use one server at once; no page breaks, and pages stay quick."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from serving import REPOSITORY, Home, Server

pytestmark = pytest.mark.xdist_group("server")
MANY = {"ONWARD_ACCOUNTS": "many", "ONWARD_TLS": "off"}


def driver() -> Any:
    """The benchmark, which is no module of the tests."""
    spec = spec_from_file_location("benchmarks_load", REPOSITORY / "benchmarks" / "load.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


load = driver()


@pytest.fixture
def clinic(tmp_path: Path, database: dict[str, str]) -> Home:
    """A home for many people."""
    return Home(tmp_path, MANY | database)


def test_twenty_people_at_once_meet_no_error(clinic: Home) -> None:
    cookies = load.prepare(clinic, people=20, days=30)
    with Server(clinic) as server:
        for seconds in (3, 6, 12, 24):  # a busy machine needs longer to come to a write
            seen = load.drive(server.port, cookies, clients=4, seconds=seconds, thinking=0.05)
            if seen.failed or (seen.writes and len(seen.took) >= 5):
                break
    assert seen.failed == []
    assert seen.server_errors == 0
    assert seen.writes
    assert len(seen.took) >= 5


@pytest.mark.whole
def test_sixteen_clients_for_a_minute_are_served_in_time(clinic: Home) -> None:
    cookies = load.prepare(clinic, people=1000, days=365)
    with Server(clinic) as server:
        load.time.sleep(4)
        seen = load.drive(server.port, cookies, clients=16, seconds=60)
    load.report(seen)
    assert seen.failed == []
    assert seen.server_errors == 0
    assert 0.15 < seen.writes / len(seen.all) < 0.25
    assert load.share(seen.all, 0.95) < load.P95
    assert load.share(seen.all, 0.99) < load.P99
