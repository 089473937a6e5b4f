"""The words of a questionnaire, whoever holds the right to them.

A text is shipped only where it is free (tier A). Others come as a file of their own, from a pack
with its own licence or from a site that holds the right; both are read and checked here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onward.errors import OnwardError

if TYPE_CHECKING:
    from onward.measures.catalogue import Measure

LONGEST = 2000
_NEEDED = ("measure", "holder", "terms", "notice")
_KNOWN = {*_NEEDED, "language", "intro", "stem", "gate", "item", "answer", "difficulty", "seen"}


class BadText(OnwardError):
    """A file of a questionnaire's words that cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer option: its value, its official text, its LOINC answer code."""

    value: int
    text: str
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its number in the published form, its official text, its LOINC code.

    Attributes
    ----------
    answers : tuple of Answer
        Options of this question alone; empty where it has those of the whole form.
    """

    number: int
    text: str
    loinc: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A question before the first one; where it is denied the form ends with its lowest total.

    Attributes
    ----------
    lead, question : str
        What stands above it, and what is asked.
    examples : tuple of str
        The examples of the form.
    yes, no : str
        The two official answers.
    """

    lead: str
    question: str
    examples: tuple[str, ...]
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Text:
    """The official words of one questionnaire in one language.

    Attributes
    ----------
    measure, language : str
        Which one, and the language as in ``lang`` of a page.
    intro, stem : str
        What stands above the form, and the sentence above the questions. Either may be empty.
    gate : Gate or None
        A question before the first one.
    items, answers : tuple
        The questions, and the options that they share.
    difficulty : Item or None
        A closing question outside the total, with its own options.
    holder, terms, notice : str
        Who holds the rights, on what terms the text stands here, and the notice to show.
    seen : tuple of str
        Where the words were seen.
    """

    measure: str
    language: str
    intro: str
    stem: str
    gate: Gate | None
    items: tuple[Item, ...]
    answers: tuple[Answer, ...]
    difficulty: Item | None
    holder: str
    terms: str
    notice: str
    seen: tuple[str, ...]

    def answers_to(self, item: Item) -> tuple[Answer, ...]:
        """The options of one question, in the order of the form."""
        return item.answers or self.answers


def read_text(path: Path, known: dict[str, Measure]) -> Text:
    """The words in a file.

    Parameters
    ----------
    path : Path
        A TOML file.
    known : dict
        The measures that a text may be of, by id.

    Raises
    ------
    BadText
        It is no such file, or its words do not fit the measure.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadText(f"{path.name} cannot be read as TOML: {error}") from error
    try:
        if wrong := next(_misfits(raw, known), None):
            raise BadText(f"{path.name}: {wrong}")
        text = text_from(raw, holder=raw["holder"], terms=raw["terms"], notice=raw["notice"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadText(f"{path.name}: a part is missing or of the wrong kind ({error}).") from error
    if wrong := next(_wrong(text, known[text.measure]), None):
        raise BadText(f"{path.name}: {wrong}")
    return text


def text_from(raw: dict[str, Any], *, holder: str, terms: str, notice: str) -> Text:
    """A text out of what a TOML file holds; nothing is checked."""
    closing, gate = raw.get("difficulty"), raw.get("gate")
    return Text(
        measure=raw["measure"],
        language=raw.get("language", "en"),
        intro=raw.get("intro", ""),
        stem=raw.get("stem", ""),
        gate=Gate(**{**gate, "examples": tuple(gate.get("examples", ()))}) if gate else None,
        items=tuple(item_from(row) for row in raw.get("item", ())),
        answers=answers_from(raw),
        difficulty=closing_from(closing) if closing else None,
        holder=holder,
        terms=terms,
        notice=notice,
        seen=tuple(raw.get("seen", ())),
    )


def item_from(row: dict[str, Any]) -> Item:
    """One question out of its table."""
    rest = {key: value for key, value in row.items() if key != "answer"}
    return Item(**rest, answers=answers_from(row))


def closing_from(raw: dict[str, Any]) -> Item:
    """The closing question out of its table."""
    return Item(0, raw["text"], raw.get("loinc", ""), answers_from(raw))


def answers_from(raw: dict[str, Any]) -> tuple[Answer, ...]:
    """The options that a table holds."""
    return tuple(Answer(**row) for row in raw.get("answer", ()))


def _misfits(raw: dict[str, Any], known: dict[str, Measure]) -> Iterator[str]:
    if unknown := sorted(set(raw) - _KNOWN):
        yield f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(_KNOWN))}."
    for name in _NEEDED:
        if not str(raw.get(name, "")).strip():
            yield f"{name} is missing; a text is shown with its holder, terms and notice."
    if raw["measure"] not in known:
        yield f"measure is {raw['measure']!r}; known are {', '.join(known)}."
    elif not known[raw["measure"]].item_count:
        yield f"{raw['measure']} takes a total only, so it has no questions here."


def _wrong(text: Text, measure: Measure) -> Iterator[str]:
    numbers = [item.number for item in text.items]
    if numbers != list(range(1, measure.item_count + 1)):
        yield f"item must be numbered 1 to {measure.item_count} in this order; found {numbers}."
    for item in (*text.items, *((text.difficulty,) if text.difficulty else ())):
        options = text.answers_to(item)
        if len(options) < 2 or len({o.value for o in options}) != len(options):
            yield f"question {item.number} needs two answers or more, each with its own value."
        if item.number and not all(_fits(o.value, measure.item_range) for o in options):
            low, high = measure.item_range
            yield f"question {item.number}: answers have whole values from {low:g} to {high:g}."
    words = [text.intro, text.stem, text.notice, text.holder, text.terms, text.language]
    words += [item.text for item in text.items]
    words += [o.text for item in text.items for o in text.answers_to(item)]
    if not all(isinstance(word, str) and len(word) <= LONGEST for word in words):
        yield f"each text is of at most {LONGEST} letters."
    if not all(item.text.strip() for item in text.items):
        yield "a question has no words."


def _fits(value: Any, span: tuple[float, float]) -> bool:
    return type(value) is int and span[0] <= value <= span[1]
