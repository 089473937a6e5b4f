"""Writes the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from onward_app.plan.models import Plan as Row
from onward_app.plan.queries import Plan, plan_of
from onward_app.turns import one_at_a_time


@one_at_a_time
def keep(*, person: UUID, plan: Plan, today: date | None = None) -> None:
    """Keep the plan in place of the one before; the day of its first line stays with it."""
    row = Row.objects.filter(person=person).first() or Row(person=person)
    if plan.empty:
        plan = replace(plan, begun="")
    elif not plan.begun:
        begun = plan_of(person).begun or (today or date.today()).isoformat()
        plan = replace(plan, begun=begun)
    row.put(plan.to_dict())
    row.save()
