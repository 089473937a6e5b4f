"""How somebody makes an account and signs in, as a browser does it."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

EMAIL = "anna@example.org"
PASSWORD = "four words come to mind"


def sign_up(client: Client, token: str, **more: str) -> Any:
    """Follow an invitation and fill in the form; an empty field is left out."""
    client.get(reverse("accounts:invited", args=[token]))
    form = {"email": EMAIL, "password1": PASSWORD, "adult": "on", **more}
    return client.post(reverse("account_signup"), {k: v for k, v in form.items() if v})


def sign_in(client: Client, password: str = PASSWORD, email: str = EMAIL, **more: str) -> Any:
    """Send the form of the sign-in."""
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def say_again(client: Client, password: str = PASSWORD) -> Any:
    """Say the password once more, before something that matters."""
    return client.post(reverse("account_reauthenticate"), {"password": password})
