"""Help, open to everybody, without JavaScript, and with nothing kept.

The answer to "Are you in danger of acting on this now?" never leaves the page: each answer
opens its part in place, so there is no request, no address and no history that could tell it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onward_app import access
from onward_app.plan.queries import Plan, plan_of
from onward_app.support import device, offline, queries
from onward_app.support.manifest import manifest
from onward_app.unreadable import NOT_READ


@require_safe
@never_cache
def help_now(request: HttpRequest) -> HttpResponse:
    """Who to reach, the emergency number first."""
    return _page(request, "support/help.html")


@require_safe
@never_cache
def safe(request: HttpRequest) -> HttpResponse:
    """I do not feel safe."""
    return _page(request, "support/safe.html")


def _page(request: HttpRequest, template: str) -> HttpResponse:
    """A page of help. By its header the worker knows it from what a gate answers in its place."""
    answer = render(request, template, context_of(request))
    answer.headers["Onward-Help"] = "1"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a readable copy of the plan on this device, or take it away.

    The browser alone holds it. Here it is only marked in a cookie, and who comes without signing
    in may take the mark, and so the copy, away.
    """
    if request.method != "POST":
        return render(request, "support/keep.html", context_of(request))
    answer = redirect("support:keep")
    if "take_away" in request.POST:
        device.unmark(answer)
    elif request.user.is_authenticated and context_of(request)["readable"]:
        device.mark(answer, access.record_of(request).person)
    return answer


@access.needs_sign_in
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The readable parts of the own plan, for the copy on the device; asked by script."""
    plan = plan_of(access.record_of(request).person)
    if not queries.readable(plan):
        raise Http404
    return JsonResponse(offline.parts_of(plan))


@require_safe
@never_cache
def kept(request: HttpRequest) -> HttpResponse:
    """Both pages of help for every country, as the worker keeps them."""
    return JsonResponse(offline.pages())


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the pages of help, in the one place that it may watch."""
    return HttpResponse(offline.worker(), content_type="text/javascript; charset=utf-8")


@require_safe
@never_cache
def app(request: HttpRequest) -> HttpResponse:
    """The app's name, colours and icons, for who puts it on the home screen."""
    return JsonResponse(manifest(), content_type="application/manifest+json")


def context_of(request: HttpRequest) -> dict[str, Any]:
    """What every page with help on it shows: the country's lines and the own plan.

    A plan that cannot be read never stands between a person and help: the page then shows
    the ways to reach someone, as it does for an empty plan.
    """
    person, plan = _own_plan(request)
    readable = plan is not None and queries.readable(plan)
    return {
        "help": queries.help_for(
            request.GET.get("country"),
            plan.country if plan else "",
            request.headers.get("Accept-Language", ""),
        ),
        "plan": plan if plan and not plan.empty else None,
        "own_plan": plan if plan and queries.speaks(plan) else None,
        "own_lines": plan.own_lines if plan else (),
        "readable": readable,
        "copy": device.wish(request, person, readable=readable),
        "signed_in": request.user.is_authenticated,
        "elsewhere": queries.ELSEWHERE,
    }


def _own_plan(request: HttpRequest) -> tuple[UUID | None, Plan | None]:
    """Whose plan it is, and the plan; none where nobody is signed in or it cannot be read."""
    if not request.user.is_authenticated:
        return None, None
    person = access.record_of(request).person
    try:
        return person, plan_of(person)
    except NOT_READ:
        return None, None
