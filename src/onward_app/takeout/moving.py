"""Everything of one person as the files of a sealed takeout, and back; pure, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any, TypeVar
from uuid import UUID

from onward.errors import BadEntry
from onward.record import check
from onward_app.entries.actions import HARDER_DAY, Row
from onward_app.plan.queries import from_dict

FORMAT = 1
LENGTHS = ("steps", "tonight", "stuck")
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
        A file is missing, of a later format, or holds what no record may hold.
    """
    about = _part(files, "about.json", _a_dict)
    if about.get("format") != FORMAT:
        raise BadTakeout("about.json: it was made by a newer Onward")
    return Everything(
        entries=_part(files, "entries.json", lambda v: [_entry(one) for one in _a_list(v)]),
        ways=_part(files, "ways_back.json", lambda v: [_way(one) for one in _a_list(v)]),
        imports=_part(files, "imports.json", lambda v: [_import(one) for one in _a_list(v)]),
        plan=_part(files, "plan.json", _plan),
    )


def _part(files: dict[str, bytes], name: str, opened: Callable[[Any], T]) -> T:
    """One file; no word of it stands in the message."""
    try:
        value = json.loads(files[name].decode())
        json.dumps(value, ensure_ascii=False).encode()  # half of a letter has no bytes
        return opened(value)
    except KeyError as error:
        what = "it is not there" if error.args == (name,) else "a part of it is not there"
    except (BadEntry, TypeError, ValueError, AttributeError, IndexError, RecursionError):
        what = "it holds what Onward cannot read"
    raise BadTakeout(f"{name}: {what}") from None


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
    value = _a_dict(one["value"])
    if value["length"] not in LENGTHS or not isinstance(value["ended"], bool):
        raise ValueError
    if not isinstance(value["at"], int) or not 1 <= value["at"] <= 8:
        raise ValueError
    datetime.fromisoformat(value["begun"])
    answers = _a_dict(value["answers"])
    if value["length"] == "tonight" and not isinstance(answers["thing"], str):
        raise TypeError
    if value["length"] == "steps" and not all(isinstance(a, dict) for a in answers.values()):
        raise TypeError
    return Kept(UUID(one["id"]), _when(one["made_at"]), value)


def _import(one: Any) -> Imported:
    told, digests = _a_dict(one["told"]), [str(d) for d in _a_list(one["digests"])]
    if not all(isinstance(told[key], int) for key in ("rows", "days", "already")):
        raise TypeError
    return Imported(UUID(one["id"]), _when(one["made_at"]), told, digests)


def _plan(value: Any) -> dict[str, Any] | None:
    return None if value is None else from_dict(_a_dict(value)).to_dict()


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
    return found


def _row(row: list[Any]) -> Row:
    when, kind, name, value, note = row
    return when, kind, name, value, note


def _kept(one: Kept) -> dict[str, Any]:
    return {"id": str(one.id), "made_at": one.made_at.isoformat(), "value": one.value}


def _text(batch: UUID | None) -> str | None:
    return None if batch is None else str(batch)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
