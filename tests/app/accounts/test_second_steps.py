"""Codes of an app and spare codes: asked for after the password, sealed where they lie."""

from __future__ import annotations

import json
import re
import time
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from coming_in import EMAIL, say_again, sign_in
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from onward_app.accounts.actions import forget_second_steps, settle_in
from onward_app.accounts.models import User

ADD_APP = "mfa_activate_totp"


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def shown_secret(client: Client) -> str:
    page = client.get(reverse(ADD_APP)).content.decode()
    found = re.search(r'class="secret">(\w+)<', page)
    assert found, page
    return found[1]


def use_an_app(client: Client) -> str:
    say_again(client)
    secret = shown_secret(client)
    answer = client.post(reverse(ADD_APP), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def spare_codes(client: Client) -> list[str]:
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"<li><code>(\d{8})</code>", page)


def second_step(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def test_a_change_asks_for_the_password_first(anna_client: Client) -> None:
    for name in (ADD_APP, "mfa_add_webauthn"):
        answer = anna_client.get(reverse(name))
        assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_after_the_password_the_app_is_asked_for(anna_client: Client) -> None:
    secret = use_an_app(anna_client)
    client = Client()
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("entries:today")).status_code == 302
    assert second_step(client, "000000").status_code == 200
    assert second_step(client, code_of(secret))["Location"] == "/"
    assert client.get(reverse("entries:today")).status_code == 200


def test_a_code_of_the_app_works_once(anna_client: Client) -> None:
    secret = use_an_app(anna_client)
    code = code_of(secret)
    for expected in (302, 200):
        client = Client()
        sign_in(client)
        assert second_step(client, code).status_code == expected


def test_a_spare_code_works_once(anna_client: Client) -> None:
    use_an_app(anna_client)
    codes = spare_codes(anna_client)
    assert len(set(codes)) == 10
    for expected in (302, 200):
        client = Client()
        sign_in(client)
        assert second_step(client, codes[0]).status_code == expected
    assert len(spare_codes(anna_client)) == 9


def test_new_spare_codes_end_the_old_ones(anna_client: Client) -> None:
    use_an_app(anna_client)
    old = spare_codes(anna_client)
    anna_client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(spare_codes(anna_client))
    file = anna_client.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert spare_codes(anna_client)[3] in file


def test_the_secrets_lie_sealed(anna_client: Client) -> None:
    say_again(anna_client)
    secret = shown_secret(anna_client)
    held = "".join(str(s.get_decoded()) for s in Session.objects.all())
    assert secret not in held
    anna_client.post(reverse(ADD_APP), {"code": code_of(secret)})
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not re.search(r'"seed": "[0-9a-f]{80}"', stored)
    assert len(spare_codes(anna_client)) == 10


def test_the_secret_of_another_does_not_open_in_this_row(anna: User, anna_client: Client) -> None:
    secret = use_an_app(anna_client)
    ben = settle_in(email="ben@example.org")
    ben.set_password("four other words here")
    ben.save()
    stolen = Authenticator.objects.get(user=anna, type="totp")
    Authenticator.objects.create(user=ben, type="totp", data=stolen.data)
    client = Client()
    sign_in(client, "four other words here", "ben@example.org")
    assert second_step(client, code_of(secret, 1)).status_code == 500
    assert client.get(reverse("entries:today")).status_code == 302


def test_taking_the_app_away_ends_the_second_step(anna_client: Client) -> None:
    use_an_app(anna_client)
    assert anna_client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.exists()
    assert sign_in(Client())["Location"] == "/"


def test_who_has_lost_them_all_is_helped_by_the_host(anna: User, anna_client: Client) -> None:
    use_an_app(anna_client)
    assert forget_second_steps(email=EMAIL.upper()) == 2
    assert sign_in(Client())["Location"] == "/"


def test_guessing_codes_is_limited(anna_client: Client) -> None:
    secret = use_an_app(anna_client)
    cache.clear()
    client = Client()
    sign_in(client)
    for _ in range(5):
        assert b"did not fit" in second_step(client, "000000").content
    assert b"many tries" in second_step(client, code_of(secret, 0)).content


@pytest.mark.parametrize("name", ["mfa_remove_webauthn", "mfa_edit_webauthn"])
def test_a_passkey_of_another_is_missing(anna_client: Client, name: str) -> None:
    say_again(anna_client)
    ben = settle_in(email="ben@example.org")
    key = Authenticator.objects.create(user=ben, type="webauthn", data={"name": "phone"})
    for pk in (key.pk, uuid4().int % 10**9):
        for method in ("GET", "POST"):
            assert anna_client.generic(method, reverse(name, args=[pk])).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


MADE_UP = ["", "{}", "[]", '{"id": "x"}', "not json", '{"response": 3}', '{"id": 1, "rawId": 1}']


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_refused_kindly(anna: User, credential: str) -> None:
    client = Client()
    page = reverse("mfa_login_webauthn")
    client.get(page, headers={"accept": "application/json"})
    answer = client.post(page, {"credential": credential})
    assert answer["Location"] == reverse("account_login")
    assert client.get(reverse("entries:today")).status_code == 302


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_not_added(anna_client: Client, credential: str) -> None:
    say_again(anna_client)
    page = reverse("mfa_add_webauthn")
    anna_client.get(page)
    form = {"name": "phone", "passwordless": "True", "credential": credential}
    assert anna_client.post(page, form).status_code == 200
    assert not Authenticator.objects.exists()
