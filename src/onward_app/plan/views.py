"""The plan, what is watched of it, and the letter to oneself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onward_app import access
from onward_app.choices.queries import choices_of
from onward_app.drafts import actions as drafts
from onward_app.entries.queries import today
from onward_app.plan import actions
from onward_app.plan.forms import LetterForm, PlanForm, WatchForm, initial
from onward_app.plan.queries import Plan, letter_of, plan_of
from onward_app.plan.showing import next_time_said, others, state_of, watches
from onward_app.support.queries import help_for
from onward_app.turns import turn_of
from onward_app.way_back.queries import thing_for_today


@access.needs_sign_in
@require_safe
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """The plan, to read or to print."""
    person = access.record_of(request).person
    own = plan_of(person)
    language = request.headers.get("Accept-Language", "")
    context = {
        "plan": own,
        "watches": watches(own, numbers=choices_of(person).numbers),
        "letter": letter_of(person),
        "next_time": next_time_said(person, own),
        "thing": thing_for_today(person),
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
        now = plan_of(person)
        return _edit(request, PlanForm(initial=initial(now)), now, 200)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _edit(request, form, plan_of(person), 422)
    with turn_of(person):
        now = plan_of(person)
        wanted = form.plan(now)
        if _meanwhile(request, initial(now)) and wanted != now:
            return _edit(request, form, now, 409)
        actions.keep(person=person, plan=wanted)
        drafts.drop(person=person, form="plan")
    return redirect("plan:plan")


def _edit(request: HttpRequest, form: PlanForm, now: Plan, status: int) -> HttpResponse:
    """The plan's form; after another window changed the plan (409), what stands now beside it."""
    context: dict[str, Any] = {"form": form, "here": "plan"}
    asked = status == 422  # then the form is still to be held to what it was shown with
    context["seen"] = request.POST.get("seen", "") if asked else state_of(initial(now))
    if status == 409:
        context["stands"] = others(form, initial(now))
    return render(request, "plan/edit.html", context, status=status)


def _meanwhile(request: HttpRequest, given: dict[str, Any]) -> bool:
    """Whether what a form was shown with was changed after that, in another window."""
    seen = request.POST.get("seen", "")
    return bool(seen) and seen != state_of(given)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
@never_cache
def watch(request: HttpRequest) -> HttpResponse:
    """Tie early signs to answers of the check-in."""
    person = access.record_of(request).person
    own = plan_of(person)
    form = WatchForm(request.POST if request.method == "POST" else None, plan=own)
    if form.is_valid():
        actions.watch(person=person, watched=form.watched())
        return redirect("plan:plan")
    status = 422 if form.is_bound else 200
    context = {"form": form, "here": "plan"}
    return render(request, "plan/watch.html", context, status=status)


@access.needs_sign_in
@require_POST
def not_now(request: HttpRequest) -> HttpResponse:
    """Let the plan rest for a week."""
    actions.not_now(person=access.record_of(request).person, today=today())
    return redirect("entries:start")


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
@never_cache
def letter(request: HttpRequest) -> HttpResponse:
    """Write, read or change the letter to oneself."""
    person = access.record_of(request).person
    own = letter_of(person)
    context: dict[str, Any] = {"letter": own, "here": "plan", "seen": state_of(_shown(own))}
    if request.method != "POST":
        context["form"] = LetterForm(initial=_shown(own), guided=own is None)
        return render(request, "plan/letter.html", context)
    # sent again after it was kept, the form still has its questions
    form = LetterForm(request.POST, guided=own is None or "good" in request.POST)
    context["form"] = form
    if not form.is_valid() or not form.cleaned_data["letter"]:
        context |= {"nothing": form.is_valid(), "seen": request.POST.get("seen", "")}
        return render(request, "plan/letter.html", context, status=422)
    words = form.cleaned_data["letter"]
    with turn_of(person):
        now = letter_of(person)
        if _meanwhile(request, _shown(now)) and now and now[1] != words:
            context |= {"stands": now[1], "seen": state_of(_shown(now))}
            return render(request, "plan/letter.html", context, status=409)
        actions.keep_letter(person=person, words=words, today=today())
        drafts.drop(person=person, form="letter")
    return redirect("plan:plan")


def _shown(own: tuple[date, str] | None) -> dict[str, Any]:
    return {"words": own[1]} if own else {}


@access.needs_sign_in
@require_POST
def letter_remove(request: HttpRequest) -> HttpResponse:
    """Take the letter away."""
    person = access.record_of(request).person
    with turn_of(person):
        actions.keep_letter(person=person, words="", today=today())
        drafts.drop(person=person, form="letter")
    return redirect("plan:plan")


@access.needs_sign_in
@require_POST
def letter_asked(request: HttpRequest) -> HttpResponse:
    """Not to write a letter: for now, or never."""
    never = request.POST.get("answer") == "never"
    actions.no_letter(person=access.record_of(request).person, today=today(), never=never)
    return redirect("entries:start")
