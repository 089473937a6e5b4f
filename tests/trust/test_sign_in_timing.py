"""A wrong sign-in takes as long for an address that nobody has as for a known one (line 19)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from coming_in import EMAIL, PASSWORD, sign_in
from django.test import Client

from onward_app.accounts.actions import settle_in
from onward_app.passwords import Argon2

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("static_files_as_served"),
]
NOBODY = "nobody@example.org"
WRONG = "not this one at all"
APART = 0.002


@pytest.fixture
def house(settings: Any) -> None:
    """Accounts for many, without limits on tries, and somebody who has one."""
    settings.ACCOUNTS, settings.LOGIN_URL = "many", "account_login"
    settings.ACCOUNT_RATE_LIMITS = False
    user = settle_in(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()


def medians(tries: int, clock: Callable[[], float]) -> tuple[float, float]:
    """How long each kind took, interleaved and each first as often as second."""
    took: dict[str, list[float]] = {EMAIL: [], NOBODY: []}
    client = Client()
    for n in range(tries):
        for email in (EMAIL, NOBODY)[:: 1 if n % 2 else -1]:
            began = clock()
            answer = sign_in(client, WRONG, email=email)
            took[email].append(clock() - began)
            assert b"do not go together" in answer.content
    return statistics.median(took[EMAIL]), statistics.median(took[NOBODY])


def test_both_cost_one_hash(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    for name in ("verify", "encode"):
        theirs = getattr(Argon2, name)

        def counted(self: Argon2, *args: Any, _theirs: Any = theirs, **more: Any) -> Any:
            hashed.append("hash")
            return _theirs(self, *args, **more)

        monkeypatch.setattr(Argon2, name, counted)
    for email in (EMAIL, NOBODY):
        hashed.clear()
        sign_in(Client(), WRONG, email=email)
        assert hashed == ["hash"], email


def test_a_few_tries_cost_about_the_same_work(house: None) -> None:
    known, unknown = medians(9, time.process_time)
    # one hash more or less would be twice the work
    assert known / 1.5 < unknown < known * 1.5


@pytest.mark.whole
def test_of_five_hundred_tries_the_medians_are_less_than_two_milliseconds_apart(
    house: None,
) -> None:
    medians(5, time.perf_counter)
    known, unknown = medians(500, time.perf_counter)
    print(f"medians: known {known * 1000:.2f} ms, unknown {unknown * 1000:.2f} ms")
    assert abs(known - unknown) < APART, (known, unknown)
