"""Bring what you have, look at it before it is taken, and take the own record out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onward.errors import BadInput, BadMap
from onward_app import access
from onward_app.entries import queries as entries
from onward_app.entries.actions import Row
from onward_app.takeout import actions, arriving, erasing, moving, queries, reading, sealed
from onward_app.takeout.forms import Bring, Choices, Code, Moods, Sure
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
        if sealed.is_sealed(data):
            waiting = actions.wait(
                person=person, file=file.name, data=data, map="", preview={"code": True}
            )
            return redirect("takeout:look", waiting.pk)
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
    if "code" in seen:
        return _unseal(request, found, value)
    if "everything" in seen:
        return _everything(request, found, value)
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


def _unseal(request: HttpRequest, found: Any, value: dict[str, Any]) -> HttpResponse:
    """Ask for the code of a sealed takeout; once it opens, what is in it waits to be taken."""
    form = Code(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            key = sealed.key_of(form.cleaned_data["code"])
            files = sealed.open_takeout(actions.data_of(value), key)
            new = arriving.arrange(found.person, moving.read(files))
        except sealed.WrongCode as error:
            form.add_error("code", _line_of(error))
        except sealed.NotOpened:
            form.add_error("code", _("It does not open. Is it the code of this file?"))
        except moving.BadTakeout:
            form.add_error("code", _("It opens, but Onward cannot read what is in it."))
        else:
            told = new.told()
            del told["made"]
            actions.unseal(waiting=found, files=files, preview={"everything": told})
            return redirect("takeout:look", found.pk)
    context = {"form": form, "id": found.pk, "file": value["file"]}
    status = 422 if form.errors else 200
    return render(request, "takeout/unseal.html", context, status=status)


def _line_of(error: sealed.WrongCode) -> str:
    if error.line is None:
        return _("The code has four lines of sixteen letters. Look for one that is left out.")
    return _("Line %(line)s has a slip. Compare it with your paper.") % {"line": error.line}


def _everything(request: HttpRequest, found: Any, value: dict[str, Any]) -> HttpResponse:
    """A sealed takeout that opened, before it is taken."""
    told = value["preview"]["everything"]
    if request.method != "POST":
        context = {"told": queries.dated(told), "id": found.pk, "file": value["file"]}
        return render(request, "takeout/everything_in.html", context)
    what = moving.read(actions.unsealed(value))
    new = actions.take_everything(waiting=found, file=value["file"], what=what)
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


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
@access.needs_password_again
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the record and the account; asked first, and done at once."""
    person = access.record_of(request).person
    form = Sure(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "takeout/erase.html", {"form": form}, status=status)
    erasing.erase(person=person)
    logout(request)
    response = render(request, "takeout/erased.html")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def everything(request: HttpRequest) -> HttpResponse:
    """Take out everything, sealed: first the code, on a page of its own, then the file.

    The code is in no address and is not kept; it travels in the forms alone.
    """
    person = access.record_of(request).person
    if request.method != "POST":
        return render(request, "takeout/everything.html")
    form = Code(request.POST)
    if request.POST.get("do") != "save" or not form.is_valid():
        return _show_code(request, sealed.code_of(sealed.new_key()))
    try:
        key = sealed.key_of(form.cleaned_data["code"])
    except sealed.WrongCode:
        return _show_code(request, sealed.code_of(sealed.new_key()))
    files = moving.files_of(
        queries.everything(person), reading.as_csv(entries.record(person)), timezone.now()
    )
    response = HttpResponse(
        sealed.close_takeout(files, key), content_type="application/octet-stream"
    )
    name = f"onward-{entries.today().isoformat()}.takeout"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _show_code(request: HttpRequest, lines: list[str]) -> HttpResponse:
    context = {"lines": lines, "code": "\n".join(lines)}
    response = render(request, "takeout/code.html", context)
    response["Cache-Control"] = "no-store"
    return response
