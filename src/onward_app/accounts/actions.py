"""Everything that writes to accounts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onward_app.accounts.models import Look, OneTimeLink, User
from onward_app.vault.actions import create_key

LINK_LASTS = timedelta(hours=12)


@transaction.atomic
def settle_in(*, email: str | None = None, alone: bool = False) -> User:
    """Make a person and their key."""
    user = User(email=email, alone=alone)
    user.set_unusable_password()
    user.save()
    create_key(person=user.id)
    return user


@transaction.atomic
def owner_alone() -> User:
    """The one person of this machine, made with their key at the first start.

    Who is there already is given no new key: one that is lost must be told, not replaced.
    """
    return User.objects.filter(alone=True).first() or settle_in(alone=True)


@transaction.atomic
def make_link(*, user: User) -> str:
    """A fresh token for a one-time link; older ones that are over are swept."""
    OneTimeLink.objects.filter(until__lt=timezone.now()).delete()
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        digest=digest_of(token), user=user, until=timezone.now() + LINK_LASTS
    )
    return token


@transaction.atomic
def use_link(*, token: str) -> User | None:
    """Take a link: the person whom it signs in, or None where it is used, over or unknown."""
    link = (
        OneTimeLink.objects.select_related("user")
        .filter(digest=digest_of(token), until__gte=timezone.now(), user__is_active=True)
        .first()
    )
    # the delete decides who was first, should two come at once
    if link is None or not OneTimeLink.objects.filter(pk=link.pk).delete()[0]:
        return None
    return link.user


def note_look(*, owner: UUID, by: UUID, room: str) -> None:
    """Write a look to the owner's list; the owner's own looks once a day."""
    now = timezone.now()
    if owner == by:
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        if Look.objects.filter(owner=owner, by=by, at__gte=midnight).exists():
            return
    Look.objects.create(owner=owner, by=by, room=room, at=now)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
