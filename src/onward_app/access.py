"""The only door to a record: who may see whose, and a note of each look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from onward_app import doors
from onward_app.accounts.actions import note_look
from onward_app.typed import words_of

View = Callable[..., HttpResponse]
# Help and the way back keep no note of a visit: someone may come there on their worst evening.
LEAVES_NO_TRACE = ("support", "way_back", "drafts")


def needs_sign_in(view: View) -> View:
    """Lets a view be reached by an adult who is signed in; others are shown how to come in.

    A form that is sent after the sign-in has ended is not kept, so its words are given back.
    """
    signed_in = login_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            typed = words_of(request)
            return render(request, "accounts/closed.html", {"typed": typed}, status=401)
        if request.user.is_authenticated and request.user.adult_at is None:
            return redirect_to_login(request.get_full_path(), reverse("accounts:adult"))
        return signed_in(request, *args, **more)

    return guarded


def needs_password_again(view: View) -> View:
    """Where many have accounts, ask for the password once more before what cannot be undone."""
    again: View = reauthentication_required(view, enabled=lambda _: doors.many())
    return again


@dataclass(frozen=True, slots=True)
class Access:
    """Leave to work with one record.

    Attributes
    ----------
    person : UUID
        Whose record it is.
    own : bool
        Whether it is that of the one who asks.
    alone : bool
        Whether who asks is the one person of this machine.
    """

    person: UUID
    own: bool
    alone: bool


def record_of(request: HttpRequest) -> Access:
    """The record that this request may work with, and a line in its owner's list.

    Raises
    ------
    PermissionDenied
        Nobody is signed in.
    """
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    room = request.resolver_match.app_name if request.resolver_match else ""
    if room not in LEAVES_NO_TRACE:
        _stay_signed_in(request)
        note_look(owner=user.pk, by=user.pk, room=room)
    return Access(person=user.pk, own=True, alone=user.alone)


def _stay_signed_in(request: HttpRequest) -> None:
    """Let the sign-in last from the last day of use, not from the first."""
    today = timezone.localdate().isoformat()
    if request.session.get("day") != today:
        request.session["day"] = today
