"""Goals: where a person wants to be. They may move, rest, and come back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onward_app import access
from onward_app.choices.queries import choices_of
from onward_app.drafts import actions as drafts
from onward_app.entries import queries as entries
from onward_app.entries.views import safety_first
from onward_app.goals import actions, queries
from onward_app.goals.forms import Moved, Near, State, Words
from onward_app.goals.queries import OPEN, THERE
from onward_app.turns import turn_of


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """The goals, and a form for a new one while fewer than a handful are open."""
    person = access.record_of(request).person
    known = queries.goals(person)
    if request.method != "POST":
        return _listed(request, person, known, Words(known=known, initial={"once": uuid4()}))
    form = Words(request.POST, known=known)
    with turn_of(person):
        row = _sent_before(known, request) or (_added(person, form) if form.is_valid() else None)
        # one that was offered has no such field: what is typed below it stays a draft
        if row is not None and "why" in request.POST:
            drafts.drop(person=person, form="goal")
    if row is None:
        return _listed(request, person, known, form, status=422)
    return _said(request, [row.get()["words"], row.get()["why"]]) or redirect("goals:goal", row.pk)


def _sent_before(known: list[queries.Kept], request: HttpRequest) -> Any:
    """The goal that the same form made before: its words are taken, by itself."""
    once = request.POST.get("once")
    return next((k.row for k in known if str(k.row.pk) == once), None)


def _added(person: UUID, form: Words) -> Any:
    given = form.cleaned_data
    row = actions.add(person=person, words=given["words"], why=given["why"], once=given["once"])
    if row is None:
        form.add_error(None, _("A handful is open. Let one rest first, if you like."))
    return row


def _listed(
    request: HttpRequest,
    person: UUID,
    known: list[queries.Kept],
    form: Words,
    status: int = 200,
) -> HttpResponse:
    context = {
        "here": "more",
        "form": form,
        "open": [(k, queries.course(k)) for k in known if k.goal.state == OPEN],
        "others": [k for k in known if k.goal.state != OPEN],
        "full": actions.is_full(known),
        "offered": [(words, uuid4()) for words in queries.offered(person, known)],
        "removed": _removed(request, person),
    }
    return render(request, "goals/list.html", context, status=status)


def _removed(request: HttpRequest, person: UUID) -> UUID | None:
    try:
        found = UUID(request.GET.get("removed", ""))
    except ValueError:
        return None
    return found if queries.is_removed(person, found) else None


def _said(request: HttpRequest, words: list[str]) -> HttpResponse | None:
    """To the page about safety, if the words ask for it as those of a check-in would."""
    today = entries.today().isoformat()
    return safety_first(request, [(today, "note", "", None, text) for text in words])


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """One goal: how near it is today, and what it was before."""
    person = access.record_of(request).person
    kept, choices = queries.one(person, goal_id), choices_of(person)
    form = Near(request.POST if request.method == "POST" else None, numbers=choices.numbers)
    if form.is_valid():
        near = form.cleaned_data["near"]
        if near is None:
            messages.info(request, _("Nothing is marked yet, so nothing was kept."))
        else:
            actions.say_near(goal=kept.row, value=near, day=entries.today())
            messages.info(request, _("It is kept."))
        return redirect("goals:goal", goal_id)
    context = {
        "here": "more",
        "kept": kept,
        "course": queries.course(kept),
        "form": form,
        "numbers": choices.numbers,
    }
    return render(request, "goals/goal.html", context, status=422 if form.errors else 200)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def moved(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """It has moved: new words, and the old ones stay in its history."""
    person = access.record_of(request).person
    kept = queries.one(person, goal_id)
    initial = {"words": kept.goal.words, "why": kept.goal.why, "what": "moved"}
    posted = request.POST if request.method == "POST" else None
    form = Moved(posted, known=queries.goals(person), but=goal_id, initial=initial)
    if not form.is_valid():
        context = {"here": "more", "kept": kept, "form": form, "draft": f"goal-{goal_id}"}
        return render(request, "goals/moved.html", context, status=422 if form.errors else 200)
    given = form.cleaned_data
    with turn_of(person):
        row = queries.one(person, goal_id).row
        actions.move(goal=row, words=given["words"], why=given["why"], what=given["what"])
        drafts.drop(person=person, form=f"goal-{goal_id}")
    return _said(request, [given["words"], given["why"]]) or redirect("goals:goal", goal_id)


@access.needs_sign_in
@require_POST
def state(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """I let it go for now; I am there; I take it up again."""
    person = access.record_of(request).person
    form = State(request.POST)
    with turn_of(person):
        row = queries.one(person, goal_id).row
        to = form.cleaned_data["do"] if form.is_valid() else None
        if to and not actions.set_state(goal=row, state=to):
            messages.info(request, _("A handful is open. Let one rest first, if you like."))
        elif to == THERE:
            messages.info(request, _("It stands here as a place that you came to."))
        elif to:
            messages.info(request, _("It is kept."))
    return redirect("goals:goal", goal_id)


@access.needs_sign_in
@require_POST
def remove(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Take a goal away; the list offers to bring it back."""
    person = access.record_of(request).person
    with turn_of(person):
        if not queries.is_removed(person, goal_id):
            actions.remove(goal=queries.one(person, goal_id).row)
            drafts.drop(person=person, form=f"goal-{goal_id}")
    return redirect(f"{reverse('goals:list')}?removed={goal_id}")


@access.needs_sign_in
@require_POST
def restore(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Bring a goal back that was taken away."""
    person = access.record_of(request).person
    with turn_of(person):
        if not queries.holds(person, goal_id):
            actions.restore(goal=queries.removed(person, goal_id))
    return redirect("goals:list")
