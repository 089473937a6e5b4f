"""The mark that a person keeps a copy of their plan on this device.

The copy itself is in the browser alone. The mark says for whom it is kept, as a digest, so that
somebody else's sign-in in the same browser never renews it with another plan.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

LASTS = 400 * 24 * 3600


def mark(response: HttpResponse, person: UUID) -> None:
    """Note that this person's plan is to be kept in this browser."""
    response.set_cookie(
        _name(),
        _digest(person),
        max_age=LASTS,
        secure=settings.TLS,
        httponly=True,
        samesite="Lax",  # a page of help that is opened from elsewhere must see it too
    )


def unmark(response: HttpResponse) -> None:
    """Note that no plan is to be kept in this browser."""
    response.delete_cookie(_name(), samesite="Lax")
    response.cookies[_name()]["secure"] = settings.TLS


def marked(request: HttpRequest) -> bool:
    """Whether somebody chose to keep a copy in this browser."""
    return bool(request.COOKIES.get(_name()))


def wish(request: HttpRequest, person: UUID | None, *, readable: bool) -> str:
    """What the page's script is to do with the copy: ``keep``, ``leave`` or ``none``.

    Parameters
    ----------
    person : UUID or None
        Who is signed in; None where nobody is, or where their plan cannot be read now.
    readable : bool
        Whether their plan holds something to keep.
    """
    if not marked(request):
        return "none"
    if person is None or not constant_time_compare(request.COOKIES[_name()], _digest(person)):
        return "leave"
    return "keep" if readable else "none"


def _name() -> str:
    return "__Host-onward_keeps" if settings.TLS else "onward_keeps"


def _digest(person: UUID) -> str:
    return salted_hmac("onward.support.device", str(person), algorithm="sha256").hexdigest()[:32]
