"""The path: where a person stands, in words, in a picture and in a table."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from onward import Review
from onward_app import access
from onward_app.entries import actions
from onward_app.entries import queries as entries
from onward_app.path import actions as ledger
from onward_app.path import queries
from onward_app.path.forms import OwnWord
from onward_app.path.picture import issue_pictures, kept_picture, picture

TOLD_A_PAGE = 50


@access.needs_sign_in
@require_GET
def path(request: HttpRequest) -> HttpResponse:
    """The person's own path; asked for by htmx, only its picture in another range."""
    return _own(request, access.record_of(request).person, OwnWord(initial={"once": uuid4()}))


@require_GET
def example(request: HttpRequest) -> HttpResponse:
    """The same page of an invented record, open to everybody and never stored."""
    seen = queries.example()
    return _show(request, seen, {"example": True, "ended": False, "words": seen.words})


@access.needs_sign_in
@require_POST
def otherwise(request: HttpRequest) -> HttpResponse:
    """Keep the person's own word for where they stand."""
    person = access.record_of(request).person
    form = OwnWord(request.POST)
    if not form.is_valid():
        return _own(request, person, form, status=422)
    row = (entries.today().isoformat(), "label", form.cleaned_data["word"], None, "")
    actions.keep(person=person, rows=[row], once=form.cleaned_data["once"])
    return redirect("path:path")


@access.needs_sign_in
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """The ledger: what the person was told, day by day."""
    person = access.record_of(request).person
    page = Paginator(queries.told(person), TOLD_A_PAGE).get_page(request.GET.get("page"))
    lines = queries.told_lines(page.object_list)
    return render(request, "path/told.html", {"page": page, "lines": lines})


def _own(request: HttpRequest, person: UUID, form: OwnWord, *, status: int = 200) -> HttpResponse:
    """The picture ends with a record that ended long ago; the words are always those of today."""
    context: dict[str, Any] = {"here": "path", "form": form}
    seen = entries.review(person, as_last_written=True)
    if seen is not None:
        ended = seen.until < entries.today()
        now = (entries.review(person) if ended else seen) or seen
        context |= {"ended": ended, "words": now.words}
        if settings.INTERPRETATION:
            ledger.note_told(person=person, day=entries.today(), seen=now)
    return _show(request, seen, context, status=status)


def _show(
    request: HttpRequest, seen: Review | None, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    if seen is None:
        return render(request, "path/nothing.html", context)
    asked = request.GET.get("days", "all")
    chosen = asked if asked in queries.RANGES else "all"
    told = settings.INTERPRETATION
    present = told and not context["ended"]
    context |= {
        "review": seen,
        "told": told,
        "ranges": [(key, key == chosen) for key in queries.RANGES],
        "picture": picture(seen, days=queries.RANGES[chosen], told=told),
    }
    fragment = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if not fragment:
        context["issues"] = issue_pictures(seen, told=present)
        context["kept_picture"] = kept_picture(seen) if present and not queries.silent(seen) else ""
        if told:
            context |= queries.cards(seen, present=present)
    template = "path/_picture.html" if fragment else "path/path.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
