"""The table in which limits are counted: shared, in one statement, and never run as code."""

from __future__ import annotations

import base64
import pickle
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from onward_app.limit_store import LimitStore

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def empty() -> None:
    """Each test begins with an empty table."""
    cache.clear()


def test_what_is_stored_comes_back() -> None:
    cache.set("tries", [3.5, 2.25])
    assert cache.get("tries") == [3.5, 2.25]
    assert cache.get("others", "none") == "none"


def test_a_second_add_is_refused_until_the_first_has_run_out() -> None:
    assert cache.add("door", True, timeout=10)
    assert not cache.add("door", True, timeout=10)
    with time_machine.travel(timezone.now() + timedelta(seconds=12)):
        assert cache.get("door") is None
        assert cache.add("door", True, timeout=10)


def test_it_can_be_taken_away_and_made_to_last() -> None:
    cache.set("door", 1, timeout=10)
    assert cache.touch("door", timeout=60)
    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        assert cache.get("door") == 1
        assert cache.delete("door")
        assert not cache.delete("door")
        assert not cache.touch("door")


def test_no_name_of_an_entry_stands_in_the_table() -> None:
    cache.set("tries:anna@example.org", 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM onward_cache")
        assert "anna" not in str(cursor.fetchall())


def test_what_somebody_wrote_into_the_table_is_not_run() -> None:
    cache.set("tries", 1)
    trick = base64.b64encode(pickle.dumps("it ran")).decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE onward_cache SET value = %s", [trick])
    with pytest.raises(ValueError, match="Expecting value"):
        cache.get("tries")


def test_of_too_many_those_that_end_first_go() -> None:
    small = LimitStore("onward_cache", {"OPTIONS": {"MAX_ENTRIES": 3}})
    for n in range(6):
        small.set(f"n{n}", n, timeout=100 + n)
    kept = [n for n in range(6) if small.get(f"n{n}") is not None]
    assert kept == [2, 3, 4, 5]
