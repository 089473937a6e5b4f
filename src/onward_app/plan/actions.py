"""Writes the plan."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from onward_app.plan.models import Plan as Row
from onward_app.plan.queries import Plan


@transaction.atomic
def keep(*, person: UUID, plan: Plan) -> None:
    """Keep the plan in place of the one before."""
    row = Row.objects.select_for_update().filter(person=person).first() or Row(person=person)
    row.put(plan.to_dict())
    row.save()
