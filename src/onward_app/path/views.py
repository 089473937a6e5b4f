"""The path: where a person stands, in words, in pictures and in tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onward import Review
from onward_app import access
from onward_app.choices.queries import Choices, choices_of
from onward_app.entries import actions
from onward_app.entries import queries as entries
from onward_app.path import actions as ledger
from onward_app.path import picture, queries
from onward_app.path.forms import OwnWord

TOLD_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class _Shown:
    """A review and how it is shown: somebody's own, or the invented example."""

    seen: Review
    choices: Choices
    example: bool = False
    ended: bool = False

    @property
    def present(self) -> bool:
        """Whether something may be said of now."""
        return settings.INTERPRETATION and not self.ended


@access.needs_sign_in
@require_GET
def path(request: HttpRequest) -> HttpResponse:
    """The person's own path; asked for by htmx, only its pictures in another range."""
    return _own(request, access.record_of(request).person, OwnWord(initial={"once": uuid4()}))


@require_GET
def example(request: HttpRequest) -> HttpResponse:
    """The same page of an invented record, open to everybody and never stored."""
    shown = _example()
    return _page(request, shown, {"words": queries.opening(shown.seen, shown.seen.words)})


@access.needs_sign_in
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """One picture as a table; asked for by htmx, the table alone."""
    return _table(request, _of(access.record_of(request).person))


@require_GET
def example_table(request: HttpRequest) -> HttpResponse:
    """One picture of the example as a table."""
    return _table(request, _example())


@access.needs_sign_in
@require_GET
def closer(request: HttpRequest) -> HttpResponse:
    """The picture to move along, day by day."""
    return _closer(request, _of(access.record_of(request).person))


@require_GET
def example_closer(request: HttpRequest) -> HttpResponse:
    """The example's picture to move along."""
    return _closer(request, _example())


@access.needs_sign_in
@require_GET
def moving(request: HttpRequest) -> HttpResponse:
    """What the browser draws the moving picture from."""
    return _moving(request, _of(access.record_of(request).person))


@require_GET
def example_moving(request: HttpRequest) -> HttpResponse:
    """The same of the example."""
    return _moving(request, _example())


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
@require_POST
def take_back(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take an own word back."""
    if not ledger.take_back(person=access.record_of(request).person, entry_id=entry_id):
        raise Http404
    messages.info(request, _("Your word is taken back."))
    return redirect("path:path")


@access.needs_sign_in
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """The ledger: what the person was told, day by day."""
    person = access.record_of(request).person
    page = Paginator(queries.told(person), TOLD_A_PAGE).get_page(request.GET.get("page"))
    lines = queries.told_lines(page.object_list)
    return render(request, "path/told.html", {"page": page, "lines": lines})


def _of(person: UUID) -> _Shown | None:
    """The person's own review; one that ended long ago is seen as it stood on its last day."""
    seen = entries.review(person, as_last_written=True)
    if seen is None:
        return None
    return _Shown(seen, choices_of(person), ended=seen.until < entries.today())


def _example() -> _Shown:
    return _Shown(queries.example(), Choices(), example=True)


def _own(request: HttpRequest, person: UUID, form: OwnWord, *, status: int = 200) -> HttpResponse:
    """The picture ends with a record that ended long ago; the words are always those of today."""
    shown = _of(person)
    if shown is None:
        return render(request, "path/nothing.html", {"here": "path"})
    now = (entries.review(person) if shown.ended else shown.seen) or shown.seen
    context: dict[str, Any] = {"here": "path", "form": form}
    if settings.INTERPRETATION:
        context["words"] = queries.opening(now, now.words)
        context["given"] = queries.given_words(person, now)
        ledger.note_told(person=person, day=entries.today(), seen=now)
    return _page(request, shown, context, status=status)


def _page(
    request: HttpRequest, shown: _Shown, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    told, seen = settings.INTERPRETATION, shown.seen
    context |= _frame(request, shown)
    context |= _pictures(shown, context["look"])
    alone = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if not alone and told:
        context |= queries.cards(seen, present=shown.present, quiet=shown.choices.old_ways)
    template = "path/_changed.html" if alone else "path/path.html"
    response = render(request, template, context | {"told": told}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _frame(request: HttpRequest, shown: _Shown) -> dict[str, Any]:
    """What each page of the path needs: the range, what is drawn, where its parts are."""
    this_once = request.GET.get("pictures") == "now"
    choices = replace(shown.choices, pictures=True) if this_once else shown.choices
    asked = request.GET.get("days", "all")
    chosen, look = queries.look_of(asked, choices, told=settings.INTERPRETATION)
    return {
        "review": shown.seen,
        "example": shown.example,
        "ended": shown.ended,
        "look": look,
        "chosen": chosen,
        "also": "&pictures=now" if this_once else "",
        "ranges": [(key, key == chosen) for key in queries.RANGES],
        "at": "example_" if shown.example else "",
    }


def _pictures(shown: _Shown, look: picture.Look) -> dict[str, Any]:
    seen, present = shown.seen, shown.present
    held = present and not queries.silent(seen)
    return {
        "picture": picture.picture(seen, look) if look.drawn else None,
        "issues": picture.issue_pictures(seen, replace(look, told=present)),
        "kept_picture": picture.kept_picture(seen) if held and look.drawn else "",
    }


def _table(request: HttpRequest, shown: _Shown | None) -> HttpResponse:
    if shown is None:
        return redirect("path:path")
    context = _frame(request, shown)
    which, look = request.GET.get("of", "all"), context["look"]
    if which != "all" and not shown.present:
        look = replace(look, told=False)
    found = picture.table(shown.seen, which, look)
    if found is None:
        raise Http404
    name = picture.issue_name(shown.seen, which, look)
    context |= {"table": found, "which": which, "name": name, "here": "path"}
    template = "path/_table.html" if request.htmx else "path/table.html"  # type: ignore[attr-defined]
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _closer(request: HttpRequest, shown: _Shown | None) -> HttpResponse:
    if shown is None:
        return redirect("path:path")
    context = _frame(request, shown) | {"here": "path"}
    context["picture"] = picture.picture(shown.seen, context["look"])
    return render(request, "path/closer.html", context)


def _moving(request: HttpRequest, shown: _Shown | None) -> HttpResponse:
    if shown is None:
        return redirect("path:path")
    width = picture.WIDTHS.get(request.GET.get("width", "phone"), picture.PHONE)
    look = _frame(request, shown)["look"]
    return JsonResponse(picture.moving(shown.seen, look, width).to_dict())
