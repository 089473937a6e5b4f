"""Coming in, going out, what there is to do with an account, and who has looked."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onward_app import access
from onward_app.accounts import actions, queries
from onward_app.accounts.adapters import INVITED
from onward_app.accounts.forms import Adult
from onward_app.doors import many

LOOKS_A_PAGE = 50
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a one-time link and leave its address at once."""
    if many():
        raise Http404
    user = actions.use_link(token=token)
    if user is None:
        if request.user.is_authenticated:
            return redirect("entries:start")
        return render(request, "accounts/closed.html", {"used": True}, status=410)
    login(request, user, backend=BACKEND)
    return redirect("accounts:adult" if user.adult_at is None else "entries:start")


@require_GET
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Keep an invitation for this visit and leave its address at once."""
    if not many():
        raise Http404
    if request.user.is_authenticated:
        return redirect("entries:start")
    digest = actions.digest_of(token)
    if queries.invitation(digest) is None:
        return render(request, "accounts/invited.html", status=410)
    request.session[INVITED] = digest
    return redirect("account_signup")


@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """The page for somebody who is not signed in: how to come in."""
    if request.user.is_authenticated:
        return redirect("entries:start")
    return render(request, "accounts/closed.html", {"used": False}, status=401)


@require_http_methods(["GET", "POST"])
def adult(request: HttpRequest) -> HttpResponse:
    """Ask once whether a person is 18 or older, before anything private."""
    if not request.user.is_authenticated:
        return redirect("accounts:closed")
    onward = _own_address(request)
    if request.user.adult_at is not None:
        return redirect(onward)
    form = Adult(request.POST or None)
    if form.is_valid():
        actions.say_adult(person=request.user.pk)
        return redirect(onward)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/adult.html", {"form": form, "next": onward}, status=status)


def _own_address(request: HttpRequest) -> str:
    """Where the person was going, if that is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return "/"


@access.needs_sign_in
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What there is to do with one's account, in one place."""
    access.record_of(request)
    return render(request, "accounts/account.html")


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    get_adapter(request).logout(request)
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
