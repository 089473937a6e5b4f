"""Writes of the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from onward_app.plan import actions as plan_actions
from onward_app.plan.forms import STEPS as PLAN_STEPS
from onward_app.plan.forms import initial, small_steps
from onward_app.plan.queries import Contact, Plan, plan_of
from onward_app.turns import one_at_a_time
from onward_app.way_back import both, queries, showing
from onward_app.way_back.both import Page
from onward_app.way_back.follow import Follow
from onward_app.way_back.forms import people_in, step_text
from onward_app.way_back.models import Walk
from onward_app.way_back.queries import STEPS, Gone
from onward_app.way_back.shape import KEYS

# What was taken away can be brought back for this long.
KEPT_AWAY = timedelta(days=30)


@one_at_a_time
def keep(
    *, person: UUID, step: int, answers: dict[str, Any], at: int, page: Page | None = None
) -> Gone:
    """Keep what was written at a step, and the step that comes next.

    Parameters
    ----------
    step : int
        The step that was answered.
    answers : dict
        What was written there.
    at : int
        The step that comes next. The furthest one reached is the one to come back to.
    page : Page or None
        Which page sends it. What another one wrote there meanwhile stays beside it.
    """
    gone = queries.open_walk(person, "steps")
    if gone is None and (ended := _sent_twice(person, step, answers)):
        return ended
    row = gone.row if gone else Walk(person=person)
    value = gone.value if gone else queries.begin("steps")
    key, plan = KEYS[step - 1], showing.plan_at(person)
    stands = showing.stands(step, value, plan)
    value["answers"][key] = both.together(value, key, stands, answers, page)
    if step == STEPS:
        value["plan_then"] = showing.net_of(value["answers"], plan)
    value["at"] = min(max(at, step, value["at"]), STEPS)
    row.put(value)
    row.save()
    return Gone(row, value)


def _sent_twice(person: UUID, step: int, answers: dict[str, Any]) -> Gone | None:
    """The way back that this very last step has ended already, if it is sent again."""
    gone = queries.latest(person, "steps") if step == STEPS else None
    if gone is None:
        return None
    pages = gone.value.get("pages", {}).get(KEYS[step - 1], [])
    sent = [gone.value["answers"].get(KEYS[step - 1]), *(one[2] for one in pages)]
    return gone if answers in sent else None


@one_at_a_time
def anew(*, person: UUID) -> None:
    """Lay the open way back aside, so that the next one starts at the first step."""
    gone = queries.open_walk(person, "steps")
    if gone:
        _end(gone)


@one_at_a_time
def end(*, person: UUID, net: dict[str, Any] | None) -> bool:
    """End the open way back and take what it holds into the plan.

    What was left empty on the way leaves the plan as it is. Sent a second time, it does nothing.

    Parameters
    ----------
    net : dict or None
        What the valid form of the last step holds, or None where it was skipped.

    Returns
    -------
    bool
        Whether anything was written on the way.
    """
    gone = queries.open_walk(person, "steps")
    if gone is None:
        ended = queries.latest(person, "steps")
        return ended is not None and bool(ended.value.get("wrote"))
    before = plan_of(person)
    gone.value["wrote"] = _wrote(gone.value["answers"], before)
    after = _into(before, gone.value["answers"], net)
    if after != before:
        plan_actions.keep(person=person, plan=after)
    _end(gone)
    return bool(gone.value["wrote"])


def _into(plan: Plan, answers: dict[str, Any], net: dict[str, Any] | None) -> Plan:
    """The plan with what a way back holds: new steps first, new people last."""
    if net:
        plan = replace(plan, **net)
    steps = small_steps(answers.get("small_steps", {}))
    if steps:
        older = tuple(step for step in plan.steps if step not in steps)
        plan = replace(plan, steps=(steps + older)[:PLAN_STEPS])
    goal = answers.get("goal", {})
    words = goal.get("words", "") or next(iter(goal.get("seen", [])), "")
    if words:
        plan = replace(plan, goal=words)
    therapist, people = people_in(answers.get("people", {}))
    return replace(
        plan,
        people=_with(plan.people, people),
        therapist=therapist or plan.therapist,
    )


def _with(people: tuple[Contact, ...], more: list[Contact]) -> tuple[Contact, ...]:
    """People with those that were added. Somebody of the same name gets the number typed last."""
    found = {who.name: who for who in people}
    for who in more:
        found[who.name] = who if who.reach or who.name not in found else found[who.name]
    return tuple(found.values())


def _wrote(answers: dict[str, Any], plan: Plan) -> bool:
    """Whether anything was written that the steps did not show from the plan already."""
    shown = {name: _lines(value) for name, value in initial(plan).items()}
    return any(
        _lines(value) and _lines(value) != shown.get(name)
        for step in answers.values()
        for name, value in step.items()
    )


def _lines(value: Any) -> list[str]:
    return value.splitlines() if isinstance(value, str) else list(value)


@one_at_a_time
def keep_tonight(*, person: UUID, thing: str, once: UUID | None = None) -> None:
    """Keep the one thing for tomorrow, or the one person; the same form keeps one."""
    _keep_once(person, "tonight", {"thing": thing}, once)


@one_at_a_time
def keep_stuck(*, person: UUID, answers: dict[str, Any], once: UUID | None = None) -> None:
    """Keep what was answered under "I feel stuck"; the same form keeps one."""
    _keep_once(person, "stuck", answers, once)


@one_at_a_time
def keep_say(*, person: UUID, say: str) -> None:
    """Keep the words for the therapist as they were changed."""
    gone = queries.latest(person, "stuck")
    if gone is None:
        _keep_once(person, "stuck", {"say": say}, None)
        return
    gone.value["answers"]["say"] = say
    gone.row.put(gone.value)
    gone.row.save()


@one_at_a_time
def keep_today(
    *, person: UUID, thing: str, today: date, days: tuple[int, ...] = (), once: UUID | None = None
) -> None:
    """Keep the one thing for today; the same form keeps one.

    Parameters
    ----------
    thing : str
        What was chosen.
    days : tuple of int
        After how many days to ask how it is; none unless the person wants it.
    """
    if not thing:
        return
    _keep_once(person, "today", {"thing": thing, "day": today.isoformat()}, once)
    if days:
        keep_following(person=person, follow=Follow(thing, today, days))


@one_at_a_time
def keep_following(*, person: UUID, follow: Follow) -> None:
    """Keep which small step is asked about and when, in place of the one before."""
    gone = queries.latest(person, "follow")
    row = gone.row if gone else Walk(person=person)
    value = queries.begin("follow") | {"answers": follow.to_dict(), "ended": True}
    row.put(value)
    row.save()


@one_at_a_time
def answer(*, person: UUID, how: str, smaller: str, today: date) -> None:
    """Keep how it is with the small step, and the smaller one that takes its place.

    The smaller one takes the old one's place in the plan too, where it stands there.
    """
    found = queries.following(person)
    if found is None:
        return
    follow = found[1]
    mark = follow.due(today)
    done = follow.done | ({mark: how or "seen"} if mark else {})
    step = _smaller(person, follow.step, smaller.strip()) if smaller.strip() else follow.step
    keep_following(person=person, follow=replace(follow, step=step, done=done))


def _smaller(person: UUID, step: str, smaller: str) -> str:
    plan = plan_of(person)
    for at, (when, will) in enumerate(plan.steps):
        if step_text(when, will) == step:
            steps = (*plan.steps[:at], (when, smaller), *plan.steps[at + 1 :])
            plan_actions.keep(person=person, plan=replace(plan, steps=steps))
            return step_text(when, smaller)
    return step_text("", smaller)


@one_at_a_time
def ask_on(*, person: UUID, days: tuple[int, ...]) -> None:
    """Change on which days it is asked; none at all ends it."""
    found = queries.following(person)
    if found is not None:
        keep_following(person=person, follow=replace(found[1], days=days))


@one_at_a_time
def remove(*, gone: Gone, person: UUID, today: date) -> None:
    """Take a way back away; it can be brought back for a while."""
    for row in Walk.objects.filter(person=person):
        old = queries.readable(row)
        if old and old.removed and today - date.fromisoformat(old.value["removed"]) > KEPT_AWAY:
            row.delete()
    gone = queries.one(person, gone.row.pk, removed=True)  # as it is now, in our turn
    gone.row.put(gone.value | {"removed": today.isoformat()})
    gone.row.save()


@one_at_a_time
def restore(*, gone: Gone, person: UUID) -> None:
    """Bring a way back that was taken away back."""
    gone = queries.one(person, gone.row.pk, removed=True)
    gone.row.put({key: value for key, value in gone.value.items() if key != "removed"})
    gone.row.save()


def _keep_once(person: UUID, length: str, answers: dict[str, Any], once: UUID | None) -> None:
    """Keep a way back that has one screen. Its form's id is the row's, so a second is the first."""
    value = queries.begin(length) | {"answers": answers, "ended": True}
    there = Walk.objects.filter(pk=once).first() if once else None
    if there is not None and (there.person != person or there.get()["length"] != length):
        there, once = None, None
    row = there or Walk(id=once or uuid4(), person=person)
    row.put(value)
    row.save(force_insert=there is None)


def _end(gone: Gone) -> None:
    gone.value["ended"] = True
    if pages := gone.value.pop("pages", None):
        gone.value["pages"] = {key: pages[key] for key in KEYS[-1:] if key in pages}
    gone.row.put(gone.value)
    gone.row.save()
