"""Writes of the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from onward_app.plan import actions as plan_actions
from onward_app.plan.forms import SafetyNet, small_steps
from onward_app.plan.queries import plan_of
from onward_app.way_back import queries
from onward_app.way_back.models import Walk
from onward_app.way_back.queries import STEPS, Gone


@transaction.atomic
def keep(*, person: UUID, step: int, answers: dict[str, Any], at: int) -> Gone:
    """Keep what was written at a step, and the step that comes next.

    Parameters
    ----------
    step : int
        The step that was answered, 1..8.
    answers : dict
        What was written there.
    at : int
        The step to come back to.
    """
    gone = queries.open_walk(person, "steps")
    row = gone.row if gone else Walk(person=person)
    value = gone.value if gone else queries.begin("steps")
    value["answers"][str(step)] = answers
    value["at"] = min(max(at, 1), STEPS)
    row.put(value)
    row.save()
    return Gone(row, value)


@transaction.atomic
def anew(*, person: UUID) -> None:
    """Lay the open way back aside, so that the next one starts at the first step."""
    gone = queries.open_walk(person, "steps")
    if gone:
        _end(gone)


@transaction.atomic
def end(*, person: UUID, net: SafetyNet | None) -> None:
    """End the open way back and take what it holds into the plan.

    What was left empty on the way leaves the plan as it is.

    Parameters
    ----------
    net : SafetyNet or None
        The valid form of the last step, or None where it was skipped.
    """
    gone = queries.open_walk(person, "steps")
    answers = gone.value["answers"] if gone else {}
    before = plan_of(person)
    after = replace(before, **net.into(before)) if net else before
    steps = small_steps(answers.get("6", {}))
    if steps:
        after = replace(after, steps=steps)
    goal = answers.get("7", {}).get("words", "")
    if goal:
        after = replace(after, goal=goal)
    if after != before:
        plan_actions.keep(person=person, plan=after)
    if gone:
        _end(gone)


@transaction.atomic
def keep_tonight(*, person: UUID, thing: str) -> None:
    """Keep the one thing for tomorrow, or the one person."""
    _keep_once(person, "tonight", {"thing": thing})


@transaction.atomic
def keep_stuck(*, person: UUID, answers: dict[str, Any]) -> None:
    """Keep what was answered under "I feel stuck"."""
    _keep_once(person, "stuck", answers)


def _keep_once(person: UUID, length: str, answers: dict[str, Any]) -> None:
    value = queries.begin(length) | {"answers": answers, "ended": True}
    row = Walk(person=person)
    row.put(value)
    row.save()


def _end(gone: Gone) -> None:
    gone.value["ended"] = True
    gone.row.put(gone.value)
    gone.row.save()
