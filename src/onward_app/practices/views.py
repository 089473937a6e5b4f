"""The practices: what a person does for themselves, in the app or away from it."""

from __future__ import annotations

from random import SystemRandom
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onward_app import access
from onward_app.choices.queries import choices_of
from onward_app.drafts import actions as drafts
from onward_app.entries import queries as entries
from onward_app.entries.lines import in_short
from onward_app.entries.views import safety_first
from onward_app.entries.vocabulary import name_of
from onward_app.practices import actions, forms, queries
from onward_app.practices.queries import Written
from onward_app.practices.showing import (
    edit_context,
    ground_context,
    keep_care,
    may_change,
    open_test,
    refused,
    sheet_context,
    start_context,
    test_look,
    tests_are_told,
    write_context,
)
from onward_app.turns import turn_of

DAYS_A_PAGE = 30
SEEDS = 2**31


@access.needs_sign_in
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """A calm list of what there is to do."""
    person = access.record_of(request).person
    keep_care(person)
    return render(request, "practices/start.html", {"here": "more"} | start_context(person))


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def quiet(request: HttpRequest) -> HttpResponse:
    """Quiet minutes: anchors, a timer, and a way to note them."""
    person = access.record_of(request).person
    sent = request.POST if request.method == "POST" else None
    form = forms.Quiet(sent, initial={"once": uuid4()})
    if form.is_valid():
        given = form.cleaned_data
        entry = actions.note(
            person=person,
            practice="meditation",
            day=entries.today(),
            minutes=given["minutes"],
            once=given["once"],
        )
        return redirect("practices:did", entry.pk)
    return _timed(request, "practices/quiet.html", person, form)


def _timed(request: HttpRequest, page: str, person: UUID, form: forms.Quiet) -> HttpResponse:
    context = {
        "here": "more",
        "form": form,
        "resting": choices_of(person).resting,
        "anchors": queries.content()["anchor"],
        "cues": queries.content()["walk"]["cues"],
        "care": queries.content()["care"],
    }
    return render(request, page, context, status=422 if form.errors else 200)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def walk(request: HttpRequest) -> HttpResponse:
    """A walk with an intention, cues on the way, and one thing noticed."""
    person = access.record_of(request).person
    sent = request.POST if request.method == "POST" else None
    form = forms.Walk(sent, initial={"once": uuid4()})
    if not form.is_valid():
        return _timed(request, "practices/walk.html", person, form)
    given = form.cleaned_data
    intention, noticed = given["intention"].strip(), given["noticed"].replace("\r\n", "\n").strip()
    if intention:
        noticed = "\n".join(filter(None, [_("My intention: %s") % intention, noticed]))
    with turn_of(person):
        entry = actions.note(
            person=person,
            practice="mindful_walk",
            day=entries.today(),
            minutes=given["minutes"],
            words=noticed,
            once=given["once"],
        )
        drafts.drop(person=person, form="walk")
    return _said(request, noticed) or redirect("practices:did", entry.pk)


def _said(request: HttpRequest, words: str) -> HttpResponse | None:
    """To the page about safety, if the words ask for it as those of a check-in would."""
    return safety_first(request, [(entries.today().isoformat(), "note", "", None, words)])


@access.needs_sign_in
@require_GET
def did(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """After noting that a practice was done."""
    person = access.record_of(request).person
    entry, rows = entries.one(person, entry_id)
    shown = in_short(rows, numbers=choices_of(person).numbers)
    context = {"here": "more", "entry": entry, "lines": shown}
    return render(request, "practices/did.html", context)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """A new sheet of one kind. What was typed is kept, also where writing is not offered now."""
    person = access.record_of(request).person
    numbers = choices_of(person).numbers
    if request.method != "POST":
        if kind == "writing" and not queries.may_write(person):
            return render(request, "practices/not_now.html", ground_context())
        form = forms.Sheet(kind_of=kind, numbers=numbers, initial={"once": uuid4()})
        return _write(request, person, kind, form)
    form = forms.Sheet(request.POST, kind_of=kind, numbers=numbers)
    if not form.is_valid():
        return _write(request, person, kind, form, status=422)
    fields = form.answers()
    if not fields:
        return _write(request, person, kind, form, nothing=True)
    with turn_of(person):
        sheet = actions.keep(
            person=person,
            kind=kind,
            fields=fields,
            day=entries.today(),
            once=form.cleaned_data["once"],
            harder_day=bool(form.cleaned_data.get("harder_day")),
        )
        drafts.drop(person=person, form=queries.draft_of(kind))
    return _said(request, actions.as_text(kind, fields)) or _after(request, kind, sheet.pk)


def _after(request: HttpRequest, kind: str, sheet_id: UUID) -> HttpResponse:
    messages.info(request, _(queries.kind(kind)["kept"]))
    if kind == "writing":
        return redirect("practices:ground")
    return redirect("practices:sheet", sheet_id)


def _write(
    request: HttpRequest,
    person: UUID,
    kind: str,
    form: forms.Sheet,
    *,
    nothing: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = write_context(person, kind) | {"form": form, "nothing": nothing}
    return render(request, "practices/write.html", context, status=status)


@access.needs_sign_in
@require_GET
def ground(request: HttpRequest) -> HttpResponse:
    """Back into the room: what ends writing about strong feelings."""
    access.record_of(request)
    return render(request, "practices/ground.html", ground_context())


@access.needs_sign_in
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """What I did: days and words, nothing added up."""
    person = access.record_of(request).person
    page = Paginator(queries.done(person), DAYS_A_PAGE).get_page(request.GET.get("page"))
    context = {"here": "more", "page": page, "removed": _removed(request, person)}
    return render(request, "practices/kept.html", context)


def _removed(request: HttpRequest, person: UUID) -> UUID | None:
    try:
        found = UUID(request.GET.get("removed", ""))
    except ValueError:
        return None
    return found if queries.is_removed(person, found) else None


@access.needs_sign_in
@require_GET
def sheet(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """One sheet: to read, copy, print, change, take away."""
    person = access.record_of(request).person
    found = queries.one(person, sheet_id)
    if found.kind == queries.TEST:
        return redirect("practices:tested", sheet_id)
    context = {"here": "more"} | sheet_context(person, found)
    return render(request, "practices/sheet.html", context)


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Change one sheet. What was typed is kept, also where writing is not offered now."""
    person = access.record_of(request).person
    found = queries.one(person, sheet_id)
    if found.kind == queries.TEST:
        return redirect("practices:tested", sheet_id)
    if request.method != "POST" and not may_change(person, found):
        return render(request, "practices/not_now.html", ground_context())
    form = forms.Sheet(
        request.POST if request.method == "POST" else None,
        kind_of=found.kind,
        numbers=choices_of(person).numbers,
        initial=found.fields | {"harder_day": queries.is_for_a_harder_day(person, sheet_id)},
    )
    if not form.is_valid():
        context = edit_context(person, found) | {"form": form}
        return render(request, "practices/edit.html", context, status=422 if form.errors else 200)
    fields = form.answers()
    with turn_of(person):
        row = queries.one(person, sheet_id).row
        if fields:
            marked = bool(form.cleaned_data.get("harder_day"))
            actions.change(sheet=row, fields=fields, harder_day=marked)
        else:
            actions.remove(sheet=row)
        drafts.drop(person=person, form=f"sheet-{sheet_id}")
    if not fields:
        return redirect(_list_with_undo(sheet_id))
    text = actions.as_text(found.kind, fields)
    return _said(request, text) or _after(request, found.kind, sheet_id)


def _list_with_undo(sheet_id: UUID) -> str:
    return f"{reverse('practices:kept')}?removed={sheet_id}"


@access.needs_sign_in
@require_POST
def talked(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """The talk was had."""
    person = access.record_of(request).person
    with turn_of(person):
        actions.talked(sheet=queries.one(person, sheet_id).row, day=entries.today())
    return redirect("practices:sheet", sheet_id)


@access.needs_sign_in
@require_POST
def remove(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Take one sheet away; the list offers to bring it back for a day."""
    person = access.record_of(request).person
    with turn_of(person):
        if not queries.is_removed(person, sheet_id):
            actions.remove(sheet=queries.one(person, sheet_id).row)
    return redirect(_list_with_undo(sheet_id))


@access.needs_sign_in
@require_POST
def restore(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Bring a sheet back."""
    person = access.record_of(request).person
    with turn_of(person):
        if queries.is_removed(person, sheet_id):
            _restore(person, queries.one(person, sheet_id, removed=True))
        else:
            queries.one(person, sheet_id)
    return redirect("practices:sheet", sheet_id)


def _restore(person: UUID, sheet: Written) -> None:
    """Bring it back. A fair test comes back ended where another one runs by now."""
    runs = sheet.kind == queries.TEST and open_test(person) is not None
    actions.restore(sheet=sheet.row)
    if runs and not test_look(person, sheet).over:
        actions.leave(sheet=sheet.row, day=entries.today())


@access.needs_sign_in
@require_http_methods(["GET", "POST"])
def test(request: HttpRequest) -> HttpResponse:
    """A fair test: what it is, and to begin one. One at a time."""
    person = access.record_of(request).person
    keep_care(person)
    running = open_test(person)
    if request.method != "POST":
        if running:
            return redirect("practices:tested", running.sheet.row.pk)
        return _test(request, person, forms.Begin(initial={"once": uuid4(), "days": 60}))
    form = forms.Begin(request.POST)
    if not form.is_valid():
        return _test(request, person, form, status=422)
    given = form.cleaned_data
    practice = name_of("practice", given["practice"])
    row = (entries.today().isoformat(), "practice", practice, None, "")
    if entries.asks_about_safety([row], entries.today(), written_here=True):
        return redirect("support:safe")
    with turn_of(person):
        running = open_test(person)
        if running:
            return redirect("practices:tested", running.sheet.row.pk)
        no = refused(person, practice, given["nature"])
        if no is not None:
            return _test(request, person, form, no=no, status=422)
        begun = actions.begin(
            person=person,
            practice=practice,
            days=given["days"],
            seed=SystemRandom().randrange(SEEDS),
            today=entries.today(),
            once=given["once"],
        )
        drafts.drop(person=person, form="fair_test")
    return redirect("practices:tested", begun.pk)


def _test(
    request: HttpRequest, person: UUID, form: forms.Begin, *, no: str = "", status: int = 200
) -> HttpResponse:
    context = {"here": "more", "form": form, "no": no, "told": tests_are_told(person)}
    return render(request, "practices/test.html", context, status=status)


@access.needs_sign_in
@require_GET
def tested(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """One fair test: today's coin while it runs, and what it says."""
    person = access.record_of(request).person
    keep_care(person)
    found = queries.a_test(person, sheet_id)
    choices = choices_of(person)
    context = {
        "here": "more",
        "look": test_look(person, found),
        "numbers": choices.numbers,
        "resting": choices.resting,
    }
    return render(request, "practices/tested.html", context)


@access.needs_sign_in
@require_POST
def day(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Whether the tested practice was done today."""
    person = access.record_of(request).person
    with turn_of(person):
        found = queries.a_test(person, sheet_id)
        if request.POST.get("did") in ("yes", "no") and test_look(person, found).coin is not None:
            actions.say(
                sheet=found.row,
                practice=found.fields["practice"],
                day=entries.today(),
                did=request.POST["did"] == "yes",
            )
    return redirect("practices:tested", sheet_id)


@access.needs_sign_in
@require_POST
def leave(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """End a fair test, on any day and without a question."""
    person = access.record_of(request).person
    with turn_of(person):
        found = queries.a_test(person, sheet_id)
        if not test_look(person, found).over:
            actions.leave(sheet=found.row, day=entries.today())
    return redirect("practices:tested", sheet_id)
