"""Writes the plan."""

from __future__ import annotations

from uuid import UUID

from onward_app.plan.models import Plan as Row
from onward_app.plan.queries import Plan
from onward_app.turns import one_at_a_time


@one_at_a_time
def keep(*, person: UUID, plan: Plan) -> None:
    """Keep the plan in place of the one before."""
    row = Row.objects.filter(person=person).first() or Row(person=person)
    row.put(plan.to_dict())
    row.save()
