"""Reads what a person chose about how Onward shows itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from onward_app.choices.models import Choice
from onward_app.vault.errors import Refused


@dataclass(frozen=True, slots=True)
class Choices:
    """How Onward shows itself to a person.

    Attributes
    ----------
    resting : bool
        A rest from noting: nothing asks for a note until the person begins again.
    numbers, pictures : bool
        Whether numbers and pictures are shown.
    old_ways : bool
        Whether self-harm, food and weight are counted and drawn (safety.md 7: only if asked).
    """

    resting: bool = False
    numbers: bool = True
    pictures: bool = True
    old_ways: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As it is sealed."""
        return asdict(self)


def choices_of(person: UUID) -> Choices:
    """What a person chose; as Onward begins, where nothing was chosen or it cannot be read."""
    row = Choice.objects.filter(person=person).first()
    try:
        return from_dict(row.get()) if row else Choices()
    except Refused:
        return Choices()


def from_dict(value: dict[str, Any]) -> Choices:
    """Choices from what was sealed; a later version's are left out."""
    known = Choices().to_dict()
    return Choices(**{key: bool(value.get(key, begin)) for key, begin in known.items()})
