"""The way back: Tonight, when I have time, and I feel stuck."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from onward_app import access
from onward_app.drafts import actions as drafts
from onward_app.entries import queries as entries
from onward_app.sessions import actions as sessions
from onward_app.support.views import context_of
from onward_app.turns import turn_of
from onward_app.way_back import actions, both, queries, seen, showing
from onward_app.way_back.both import Page
from onward_app.way_back.follow import marks
from onward_app.way_back.forms import (
    Days,
    ForToday,
    HowIsIt,
    Net,
    Offered,
    Say,
    Stuck,
    Tomorrow,
    form_of,
    to_say,
)
from onward_app.way_back.queries import STEPS, TONIGHT
from onward_app.way_back.shape import KEYS

LAST = STEPS


def _person(request: HttpRequest) -> UUID | None:
    if not request.user.is_authenticated:
        return None
    person: UUID = access.record_of(request).person
    return person


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Choose a length, or go on."""
    person = _person(request)
    context: dict[str, Any] = {"here": "way_back", "person": person, "steps": STEPS}
    if person:
        gone = [g for g in queries.walks(person) if g.value["length"] == "steps"]
        context |= {
            "open": next((g for g in gone if not g.value["ended"]), None),
            "earlier": [g for g in gone if g.value["ended"]],
            "thing": queries.thing_for_today(person),
            "days": showing.days_ahead(person, entries.today()),
            "removed": _removed(request, person),
        }
    return render(request, "way_back/start.html", context)


def _removed(request: HttpRequest, person: UUID) -> UUID | None:
    """The way back that was just taken away, to bring it back."""
    try:
        gone = queries.one(person, UUID(request.GET.get("removed", "")), removed=True)
    except (ValueError, Http404):
        return None
    found: UUID = gone.row.pk
    return found if gone.removed else None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tonight(request: HttpRequest, screen: int) -> HttpResponse:
    """One of the three screens of Tonight; open without sign-in."""
    person = _person(request)
    context = context_of(request) | {
        "here": "way_back",
        "person": person,
        "screen": screen,
        "dots": showing.dots(screen, TONIGHT),
        "words": queries.guide()["tonight"],
    }
    if screen == 2:
        context["letter"] = queries.letter(person)
        context["own"] = queries.harder_day(person)
        context["kind"] = queries.kind_sentence(entries.today())
    if screen == 3 and person:
        offered = showing.for_tomorrow(context["plan"])
        form = Tomorrow(_posted(request), offered=offered, initial={"once": uuid4()})
        if form.is_valid():
            return _tomorrow(person, form)
        context["form"] = form
    if request.method == "POST" and screen != 3:
        return redirect("way_back:tonight", screen)
    status = 422 if request.method == "POST" and person else 200
    return render(request, f"way_back/tonight_{screen}.html", context, status=status)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _tomorrow(person: UUID, form: Tomorrow) -> HttpResponse:
    with turn_of(person):
        if form.thing():
            once = form.cleaned_data["once"]
            actions.keep_tonight(person=person, thing=form.thing(), once=once)
        drafts.drop(person=person, form="tonight")
    return redirect("way_back:rest")


@require_safe
@never_cache
def rest(request: HttpRequest) -> HttpResponse:
    """The kind end of Tonight."""
    person = _person(request)
    context = {
        "here": "way_back",
        "words": queries.guide()["tonight"]["end"],
        "help": context_of(request)["help"],
        "thing": queries.tonight_thing(person, timezone.now()) if person else "",
    }
    return render(request, "way_back/rest.html", context)


@access.needs_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def steps(request: HttpRequest, step: int) -> HttpResponse:
    """One of the steps."""
    person = access.record_of(request).person
    if request.method == "POST":
        return _answer(request, person, step)
    return _step(request, person, step)


def _offered(person: UUID, step: int) -> Offered:
    review = showing.review_at(step, person)
    ended = [g for g in queries.walks(person) if g.value["length"] == "steps" and g.value["ended"]]
    return showing.offered(step, review, showing.plan_at(person), ended)


def _answer(request: HttpRequest, person: UUID, step: int) -> HttpResponse:
    go = request.POST.get("go", "next")
    what = _offered(person, step)
    form = form_of(step, what, request.POST)
    wrong = not form.is_valid() and go == "next"
    on = {"next": step + 1, "skip": step + 1, "back": step - 1}.get(go, step)
    at = step if wrong else on
    answers, wrote = showing.written(form, what, request.POST), False
    with turn_of(person):  # what the last step holds and the end of the way are kept as one
        page = both.page_of(request.POST)
        gone = actions.keep(person=person, step=step, answers=answers, at=at, page=page)
        if at > LAST:
            # as it stands now: another page may have written there too
            form = Net(gone.value["answers"][KEYS[step - 1]])
            wrong = not form.is_valid() and go == "next"
            net = form.cleaned_data if go == "next" else None
            wrote = False if wrong else actions.end(person=person, net=net)
    if wrong:
        return _step(request, person, step, form)
    if go == "keep":
        return render(request, "way_back/_kept.html")
    if go == "stop":
        return redirect("way_back:stopped")
    if at > LAST:
        return redirect(reverse("way_back:today") + ("?from=steps" if wrote else ""))
    return redirect("way_back:steps", at) if at else redirect("way_back:start")


def _step(request: HttpRequest, person: UUID, step: int, form: Form | None = None) -> HttpResponse:
    what, status, page = _offered(person, step), 422, both.page_of(request.POST)
    if form is None:
        status, plan, gone = 200, showing.plan_at(person), queries.open_walk(person, "steps")
        value = gone.value if gone else queries.begin("steps")
        what = replace(what, offers=showing.not_taken(what.offers, value["answers"]))
        form = form_of(step, what, initial=showing.initial_of(step, value, what, plan))
        page = Page(uuid4().hex, both.digest(showing.stands(step, value, plan)))
    context = {
        "here": "way_back",
        "step": step,
        "last": step == LAST,
        "key": KEYS[step - 1],
        "dots": showing.dots(step, STEPS),
        "words": queries.step_words(step),
        "names": queries.step_names(),
        "form": form,
        "page": page,
        "seen": showing.rows(form, "seen", [s.note for s in what.seen]),
        "offers": list(zip(showing.rows(form, "offers", []), what.offers, strict=False)),
        "contacts": what.contacts,
        "has_therapist": not what.therapist,
    }
    context |= _of_the_record(person, step, form)
    return render(request, "way_back/step.html", context, status=status)


def _of_the_record(person: UUID, step: int, form: Form) -> dict[str, Any]:
    """What a step says by where the record stands."""
    review = showing.review_at(step, person)
    deeper = KEYS[step - 1] == "deeper"
    stands = queries.step_words(step).get("stands", {})
    return {
        "ticks": showing.rows(form, "ticks", showing.exercise_texts(step, review)),
        "stands": seen.deeper_or_not(review, stands) if deeper else [],
        "hard_weeks": deeper and seen.hard_weeks(review),
    }


@access.needs_sign_in
@require_POST
def anew(request: HttpRequest) -> HttpResponse:
    """Begin anew; what was written stays among the earlier ways back."""
    actions.anew(person=access.record_of(request).person)
    return redirect("way_back:steps", 1)


@access.needs_sign_in
@require_safe
@never_cache
def stopped(request: HttpRequest) -> HttpResponse:
    """I stop here: it is kept."""
    gone = queries.open_walk(access.record_of(request).person, "steps")
    context = {"here": "way_back", "open": gone, "steps": STEPS}
    return render(request, "way_back/stopped.html", context)


@access.needs_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """The last screen: one thing for today, and whether to be asked how it is."""
    person = access.record_of(request).person
    gone = queries.latest(person, "steps")
    offered, own = showing.for_today(showing.plan_at(person), gone)
    form = ForToday(_posted(request), offered=offered, initial={"once": uuid4()})
    ended = request.GET.get("from") == "steps"
    if form.is_valid():
        with turn_of(person):
            actions.keep_today(
                person=person,
                thing=form.thing(),
                today=entries.today(),
                days=marks(form.cleaned_data["days"]),
                once=form.cleaned_data["once"],
            )
            drafts.drop(person=person, form="one_thing")
        return redirect(reverse("plan:plan") + ("?from=way_back" if ended else ""))
    words = queries.guide()["today"]
    context = {"here": "way_back", "form": form, "words": words, "own": own, "ended": ended}
    return render(request, "way_back/today.html", context, status=422 if form.is_bound else 200)


@access.needs_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """How it is with the small step; on which days to be asked, or no longer."""
    person = access.record_of(request).person
    now, found = entries.today(), queries.following(person)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = HowIsIt(request.POST if do == "answer" else None)
    if do == "answer" and form.is_valid():
        how, smaller = form.cleaned_data["how"], form.cleaned_data["smaller"]
        with turn_of(person):
            actions.answer(person=person, how=how, smaller=smaller, today=now)
            drafts.drop(person=person, form="how_is_it")
        return redirect(reverse("way_back:follow") + "?kept")
    if do in ("days", "stop"):
        days = Days(request.POST)
        chosen = marks(days.cleaned_data["days"]) if do == "days" and days.is_valid() else ()
        actions.ask_on(person=person, days=chosen)
        return redirect("way_back:follow")
    context = {
        "here": "way_back",
        "words": queries.guide()["follow"],
        "form": form,
        "follow": found[1] if found else None,
        "due": bool(found and found[1].due(now)),
        "ago": queries.ago(found[1], now) if found else "",
        "ahead": showing.days_ahead(person, now),
        "days": Days(initial={"days": [str(d) for d in found[1].days] if found else []}),
        "kind": showing.kind_answer(found[1]) if found and "kept" in request.GET else "",
    }
    return render(request, "way_back/follow.html", context, status=422 if form.is_bound else 200)


@access.needs_sign_in
@require_safe
@never_cache
def kept(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """An earlier way back, to read or to print."""
    gone = queries.one(access.record_of(request).person, walk_id)
    context = {"here": "way_back", "gone": gone, "parts": showing.parts(gone)}
    return render(request, "way_back/kept.html", context)


@access.needs_sign_in
@require_POST
def remove(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Take an earlier way back away; the first page of the way back offers to bring it back."""
    person = access.record_of(request).person
    gone = queries.one(person, walk_id, removed=True)
    if not gone.removed:
        actions.remove(gone=gone, person=person, today=entries.today())
    return redirect(f"{reverse('way_back:start')}?removed={walk_id}")


@access.needs_sign_in
@require_POST
def restore(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Bring an earlier way back back."""
    person = access.record_of(request).person
    actions.restore(gone=queries.one(person, walk_id, removed=True), person=person)
    return redirect("way_back:kept", walk_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stuck(request: HttpRequest) -> HttpResponse:
    """I feel stuck: goal, fit, method."""
    person = _person(request)
    words = queries.guide()["stuck"]
    context: dict[str, Any] = {"here": "way_back", "words": words, "person": person}
    if person:
        form = Stuck(_posted(request), initial={"once": uuid4()})
        if form.is_valid():
            with turn_of(person):
                once = form.cleaned_data["once"]
                actions.keep_stuck(person=person, answers=form.answers(), once=once)
                drafts.drop(person=person, form="stuck")
            return redirect("way_back:say")
        context["form"] = form
        context["hard_weeks"] = seen.hard_weeks(queries.review_of(person))
    status = 422 if request.method == "POST" and person else 200
    return render(request, "way_back/stuck.html", context, status=status)


@access.needs_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def say(request: HttpRequest) -> HttpResponse:
    """How to say it to the therapist: words to change, copy, print or keep."""
    person = access.record_of(request).person
    latest = queries.latest(person, "stuck")
    answers = latest.value["answers"] if latest else {}
    ready = answers.get("say") or to_say(answers)
    form = Say(_posted(request), initial={"say": ready, "once": uuid4()})
    if form.is_valid():
        bring = request.POST.get("do") == "bring" and form.cleaned_data["say"].strip()
        with turn_of(person):
            actions.keep_say(person=person, say=form.cleaned_data["say"])
            if bring:
                once, text = form.cleaned_data["once"], form.cleaned_data["say"]
                sessions.bring(person=person, text=text, once=once)
            drafts.drop(person=person, form="say")
        return redirect(reverse("way_back:say") + ("?brought" if bring else "?kept"))
    said = {"kept": "kept" in request.GET, "brought": "brought" in request.GET}
    context = {"here": "way_back", "form": form} | said
    return render(request, "way_back/say.html", context, status=422 if form.is_bound else 200)
