"""Reads the plan."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.utils import timezone

from onward_app.plan.models import Offered
from onward_app.plan.models import Plan as Row
from onward_app.vault.errors import Refused

_NUMBER = re.compile(r"[^\d+*#]")
# The 0 that is left out when one calls from abroad: "+44 (0)20" is dialled as "+4420".
_TRUNK = re.compile(r"(?<=\d)\s*\(0\)")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to reach, with a number or an e-mail address where there is one."""

    name: str
    reach: str = ""

    @property
    def call(self) -> str:
        """The link that calls, or empty."""
        plain = self.reach and not self.mail and not self.web
        return f"tel:{_dialled(self.reach)}" if plain else ""

    @property
    def text(self) -> str:
        """The link that writes a text message, or empty."""
        return f"sms:{_dialled(self.reach)}" if self.call else ""

    @property
    def mail(self) -> str:
        """The link that writes an e-mail, or empty."""
        return f"mailto:{quote(self.reach, safe='@')}" if "@" in self.reach and not self.web else ""

    @property
    def web(self) -> str:
        """The link that opens a page, or empty."""
        return self.reach if self.reach.lower().startswith("https://") else ""


def _dialled(reach: str) -> str:
    """A number as a link dials it: digits of any script as 0 to 9, and a # that is no anchor."""
    whole = _TRUNK.sub("", reach) if reach.lstrip().startswith("+") else reach
    digits = (str(int(c)) if c.isdecimal() else c for c in _NUMBER.sub("", whole))
    return "".join(digits).replace("#", "%23")


@dataclass(frozen=True, slots=True)
class OwnLine(Contact):
    """Somewhere to reach that a person added to Help: a clinic, a line, a page.

    Attributes
    ----------
    note : str
        A few own words with it, such as "evenings only".
    """

    note: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """An early sign tied to one answer of the check-in.

    Attributes
    ----------
    sign : str
        As it stands among the plan's signs.
    answer : str
        The record's name of the answer.
    bound : int
        The sign shows at this number: or below it, or above it, as the answer is read.
    """

    sign: str
    answer: str
    bound: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to oneself, with the day on which it was written (ISO)."""

    day: str
    words: str


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
    own_lines : tuple of OwnLine
        The person's own additions to Help.
    watched : tuple of Watched
        Signs that are tied to an answer.
    letter : Letter or None
        To oneself, from a steadier time.
    begun : str
        The day on which the plan was first written (ISO), or empty. It says nothing of what the
        plan holds, so two plans are equal without it.
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
    own_lines: tuple[OwnLine, ...] = ()
    watched: tuple[Watched, ...] = ()
    letter: Letter | None = None
    begun: str = field(default="", compare=False)

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
                self.own_lines,
                self.letter,
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
    if row is None:
        return Plan()
    plan = from_dict(row.get())
    if plan.begun or plan.empty:
        return plan
    # a plan of before its day was kept: the row is as old as its first line
    return replace(plan, begun=timezone.localtime(row.made_at).date().isoformat())


def letter_of(person: UUID) -> tuple[date, str] | None:
    """The letter to oneself with its day, or None."""
    letter = plan_of(person).letter
    return (date.fromisoformat(letter.day), letter.words) if letter else None


def from_dict(value: dict[str, Any]) -> Plan:
    """A plan from what was sealed; what an older version did not know is empty."""
    therapist, letter = value.get("therapist"), value.get("letter")
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
        own_lines=tuple(OwnLine(**one) for one in value.get("own_lines", ())),
        watched=tuple(Watched(**one) for one in value.get("watched", ())),
        letter=Letter(**letter) if letter else None,
        begun=value.get("begun", ""),
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person answered to what the plan offers.

    Attributes
    ----------
    quiet_until : str
        "Not now": until this day (ISO) the plan is not offered again, or empty.
    letter_asked : str
        The day (ISO) of the last "Not now" to writing a letter, or empty.
    letter_times : int
        How often that was.
    letter_never : bool
        Whether the person does not want to be asked.
    """

    quiet_until: str = ""
    letter_asked: str = ""
    letter_times: int = 0
    letter_never: bool = False


def answered(person: UUID) -> Answered:
    """What a person answered; nothing yet, or where it cannot be read."""
    row = Offered.objects.filter(person=person).first()
    try:
        return Answered(**row.get()) if row else Answered()
    except Refused:
        return Answered()
