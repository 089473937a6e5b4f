"""Where django-allauth asks how this house does it."""

from __future__ import annotations

import base64
import logging
import time
from smtplib import SMTPException
from typing import Any, ClassVar
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from onward_app.accounts import actions, queries
from onward_app.accounts.models import User
from onward_app.vault import keys
from onward_app.vault.seal import place

INVITED = "invitation"
NOWHERE = "127.0.0.1"
SECOND_STEPS = "mfa_authenticator"
FIRST_DEVICE = "phone"
_log = logging.getLogger("onward.accounts")


class Account(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up, sign-in and mail."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("This e-mail and this password do not go together."),
        "email_taken": _("There is an account with this e-mail. You can sign in with it."),
        "duplicate_email": _("This is your e-mail already."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_code": _("This code does not fit. Codes change often; try the newest."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "There were many tries just now. Wait five minutes, or use your passkey."
        ),
        "rate_limited": _("That was many times in a row. Wait a few minutes, then go on."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether this browser may make an account."""
        if settings.SIGN_UP == "invitation":
            return queries.invitation(request.session.get(INVITED)) is not None
        return bool(settings.SIGN_UP == "open")

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Save a new person with their key; their invitation is used up."""
        super().save_user(request, user, form, commit=False)
        digest = request.session.get(INVITED) if settings.SIGN_UP == "invitation" else None
        if settings.SIGN_UP == "invitation" and digest is None:
            raise ImmediateHttpResponse(_closed(request))
        try:
            actions.sign_up(user=user, invitation=digest)
        except actions.InvitationUsed:
            raise ImmediateHttpResponse(_closed(request)) from None
        request.session.pop(INVITED, None)
        return user

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Keep the wish to stay signed in, through a second step too."""
        request.session["stay"] = bool(request.POST.get("remember"))
        response: HttpResponse | None = super().pre_login(request, user, **more)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and sweep sign-ins that have ended."""
        super().login(request, user)
        stay = request.session.get("stay")
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if stay else 0)
        request.session["began"] = request.session["seen"] = int(time.time())
        actions.sweep()

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and forget where this sign-in came from."""
        actions.forget_sign_in(key=request.session.session_key)
        super().logout(request)
        request.signed_out = True  # type: ignore[attr-defined]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network address; through a socket file without a header there is none."""
        return get_client_ip(request) or NOWHERE

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # without the host's name: who uses another name of it has no more tries
        return str(credentials.get("email", "")).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter; where that does not work, say so instead of breaking the page."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            _log.error("a letter was not sent", exc_info=error)
            self.add_message(
                self.request,
                messages.ERROR,
                message=str(_("The letter could not be sent. Please try again later.")),
            )


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, codes of an app, recovery codes: their secrets lie sealed."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This did not fit. Try once more, with the newest code."),
        "unverified_email": _("Open the link in the letter we sent you first. Then come back."),
        "cannot_generate_recovery_codes": _("Add a passkey or an app first. Codes come with it."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret with the key of the person who is here."""
        person = _who_is_here()
        return base64.b64encode(keys.seal(person, _place(person), text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it; another person's secret in this person's row does not open."""
        person = _who_is_here()
        sealed = base64.b64decode(encrypted_text)
        return keys.open_seal(person, _place(person), sealed).decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """What stands first in the list of devices; a name is a choice, not free text."""
        return FIRST_DEVICE

    def _get_site_name(self) -> str:
        return "Onward"

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What the device shows of a passkey: the e-mail it signs in."""
        name = self._get_user_identifier(user)
        shown: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return shown | {"display_name": name}


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "account/signup_closed.html")


def _who_is_here() -> UUID:
    """Who is signed in, or is between the first step and the second."""
    request = context.request
    stage = getattr(request, "_login_stage", None)
    user = request.user if request.user.is_authenticated else stage and stage.login.user
    if not user:
        raise PermissionDenied
    person: UUID = user.pk
    return person


def _place(person: UUID) -> bytes:
    return place(person, SECOND_STEPS, person)
