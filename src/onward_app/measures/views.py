"""Questionnaires: one question a screen, kept at once, told in words."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onward.measures import catalogue
from onward_app import access
from onward_app.choices.queries import choices_of
from onward_app.drafts import actions as drafts
from onward_app.entries import queries as entries
from onward_app.measures import actions, queries
from onward_app.measures.forms import Begin, Question, Total
from onward_app.measures.queries import GATE, ITEM, Sat
from onward_app.measures.telling import Told, tell
from onward_app.measures.texts import texts
from onward_app.practices import queries as practices
from onward_app.turns import turn_of

DONE_SHOWN = 3


@access.needs_sign_in
@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What can be answered here; what is under way stands first."""
    person = access.record_of(request).person
    found, sat = queries.totals(person), queries.sittings(person)
    offered: dict[str, list[dict[str, Any]]] = {}
    for name, text in queries.offered().items():
        words = queries.about(name)
        last = found.get(name)
        row = {
            "id": name,
            "title": catalogue()[name].title,
            "words": words,
            "count": len(text.items),
            "last": date.fromisoformat(last[-1][0][:10]) if last else None,
            "once": uuid4(),
        }
        offered.setdefault("short" if words.get("short") else "main", []).append(row)
    context = {
        "here": "more",
        "unfinished": [s for s in sat if s.waits],
        "done": [s for s in sat if s.done][:DONE_SHOWN],
        "offered": offered,
    }
    return render(request, "measures/start.html", context)


@access.needs_sign_in
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin one, or go on with the one that is under way."""
    person = access.record_of(request).person
    form = Begin(request.POST)
    if not form.is_valid() or form.cleaned_data["measure"] not in texts():
        return redirect("measures:start")
    given = form.cleaned_data
    sat = actions.begin(
        person=person, measure=given["measure"], once=given["once"], anew=given["anew"]
    )
    return redirect("measures:about", sat.row.pk)


@access.needs_sign_in
@require_safe
@never_cache
def about(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """The first screen: what it asks about, in whose words, and on what terms."""
    sat = queries.one(access.record_of(request).person, sitting_id)
    if sat.done:
        return redirect("measures:result", sitting_id)
    if actions.asks_about_safety(person=sat.row.person, sitting=sitting_id):
        return _to_safety(request)
    days = (entries.today() - sat.begun).days
    context = _context(sat) | {
        "days": days if not sat.empty else 0,
        "at": _address(sat, sat.at()),
        "once": uuid4(),
    }
    return render(request, "measures/about.html", context)


def _context(sat: Sat) -> dict[str, Any]:
    """What each screen of a questionnaire shows."""
    text = sat.text
    language = text.language if text else "en"
    return {
        "here": "more",
        "sat": sat,
        "text": text,
        "words": queries.about(sat.value["measure"]),
        "other_language": (get_language() or "en").partition("-")[0] != language.partition("-")[0],
    }


def _address(sat: Sat, number: int) -> str:
    """A screen by its number; past the last one come the answers to look over."""
    if number < 1:
        return reverse("measures:about", args=[sat.row.pk])
    if number > len(sat.steps()):
        return reverse("measures:answers", args=[sat.row.pk])
    return reverse("measures:question", args=[sat.row.pk, number])


@access.needs_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def question(request: HttpRequest, sitting_id: UUID, number: int) -> HttpResponse:
    """One question."""
    person = access.record_of(request).person
    sat = queries.one(person, sitting_id)
    if sat.done:
        return redirect("measures:result", sitting_id)
    if not 1 <= number <= len(sat.steps()):
        return redirect(_address(sat, sat.at()))
    if request.method == "POST":
        return _answered(request, person, sat, number)
    return _question(request, sat, number)


def _question(
    request: HttpRequest, sat: Sat, number: int, *, nothing: bool = False
) -> HttpResponse:
    step = sat.steps()[number - 1]
    given = sat.given(step)
    form = Question(options=sat.options(step), initial={"given": "" if given is None else given})
    context = _context(sat) | {
        "step": step,
        "form": form,
        "nothing": nothing,
        "gate": step.kind == GATE,
        "care": practices.content()["care"],
        "last": number == len(sat.steps()),
        "costs": step.kind == ITEM and sat.costs_the_total(step.item.number),
    }
    return render(request, "measures/question.html", context, status=422 if nothing else 200)


def _answered(request: HttpRequest, person: UUID, sat: Sat, number: int) -> HttpResponse:
    """Keep what was chosen, whichever way the person goes on."""
    step, go = sat.steps()[number - 1], request.POST.get("go", "next")
    form = Question(request.POST, options=sat.options(step))
    given = form.given()
    if go == "next" and given is None:
        return _question(request, sat, number, nothing=True)
    skip = go == "skip" and step.kind != GATE
    risk = False
    with turn_of(person):
        if given is not None or skip:
            given = None if skip else given
            sat = actions.answer(person=person, sitting=sat.row.pk, step=step, given=given)
        if go != "keep":
            risk = actions.asks_about_safety(person=person, sitting=sat.row.pk)
    if go == "keep":
        return render(request, "measures/_kept.html")
    if risk:
        return _to_safety(request)
    if go == "stop":
        messages.info(request, _("It is kept. You can go on whenever you like."))
        return redirect("measures:start")
    return redirect(_address(sat, number - 1 if go == "back" else number + 1))


def _to_safety(request: HttpRequest) -> HttpResponse:
    """To the page about safety. What is said there names no answer and no questionnaire."""
    on = reverse("measures:start")
    said = _("It is kept.")
    later = _("What you began waits for you here.")
    messages.info(request, format_html('{} <a href="{}">{}</a>', said, on, later))
    return redirect("support:safe")


@access.needs_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answers(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """The last screen: look the answers over, and put them into the record."""
    person = access.record_of(request).person
    sat = queries.one(person, sitting_id)
    if sat.done:
        return redirect("measures:result", sitting_id)
    if sat.empty:
        return redirect("measures:about", sitting_id)
    if actions.asks_about_safety(person=person, sitting=sitting_id):
        return _to_safety(request)
    if request.method == "POST":
        actions.finish(person=person, sitting=sitting_id)
        return redirect("measures:result", sitting_id)
    context = _context(sat) | {"rows": _rows(sat), "scored": sat.score().total is not None}
    return render(request, "measures/answers.html", context)


def _rows(sat: Sat) -> list[tuple[str, str, str]]:
    """Question, answer in the words of the form, and where it is changed."""
    found = []
    for number, step in enumerate(sat.steps(), 1):
        given = sat.given(step)
        words = dict(sat.options(step)).get(str(given), "")
        found.append((step.item.text, words, _address(sat, number)))
    return found


@access.needs_sign_in
@require_safe
@never_cache
def result(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """What the answers come to, in words."""
    person = access.record_of(request).person
    sat = queries.one(person, sitting_id)
    if not sat.done:
        return redirect(_address(sat, sat.at()))
    context = _context(sat) | {
        "day": sat.day,
        "risk": bool(sat.score().risk),
        "told": _told(person, sat),
        "numbers": choices_of(person).numbers,
        "rows": _rows(sat),
        "entry": sat.entry if entries.holds(person, sat.entry) else None,
    }
    return render(request, "measures/result.html", context)


def _told(person: UUID, sat: Sat) -> Told | None:
    """The words; none where a site shows no verdicts, or safety.md 5 holds."""
    if not settings.INTERPRETATION or queries.is_muted(person) or not sat.done:
        return None
    before = queries.earlier(person, sat)
    return tell(sat.measure, sat.score(), sat.day, entries.today(), before)


@access.needs_sign_in
@require_POST
def drop(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Take one away that is under way, or that is out of the record."""
    person = access.record_of(request).person
    actions.drop(person=person, sitting=sitting_id)
    return redirect("measures:start")


@access.needs_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def total(request: HttpRequest) -> HttpResponse:
    """Enter a total that a therapist gave, or that a paper form came to."""
    person = access.record_of(request).person
    now = entries.today()
    if request.method != "POST":
        form = Total(initial={"once": uuid4(), "day": now}, today=now)
        return render(request, "measures/total.html", {"form": form, "here": "more"})
    form = Total(request.POST, today=now)
    if not form.is_valid():
        return render(request, "measures/total.html", {"form": form, "here": "more"}, status=422)
    given = form.cleaned_data
    with turn_of(person):
        entry = actions.keep_total(
            person=person,
            measure=given["measure"],
            total=given["total"],
            day=given["day"].isoformat(),
            once=given["once"],
        )
        drafts.drop(person=person, form="total")
    return redirect("entries:kept", entry)
