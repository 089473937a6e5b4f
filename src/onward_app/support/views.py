"""Help, open to everybody, without JavaScript, and with nothing kept.

The answer to "Are you in danger of acting on this now?" never leaves the page: each answer
opens its part in place, so there is no request, no address and no history that could tell it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onward_app import access
from onward_app.plan.queries import Plan, plan_of
from onward_app.support.queries import ELSEWHERE, help_for
from onward_app.unreadable import NOT_READ


@require_safe
@never_cache
def help_now(request: HttpRequest) -> HttpResponse:
    """Who to reach, the emergency number first."""
    return render(request, "support/help.html", context_of(request))


@require_safe
@never_cache
def safe(request: HttpRequest) -> HttpResponse:
    """I do not feel safe."""
    return render(request, "support/safe.html", context_of(request))


def context_of(request: HttpRequest) -> dict[str, Any]:
    """What every page with help on it shows: the country's lines and the own plan.

    A plan that cannot be read never stands between a person and help: the page then shows
    the ways to reach someone, as it does for an empty plan.
    """
    plan = _own_plan(request)
    return {
        "help": help_for(
            request.GET.get("country"),
            plan.country if plan else "",
            request.headers.get("Accept-Language", ""),
        ),
        "plan": plan if plan and not plan.empty else None,
        "signed_in": request.user.is_authenticated,
        "elsewhere": ELSEWHERE,
    }


def _own_plan(request: HttpRequest) -> Plan | None:
    if not request.user.is_authenticated:
        return None
    try:
        return plan_of(access.record_of(request).person)
    except NOT_READ:
        return None
