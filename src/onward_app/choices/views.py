"""How Onward shows itself: one page of choices."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onward_app import access
from onward_app.choices import actions
from onward_app.choices.forms import Shown
from onward_app.choices.queries import choices_of
from onward_app.turns import turn_of


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest) -> HttpResponse:
    """Choose what is shown."""
    person = access.record_of(request).person
    if request.method != "POST":
        form = Shown(initial=choices_of(person).to_dict())
        return render(request, "choices/shown.html", {"form": form, "here": "more"})
    form = Shown(request.POST)
    if form.is_valid():
        actions.keep(person=person, choices=form.choices())
        messages.info(request, _("It is kept."))
    return redirect("choices:shown")


@access.needs_sign_in
@require_POST
def rest(request: HttpRequest) -> HttpResponse:
    """Rest from noting, in one tap; the same tap ends it."""
    person = access.record_of(request).person
    with turn_of(person):
        before = choices_of(person)
        resting = request.POST.get("rest") == "yes"
        actions.keep(person=person, choices=replace(before, resting=resting))
    return redirect("entries:start")
