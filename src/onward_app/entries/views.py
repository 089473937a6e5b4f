"""The start page, the check-in and what was written."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onward_app import access
from onward_app.choices.queries import choices_of
from onward_app.drafts import actions as drafts
from onward_app.entries import actions, queries
from onward_app.entries.actions import Row
from onward_app.entries.editing import answers, key_of, stamped, when_of
from onward_app.entries.forms import CheckIn, offered_issues
from onward_app.entries.given_back import own_words
from onward_app.entries.lines import Line, lines
from onward_app.turns import turn_of

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
    now = queries.today()
    names = queries.names(person)
    if request.method != "POST":
        once = _once(request)
        if once is not None and queries.holds(person, once):
            return redirect("entries:edit", once)
        initial = {"once": once or uuid4(), "day": now, **offered_issues(names)}
        form = CheckIn(initial=initial, names=names, today=now)
        return _check_in(request, form)
    form = CheckIn(request.POST, names=names, today=now)
    if not form.is_valid():
        return _check_in(request, form, status=422)
    things = form.things()
    if not things:
        return _check_in(request, form, nothing=True)
    once = form.cleaned_data["once"]
    with turn_of(person):
        before = queries.sent(person, once)
        rows = stamped(things, _now(form.cleaned_data["day"]), before)
        marked = form.cleaned_data["for_a_harder_day"]
        entry = actions.keep(person=person, rows=rows, once=once, for_a_harder_day=marked)
        drafts.drop(person=person, form="today")
    changed = bool(before) and Counter(before) != Counter(rows)
    return _after(request, entry.pk, rows, changed=changed)


def _once(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("once", ""))
    except ValueError:
        return None


def safety_first(request: HttpRequest, rows: list[Row]) -> HttpResponse | None:
    """To the page about safety where what was just written here asks for it; else None."""
    if not queries.asks_about_safety(rows, queries.today(), written_here=True):
        return None
    messages.info(request, _("It is kept."))
    return redirect("support:safe")


def _after(request: HttpRequest, entry_id: UUID, rows: list[Row], *, changed: bool) -> HttpResponse:
    """To the page about safety where what was written asks for it, else to what was kept."""
    kept_page = reverse("entries:kept", args=[entry_id]) + ("?changed" if changed else "")
    return safety_first(request, rows) or redirect(kept_page)


def _check_in(
    request: HttpRequest, form: CheckIn, *, nothing: bool = False, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "entries/today.html",
        {"form": form, "here": "today", "nothing": nothing},
        status=status,
    )


@access.needs_sign_in
@require_GET
def kept(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """After keeping: something true, and the ways to change it."""
    person = access.record_of(request).person
    entry, rows = queries.one(person, entry_id)
    record = queries.record(person)
    others = record is not None and len(record) > len(rows)
    return render(
        request,
        "entries/kept.html",
        {
            "entry": entry,
            "here": "today",
            "lines": lines(rows),
            "own_words": own_words(person),
            "first": not others,
            "changed": "changed" in request.GET,
        },
    )


@access.needs_sign_in
@require_GET
def written(request: HttpRequest) -> HttpResponse:
    """What was written, by day, the newest first."""
    person = access.record_of(request).person
    page = Paginator(queries.days(queries.opened(person)), DAYS_A_PAGE).get_page(
        request.GET.get("page")
    )
    days = [
        (day, [(entry, lines(rows)) for entry, rows in day.entries]) for day in page.object_list
    ]
    return render(
        request,
        "entries/list.html",
        {"page": page, "days": days, "removed": _removed(request, person)},
    )


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
    names = queries.names(person)
    if request.method == "POST":
        with turn_of(person):
            return _changed(request, person, entry_id, names)
    entry, rows = queries.one(person, entry_id)
    given, rest = answers(rows)
    given |= {"once": uuid4(), "for_a_harder_day": queries.is_for_a_harder_day(entry)}
    form = CheckIn(initial=given, names=names, today=max(queries.today(), given["day"]))
    return _edit(request, form, rest, entry_id)


def _changed(
    request: HttpRequest, person: UUID, entry_id: UUID, names: queries.Names
) -> HttpResponse:
    """What the form changes. Sent again, it finds what it made, or the undo of what it emptied."""
    form = CheckIn(request.POST, names=names, today=queries.today())
    if done := _done_before(person, entry_id, form):
        return done
    entry, rows = queries.one(person, entry_id)
    given, rest = answers(rows)
    form = CheckIn(request.POST, names=names, today=max(queries.today(), given["day"]))
    if not form.is_valid():
        return _edit(request, form, rest, entry_id, status=422)
    day = form.cleaned_data["day"]
    stay = _moved([r for r in rest if key_of(r) not in request.POST.getlist("drop")], day)
    changed = stamped(form.things(), when_of(rows, day), rows) + stay
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


def _edit(
    request: HttpRequest, form: CheckIn, rest: list[Row], entry_id: UUID, status: int = 200
) -> HttpResponse:
    others: list[tuple[str, Line]] = [(key_of(row), lines([row])[0]) for row in rest]
    context: dict[str, Any] = {"form": form, "here": "today", "editing": True, "others": others}
    context["draft"] = f"edit-{entry_id}"
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
    return redirect(_list_with_undo(entry_id))


@access.needs_sign_in
@require_POST
def restore(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Bring a removed entry back."""
    person = access.record_of(request).person
    with turn_of(person):
        if not queries.holds(person, entry_id):
            actions.restore(entry=queries.one(person, entry_id, removed=True)[0])
    return redirect("entries:list")


def _list_with_undo(entry_id: UUID) -> str:
    return f"{reverse('entries:list')}?removed={entry_id}"


def _now(day: date) -> str:
    """The time of an answer: to the minute for today, the day alone for another day."""
    if day != queries.today():
        return day.isoformat()
    return datetime.now().strftime("%Y-%m-%dT%H:%M")
