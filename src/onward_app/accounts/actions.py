"""Everything that writes to accounts."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from onward_app.accounts.models import Invitation, Look, OneTimeLink, User
from onward_app.storage import reading_goes_on
from onward_app.vault.actions import create_key

LINK_LASTS = timedelta(hours=12)
INVITATION_LASTS = timedelta(days=14)
SIGN_IN_LASTS_AT_MOST = timedelta(days=90)


class InvitationUsed(Exception):
    """The invitation was used, is over, or never was."""


@transaction.atomic
def settle_in(*, email: str | None = None, alone: bool = False, adult: bool = True) -> User:
    """Make a person and their key; `adult` where they said that they are 18 or older."""
    user = User(email=email, alone=alone, adult_at=timezone.now() if adult else None)
    user.set_unusable_password()
    user.save()
    create_key(person=user.id)
    return user


@transaction.atomic
def owner_alone() -> User:
    """The one person of this machine, made with their key at the first start.

    Who is there already is given no new key: one that is lost must be told, not replaced.
    """
    return User.objects.filter(alone=True).first() or settle_in(alone=True, adult=False)


@transaction.atomic
def sign_up(*, user: User, invitation: str | None) -> User:
    """Save a new person who said that they are an adult, with their key.

    Parameters
    ----------
    user : User
        With e-mail and password, not saved yet.
    invitation : str, optional
        The digest of the invitation that is used up by this; none where sign-up is open.

    Raises
    ------
    InvitationUsed
        Somebody was faster, or it is over.
    """
    if invitation is not None:
        mine = Invitation.objects.filter(digest=invitation, until__gte=timezone.now())
        # the delete decides who was first, should two come at once
        if not mine.delete()[0]:
            raise InvitationUsed
    user.adult_at = timezone.now()
    user.save()
    create_key(person=user.id)
    return user


def say_adult(*, person: UUID) -> None:
    """Keep that a person said that they are 18 or older; the first time counts."""
    User.objects.filter(pk=person, adult_at=None).update(adult_at=timezone.now())


@transaction.atomic
def invite(*, email: str | None = None) -> str:
    """A fresh token for an invitation; older ones that are over are swept."""
    Invitation.objects.filter(until__lt=timezone.now()).delete()
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        digest=digest_of(token),
        email=email.lower() if email else None,
        until=timezone.now() + INVITATION_LASTS,
    )
    return token


@transaction.atomic
def adopt(*, email: str) -> User | None:
    """Give the one person of this machine an e-mail to sign in with; None where nobody is."""
    user = User.objects.filter(alone=True).first()
    if user is None:
        return None
    user.email, user.alone = email.lower(), False
    user.save(update_fields=["email", "alone"])
    return user


def link_for(*, email: str) -> str | None:
    """The path of a link that sets a new password, once; None where nobody has this address."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        return None
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


@transaction.atomic
def forget_second_steps(*, email: str) -> int:
    """Take a person's passkeys, app and codes away, for who has lost them all; how many."""
    gone: int = Authenticator.objects.filter(user__email=email.lower()).delete()[0]
    return gone


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


def forget_sign_in(*, key: str | None) -> None:
    """Forget from which network and browser a sign-in came, once it has ended."""
    UserSession.objects.filter(session_key=key).delete()


@transaction.atomic
def end_sign_ins(*, people: set[UUID]) -> None:
    """End every sign-in of these people, on all their devices."""
    whose = {str(person) for person in people}
    ended = [s.pk for s in Session.objects.iterator() if s.get_decoded().get(SESSION_KEY) in whose]
    Session.objects.filter(pk__in=ended).delete()
    UserSession.objects.filter(session_key__in=ended).delete()


@transaction.atomic
def sweep() -> None:
    """Forget sign-ins that have ended; the longest one ends after ninety days."""
    now = timezone.now()
    old = UserSession.objects.filter(created_at__lt=now - SIGN_IN_LASTS_AT_MOST)
    Session.objects.filter(session_key__in=old.values("session_key")).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def note_look(*, owner: UUID, by: UUID, room: str) -> None:
    """Write a look to the owner's list; the owner's own looks once a day.

    A disk that takes no more keeps nobody from their own record. Anybody else's look must be noted.
    """
    now = timezone.now()
    if owner == by:
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        if Look.objects.filter(owner=owner, by=by, at__gte=midnight).exists():
            return
        with reading_goes_on():
            Look.objects.create(owner=owner, by=by, room=room, at=now)
        return
    Look.objects.create(owner=owner, by=by, room=room, at=now)


def digest_of(token: str) -> str:
    """What is kept of a token: made with the signing key, so that nobody else can plant one."""
    return salted_hmac("onward_app.accounts", token, algorithm="sha256").hexdigest()
