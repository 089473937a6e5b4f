"""Forms of accounts: those of django-allauth, in the words of this house."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as theirs
from allauth.account.utils import has_verified_email
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.validators import EmailValidator
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onward_app.accounts import queries
from onward_app.accounts.adapters import INVITED
from onward_app.accounts.models import User

ADULT = _("I am 18 or older.")
ADULT_NEEDED = _("Onward is for adults. Tick this if you are 18 or older.")
GOOD_PASSWORD = _("12 letters or more. Four words that come to your mind are fine.")
NOT_PROVED = _("Your e-mail of now is not confirmed yet. Sign out and in again for a letter.")
NO_MAIL = _("This Onward sends no mail. Ask the person who runs it for a link.")


class Plain(forms.Form):
    """Our words beside the fields, and nothing inside them that vanishes while one types."""

    labels: ClassVar[dict[str, Any]] = {}
    helps: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Type this first.")
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("This does not look like an e-mail address.")
                field.validators = [
                    EmailValidator(field.error_messages["invalid"])
                    if isinstance(v, EmailValidator)
                    else v
                    for v in field.validators
                ]


class Adult(forms.Form):
    """The one question before anything private."""

    adult = forms.BooleanField(label=ADULT, error_messages={"required": ADULT_NEEDED})


class SignIn(Plain, theirs.LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    labels: ClassVar[dict[str, Any]] = {
        "login": _("E-mail"),
        "password": _("Password"),
        "remember": _("Stay signed in on this device"),
    }
    helps: ClassVar[dict[str, Any]] = {
        "remember": _("For fourteen days from your last visit. Only on a device of your own."),
    }


class SignUp(Plain, theirs.SignupForm):  # type: ignore[misc]
    """A new account, for adults, by invitation or where the house is open."""

    adult = forms.BooleanField(label=ADULT, error_messages={"required": ADULT_NEEDED})
    field_order = ("email", "password1", "adult")
    labels: ClassVar[dict[str, Any]] = {"email": _("E-mail"), "password1": _("A password")}
    helps: ClassVar[dict[str, Any]] = {"password1": GOOD_PASSWORD}

    def clean_email(self) -> str:
        """An invitation for one address makes an account for that one alone."""
        value: str = super().clean_email()
        digest = context.request.session.get(INVITED)
        invitation = queries.invitation(digest) if settings.SIGN_UP == "invitation" else None
        if invitation and invitation.email and invitation.email != value:
            raise forms.ValidationError(_("Your invitation is for another e-mail."))
        return value

    def save(self, request: HttpRequest) -> User:
        """The person, their address and the used invitation: all of it or nothing."""
        with transaction.atomic():
            user: User = super().save(request)
        return user


class NewAddress(Plain, theirs.AddEmailForm):  # type: ignore[misc]
    """Another e-mail, which has to be proved by a letter."""

    labels: ClassVar[dict[str, Any]] = {"email": _("Your new e-mail")}

    def clean_email(self) -> str:
        """Without mail it could not be proved; and the old one is let go for a proved one only."""
        if not settings.MAIL:
            raise forms.ValidationError(NO_MAIL)
        if not has_verified_email(self.user):
            raise forms.ValidationError(NOT_PROVED)
        value: str = super().clean_email()
        return value


class NewPassword(Plain, theirs.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""

    labels: ClassVar[dict[str, Any]] = {
        "oldpassword": _("The password you have now"),
        "password1": _("A new password"),
        "password2": _("The new password again"),
    }
    helps: ClassVar[dict[str, Any]] = {"password1": GOOD_PASSWORD}


class FirstPassword(Plain, theirs.SetPasswordForm):  # type: ignore[misc]
    """A password for who has none yet."""

    labels: ClassVar[dict[str, Any]] = {
        "password1": _("A password"),
        "password2": _("The password again"),
    }
    helps: ClassVar[dict[str, Any]] = {"password1": GOOD_PASSWORD}


class PasswordByLink(Plain, theirs.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by a link that works once."""

    labels: ClassVar[dict[str, Any]] = {
        "password1": _("A new password"),
        "password2": _("The new password again"),
    }
    helps: ClassVar[dict[str, Any]] = {"password1": GOOD_PASSWORD}


class ForgottenPassword(Plain, theirs.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a letter with a link."""

    labels: ClassVar[dict[str, Any]] = {"email": _("E-mail")}

    def clean_email(self) -> str:
        """Without mail there is no letter."""
        if not settings.MAIL:
            raise forms.ValidationError(NO_MAIL)
        value: str = super().clean_email()
        return value


class SamePerson(Plain, theirs.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    labels: ClassVar[dict[str, Any]] = {"password": _("Your password")}
