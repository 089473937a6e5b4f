"""The pages of the passphrase, for one person on their own machine: set it, open, lock, sheet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from onward_app import access
from onward_app.lock.forms import SetPassphrase, Sheet, TakeAway, Unlock
from onward_app.vault import actions, held, queries
from onward_app.vault.errors import KeyFileError, TooManyTries, WrongPassphrase

SET, TAKE_AWAY = "set", "take_away"


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Open the key by its passphrase and go on to where the person was."""
    _alone_here(access.record_of(request))
    if request.method != "POST":
        if queries.is_open():
            return redirect("lock:passphrase")
        return _unlock(request, Unlock(initial={"next": request.GET.get("next", "")}))
    form = Unlock(request.POST)
    if form.is_valid() and _tried(form, "passphrase", actions.open_key):
        return redirect(_back(request, form.cleaned_data["next"]))
    return _unlock(request, form, status=422)


def ask(request: HttpRequest, typed: list[str]) -> HttpResponse:
    """What any page answers while the key is locked; words that were sent are given back.

    Parameters
    ----------
    typed : list of str
        The words of a form that could not be kept.
    """
    here = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    return _unlock(request, Unlock(initial={"next": here}), typed=typed, status=423)


def _unlock(
    request: HttpRequest, form: Unlock, *, typed: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "typed": typed, "minutes": int(held.limit() // 60)}
    return render(request, "lock/unlock.html", context, status=status)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def passphrase(request: HttpRequest) -> HttpResponse:
    """Set the passphrase, change it, take it away."""
    _alone_here(access.record_of(request))
    has = queries.has_passphrase()
    if request.method != "POST":
        return _lock(request, SetPassphrase(first=not has), TakeAway())
    if request.POST.get("do") == TAKE_AWAY and has:
        away = TakeAway(request.POST)
        if away.is_valid() and _tried(away, "passphrase", actions.take_passphrase_away):
            return _done(request, _("The passphrase is gone. Onward opens without it now."))
        return _lock(request, SetPassphrase(first=False), away, status=422)
    form = SetPassphrase(request.POST, first=not has)
    if form.is_valid() and _set(form):
        return _done(request, _("Your passphrase is set. Print the sheet next."))
    return _lock(request, form, TakeAway(), status=422)


def _set(form: SetPassphrase) -> bool:
    new = form.cleaned_data["passphrase"]

    def change(*, passphrase: str) -> None:
        actions.set_passphrase(passphrase=new, before=passphrase)

    if "passphrase_before" in form.fields:
        return _tried(form, "passphrase_before", change)
    return _tried(form, "passphrase", actions.set_passphrase)


def _lock(
    request: HttpRequest, form: SetPassphrase, away: TakeAway, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "away": away,
        "has_passphrase": queries.has_passphrase(),
        "minutes": int(held.limit() // 60),
    }
    return render(request, "lock/passphrase.html", context, status=status)


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.info(request, said)
    return redirect("lock:passphrase")


@access.needs_sign_in
@require_POST
def now(request: HttpRequest) -> HttpResponse:
    """Forget the open key at once."""
    _alone_here(access.record_of(request))
    actions.lock_now()
    return redirect("lock:unlock" if queries.has_passphrase() else "lock:passphrase")


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """The recovery sheet: the key as a code, to print or to write down."""
    _alone_here(access.record_of(request))
    has, lines = queries.has_passphrase(), list[str]()

    def read(*, passphrase: str) -> None:
        lines.extend(queries.sheet(passphrase))

    if request.method != "POST":
        return _sheet(request, Sheet(guarded=has), lines)
    form = Sheet(request.POST, guarded=has)
    done = form.is_valid() and _tried(form, "passphrase", read)
    return _sheet(request, form, lines, status=200 if done else 422)


def _sheet(
    request: HttpRequest, form: Sheet, lines: list[str], *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "lines": lines, "today": timezone.localdate()}
    response = render(request, "lock/sheet.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _tried(form: Form, field: str, act: Any) -> bool:
    """Whether it was done with the passphrase of a field; else the reason stands beside it."""
    beside = field if field in form.fields else None
    try:
        act(passphrase=form.cleaned_data.get(field, ""))
    except TooManyTries as error:
        text = ngettext(
            "That was tried often. Wait %(minutes)s minute, then try again.",
            "That was tried often. Wait %(minutes)s minutes, then try again.",
            error.minutes,
        )
        form.add_error(beside, text % {"minutes": error.minutes})
    except WrongPassphrase:
        form.add_error(beside, _("This does not open it. Look at capital letters, then try again."))
    except KeyFileError:
        form.add_error(beside, _("The key is being changed. Try again in a moment."))
    else:
        return True
    return False


def _back(request: HttpRequest, next_page: str) -> str:
    """The page to go on to: one of our own, or the first."""
    ours = url_has_allowed_host_and_scheme(next_page, {request.get_host()}, request.is_secure())
    return next_page if next_page and ours else reverse("entries:start")


def is_alone() -> bool:
    """Whether one person uses this Onward, on their own machine."""
    return bool(settings.ACCOUNTS == "alone")


def _alone_here(who: access.Access) -> None:
    """Where many have accounts, the server's owner holds the key; there are no such pages.

    Raises
    ------
    Http404
        This is such a server, or the account is left over from when it was one.
    """
    if not (is_alone() and who.alone):
        raise Http404
