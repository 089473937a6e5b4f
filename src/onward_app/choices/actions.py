"""Writes what a person chose about how Onward shows itself."""

from __future__ import annotations

from uuid import UUID

from onward_app.choices.models import Choice
from onward_app.choices.queries import Choices
from onward_app.turns import one_at_a_time


@one_at_a_time
def keep(*, person: UUID, choices: Choices) -> None:
    """Keep the choices in place of those before."""
    row = Choice.objects.filter(person=person).first() or Choice(person=person)
    row.put(choices.to_dict())
    row.save()
