"""The plan page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onward_app import access
from onward_app.drafts import actions as drafts
from onward_app.plan import actions
from onward_app.plan.forms import PlanForm, initial
from onward_app.plan.queries import plan_of
from onward_app.support.queries import help_for
from onward_app.turns import turn_of


@access.needs_sign_in
@require_safe
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """The plan, to read or to print."""
    own = plan_of(access.record_of(request).person)
    language = request.headers.get("Accept-Language", "")
    context = {
        "plan": own,
        "help": help_for(None, own.country, language),
        "here": "plan",
        "just_ended": request.GET.get("from") == "way_back",
    }
    return render(request, "plan/plan.html", context)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
@never_cache
def edit(request: HttpRequest) -> HttpResponse:
    """Write the plan by itself."""
    person = access.record_of(request).person
    if request.method != "POST":
        return render(
            request,
            "plan/edit.html",
            {"form": PlanForm(initial=initial(plan_of(person))), "here": "plan"},
        )
    form = PlanForm(request.POST)
    if not form.is_valid():
        return render(request, "plan/edit.html", {"form": form, "here": "plan"}, status=422)
    with turn_of(person):
        actions.keep(person=person, plan=form.plan(plan_of(person)))
        drafts.drop(person=person, form="plan")
    return redirect("plan:plan")
