"""Writes of the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from onward_app.plan import actions as plan_actions
from onward_app.plan.forms import SafetyNet, initial, small_steps
from onward_app.plan.queries import Plan, plan_of
from onward_app.turns import one_at_a_time
from onward_app.way_back import queries
from onward_app.way_back.models import Walk
from onward_app.way_back.queries import STEPS, Gone


@one_at_a_time
def keep(*, person: UUID, step: int, answers: dict[str, Any], at: int) -> Gone:
    """Keep what was written at a step, and the step that comes next.

    Parameters
    ----------
    step : int
        The step that was answered, 1..8.
    answers : dict
        What was written there.
    at : int
        The step that comes next. The furthest one reached is the one to come back to.
    """
    gone = queries.open_walk(person, "steps") or _sent_twice(person, step, answers)
    row = gone.row if gone else Walk(person=person)
    value = gone.value if gone else queries.begin("steps")
    value["answers"][str(step)] = answers
    value["at"] = min(max(at, step, value["at"]), STEPS)
    row.put(value)
    row.save()
    return Gone(row, value)


def _sent_twice(person: UUID, step: int, answers: dict[str, Any]) -> Gone | None:
    """The way back that this very last step has ended already, if it is sent again."""
    gone = queries.latest(person, "steps") if step == STEPS else None
    return gone if gone and gone.value["answers"].get(str(step)) == answers else None


@one_at_a_time
def anew(*, person: UUID) -> None:
    """Lay the open way back aside, so that the next one starts at the first step."""
    gone = queries.open_walk(person, "steps")
    if gone:
        _end(gone)


@one_at_a_time
def end(*, person: UUID, net: SafetyNet | None) -> bool:
    """End the open way back and take what it holds into the plan.

    What was left empty on the way leaves the plan as it is. Sent a second time, it does nothing.

    Parameters
    ----------
    net : SafetyNet or None
        The valid form of the last step, or None where it was skipped.

    Returns
    -------
    bool
        Whether anything was written on the way.
    """
    gone = queries.open_walk(person, "steps")
    if gone is None:
        ended = queries.latest(person, "steps")
        return ended is not None and bool(ended.value.get("wrote"))
    answers = gone.value["answers"]
    before = plan_of(person)
    gone.value["wrote"] = _wrote(answers, before)
    after = replace(before, **net.into(before)) if net else before
    steps = small_steps(answers.get("6", {}))
    if steps:
        after = replace(after, steps=steps)
    goal = answers.get("7", {}).get("words", "")
    if goal:
        after = replace(after, goal=goal)
    if after != before:
        plan_actions.keep(person=person, plan=after)
    _end(gone)
    return bool(gone.value["wrote"])


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
    gone.row.put(gone.value)
    gone.row.save()
