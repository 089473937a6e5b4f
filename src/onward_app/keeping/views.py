"""Whether Onward is well, for a program that watches it."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from onward_app.keeping import queries


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 and ``ok``, or 503 and one word for the part that does not answer."""
    state = queries.state()
    return JsonResponse({"status": state}, status=200 if state == queries.OK else 503)
