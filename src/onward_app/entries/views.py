"""The start page, the check-in and what was written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onward_app import access
from onward_app.choices.queries import Choices, choices_of
from onward_app.drafts import actions as drafts
from onward_app.entries import actions, queries
from onward_app.entries.actions import Row
from onward_app.entries.editing import answers, key_of, stamped, state_of, when_of
from onward_app.entries.forms import CheckIn, offered_issues
from onward_app.entries.given_back import given_back, own_words, questions
from onward_app.entries.lines import Line, in_short, lines
from onward_app.plan.offers import asks_for_letter, offer_after
from onward_app.plan.queries import plan_of
from onward_app.practices import actions as practices
from onward_app.sessions import actions as sessions
from onward_app.turns import turn_of
from onward_app.vault.errors import Refused
from onward_app.way_back import queries as way_back

DAYS_A_PAGE = 30


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The first page: the doors, and one true thing given back."""
    if not request.user.is_authenticated:
        return render(request, "entries/start.html", {"doors": False})
    person = access.record_of(request).person
    return render(
        request,
        "entries/start.html",
        {
            "doors": True,
            "choices": choices_of(person),
            "has_entries": queries.exist(person),
            "own_words": own_words(person),
            # what the cards of other rooms need stands here, a line a card
            "thing": way_back.thing_for_today(person),
            "due": way_back.due(person, queries.today()),
            "ask_letter": asks_for_letter(person),
        },
    )


@access.needs_sign_in
@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """The further rooms of the house."""
    access.record_of(request)
    return render(request, "entries/more.html", {"here": "more"})


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    """The check-in.

    The page keeps its form's id in its address, so that the browser's Back leads to what that
    form made.
    """
    person = access.record_of(request).person
    now, asked, choices = queries.today(), _asked(person), choices_of(person)
    if request.method != "POST":
        once = _once(request)
        if once is not None and queries.holds(person, once):
            return redirect("entries:edit", once)
        initial = {"once": once or uuid4(), "day": now, **offered_issues(asked["names"])}
        return _check_in(request, CheckIn(initial=initial, today=now, **asked), choices)
    form = CheckIn(request.POST, today=now, **asked)
    if not form.is_valid():
        return _check_in(request, form, choices, status=422)
    things = form.things()
    if not things:
        return _check_in(request, form, choices, nothing=True)
    once = form.cleaned_data["once"]
    with turn_of(person):
        before = queries.sent(person, once)
        rows = stamped(things, _now(form.cleaned_data["day"]), before)
        marked = form.cleaned_data["for_a_harder_day"]
        entry = actions.keep(person=person, rows=rows, once=once, for_a_harder_day=marked)
        drafts.drop(person=person, form="today")
    changed = bool(before) and Counter(before) != Counter(rows)
    return _after(request, entry.pk, rows, changed=changed)


def _asked(person: UUID) -> dict[str, Any]:
    """What shapes the form for this person: own words used before, signs of the plan, numbers."""
    names = replace(queries.names(person), signs=_signs(person))
    return {"names": names, "numbers": choices_of(person).numbers}


def _signs(person: UUID) -> tuple[str, ...]:
    """The early signs of the plan; a plan that cannot be read keeps nobody from writing."""
    try:
        return tuple(dict.fromkeys(plan_of(person).signs))
    except Refused:
        return ()


def _once(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("once", ""))
    except ValueError:
        return None


def safety_first(request: HttpRequest, rows: list[Row]) -> HttpResponse | None:
    """To the page about safety where what was just written here asks for it; else None."""
    if not queries.asks_about_safety(rows, queries.today(), written_here=True):
        return None
    practices.stop_for_care(person=access.record_of(request).person, today=queries.today())
    messages.info(request, _("It is kept."))
    return redirect("support:safe")


def _after(request: HttpRequest, entry_id: UUID, rows: list[Row], *, changed: bool) -> HttpResponse:
    """To the page about safety where what was written asks for it, else to what was kept."""
    kept_page = reverse("entries:kept", args=[entry_id]) + ("?changed" if changed else "")
    return safety_first(request, rows) or redirect(kept_page)


def _check_in(
    request: HttpRequest,
    form: CheckIn,
    choices: Choices,
    *,
    nothing: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "here": "today", "nothing": nothing, "choices": choices}
    return render(request, "entries/today.html", context, status=status)


@access.needs_sign_in
@require_GET
def kept(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """After keeping: something true, and the ways to change it."""
    person = access.record_of(request).person
    entry, rows = queries.one(person, entry_id)
    numbers = choices_of(person).numbers
    return render(
        request,
        "entries/kept.html",
        {
            "entry": entry,
            "here": "today",
            "lines": in_short(rows, numbers=numbers, signs=_signs(person)),
            "given": given_back(person, rows, numbers=numbers),
            "plan_offer": offer_after(person, entry.pk),
            "changed": "changed" in request.GET,
        },
    )


@access.needs_sign_in
@require_POST
def question(request: HttpRequest) -> HttpResponse:
    """Put one of our questions on the list of what to bring; twice on one day, it is there once."""
    person = access.record_of(request).person
    asked = {str(at): given.words for at, given in enumerate(questions())}
    at = request.POST.get("at", "")
    if at in asked:
        once = uuid5(person, f"question {at} {queries.today()}")
        sessions.bring(person=person, text=asked[at], once=once)
        messages.info(request, _("It is on your list."))
    return redirect("sessions:start")


@access.needs_sign_in
@require_GET
def written(request: HttpRequest) -> HttpResponse:
    """What was written, by day, the newest first."""
    person = access.record_of(request).person
    found = queries.days(queries.opened(person))
    months = queries.months(found, DAYS_A_PAGE)
    page = Paginator(found, DAYS_A_PAGE).get_page(request.GET.get("page"))
    numbers, signs = choices_of(person).numbers, _signs(person)
    context = {
        "page": page,
        "days": [
            (
                day,
                [
                    (entry, in_short(rows, numbers=numbers, signs=signs))
                    for entry, rows in day.entries
                ],
            )
            for day in page.object_list
        ],
        "years": months if len(found) > DAYS_A_PAGE else [],
        "firsts": {month.newest for _year, year in months for month in year},
        "removed": _removed(request, person),
        "here": "more",
    }
    return render(request, "entries/list.html", context)


def _removed(request: HttpRequest, person: UUID) -> UUID | None:
    try:
        entry = queries.one(person, UUID(request.GET.get("removed", "")), removed=True)[0]
    except (ValueError, Http404):
        return None
    removed: UUID = entry.pk
    return removed


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Change one entry."""
    person = access.record_of(request).person
    asked = _asked(person)
    if request.method == "POST":
        with turn_of(person):
            return _changed(request, person, entry_id, asked)
    entry, rows = queries.one(person, entry_id)
    given, rest = answers(rows, asked["names"].signs)
    given |= {"once": uuid4(), "for_a_harder_day": queries.is_for_a_harder_day(entry)}
    form = CheckIn(initial=given, today=max(queries.today(), given["day"]), **asked)
    return _edit(request, form, rows, rest, entry_id)


def _changed(
    request: HttpRequest, person: UUID, entry_id: UUID, asked: dict[str, Any]
) -> HttpResponse:
    """What the form changes. Sent again, it finds what it made, or the undo of what it emptied."""
    form = CheckIn(request.POST, today=queries.today(), **asked)
    if done := _done_before(person, entry_id, form):
        return done
    entry, rows = queries.one(person, entry_id)
    given, rest = answers(rows, asked["names"].signs)
    form = CheckIn(request.POST, today=max(queries.today(), given["day"]), **asked)
    if not form.is_valid():
        return _edit(request, form, rows, rest, entry_id, status=422)
    day = form.cleaned_data["day"]
    stay = _moved([r for r in rest if key_of(r) not in request.POST.getlist("drop")], day)
    changed = stamped(form.things(), when_of(rows, day), rows) + stay
    if _changed_meanwhile(request, rows, changed):
        return _edit(request, form, rows, rest, entry_id, status=409, meanwhile=True)
    marked = form.cleaned_data["for_a_harder_day"]
    once = form.cleaned_data["once"]
    held = actions.change(
        entry=entry, before=rows, rows=changed, once=once, for_a_harder_day=marked
    )
    drafts.drop(person=person, form=f"edit-{entry_id}")
    if held is None:
        return redirect(_list_with_undo(entry.pk))
    return _after(request, held.pk, _new(changed, rows), changed=True)


def _done_before(person: UUID, entry_id: UUID, form: CheckIn) -> HttpResponse | None:
    """Where to go if the entry is gone because this very form was sent before."""
    if queries.holds(person, entry_id) or not form.is_valid():
        return None
    once = form.cleaned_data["once"]
    if once is not None and queries.holds(person, once):
        return redirect(reverse("entries:kept", args=[once]) + "?changed")
    if not form.things() and queries.is_removed(person, entry_id):
        return redirect(_list_with_undo(entry_id))
    return None


def _changed_meanwhile(request: HttpRequest, now: list[Row], wanted: list[Row]) -> bool:
    """Whether another window changed the entry after this form was shown, to something else."""
    seen = request.POST.get("seen", "")
    return bool(seen) and seen != state_of(now) and Counter(now) != Counter(wanted)


def _edit(
    request: HttpRequest,
    form: CheckIn,
    rows: list[Row],
    rest: list[Row],
    entry_id: UUID,
    *,
    status: int = 200,
    meanwhile: bool = False,
) -> HttpResponse:
    others: list[tuple[str, Line]] = [
        (key_of(row), lines([row], numbers=form.numbers)[0]) for row in rest
    ]
    context: dict[str, Any] = {"form": form, "here": "today", "editing": True, "others": others}
    context |= {"draft": f"edit-{entry_id}", "seen": state_of(rows)}
    if meanwhile:
        context["stands"] = in_short(rows, numbers=form.numbers, signs=form.names.signs)
    return render(request, "entries/edit.html", context, status=status)


def _moved(rows: list[Row], day: date) -> list[Row]:
    iso = day.isoformat()
    return [row if row[0][:10] == iso else (iso, *row[1:]) for row in rows]


def _new(changed: list[Row], before: list[Row]) -> list[Row]:
    return [row for row in changed if row not in before]


@access.needs_sign_in
@require_POST
def remove(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry away; the list offers to bring it back."""
    person = access.record_of(request).person
    with turn_of(person):
        if not queries.is_removed(person, entry_id):
            actions.remove(entry=queries.one(person, entry_id)[0])
            drafts.drop(person=person, form=f"edit-{entry_id}")
    return redirect(_list_with_undo(entry_id, page=request.POST.get("page", "")))


@access.needs_sign_in
@require_POST
def restore(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Bring a removed entry back."""
    person = access.record_of(request).person
    with turn_of(person):
        if not queries.holds(person, entry_id):
            actions.restore(entry=queries.one(person, entry_id, removed=True)[0])
    return redirect("entries:list")


def _list_with_undo(entry_id: UUID, page: str = "") -> str:
    where = f"&page={int(page)}" if page.isascii() and page.isdecimal() else ""
    return f"{reverse('entries:list')}?removed={entry_id}{where}"


def _now(day: date) -> str:
    """The time of an answer: to the minute for today, the day alone for another day."""
    if day != queries.today():
        return day.isoformat()
    return datetime.now().strftime("%Y-%m-%dT%H:%M")
