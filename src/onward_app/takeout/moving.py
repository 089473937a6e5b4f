"""Everything of one person as the files of a sealed takeout, and back; pure, without a database."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib.metadata import version
from typing import Any, TypeVar
from uuid import UUID

from onward.errors import BadEntry
from onward.record import check
from onward_app.entries.actions import HARDER_DAY, Row
from onward_app.takeout import shapes
from onward_app.takeout.shapes import SHAPES
from onward_app.takeout.strict import a_day, a_dict, a_list, moment, number, text, texts

FORMAT = 2
# Of a takeout of format 1 the rooms that are younger hold nothing.
READ = (1, FORMAT)
# What a takeout is opened from takes many times its room in memory: lists and objects most.
MOST_JSON, MOST_PARTS = 8 * 1024 * 1024, 400_000
# All files of a takeout together: what four of the largest would hold.
LARGEST = 4
COUNTED = ("rows", "days", "already", "already_days", "away_days")
_DIGEST = re.compile(r"[0-9a-f]{2,128}", re.ASCII)
T = TypeVar("T")


class BadTakeout(Exception):
    """What is in a takeout cannot be used; the message says in which of its files."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One sealed row, opened: an entry, a way back, or a row of another room.

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
    rooms: dict[str, list[Kept]] = field(default_factory=dict)


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
    } | {
        f"{room}.json": _json([_kept(row) for row in all_of_it.rooms.get(room, [])])
        for room in SHAPES
    }


def read(files: dict[str, bytes]) -> Everything:
    """What the files hold, each part checked: all of it or nothing.

    Raises
    ------
    BadTakeout
        A file is missing, too large, of a later format, or holds what no record may hold.
    """
    _refuse_too_much(files)
    about = _part(files, "about.json", a_dict)
    made_in = about.get("format")
    if type(made_in) is not int or made_in not in READ:
        raise BadTakeout("about.json: it was made by a newer Onward")
    return Everything(
        entries=_part(files, "entries.json", lambda v: _each(v, _entry)),
        ways=_part(files, "ways_back.json", lambda v: _each(v, _of(shapes.way))),
        imports=_part(files, "imports.json", lambda v: _each(v, _import)),
        plan=_part(files, "plan.json", shapes.plan),
        rooms={
            room: _part(files, f"{room}.json", partial(_each, opened=_of(shape)))
            for room, shape in SHAPES.items()
            if made_in == FORMAT
        },
    )


def _refuse_too_much(files: dict[str, bytes]) -> None:
    """However the files share it out, no more is opened than memory has room for."""
    found = [data for name, data in files.items() if name.endswith(".json")]
    parts = sum(map(_parts, found))
    if sum(map(len, found)) > LARGEST * MOST_JSON or parts > LARGEST * MOST_PARTS:
        raise BadTakeout("it holds more than a record")


def _parts(data: bytes) -> int:
    return data.count(b"[") + data.count(b"{")


def _part(files: dict[str, bytes], name: str, opened: Callable[[Any], T]) -> T:
    """One file; no word of it stands in the message."""
    try:
        data = files[name]
        if len(data) > MOST_JSON or _parts(data) > MOST_PARTS:
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
    found = [opened(one) for one in a_list(value)]
    if len({one.id for one in found}) < len(found):
        raise ValueError
    return found


def _of(shape: Callable[[Any], dict[str, Any]]) -> Callable[[Any], Kept]:
    """Reads one sealed row of a room."""
    return lambda one: Kept(UUID(one["id"]), moment(one["made_at"]), shape(one["value"]))


def _entry(one: Any) -> Kept:
    value = a_dict(one["value"])
    rows = [_checked(r) for r in a_list(value["rows"])]
    if not rows:
        raise ValueError
    kept: dict[str, Any] = {"rows": rows}
    if value.get(HARDER_DAY) is True:
        kept[HARDER_DAY] = True
    batch = None if one["batch"] is None else UUID(one["batch"])
    return Kept(UUID(one["id"]), moment(one["made_at"]), kept, batch)


def _checked(row: Any) -> list[Any]:
    when, kind, name, value, note = a_list(row)
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise TypeError
    return list(check(when, kind, name, "" if value is None else repr(value), note))


def _import(one: Any) -> Imported:
    """An import; of what is told of it the ids that it made stay behind, which are no others'."""
    told = a_dict(one["told"])
    kept: dict[str, Any] = {key: number(told.get(key, 0)) for key in COUNTED}
    if not all(key in told for key in ("rows", "days", "already")):
        raise KeyError
    kept |= {"file": text(told.get("file", ""))}
    for key in ("first", "last"):
        kept[key] = None if told.get(key) is None else a_day(told[key])
    digests = texts(a_list(one["digests"]))
    if not all(map(_DIGEST.fullmatch, digests)):
        raise ValueError
    return Imported(UUID(one["id"]), moment(one["made_at"]), kept, digests)


def _row(row: list[Any]) -> Row:
    when, kind, name, value, note = row
    return when, kind, name, value, note


def _kept(one: Kept) -> dict[str, Any]:
    return {"id": str(one.id), "made_at": one.made_at.isoformat(), "value": one.value}


def _text(batch: UUID | None) -> str | None:
    return None if batch is None else str(batch)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
