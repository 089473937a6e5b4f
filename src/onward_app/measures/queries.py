"""Reads of the questionnaires: those under way, those done, and the totals of the record."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404

from onward.measures import Answer, Item, Measure, Score, Text, catalogue, score
from onward_app.entries import queries as entries
from onward_app.measures.models import Sitting
from onward_app.measures.texts import texts
from onward_app.vault.errors import Refused
from onward_app.vault.queries import open_rows

GATE, ITEM, LAST = "gate", "item", "last"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: the question before the first, a question, or the one after the last."""

    kind: str
    item: Item


@dataclass(frozen=True, slots=True)
class Sat:
    """A questionnaire under way or done, with what is in it."""

    row: Sitting
    value: dict[str, Any]

    @property
    def measure(self) -> Measure:
        """Which questionnaire."""
        return catalogue()[self.value["measure"]]

    @property
    def text(self) -> Text | None:
        """Its words, where they are still to be had here."""
        return texts().get(self.value["measure"])

    @property
    def words(self) -> dict[str, Any]:
        """The plain words about it."""
        return about(self.value["measure"])

    @property
    def begun(self) -> date:
        """The day on which it was begun."""
        return date.fromisoformat(self.value["begun"])

    @property
    def entry(self) -> UUID:
        """The entry of the record that it fills. Only the seal tells which: an entry of one risk
        answer must not be found by an id that both rows share."""
        return UUID(self.value["entry"])

    @property
    def done(self) -> str | None:
        """When it was done, as it stands in the record."""
        done: str | None = self.value["done"]
        return done

    @property
    def day(self) -> date:
        """The day on which it was done, or else begun."""
        return date.fromisoformat((self.done or self.value["begun"])[:10])

    @property
    def answers(self) -> dict[int, int]:
        """The answers by the number of their question."""
        return {int(number): value for number, value in self.value["answers"].items()}

    @property
    def empty(self) -> bool:
        """Whether nothing is answered yet."""
        return not self.value["answers"] and not self.value["gate"]

    @property
    def waits(self) -> bool:
        """Whether it is under way and can be gone on with."""
        return not self.done and not self.empty and self.text is not None

    def score(self) -> Score:
        """What the answers come to; a gate that was denied makes the lowest total."""
        if self.value["gate"] == NO:
            return Score(self.measure.range[0], False, (), {})
        return score(self.measure, self.answers)

    def steps(self) -> list[Step]:
        """The screens; the closing question comes only where the form asks it."""
        text = self.text
        if text is None:
            return []
        gate = [Step(GATE, Item(0, text.gate.question))] if text.gate else []
        if self.value["gate"] == NO:
            return gate
        low = self.measure.item_range[0]
        asked = text.difficulty and any(a > low for a in self.answers.values())
        last = [Step(LAST, text.difficulty)] if asked and text.difficulty else []
        return [*gate, *(Step(ITEM, item) for item in text.items), *last]

    def at(self) -> int:
        """The number of the first screen without an answer; one past the last if there is none."""
        steps = self.steps()
        for number, step in enumerate(steps, 1):
            if self.given(step) is None and step.item.number not in self.value["left_out"]:
                return number
        return len(steps) + 1

    def given(self, step: Step) -> Any:
        """What was answered on a screen, or None."""
        if step.kind == GATE:
            return self.value["gate"] or None
        if step.kind == LAST:
            return self.value["difficulty"]
        return self.answers.get(step.item.number)

    def options(self, step: Step) -> list[tuple[str, str]]:
        """The answers of a screen, in the order of the form."""
        text = self.text
        if text is None:
            return []
        if step.kind == GATE and text.gate:
            return [(YES, text.gate.yes), (NO, text.gate.no)]
        found: tuple[Answer, ...] = text.answers_to(step.item)
        return [(str(option.value), option.text) for option in found]

    def costs_the_total(self, item: int) -> bool:
        """Whether leaving this question out would leave no total."""
        others = [n for n in range(1, self.measure.item_count + 1) if n != item]
        kept = {n: self.measure.item_range[0] for n in others if n not in self.value["left_out"]}
        return score(self.measure, kept).total is None


@cache
def content() -> dict[str, Any]:
    """The plain words about each questionnaire."""
    found = (files("onward_app") / "content" / "measures.toml").read_text(encoding="utf-8")
    return tomllib.loads(found)


def about(measure: str) -> dict[str, Any]:
    """The plain words about one questionnaire; a text of the site alone has few."""
    found: dict[str, Any] = content()["measure"].get(measure, content()["other"])
    return found


def offered() -> dict[str, Text]:
    """What can be answered here, in the order of the plain words."""
    here, order = texts(), list(content()["measure"])
    known = [name for name in order if name in here]
    return {name: here[name] for name in [*known, *(n for n in here if n not in order)]}


def begin(measure: str) -> dict[str, Any]:
    """What a questionnaire holds before anything is answered."""
    return {
        "measure": measure,
        "entry": str(uuid4()),
        "begun": entries.today().isoformat(),
        "answers": {},
        "left_out": [],
        "gate": "",
        "difficulty": None,
        "asked": {},
        "done": None,
    }


def sittings(person: UUID) -> list[Sat]:
    """All that can be read, the latest first; one that does not open hides no other."""
    rows = Sitting.objects.filter(person=person).order_by("-made_at", "pk")
    try:
        return [Sat(row, value) for row, value in open_rows(rows)]
    except Refused:
        return [sat for row in rows if (sat := _if_readable(row))]


def _if_readable(row: Sitting) -> Sat | None:
    try:
        return Sat(row, row.get())
    except Refused:
        return None


def open_one(person: UUID, measure: str) -> Sat | None:
    """The latest one of a questionnaire that is not done."""
    same = (s for s in sittings(person) if s.value["measure"] == measure and not s.done)
    return next(same, None)


def one(person: UUID, sitting_id: UUID) -> Sat:
    """One questionnaire under way or done.

    Raises
    ------
    Http404
        There is none, it is somebody else's, or it is under way and its words are gone.
    """
    row = Sitting.objects.filter(person=person, pk=sitting_id).first()
    if row is None:
        raise Http404
    sat = Sat(row, row.get())
    if not sat.done and sat.text is None:
        raise Http404
    return sat


def totals(person: UUID) -> dict[str, list[tuple[str, float, UUID]]]:
    """The totals of the record by questionnaire: when, how much, which entry; the oldest first."""
    found: dict[str, list[tuple[str, float, UUID]]] = {}
    for entry, rows in entries.opened(person):
        for when, kind, name, value, _note in rows:
            if kind == "measure" and name in catalogue() and value is not None:
                found.setdefault(name, []).append((when, value, entry.pk))
    return {name: sorted(rows) for name, rows in found.items()}


def earlier(person: UUID, sat: Sat) -> list[tuple[date, float]]:
    """The totals of the same questionnaire before this one, with their days."""
    rows = totals(person).get(sat.value["measure"], [])
    when = sat.done or ""
    return [
        (date.fromisoformat(at[:10]), value)
        for at, value, entry in rows
        if entry != sat.entry and at[: len(when)] <= when
    ]


def is_muted(person: UUID) -> bool:
    """Whether the record is to be shown without a word of better or worse (safety.md 5)."""
    review = entries.review(person)
    return review is not None and review.muted
