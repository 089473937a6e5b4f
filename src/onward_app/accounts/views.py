"""Coming in by a link, going out, and who has looked."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from onward_app import access
from onward_app.accounts import actions, queries

LOOKS_A_PAGE = 50
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a one-time link and leave its address at once."""
    user = actions.use_link(token=token)
    if user is None:
        if request.user.is_authenticated:
            return redirect("entries:start")
        return render(request, "accounts/closed.html", {"used": True}, status=410)
    login(request, user, backend=BACKEND)
    return redirect("entries:start")


@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """The page for somebody who is not signed in: how to come in."""
    if request.user.is_authenticated:
        return redirect("entries:start")
    return render(request, "accounts/closed.html", {"used": False}, status=401)


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return render(request, "accounts/out.html")


@access.needs_sign_in
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """Who has looked at the record."""
    person = access.record_of(request).person
    page = Paginator(queries.looks(person), LOOKS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/looks.html", {"page": page})


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: most often one that lay open for long."""
    return render(request, "403_csrf.html", status=403)
