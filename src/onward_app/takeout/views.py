"""Bring what you have, look at it before it is taken, and take the own record out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onward.errors import BadInput, BadMap
from onward_app import access
from onward_app.entries import queries as entries
from onward_app.entries.actions import Row
from onward_app.takeout import actions, queries, reading
from onward_app.takeout.forms import Bring, Choices, Moods
from onward_app.takeout.uploads import LIMIT


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a file; the list of those that were brought."""
    person = access.record_of(request).person
    if request.method != "POST":
        return _page(request, Bring(), person)
    form = Bring(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, person, status=422)
    text = _map_text(form)
    wrong = _too_large(request)
    file = form.cleaned_data["file"]
    if wrong is None and file is None:
        wrong = _("Choose a file first.")
    if wrong is None:
        data = file.read()
        try:
            seen = reading.look(file.name, data, text, {})
        except (BadInput, BadMap) as error:
            wrong = str(error)
        else:
            waiting = actions.wait(person=person, file=file.name, data=data, map=text, preview=seen)
            return redirect("takeout:look", waiting.pk)
    form = Bring({"map_text": text})
    form.full_clean()
    return _page(request, form, person, wrong=wrong, status=422)


def _map_text(form: Bring) -> str:
    given = form.cleaned_data["map_file"]
    text: str = form.cleaned_data["map_text"]
    return given.read().decode("utf-8-sig", "replace") if given else text


def _too_large(request: HttpRequest) -> str | None:
    for handler in request.upload_handlers:
        name = getattr(handler, "too_large", None)
        if name:
            return reading.too_large(name, LIMIT)
    return None


def _page(
    request: HttpRequest, form: Bring, person: UUID, *, wrong: str | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "wrong": wrong,
        "taken": queries.taken(person),
        "has_entries": entries.exist(person),
    }
    return render(request, "takeout/bring.html", context, status=status)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """A file before it is taken, and what was taken after it."""
    found, value = queries.one(access.record_of(request).person, import_id)
    if found.taken:
        if request.method == "POST" and _asks(request, entries.brought(found.person, found.pk)):
            return redirect("support:safe")
        return render(request, "takeout/taken.html", {"told": queries.dated(value), "id": found.pk})
    seen = value["preview"]
    posted = request.POST if request.method == "POST" else None
    if "needs" in seen:
        moods = Moods(posted, names=seen["needs"])
        if posted is None or not moods.is_valid():
            return _look(request, found.pk, value, moods, "takeout/moods.html")
        choices = {"moods": value["choices"].get("moods", {}) | moods.levels()}
        return _again(request, found, value, choices, moods, "takeout/moods.html")
    form = Choices(
        posted,
        people=list(seen["people"]),
        activities=seen["activities"],
        initial=value["choices"],
    )
    if posted is None or not form.is_valid():
        return _look(request, found.pk, value, form, "takeout/preview.html")
    if request.POST.get("do") != "take":
        return _again(request, found, value, form.given(), form, "takeout/preview.html")
    return _take(request, found, value, form)


def _look(
    request: HttpRequest,
    import_id: UUID,
    value: dict[str, Any],
    form: Moods | Choices,
    template: str,
    wrong: str | None = None,
) -> HttpResponse:
    seen = value["preview"]
    chosen = value["choices"].get("person")
    if len(seen.get("people", ())) == 1:
        chosen = next(iter(seen["people"]))
    context = {
        "form": form,
        "id": import_id,
        "file": value["file"],
        "seen": seen,
        "of": queries.dated(seen["people"][chosen]) if chosen in seen.get("people", ()) else None,
        "wrong": wrong,
    }
    status = 422 if wrong or form.errors else 200
    return render(request, template, context, status=status)


def _again(
    request: HttpRequest,
    found: Any,
    value: dict[str, Any],
    choices: dict[str, Any],
    form: Moods | Choices,
    template: str,
) -> HttpResponse:
    """Read the file once more with the new answers, and show what it would bring."""
    choices = value["choices"] | choices
    try:
        seen = reading.look(value["file"], actions.data_of(value), value["map"], choices)
    except (BadInput, BadMap) as error:
        return _look(request, found.pk, value, form, template, str(error))
    actions.choose(waiting=found, choices=choices, preview=seen)
    return redirect("takeout:look", found.pk)


def _take(request: HttpRequest, found: Any, value: dict[str, Any], form: Choices) -> HttpResponse:
    choices = value["choices"] | form.given()
    try:
        rows = reading.rows(value["file"], actions.data_of(value), value["map"], choices)
    except (BadInput, BadMap) as error:
        return _look(request, found.pk, value, form, "takeout/preview.html", str(error))
    new = actions.take(waiting=found, file=value["file"], rows=rows)
    if _asks(request, new):
        return redirect("support:safe")
    return redirect("takeout:look", found.pk)


def _asks(request: HttpRequest, rows: list[Row]) -> bool:
    """Whether rows that were taken ask for the page about safety; then that says they are kept."""
    if not entries.asks_about_safety(rows, entries.today()):
        return False
    messages.info(request, _("It is kept."))
    return True


@access.needs_sign_in
@require_POST
def drop(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Leave a file that waits; nothing of it stays."""
    waiting, _value = queries.one(access.record_of(request).person, import_id, taken=False)
    actions.drop(waiting=waiting)
    return redirect("takeout:bring")


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take away what an import brought; asked first."""
    taken, told = queries.one(access.record_of(request).person, import_id, taken=True)
    if request.method != "POST":
        context = {"told": queries.dated(told), "id": taken.pk}
        return render(request, "takeout/undo.html", context)
    actions.undo(taken=taken)
    return redirect("takeout:bring")


@access.needs_sign_in
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The own record as a file that Onward and a spreadsheet can read."""
    text = reading.as_csv(entries.record(access.record_of(request).person))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="onward-record.csv"'
    response["Cache-Control"] = "no-store"
    return response
