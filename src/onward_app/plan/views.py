"""The plan, what is watched of it, and the letter to oneself."""

from __future__ import annotations

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
from onward_app.plan.queries import letter_of, plan_of
from onward_app.plan.showing import next_time_said, watches
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
        form = PlanForm(initial=initial(plan_of(person)))
        return render(request, "plan/edit.html", {"form": form, "here": "plan"})
    form = PlanForm(request.POST)
    if not form.is_valid():
        return render(request, "plan/edit.html", {"form": form, "here": "plan"}, status=422)
    with turn_of(person):
        actions.keep(person=person, plan=form.plan(plan_of(person)))
        drafts.drop(person=person, form="plan")
    return redirect("plan:plan")


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
    context: dict[str, Any] = {"letter": own, "here": "plan"}
    given = {"words": own[1]} if own else {}
    if request.method != "POST":
        context["form"] = LetterForm(initial=given, guided=own is None)
        return render(request, "plan/letter.html", context)
    # sent again after it was kept, the form still has its questions
    form = LetterForm(request.POST, guided=own is None or "good" in request.POST)
    if not form.is_valid() or not form.cleaned_data["letter"]:
        context |= {"form": form, "nothing": form.is_valid()}
        return render(request, "plan/letter.html", context, status=422)
    with turn_of(person):
        actions.keep_letter(person=person, words=form.cleaned_data["letter"], today=today())
        drafts.drop(person=person, form="letter")
    return redirect("plan:plan")


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
