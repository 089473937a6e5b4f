"""The way back: Tonight, when I have time, and I feel stuck."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from onward_app import access
from onward_app.drafts import actions as drafts
from onward_app.entries import queries as entries
from onward_app.support.views import context_of
from onward_app.turns import turn_of
from onward_app.way_back import actions, queries, showing
from onward_app.way_back.forms import Net, Step, Stuck, Tomorrow, to_say
from onward_app.way_back.queries import STEPS, TONIGHT

LAST = STEPS


def _person(request: HttpRequest) -> UUID | None:
    if not request.user.is_authenticated:
        return None
    person: UUID = access.record_of(request).person
    return person


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Choose a length, or go on."""
    person = _person(request)
    context: dict[str, Any] = {"here": "way_back", "person": person}
    if person:
        gone = [g for g in queries.walks(person) if g.value["length"] == "steps"]
        context |= {
            "open": next((g for g in gone if not g.value["ended"]), None),
            "earlier": [g for g in gone if g.value["ended"]],
            "thing": queries.tonight_thing(person, timezone.now()),
        }
    return render(request, "way_back/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tonight(request: HttpRequest, screen: int) -> HttpResponse:
    """One of the three screens of Tonight; open without sign-in."""
    person = _person(request)
    context = context_of(request) | {
        "here": "way_back",
        "person": person,
        "screen": screen,
        "dots": showing.dots(screen, TONIGHT),
        "words": queries.guide()["tonight"],
    }
    if screen == 2:
        context["own"] = queries.harder_day(person)
        context["kind"] = queries.kind_sentence(entries.today())
    if screen == 3 and person:
        offered = showing.for_tomorrow(context["plan"])
        form = Tomorrow(_posted(request), offered=offered, initial={"once": uuid4()})
        if form.is_valid():
            return _tomorrow(person, form)
        context["form"] = form
    if request.method == "POST" and screen != 3:
        return redirect("way_back:tonight", screen)
    return render(request, f"way_back/tonight_{screen}.html", context)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _tomorrow(person: UUID, form: Tomorrow) -> HttpResponse:
    with turn_of(person):
        if form.thing():
            once = form.cleaned_data["once"]
            actions.keep_tonight(person=person, thing=form.thing(), once=once)
        drafts.drop(person=person, form="tonight")
    return redirect("way_back:rest")


@require_safe
@never_cache
def rest(request: HttpRequest) -> HttpResponse:
    """The kind end of Tonight."""
    person = _person(request)
    context = {
        "here": "way_back",
        "words": queries.guide()["tonight"]["end"],
        "help": context_of(request)["help"],
        "thing": queries.tonight_thing(person, timezone.now()) if person else "",
    }
    return render(request, "way_back/rest.html", context)


@access.needs_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def steps(request: HttpRequest, step: int) -> HttpResponse:
    """One of the eight steps."""
    person = access.record_of(request).person
    if request.method == "POST":
        return _answer(request, person, step)
    gone = queries.open_walk(person, "steps")
    answers = gone.value["answers"] if gone else {}
    return _step(request, person, step, answers, None)


def _answer(request: HttpRequest, person: UUID, step: int) -> HttpResponse:
    go = request.POST.get("go", "next")
    review = showing.review_at(step, person)
    seen = showing.seen_at(step, review)
    form = _form(request, step, review)
    valid = form.is_valid()
    if go == "next" and not valid:
        return _step(request, person, step, {}, form)
    at = {"next": step + 1, "skip": step + 1, "back": step - 1}.get(go, step)
    answers = showing.written(form, seen, request.POST)
    written = False
    with turn_of(person):  # what the last step holds and the end of the way are kept as one
        actions.keep(person=person, step=step, answers=answers, at=at)
        if at > LAST:
            net = form if go == "next" and isinstance(form, Net) else None
            written = actions.end(person=person, net=net)
    if go == "keep":
        return render(request, "way_back/_kept.html")
    if go == "stop":
        return redirect("way_back:stopped")
    if at > LAST:
        return redirect(reverse("plan:plan") + ("?from=way_back" if written else ""))
    return redirect("way_back:steps", at) if at else redirect("way_back:start")


def _form(request: HttpRequest, step: int, review: Any) -> Step | Net:
    if step == LAST:
        return Net(request.POST)
    return Step(
        request.POST,
        step=step,
        seen=showing.seen_at(step, review),
        more=showing.exercise_choices(step, review),
    )


def _step(
    request: HttpRequest,
    person: UUID,
    step: int,
    answers: dict[str, Any],
    form: Step | Net | None,
) -> HttpResponse:
    review = showing.review_at(step, person)
    seen = showing.seen_at(step, review)
    status = 422 if form else 200
    if form is None:
        initial = showing.initial_of(step, answers, seen, showing.plan_at(person))
        form = (
            Net(initial=initial)
            if step == LAST
            else Step(
                initial=initial,
                step=step,
                seen=seen,
                more=showing.exercise_choices(step, review),
            )
        )
    context = {
        "here": "way_back",
        "step": step,
        "last": step == LAST,
        "dots": showing.dots(step, STEPS),
        "words": queries.step_words(step),
        "names": queries.step_names(),
        "form": form,
        "seen": showing.rows(form, "seen", [s.note for s in seen]),
        "ticks": showing.rows(form, "ticks", showing.exercise_texts(step, review)),
        "goals": queries.goals(review) if step == 7 else [],
        "stands": queries.deeper_or_not(review) if step == 4 else [],
        "hard_weeks": step == 4 and queries.hard_weeks(review),
    }
    return render(request, "way_back/step.html", context, status=status)


@access.needs_sign_in
@require_POST
def anew(request: HttpRequest) -> HttpResponse:
    """Begin anew; what was written stays among the earlier ways back."""
    actions.anew(person=access.record_of(request).person)
    return redirect("way_back:steps", 1)


@access.needs_sign_in
@require_safe
@never_cache
def stopped(request: HttpRequest) -> HttpResponse:
    """I stop here: it is kept."""
    gone = queries.open_walk(access.record_of(request).person, "steps")
    return render(request, "way_back/stopped.html", {"here": "way_back", "open": gone})


@access.needs_sign_in
@require_safe
@never_cache
def kept(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """An earlier way back, to read."""
    gone = queries.one(access.record_of(request).person, walk_id)
    context = {"here": "way_back", "gone": gone, "parts": showing.parts(gone)}
    return render(request, "way_back/kept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stuck(request: HttpRequest) -> HttpResponse:
    """I feel stuck: goal, fit, method, and how to say it."""
    person = _person(request)
    words = queries.guide()["stuck"]
    context: dict[str, Any] = {"here": "way_back", "words": words, "person": person}
    if person:
        form = Stuck(_posted(request), initial={"once": uuid4()})
        if form.is_valid():
            with turn_of(person):
                once = form.cleaned_data["once"]
                actions.keep_stuck(person=person, answers=form.answers(), once=once)
                drafts.drop(person=person, form="stuck")
            return redirect(f"{reverse('way_back:stuck')}?say=1")
        context["form"] = form
        context["hard_weeks"] = queries.hard_weeks(queries.review_of(person))
        latest = queries.latest(person, "stuck") if "say" in request.GET else None
        context["say"] = to_say(latest.value["answers"]) if latest else ""
    return render(request, "way_back/stuck.html", context)
