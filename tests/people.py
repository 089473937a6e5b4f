"""The cast: an owner, a stranger, and somebody who is not signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from onward_app.accounts.actions import settle_in
from onward_app.accounts.models import User


@pytest.fixture
def owner(db: None) -> User:
    """Whose record it is, alone on this machine."""
    return settle_in(alone=True)


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody else with a record of their own."""
    return settle_in(email="stranger@example.org")


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner_client(owner: User) -> Client:
    """The owner's browser."""
    return _signed_in(owner)


@pytest.fixture
def stranger_client(stranger: User) -> Client:
    """The stranger's browser."""
    return _signed_in(stranger)


@pytest.fixture
def anonymous_client(db: None) -> Client:
    """A browser that is not signed in."""
    return Client()
