"""Reads the plan."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from onward_app.plan.models import Plan as Row

_NUMBER = re.compile(r"[^\d+*#]")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to reach, with a number or an e-mail address where there is one."""

    name: str
    reach: str = ""

    @property
    def call(self) -> str:
        """The link that calls, or empty."""
        return f"tel:{_NUMBER.sub('', self.reach)}" if self.reach and not self.mail else ""

    @property
    def text(self) -> str:
        """The link that writes a text message, or empty."""
        return f"sms:{_NUMBER.sub('', self.reach)}" if self.call else ""

    @property
    def mail(self) -> str:
        """The link that writes an e-mail, or empty."""
        return f"mailto:{self.reach}" if "@" in self.reach else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's safety net.

    Attributes
    ----------
    first : str
        What I do first.
    signs, helps : tuple of str
        Early signs; what helps.
    steps : tuple of (str, str)
        "When ..., I will ...".
    people : tuple of Contact
    therapist : Contact or None
    words : str
        Words to myself, from a good week.
    goal : str
        Where I want to be.
    country : str
        Code of the country whose emergency number is shown, or empty.
    """

    first: str = ""
    signs: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    people: tuple[Contact, ...] = ()
    therapist: Contact | None = None
    words: str = ""
    goal: str = ""
    country: str = ""

    @property
    def empty(self) -> bool:
        """Whether it holds nothing that could help: the country alone does not."""
        return not any(
            (
                self.first,
                self.signs,
                self.helps,
                self.steps,
                self.people,
                self.therapist,
                self.words,
                self.goal,
            )
        )

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Everybody to reach, the own people first."""
        return self.people + ((self.therapist,) if self.therapist else ())

    def to_dict(self) -> dict[str, Any]:
        """As it is sealed."""
        return asdict(self)


def plan_of(person: UUID) -> Plan:
    """The person's plan; an empty one where there is none."""
    row = Row.objects.filter(person=person).first()
    return from_dict(row.get()) if row else Plan()


def from_dict(value: dict[str, Any]) -> Plan:
    """A plan from what was sealed."""
    therapist = value.get("therapist")
    return Plan(
        first=value.get("first", ""),
        signs=tuple(value.get("signs", ())),
        helps=tuple(value.get("helps", ())),
        steps=tuple((s[0], s[1]) for s in value.get("steps", ())),
        people=tuple(Contact(**p) for p in value.get("people", ())),
        therapist=Contact(**therapist) if therapist else None,
        words=value.get("words", ""),
        goal=value.get("goal", ""),
        country=value.get("country", ""),
    )
