"""What each room seals, in the shapes that its pages write; anything else is refused. Pure.

What a shape does not know is left behind, so that a takeout brings only what a page could.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from onward.errors import OnwardError
from onward.fair_test import plan as fair_plan
from onward.measures import catalogue
from onward.record import check, check_when
from onward_app.choices.queries import Choices
from onward_app.goals.queries import STATES
from onward_app.goals.queries import from_dict as goal_from_dict
from onward_app.measures.queries import NO, YES
from onward_app.plan.queries import Answered, from_dict
from onward_app.practices.queries import KINDS, TEST
from onward_app.sessions.queries import content, questions
from onward_app.takeout.strict import a_day, a_dict, a_list, number, text, texts
from onward_app.way_back.shape import FORMAT as FORMAT_OF_WAYS
from onward_app.way_back.shape import KEYS, LENGTHS, OLD_KEYS, as_now

STEP_KEYS = {FORMAT_OF_WAYS: frozenset(KEYS), 1: frozenset(OLD_KEYS)}
TICKED = ("seen", "ticks")
BECAME = ("moved", "smaller", "words", *STATES)
_NAME = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


def way(value: Any) -> dict[str, Any]:
    """A way back, of today or of before."""
    value = a_dict(value)
    length, at, ended = value["length"], value["at"], value["ended"]
    if length not in LENGTHS or not isinstance(ended, bool):
        raise ValueError
    shape = FORMAT_OF_WAYS if value.get("format") == FORMAT_OF_WAYS else 1
    if type(at) is not int or not 1 <= at <= len(STEP_KEYS[shape]):
        raise ValueError
    kept = {
        "length": length,
        "at": at,
        "ended": ended,
        "begun": a_day(value["begun"]),
        "answers": _answers(length, a_dict(value["answers"]), STEP_KEYS[shape]),
    }
    if length == "steps" and shape == FORMAT_OF_WAYS:
        kept["format"] = shape
    if "wrote" in value:
        kept["wrote"] = value["wrote"] is True
    return as_now(kept)


def _answers(length: str, answers: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    if length == "tonight":
        return {"thing": text(answers["thing"])}
    if length != "steps":
        return _written(answers)
    if not answers.keys() <= keys:
        raise ValueError
    return {step: _written(a_dict(written)) for step, written in answers.items()}


def _written(answers: dict[str, Any]) -> dict[str, Any]:
    """What one form holds: texts, and lists of texts where things are ticked."""
    if not all(_NAME.fullmatch(name) for name in answers):
        raise ValueError
    return {
        name: texts(a_list(value)) if name in TICKED else text(value)
        for name, value in answers.items()
    }


def plan(value: Any) -> dict[str, Any] | None:
    """A plan, all of it texts: a number in place of one would break the pages that show it."""
    if value is None:
        return None
    found = from_dict(a_dict(value))
    texts([found.first, found.words, found.goal, found.country, *found.signs, *found.helps])
    texts(one for pair in found.steps for one in pair)
    texts(w for one in (*found.contacts, *found.own_lines) for w in (one.name, one.reach))
    texts(one.note for one in found.own_lines)
    texts(w for one in found.watched for w in (one.sign, one.answer))
    if not all(type(one.bound) is int and 0 <= one.bound <= 10 for one in found.watched):
        raise ValueError
    if found.begun:
        a_day(found.begun)
    if found.letter:
        a_day(found.letter.day)
        text(found.letter.words)
    return found.to_dict()


def goal(value: Any) -> dict[str, Any]:
    """A goal with its names in the record and its history."""
    value = a_dict(value)
    found = goal_from_dict(value)
    texts([found.words, found.why])
    if found.state not in STATES or not found.names:
        raise ValueError
    for name in found.names:
        check("2026-01-01", "goal", text(name), "0", "")
    for day, words, what in found.history:
        a_day(day)
        text(words)
        if what not in BECAME:
            raise ValueError
    if found.since:
        a_day(found.since)
    return found.to_dict()


def item(value: Any) -> dict[str, Any]:
    """One thing to bring to a session, or one look back on one."""
    value = a_dict(value)
    if value["kind"] == "bring":
        brought = None if value["brought"] is None else a_day(value["brought"])
        words, place = text(value["text"]), number(value["place"])
        return {"kind": "bring", "text": words, "place": place, "brought": brought}
    if value["kind"] != "fit":
        raise ValueError
    answers = a_dict(value["answers"])
    known = content()["fit"]["answers"]
    if not answers.keys() <= {q["id"] for q in questions()}:
        raise ValueError
    if not all(answer in known for answer in answers.values()):
        raise ValueError
    day, words = a_day(value["day"]), text(value["words"])
    return {"kind": "fit", "day": day, "answers": dict(answers), "words": words}


def sheet(value: Any) -> dict[str, Any]:
    """What was written in a practice, or a fair test."""
    value = a_dict(value)
    fields = a_dict(value["fields"])
    if value["kind"] == TEST:
        kept = _fair_test(fields)
    elif value["kind"] in KINDS:
        kept = {_name(name): _text_or_strength(one) for name, one in fields.items()}
    else:
        raise ValueError
    return {"kind": value["kind"], "day": a_day(value["day"]), "fields": kept}


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError
    return name


def _text_or_strength(value: Any) -> str | int:
    return text(value) if isinstance(value, str) else _of_ten(value)


def _of_ten(value: Any) -> int:
    if number(value) > 10:
        raise ValueError
    return number(value)


def _care(value: Any) -> dict[str, str] | None:
    if value is None:
        return None
    kept = a_dict(value)
    if kept["why"] not in ("a flag", "highs", "a setback"):
        raise ValueError
    return {"when": a_day(kept["when"]), "why": kept["why"]}


def _fair_test(fields: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "practice": check("2026-01-01", "practice", text(fields["practice"]), "", "").name,
        "seed": _whole(fields["seed"]),
        "start": a_day(fields["start"]),
        "days": number(fields["days"]),
        "begun": a_day(fields["begun"]),
        "said": {a_day(day): _yes_or_no(did) for day, did in a_dict(fields["said"]).items()},
        "left": None if fields["left"] is None else a_day(fields["left"]),
        "care": _care(fields.get("care")),
    }
    try:
        fair_plan(kept["seed"], date.fromisoformat(kept["start"]), kept["days"])
    except OnwardError:
        raise ValueError from None
    return kept


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) >= 2**64:
        raise ValueError
    return value


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def sitting(value: Any) -> dict[str, Any]:
    """A questionnaire under way or done; one that is not known here is refused, as in a record."""
    value = a_dict(value)
    measure = catalogue()[text(value["measure"])]
    low, high = measure.item_range
    answers = _by_item(value["answers"], measure.item_count)
    if not all(low <= given <= high for given in answers.values()):
        raise ValueError
    left_out = [number(n) for n in a_list(value["left_out"])]
    if not all(n <= measure.item_count for n in left_out) or value["gate"] not in ("", YES, NO):
        raise ValueError
    kept = {
        "measure": measure.id,
        "entry": str(UUID(text(value["entry"]))),
        "begun": a_day(value["begun"]),
        "answers": answers,
        "left_out": left_out,
        "gate": value["gate"],
        "difficulty": None if value["difficulty"] is None else _of_ten(value["difficulty"]),
        "asked": _by_item(value["asked"], measure.item_count),
        "done": None if value["done"] is None else _in_years(text(value["done"])),
    }
    return kept | ({"flagged": True} if value.get("flagged") is True else {})


def _by_item(value: Any, most: int) -> dict[str, int]:
    found = a_dict(value)
    if not all(_NUMBER.fullmatch(item) and int(item) <= most for item in found):
        raise ValueError
    return {item: number(given) for item, given in found.items()}


def _in_years(when: str) -> str:
    check_when(when)
    return when


def choices(value: Any) -> dict[str, Any]:
    """How Onward shows itself."""
    value = a_dict(value)
    return {key: _yes_or_no(value.get(key, begin)) for key, begin in Choices().to_dict().items()}


def offered(value: Any) -> dict[str, Any]:
    """What was answered to what the plan offers."""
    value = asdict(Answered()) | a_dict(value)
    return {
        "quiet_until": a_day(value["quiet_until"]) if value["quiet_until"] else "",
        "letter_asked": a_day(value["letter_asked"]) if value["letter_asked"] else "",
        "letter_times": number(value["letter_times"]),
        "letter_never": _yes_or_no(value["letter_never"]),
    }


def told(value: Any) -> dict[str, Any]:
    """What a person was told on a day, and by which engine."""
    value = a_dict(value)
    return {
        "day": a_day(value["day"]),
        "state": text(value["state"]),
        "said": texts(a_list(value["said"])),
        "engine": text(value["engine"]),
    }


# The file of each room that travels as its sealed rows, and the shape of one of them.
SHAPES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "goals": goal,
    "sessions": item,
    "practices": sheet,
    "measures": sitting,
    "choices": choices,
    "plan_answers": offered,
    "told": told,
}
