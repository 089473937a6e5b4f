"""Which doors a house has: one link for one person alone, or accounts for many.

Both are routed always. What the house does not have answers as if it were not there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse

LONGEST_WITHOUT_STAY = 12 * 3600
IDLE_FACTOR = 4
A_MINUTE = 60


def many() -> bool:
    """Whether this house is served for many people, who have accounts."""
    return bool(settings.ACCOUNTS == "many")


def whose_house(request: HttpRequest) -> dict[str, object]:
    """For templates: whether people have accounts here, who may make one, whether mail is sent."""
    return {"many": many(), "mail": settings.MAIL, "sign_up": settings.SIGN_UP}


class Doors:
    """Middleware: alone, every address of the accounts' package is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], more: Any
    ) -> None:
        """Refuse a view that belongs to the other kind of house."""
        whole = getattr(view, "view_class", view)
        if whole.__module__.startswith("allauth.") and not many():
            raise Http404


class SignIns:
    """Middleware: a sign-in that nobody asked to keep ends by itself.

    It ends after twelve hours, or when nobody used it for four times `ONWARD_LOCK_AFTER`. With
    "stay signed in" it lasts fourteen days from the last day of use; alone, always so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if many() and request.user.is_authenticated and not request.session.get("stay"):
            if _is_over(request):
                logout(request)
            else:
                _seen_now(request)
        return self.get_response(request)


def _is_over(request: HttpRequest) -> bool:
    now, session = time.time(), request.session
    idle = settings.LOCK_AFTER * A_MINUTE * IDLE_FACTOR
    began, seen = session.get("began", now), session.get("seen", now)
    return bool(now - began > LONGEST_WITHOUT_STAY or now - seen > idle)


def _seen_now(request: HttpRequest) -> None:
    """Remember the use, at most once a minute: each time is a write.

    A moment that is still to come was noted while the clock was ahead; it is put right.
    """
    now, session = int(time.time()), request.session
    if session.get("began", now + 1) > now:
        session["began"] = now
    if not 0 <= now - session.get("seen", 0) < A_MINUTE:
        session["seen"] = now
