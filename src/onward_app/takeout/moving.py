"""Everything of one person as the files of a sealed takeout, and back; pure, without a database."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import version
from typing import Any, TypeVar
from uuid import UUID

from onward.errors import BadEntry
from onward.record import YEARS, check
from onward_app.entries.actions import HARDER_DAY, Row
from onward_app.plan.queries import from_dict
from onward_app.way_back.shape import FORMAT as FORMAT_OF_WAYS
from onward_app.way_back.shape import KEYS, LENGTHS, OLD_KEYS, as_now

FORMAT = 1
STEP_KEYS = {FORMAT_OF_WAYS: frozenset(KEYS), 1: frozenset(OLD_KEYS)}
# What a takeout is opened from takes many times its room in memory: lists and objects most.
MOST_JSON, MOST_PARTS = 8 * 1024 * 1024, 400_000
MOST_COUNTED = 1_000_000_000
COUNTED = ("rows", "days", "already", "already_days", "away_days")
TICKED = ("seen", "ticks")
_ANSWER = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{2,128}", re.ASCII)
T = TypeVar("T")


class BadTakeout(Exception):
    """What is in a takeout cannot be used; the message says in which of its files."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One sealed row, opened: an entry, or a way back.

    Attributes
    ----------
    batch : UUID or None
        Of an entry: the import that brought it.
    """

    id: UUID
    made_at: datetime
    value: dict[str, Any]
    batch: UUID | None = None

    @property
    def rows(self) -> list[Row]:
        """The rows of an entry."""
        return [_row(r) for r in self.value["rows"]]


@dataclass(frozen=True, slots=True)
class Imported:
    """One import: what is told of it, and the digests of the rows that it added."""

    id: UUID
    made_at: datetime
    told: dict[str, Any]
    digests: list[str]


K = TypeVar("K", Kept, Imported)


@dataclass(frozen=True, slots=True)
class Everything:
    """All that a person has here."""

    entries: list[Kept] = field(default_factory=list)
    ways: list[Kept] = field(default_factory=list)
    imports: list[Imported] = field(default_factory=list)
    plan: dict[str, Any] | None = None


def files_of(all_of_it: Everything, record_csv: str, now: datetime) -> dict[str, bytes]:
    """The files: those that Onward reads, and the record as a table for anybody else."""
    about = {"format": FORMAT, "made_at": now.isoformat(), "program": f"onward {version('onward')}"}
    return {
        "about.json": _json(about),
        "record.csv": record_csv.encode(),
        "entries.json": _json([_kept(e) | {"batch": _text(e.batch)} for e in all_of_it.entries]),
        "ways_back.json": _json([_kept(w) for w in all_of_it.ways]),
        "imports.json": _json(
            [
                {
                    "id": str(i.id),
                    "made_at": i.made_at.isoformat(),
                    "told": i.told,
                    "digests": i.digests,
                }
                for i in all_of_it.imports
            ]
        ),
        "plan.json": _json(all_of_it.plan),
    }


def read(files: dict[str, bytes]) -> Everything:
    """What the files hold, each part checked: all of it or nothing.

    Raises
    ------
    BadTakeout
        A file is missing, too large, of a later format, or holds what no record may hold.
    """
    about = _part(files, "about.json", _a_dict)
    if about.get("format") != FORMAT:
        raise BadTakeout("about.json: it was made by a newer Onward")
    return Everything(
        entries=_part(files, "entries.json", lambda v: _each(v, _entry)),
        ways=_part(files, "ways_back.json", lambda v: _each(v, _way)),
        imports=_part(files, "imports.json", lambda v: _each(v, _import)),
        plan=_part(files, "plan.json", _plan),
    )


def _part(files: dict[str, bytes], name: str, opened: Callable[[Any], T]) -> T:
    """One file; no word of it stands in the message."""
    try:
        data = files[name]
        if len(data) > MOST_JSON or data.count(b"[") + data.count(b"{") > MOST_PARTS:
            what = f"it holds more than {MOST_JSON // 1024**2} MB, or more parts than a record"
        else:
            return opened(json.loads(data.decode()))
    except KeyError as error:
        what = "it is not there" if error.args == (name,) else "a part of it is not there"
    except (
        BadEntry,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        OverflowError,
        RecursionError,
    ):
        what = "it holds what Onward cannot read"
    raise BadTakeout(f"{name}: {what}") from None


def _each(value: Any, opened: Callable[[Any], K]) -> list[K]:
    """All of a list; an id that stands in it twice is no takeout's."""
    found = [opened(one) for one in _a_list(value)]
    if len({one.id for one in found}) < len(found):
        raise ValueError
    return found


def _entry(one: Any) -> Kept:
    value = _a_dict(one["value"])
    rows = [_checked(r) for r in _a_list(value["rows"])]
    if not rows:
        raise ValueError
    kept: dict[str, Any] = {"rows": rows}
    if value.get(HARDER_DAY) is True:
        kept[HARDER_DAY] = True
    batch = None if one["batch"] is None else UUID(one["batch"])
    return Kept(UUID(one["id"]), _when(one["made_at"]), kept, batch)


def _checked(row: Any) -> list[Any]:
    when, kind, name, value, note = _a_list(row)
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise TypeError
    return list(check(when, kind, name, "" if value is None else repr(value), note))


def _way(one: Any) -> Kept:
    """A way back in the shapes that its pages write; what they do not know is left behind."""
    value = _a_dict(one["value"])
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
        "begun": _day(value["begun"]),
        "answers": _answers(length, _a_dict(value["answers"]), STEP_KEYS[shape]),
    }
    if length == "steps" and shape == FORMAT_OF_WAYS:
        kept["format"] = shape
    if "wrote" in value:
        kept["wrote"] = value["wrote"] is True
    return Kept(UUID(one["id"]), _when(one["made_at"]), as_now(kept))


def _answers(length: str, answers: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    if length == "tonight":
        return {"thing": _words(answers["thing"])}
    if length != "steps":
        return _written(answers)
    if not answers.keys() <= keys:
        raise ValueError
    return {step: _written(_a_dict(written)) for step, written in answers.items()}


def _written(answers: dict[str, Any]) -> dict[str, Any]:
    """What one form holds: texts, and lists of texts where things are ticked."""
    if not all(_ANSWER.fullmatch(name) for name in answers):
        raise ValueError
    return {
        name: _all_words(_a_list(value)) if name in TICKED else _words(value)
        for name, value in answers.items()
    }


def _import(one: Any) -> Imported:
    """An import; of what is told of it the ids that it made stay behind, which are no others'."""
    told = _a_dict(one["told"])
    kept: dict[str, Any] = {key: _number(told.get(key, 0)) for key in COUNTED}
    if not all(key in told for key in ("rows", "days", "already")):
        raise KeyError
    kept |= {"file": _words(told.get("file", ""))}
    for key in ("first", "last"):
        kept[key] = None if told.get(key) is None else _day(told[key])
    digests = _all_words(_a_list(one["digests"]))
    if not all(map(_DIGEST.fullmatch, digests)):
        raise ValueError
    return Imported(UUID(one["id"]), _when(one["made_at"]), kept, digests)


def _plan(value: Any) -> dict[str, Any] | None:
    """A plan, all of it texts: a number in place of one would break the pages that show it."""
    if value is None:
        return None
    plan = from_dict(_a_dict(value))
    _all_words([plan.first, plan.words, plan.goal, plan.country, *plan.signs, *plan.helps])
    _all_words(text for pair in plan.steps for text in pair)
    _all_words(text for one in (*plan.contacts, *plan.own_lines) for text in (one.name, one.reach))
    _all_words(one.note for one in plan.own_lines)
    _all_words(text for one in plan.watched for text in (one.sign, one.answer))
    if not all(type(one.bound) is int and 0 <= one.bound <= 10 for one in plan.watched):
        raise ValueError
    if plan.begun:
        _day(plan.begun)
    if plan.letter:
        _day(plan.letter.day)
        _words(plan.letter.words)
    return plan.to_dict()


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half of a letter has no bytes
    return value


def _all_words(values: Iterable[Any]) -> list[str]:
    return [_words(value) for value in values]


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    if not 0 <= value <= MOST_COUNTED:
        raise ValueError
    return value


def _a_dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _a_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _when(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError
    _in_years(found)
    return found


def _day(text: str) -> str:
    found = date.fromisoformat(text)
    _in_years(found)
    return found.isoformat()


def _in_years(found: date) -> None:
    """The years of a record; next to the first and the last one a zone has no time."""
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise ValueError


def _row(row: list[Any]) -> Row:
    when, kind, name, value, note = row
    return when, kind, name, value, note


def _kept(one: Kept) -> dict[str, Any]:
    return {"id": str(one.id), "made_at": one.made_at.isoformat(), "value": one.value}


def _text(batch: UUID | None) -> str | None:
    return None if batch is None else str(batch)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
