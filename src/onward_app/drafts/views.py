"""What is typed is kept while it is typed, so that nothing that happens takes it away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from onward_app import access
from onward_app.drafts import actions, queries
from onward_app.drafts.forms import TooMuch, fields_of, page_of


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
@never_cache
def draft(request: HttpRequest, form: str) -> HttpResponse:
    """What was typed in a form and not yet kept: to read, and to keep."""
    person = access.record_of(request).person
    if request.method != "POST":
        return JsonResponse({"fields": queries.fields_of(person, form)})
    try:
        fields = fields_of(request.POST)
    except TooMuch:
        return JsonResponse({"kept": False}, status=413)
    page, count = page_of(request.headers.get("Onward-Page", ""))
    kept = actions.keep(person=person, form=form, fields=fields, page=page, count=count)
    return JsonResponse({"kept": kept})


@access.needs_sign_in
@require_POST
def clear(request: HttpRequest, form: str) -> HttpResponse:
    """Forget what was typed in a form."""
    actions.drop(person=access.record_of(request).person, form=form)
    return JsonResponse({"kept": False})
