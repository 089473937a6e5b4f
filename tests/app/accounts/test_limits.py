"""How often one may try: for each address, for each network, by all processes together."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from coming_in import EMAIL, sign_in
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onward_app.accounts.models import User

WRONG = "not this one at all"


def tried(answer: Any) -> str:
    text = answer.content.decode()
    return "limit" if "many tries" in text else "wrong" if "do not go together" in text else "in"


def test_the_sixth_try_in_five_minutes_is_not_looked_at(anna: User) -> None:
    assert [tried(sign_in(Client(), WRONG)) for _ in range(6)] == ["wrong"] * 5 + ["limit"]
    assert tried(sign_in(Client())) == "limit"
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert sign_in(Client()).status_code == 302


def test_another_name_of_the_host_gives_no_more_tries(many: Any, anna: User) -> None:
    many.ALLOWED_HOSTS = ["testserver", "localhost"]
    for _ in range(5):
        sign_in(Client(), WRONG)
    other = Client(headers={"host": "localhost"})
    assert tried(sign_in(other)) == "limit"


def test_large_letters_give_no_more_tries(anna: User) -> None:
    for _ in range(5):
        sign_in(Client(), WRONG)
    assert tried(sign_in(Client(), WRONG, email=EMAIL.upper())) == "limit"


def test_an_unknown_address_is_limited_alike(many: Any) -> None:
    tries = [tried(sign_in(Client(), WRONG, email="nobody@example.org")) for _ in range(6)]
    assert tries == ["wrong"] * 5 + ["limit"]


def test_a_clinic_behind_one_network_address_is_not_locked_out(anna: User) -> None:
    for person in range(20):
        sign_in(Client(), WRONG, email=f"person{person}@example.org")
    assert sign_in(Client()).status_code == 302


def test_one_network_cannot_go_through_many_addresses(many: Any) -> None:
    many.ACCOUNT_RATE_LIMITS = {**many.ACCOUNT_RATE_LIMITS, "login_failed": "8/10m/ip,5/5m/key"}
    tries = [tried(sign_in(Client(), WRONG, email=f"p{n}@example.org")) for n in range(9)]
    assert tries == ["wrong"] * 8 + ["limit"]


def test_many_posts_to_the_sign_in_are_answered_by_a_page_of_ours(many: Any) -> None:
    many.ACCOUNT_RATE_LIMITS = {**many.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    sign_in(Client(), WRONG)
    answer = sign_in(Client(), WRONG)
    assert answer.status_code == 429
    assert b"many times in a row" in answer.content
    assert reverse("support:help").encode() in answer.content


def test_a_made_up_way_through_proxies_is_not_believed(many: Any) -> None:
    many.ACCOUNT_RATE_LIMITS = {**many.ACCOUNT_RATE_LIMITS, "login_failed": "2/10m/ip"}
    said = [
        tried(
            Client(headers={"x-forwarded-for": f"203.0.113.{n}"}).post(
                reverse("account_login"), {"login": f"p{n}@example.org", "password": WRONG}
            )
        )
        for n in range(3)
    ]
    assert said == ["wrong", "wrong", "limit"]


def test_behind_one_proxy_only_what_it_added_counts(many: Any) -> None:
    many.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    many.ACCOUNT_RATE_LIMITS = {**many.ACCOUNT_RATE_LIMITS, "login_failed": "2/10m/ip"}

    def from_(way: str, n: int) -> str:
        client = Client(headers={"x-forwarded-for": way})
        return tried(sign_in(client, WRONG, email=f"p{n}@example.org"))

    assert [from_(f"10.0.0.{n}, 203.0.113.7", n) for n in range(3)] == ["wrong", "wrong", "limit"]
    assert from_("203.0.113.8", 4) == "wrong"


def test_without_any_network_address_all_share_one_limit(many: Any) -> None:
    client = Client(REMOTE_ADDR="")
    assert tried(sign_in(client, WRONG)) == "wrong"


def test_a_new_password_by_a_link_lifts_the_limit(anna: User) -> None:
    from onward_app.accounts.actions import link_for

    for _ in range(6):
        sign_in(Client(), WRONG)
    client, new = Client(), "another four good words"
    form = client.get(link_for(email=EMAIL))["Location"]
    client.post(form, {"password1": new, "password2": new})
    assert sign_in(Client(), new).status_code == 302


def test_the_table_of_limits_holds_no_address(anna: User) -> None:
    sign_in(Client(), WRONG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM onward_cache")
        rows = cursor.fetchall()
    assert rows
    for key, _value in rows:
        assert len(key) == 64
        assert set(key) <= set("0123456789abcdef")


def test_filling_the_table_pushes_no_limit_out(anna: User) -> None:
    for _ in range(5):
        sign_in(Client(), WRONG)
    for n in range(400):
        cache.set(f"filling {n}", 1, 600)
    assert tried(sign_in(Client())) == "limit"


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.parametrize("run_out", [False, True])
def test_of_many_at_once_one_adds(run_out: bool) -> None:
    cache.clear()
    if run_out:
        with time_machine.travel(timezone.now() - timedelta(minutes=5)):
            cache.add("lock", 1, timeout=10)
    gate, added = threading.Barrier(8), []

    def add() -> None:
        gate.wait()
        added.append(cache.add("lock", 1, timeout=60))
        connections.close_all()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(added) == [False] * 7 + [True]


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_tries_at_the_same_time_are_all_counted(many: Any) -> None:
    gate, said = threading.Barrier(8), []

    def attempt() -> None:
        gate.wait()
        said.append(tried(sign_in(Client(), WRONG)))
        connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("wrong") <= 5
    assert said.count("limit") >= 3
