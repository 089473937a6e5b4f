"""Forms of passkeys and codes: those of django-allauth, in the words of this house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from onward_app.accounts.forms import Plain

# A choice and no free text: what stands here is not sealed.
PASSKEYS = [
    ("phone", _("My phone")),
    ("computer", _("My computer")),
    ("tablet", _("My tablet")),
    ("key", _("A security key")),
    ("other", _("Another device")),
]


class ByCode(Plain, AuthenticateForm):  # type: ignore[misc]
    """The second step of a sign-in."""

    labels: ClassVar[dict[str, Any]] = {"code": _("A code from your app, or a spare code")}


class AgainByCode(Plain, ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something that matters."""

    labels: ClassVar[dict[str, Any]] = {"code": _("A code from your app, or a spare code")}


class NewApp(Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app. Until then its secret waits sealed in the session."""

    labels: ClassVar[dict[str, Any]] = {"code": _("The code that the app shows")}

    def __init__(self, *args: Any, **more: Any) -> None:
        session = context.request.session
        held = session.get(SECRET_SESSION_KEY) if (args or more.get("data")) else None
        secret = decrypt(held) if held else generate_totp_secret()
        session[SECRET_SESSION_KEY] = secret  # as theirs expects to find it, within this request
        super().__init__(*args, **more)
        self.secret = secret
        session[SECRET_SESSION_KEY] = held or encrypt(secret)


@contextmanager
def _as_sent_by_anybody() -> Iterator[None]:
    """What a device says is taken apart by libraries that trip over a shape they do not know."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, InvalidSignature):
        raise get_adapter().validation_error("incorrect_code") from None


class NewPasskey(Plain, AddWebAuthnForm):  # type: ignore[misc]
    """A passkey: it signs in by itself, after the device knew its owner."""

    name = forms.ChoiceField(choices=PASSKEYS, label=_("Where is it?"))
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def clean(self) -> dict[str, Any] | None:
        """Take what the device made."""
        with _as_sent_by_anybody():
            return super().clean()


class NameOfPasskey(Plain, EditWebAuthnForm):  # type: ignore[misc]
    """Which device a passkey is on."""

    name = forms.ChoiceField(choices=PASSKEYS, label=_("Where is it?"))


class _Shown:
    """A passkey that is shown to us."""

    def clean_credential(self) -> Authenticator:
        with _as_sent_by_anybody():
            return super().clean_credential()  # type: ignore[misc]


class ByPasskey(_Shown, LoginWebAuthnForm):  # type: ignore[misc]
    """Sign in by a passkey alone."""

    remember = forms.BooleanField(required=False)


class SecondByPasskey(_Shown, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step by a passkey."""


class AgainByPasskey(_Shown, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before something that matters."""
