"""Sessions of therapy: what to bring, what was held, and whether it fitted."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onward.record import check
from onward_app import access
from onward_app.choices.queries import choices_of
from onward_app.drafts import actions as drafts
from onward_app.entries import actions as entry_actions
from onward_app.entries import queries as entries
from onward_app.entries.views import safety_first
from onward_app.sessions import actions, queries
from onward_app.sessions.forms import Fit, Line, Session
from onward_app.turns import turn_of


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What I want to bring, with one tap to add a line; below, the sessions so far."""
    person = access.record_of(request).person
    if request.method != "POST":
        return _start(request, person, Line(initial={"once": uuid4()}))
    form = Line(request.POST)
    if not form.is_valid():
        return _start(request, person, form, status=422)
    text = form.cleaned_data["text"]
    with turn_of(person):
        actions.bring(person=person, text=text, once=form.cleaned_data["once"])
        drafts.drop(person=person, form="bring")
    return _said(request, text) or redirect("sessions:start")


def _start(request: HttpRequest, person: UUID, form: Line, status: int = 200) -> HttpResponse:
    listed, days, choices = queries.to_bring(person), queries.held(person), choices_of(person)
    look_back = None if choices.resting else queries.to_look_back_on(days, entries.today())
    context = {
        "here": "more",
        "form": form,
        "listed": listed,
        "as_text": "\n".join(f"- {b.text}" for b in listed),
        "days": days,
        "look_back": look_back,
        "is_today": look_back is not None and look_back.day == entries.today(),
        "numbers": choices.numbers,
        "removed": _removed(request, person),
    }
    return render(request, "sessions/start.html", context, status=status)


def _removed(request: HttpRequest, person: UUID) -> UUID | None:
    try:
        found = UUID(request.GET.get("removed", ""))
    except ValueError:
        return None
    return found if queries.is_removed(person, found) else None


def _said(request: HttpRequest, words: str) -> HttpResponse | None:
    """To the page about safety, if the words ask for it as those of a check-in would."""
    return safety_first(request, [(entries.today().isoformat(), "note", "", None, words)])


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Change one thing to bring: its words, its place, or take it away."""
    person = access.record_of(request).person
    thing = queries.one(person, item_id)
    form = Line(request.POST if request.method == "POST" else None, initial={"text": thing.text})
    if form.is_valid():
        with turn_of(person):
            actions.change(item=queries.one(person, item_id).row, text=form.cleaned_data["text"])
            drafts.drop(person=person, form=f"bring-{item_id}")
        return _said(request, form.cleaned_data["text"]) or redirect("sessions:start")
    context = {"here": "more", "form": form, "thing": thing, "draft": f"bring-{item_id}"}
    return render(request, "sessions/edit.html", context, status=422 if form.errors else 200)


@access.needs_sign_in
@require_POST
def brought(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Tick that it was brought, today; or put it back on the list."""
    person = access.record_of(request).person
    day = None if request.POST.get("do") == "back" else entries.today()
    with turn_of(person):
        thing = queries.one(person, item_id)
        if day is None or thing.brought is None:
            actions.tick(item=thing.row, brought=day)
    return redirect("sessions:start")


@access.needs_sign_in
@require_POST
def move(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Move one thing up or down by one."""
    person = access.record_of(request).person
    with turn_of(person):
        item = queries.one(person, item_id).row
        actions.move(item=item, up=request.POST.get("do") != "down")
    return redirect("sessions:edit", item_id)


@access.needs_sign_in
@require_POST
def remove(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take one thing, or one look back, away; the page offers to bring it back."""
    person = access.record_of(request).person
    with turn_of(person):
        if not queries.is_removed(person, item_id):
            actions.remove(item=queries.present(person, item_id))
            drafts.drop(person=person, form=f"bring-{item_id}")
    return redirect(f"{reverse('sessions:start')}?removed={item_id}")


@access.needs_sign_in
@require_POST
def restore(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Bring back what was taken away."""
    person = access.record_of(request).person
    with turn_of(person):
        if not queries.holds(person, item_id):
            actions.restore(item=queries.removed(person, item_id))
    return redirect("sessions:start")


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def held(request: HttpRequest) -> HttpResponse:
    """Note a session, of today or of a day before."""
    person = access.record_of(request).person
    today = entries.today()
    initial = {"once": uuid4(), "day": today}
    form = Session(
        request.POST if request.method == "POST" else None,
        today=today,
        numbers=choices_of(person).numbers,
        initial=initial,
    )
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "sessions/held.html", {"here": "more", "form": form}, status=status)
    given = form.cleaned_data
    number = "" if given["work"] is None else str(given["work"])
    row = check(given["day"].isoformat(), "session", given["how"], number, "")
    entry_actions.keep(person=person, rows=[row], once=given["once"])
    messages.info(request, _("The session is noted."))
    return redirect("sessions:start")


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def fit(request: HttpRequest) -> HttpResponse:
    """Did it fit what you need? Every answer may be left open."""
    person = access.record_of(request).person
    day = _day_of(request, person)
    form = Fit(_posted(request), today=entries.today(), initial={"once": uuid4(), "day": day})
    if not form.is_valid():
        return _fit(request, form, "fit")
    return _fit_kept(request, person, form, None)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def fit_again(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """A look back that was kept: to read, to change, or to take away."""
    person = access.record_of(request).person
    kept = queries.one_fit(person, item_id)
    initial = {"day": kept.day, "words": kept.words} | kept.answers
    form = Fit(_posted(request), today=max(entries.today(), kept.day), initial=initial)
    if not form.is_valid():
        return _fit(request, form, f"fit-{item_id}", kept)
    return _fit_kept(request, person, form, item_id)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _day_of(request: HttpRequest, person: UUID) -> date:
    """The day of the session that is asked about (by its entry), else today."""
    try:
        rows = entries.one(person, UUID(request.GET.get("of", "")))[1]
    except (ValueError, Http404):
        return entries.today()
    return date.fromisoformat(rows[0][0][:10])


def _fit(
    request: HttpRequest, form: Fit, draft: str, kept: queries.Fit | None = None
) -> HttpResponse:
    words = queries.content()["fit"]
    context = {"here": "more", "form": form, "words": words, "draft": draft, "kept": kept}
    return render(request, "sessions/fit.html", context, status=422 if form.errors else 200)


def _fit_kept(request: HttpRequest, person: UUID, form: Fit, item_id: UUID | None) -> HttpResponse:
    answers, words = form.answers(), form.cleaned_data["words"]
    with turn_of(person):
        drafts.drop(person=person, form=f"fit-{item_id}" if item_id else "fit")
        if not answers and not words and item_id is None:
            messages.info(request, _("Nothing is marked yet, so nothing was kept."))
            return redirect("sessions:start")
        item = actions.keep_fit(
            person=person,
            day=form.cleaned_data["day"],
            answers=answers,
            words=words,
            once=form.cleaned_data["once"],
            item=queries.one_fit(person, item_id).row if item_id else None,
        )
    return _said(request, words) or redirect("sessions:fit_kept", item.pk)


@access.needs_sign_in
@require_GET
def fit_kept(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """After keeping: where something did not fit, words to bring it up with."""
    kept = queries.one_fit(access.record_of(request).person, item_id)
    context = {"here": "more", "kept": kept, "say": queries.to_say(kept)}
    return render(request, "sessions/fit_kept.html", context)


@access.needs_sign_in
@require_POST
def bring_words(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Put the ready words on the list; a second tap does not put them there twice."""
    person = access.record_of(request).person
    with turn_of(person):
        say = queries.to_say(queries.one_fit(person, item_id))
        if say:
            actions.bring(person=person, text=say, once=uuid5(item_id, say))
    return redirect("sessions:start")
