"""The journal: free writing, read again by month or by a word in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onward_app import access
from onward_app.drafts import actions as drafts
from onward_app.entries import actions
from onward_app.entries import queries as entries
from onward_app.entries.editing import stamped, when_of
from onward_app.entries.forms import Thing
from onward_app.entries.views import safety_first
from onward_app.journal import queries
from onward_app.journal.forms import Look, Note
from onward_app.turns import turn_of


@access.needs_sign_in
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The journal, a month a page, the newest first."""
    person = access.record_of(request).person
    months = Paginator(queries.months(queries.notes(person)), 1)
    page = months.get_page(request.GET.get("page"))
    context = {
        "here": "more",
        "page": page,
        "month": next(iter(page.object_list), None),
        "look": Look(),
        "removed": _removed(request, person),
    }
    return render(request, "journal/list.html", context)


def _removed(request: HttpRequest, person: UUID) -> UUID | None:
    try:
        found = UUID(request.GET.get("removed", ""))
    except ValueError:
        return None
    return found if entries.is_removed(person, found) else None


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write, freely or with a few lines to begin from."""
    person = access.record_of(request).person
    today = entries.today()
    prompt = queries.prompts().get(request.GET.get("prompt", ""))
    more = {"prompt": prompt, "prompts": queries.prompts().values(), "draft": "journal"}
    if request.method != "POST":
        form = Note(today=today, initial={"once": uuid4(), "day": today})
        return _form(request, form, more)
    form = Note(request.POST, today=today)
    if not form.is_valid():
        return _form(request, form, more, status=422)
    given = form.cleaned_data
    if not given["words"]:
        messages.info(request, _("Nothing is written yet, so nothing was kept."))
        return redirect("journal:list")
    with turn_of(person):
        before = entries.sent(person, given["once"])
        rows = stamped([("note", "", None, given["words"])], _now(given["day"]), before)
        marked = given["for_a_harder_day"]
        entry = actions.keep(person=person, rows=rows, once=given["once"], for_a_harder_day=marked)
        drafts.drop(person=person, form="journal")
    return safety_first(request, rows) or redirect("journal:note", entry.pk)


def _now(day: date) -> str:
    """The time of what is written: to the minute for today, the day alone for another day."""
    today = day == entries.today()
    return datetime.now().strftime("%Y-%m-%dT%H:%M") if today else day.isoformat()


def _form(
    request: HttpRequest, form: Note, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {"here": "more", "form": form} | more
    return render(request, "journal/write.html", context, status=status)


@access.needs_sign_in
@require_GET
def note(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One note, to read."""
    _entry, _rows, found = queries.one(access.record_of(request).person, entry_id)
    if not found:
        raise Http404
    return render(request, "journal/note.html", {"here": "more", "note": found[0], "notes": found})


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Change one note; one that came with a check-in is changed there."""
    person = access.record_of(request).person
    found = _alone(person, entry_id)
    if found is None:
        return redirect("entries:edit", entry_id)
    today = max(entries.today(), found.day)
    more = {"note": found, "draft": f"journal-{entry_id}"}
    if request.method != "POST":
        initial = {"once": uuid4(), "words": found.words, "day": found.day}
        initial["for_a_harder_day"] = found.marked
        return _form(request, Note(today=today, initial=initial), more)
    form = Note(request.POST, today=today)
    if not form.is_valid():
        return _form(request, form, more, status=422)
    with turn_of(person):
        return _changed(request, person, entry_id, form.cleaned_data)


def _alone(person: UUID, entry_id: UUID) -> queries.Note | None:
    """The words of an entry that holds nothing else."""
    _entry, _rows, found = queries.one(person, entry_id)
    return found[0] if found and found[0].alone else None


def _changed(
    request: HttpRequest, person: UUID, entry_id: UUID, given: dict[str, Any]
) -> HttpResponse:
    entry, rows = entries.one(person, entry_id)
    things: list[Thing] = [("note", "", None, given["words"])] if given["words"] else []
    changed = stamped(things, when_of(rows, given["day"]), rows)
    held = actions.change(
        entry=entry,
        before=rows,
        rows=changed,
        once=given["once"],
        for_a_harder_day=given["for_a_harder_day"],
    )
    drafts.drop(person=person, form=f"journal-{entry_id}")
    if held is None:
        return redirect(_list_with_undo(entry_id))
    new = [row for row in changed if row not in rows]
    return safety_first(request, new) or redirect("journal:note", held.pk)


@access.needs_sign_in
@require_POST
def remove(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take a note away; the journal offers to bring it back."""
    person = access.record_of(request).person
    with turn_of(person):
        if not entries.is_removed(person, entry_id):
            if _alone(person, entry_id) is None:
                return redirect("entries:edit", entry_id)
            actions.remove(entry=entries.one(person, entry_id)[0])
            drafts.drop(person=person, form=f"journal-{entry_id}")
    return redirect(_list_with_undo(entry_id))


def _list_with_undo(entry_id: UUID) -> str:
    return f"{reverse('journal:list')}?removed={entry_id}"


@access.needs_sign_in
@require_POST
def restore(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Bring a note back that was taken away."""
    person = access.record_of(request).person
    with turn_of(person):
        if not entries.holds(person, entry_id):
            actions.restore(entry=entries.one(person, entry_id, removed=True)[0])
    return redirect("journal:list")


@access.needs_sign_in
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Look for words in the whole record; they come by POST and stay in no address."""
    person = access.record_of(request).person
    if request.method != "POST":
        return redirect("journal:list")
    form = Look(request.POST)
    context: dict[str, Any] = {"here": "more", "look": form}
    if form.is_valid() and form.cleaned_data["words"]:
        hits, more = queries.look_for(person, form.cleaned_data["words"])
        context |= {"looked": True, "hits": hits, "more": more}
    return render(request, "journal/found.html", context, status=422 if form.errors else 200)
