"""The house as it is served for many people, and somebody who has an account in it."""

from __future__ import annotations

from typing import Any

import pytest
from coming_in import EMAIL, sign_in, sign_up
from django.core.cache import cache
from django.test import Client

from onward_app.accounts.actions import invite
from onward_app.accounts.models import User


@pytest.fixture
def many(settings: Any, db: None) -> Any:
    """Accounts for many people, by invitation, without mail; each test counts its own tries."""
    settings.ACCOUNTS = "many"
    settings.LOGIN_URL = "account_login"
    cache.clear()
    return settings


@pytest.fixture
def with_mail(many: Any) -> Any:
    """The same, where letters can be sent."""
    many.MAIL = True
    many.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    many.ACCOUNT_EMAIL_NOTIFICATIONS = True
    many.MFA_ALLOW_UNVERIFIED_EMAIL = False
    return many


@pytest.fixture
def anna(many: Any) -> User:
    """Somebody who signed up by invitation, as people do."""
    sign_up(Client(), invite())
    return User.objects.get(email=EMAIL)


@pytest.fixture
def anna_client(anna: User) -> Client:
    """Her browser, signed in by her password."""
    client = Client()
    assert sign_in(client).status_code == 302
    return client
