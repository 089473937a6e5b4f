"""Daylio's CSV export, every header that is known.

Current exports have ``full_date,date,weekday,time,mood,activities,note_title,note``; earlier
ones lack ``note_title``, those of 2018 have ``year`` in place of ``full_date``, the newest have
``scales``. The columns ``date`` and ``weekday`` are in the phone's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from itertools import chain
from typing import Any

from onward.errors import BadEntry, BadInput, NeedsMap, shorten
from onward.formats.daylio_map import DaylioMap, plain
from onward.formats.daylio_text import names_of, scales_of, words_of
from onward.formats.gathering import Gathering, Read, at_line
from onward.formats.month_names import LANGUAGES, day_of
from onward.formats.reading import (
    Row,
    Source,
    columns_of,
    first_row,
    listed,
    quoted,
    refuse_uneven,
    rows,
)
from onward.record import ME, Entry, check, holds_words

NEWEST = (
    "full_date", "date", "weekday", "time", "mood", "activities", "scales", "note_title", "note",
)  # fmt: skip
CURRENT = tuple(c for c in NEWEST if c != "scales")
MID = tuple(c for c in CURRENT if c != "note_title")
OLD = ("year", *MID[1:])
KNOWN = {"year", *NEWEST}

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
# "*+" gives no space back, so that a cell of many takes no longer than their number
_TIME = re.compile(
    r"([0-9]{1,2})[:.h]([0-9]{2})(?::[0-9]{2})?\s*+(?:(a|p)\s?\.?\s?m\.?)?(?:\s*+Uhr)?",
    re.IGNORECASE,
)


def delimiter_of(source: Source) -> str | None:
    """The delimiter with which a file reads as a Daylio export, or None."""
    for delimiter in (",", "\t", ";"):
        row = first_row(source, delimiter)
        if row and (_is_header(row.cells) or _by_shape(row.cells)):
            return delimiter
    return None


def _is_header(cells: list[str]) -> bool:
    names = {plain(cell) for cell in cells}
    return "mood" in names and ("full_date" in names or {"year", "date"} <= names)


def _by_shape(cells: list[str]) -> tuple[str, ...] | None:
    """The columns of a file that has no header, told by what stands in its first row."""
    first = cells[0].strip()
    if _ISO.fullmatch(first):
        header = {len(h): h for h in (NEWEST, CURRENT, MID)}.get(len(cells))
    elif _YEAR.fullmatch(first) and len(cells) == len(OLD):
        header = OLD
    else:
        return None
    if header is None or not _TIME.fullmatch(cells[3].strip()) or not cells[4].strip():
        return None
    return header


def read_daylio(
    source: Source, *, map: dict[str, Any] | None = None, lenient: bool = False
) -> Read:
    """Read a Daylio export.

    Parameters
    ----------
    source : Source
        The file.
    map : dict, optional
        What own mood names mean, and what activities and scales are
        (docs/guides/import.md); the five standard moods need none.
    lenient : bool
        Take the rows that can be taken and list the rest.

    Returns
    -------
    Read

    Raises
    ------
    NeedsMap, BadInput, BadMap
        Moods that wait for a meaning; file, line and column; the map is not usable.
    """
    export, table = _begin(source, DaylioMap.of(map or {}))
    gathering = Gathering(source, lenient)
    gathering.take(table, export.entries_of)
    if export.unknown_moods:
        moods = listed(export.unknown_moods, most=200)
        why = f"What do these moods mean, from 0 to 10? {moods}. A map says it."
        raise NeedsMap(source.name, why, list(export.unknown_moods))
    return Read(
        "daylio",
        gathering.sorted_people(),
        tuple(gathering.refused),
        tuple(export.left_out()),
        {kind: tuple(names) for kind, names in export.met.items()},
    )


def _begin(source: Source, meant: DaylioMap) -> tuple[_Export, Iterator[Row]]:
    """What the first row says of the columns, and the rows that hold entries."""
    table = rows(source, delimiter_of(source) or ",")
    first = next(table, None)
    if first is None:
        raise BadInput(source.name, "The file is empty.")
    shape = None if _is_header(first.cells) else _by_shape(first.cells)
    if shape is None:
        return _Export(source, _columns(source, first), len(first.cells), meant), table
    at = {name: i for i, name in enumerate(shape)}
    return _Export(source, at, len(first.cells), meant), chain([first], table)


def _columns(source: Source, header: Row) -> dict[str, int]:
    named = Row(header.line, [plain(cell) for cell in header.cells])
    at = columns_of(source, named)
    unknown = [name for name in at if name not in KNOWN]
    if unknown:
        word = "column" if len(unknown) == 1 else "columns"
        why = f"Unknown {word} {listed(unknown)} for a Daylio export; allowed: {', '.join(NEWEST)}."
        raise BadInput(source.name, why, line=header.line)
    if "mood" not in at or not ("full_date" in at or {"year", "date"} <= set(at)):
        why = f"The header is not that of a Daylio export; expected: {','.join(CURRENT)}."
        raise BadInput(source.name, why, line=header.line)
    return at


@dataclass(slots=True)
class _Export:
    """One export while it is read: where its columns are and which names were met."""

    source: Source
    at: dict[str, int]
    width: int
    meant: DaylioMap
    unknown_moods: dict[str, None] = field(default_factory=dict)
    met: dict[str, dict[str, None]] = field(
        default_factory=lambda: {"moods": {}, "activities": {}, "scales": {}}
    )
    unread: list[str] = field(default_factory=list)

    def entries_of(self, row: Row) -> Iterator[tuple[str, Entry]]:
        """Everything that one row holds: a mood, activities, scales and a note."""
        refuse_uneven(self.source, row, self.width)
        when = self._when(row)
        for column, kind, name, value, note in self._found(row):
            try:
                yield ME, check(when, kind, name, value, note)
            except BadEntry as error:
                raise at_line(self.source, row, error, column) from None

    def _found(self, row: Row) -> Iterator[tuple[str, str, str, str, str]]:
        mood = self._cell(row, "mood")
        if not mood:
            raise self._refused(row, "mood", "", "the name of a mood")
        self.met["moods"].setdefault(mood)
        level = self.meant.mood(mood)
        if level is None:
            self.unknown_moods.setdefault(mood)
        else:
            yield "mood", "checkin", "mood", repr(level), ""
        for name in names_of(self._cell(row, "activities")):
            self.met["activities"].setdefault(name)
            if target := self.meant.activity(name):
                yield "activities", target.kind, target.name, "", ""
        yield from self._scales(row)
        note = words_of(self._cell(row, "note_title"), self._cell(row, "note"))
        if note:
            yield "note", "note", "", "", note

    def _scales(self, row: Row) -> Iterator[tuple[str, str, str, str, str]]:
        cell = self._cell(row, "scales")
        scales = scales_of(cell)
        if scales is None:
            self.unread.append(cell)
            return
        for name, number in scales:
            self.met["scales"].setdefault(name)
            if (target := self.meant.scale(name)) is None:
                continue
            if not target.low <= number <= target.high:
                allowed = f"{target.low:g} to {target.high:g}, as the map says of {name}"
                raise self._refused(row, "scales", f"{number:g}", allowed)
            yield "scales", target.kind, target.name, repr(target.rescaled(number)), ""

    def _cell(self, row: Row, column: str) -> str:
        return row.cells[self.at[column]].strip() if column in self.at else ""

    def _when(self, row: Row) -> str:
        day = self._day(row)
        text = self._cell(row, "time")
        if not text:
            return day.isoformat()
        moment = _time_of(text)
        if moment is None:
            raise self._refused(row, "time", text, "a time such as 18:50 or 6:50 pm")
        return f"{day.isoformat()}T{moment.isoformat('minutes')}"

    def _day(self, row: Row) -> date:
        if "full_date" in self.at:
            text = self._cell(row, "full_date")
            try:
                if _ISO.fullmatch(text):
                    return date.fromisoformat(text)
            except ValueError:
                pass
            raise self._refused(row, "full_date", text, "a date such as 2026-05-19")
        text = self._cell(row, "date")
        day = day_of(self._cell(row, "year"), text)
        if day is None:
            found = f"{self._cell(row, 'year')} {text}"
            allowed = f"a year and a day such as 30 May, the month's name in {LANGUAGES}"
            raise self._refused(row, "date", found, allowed)
        return day

    def _refused(self, row: Row, column: str, found: str, allowed: str) -> BadInput:
        error = BadEntry(column, found, allowed, private=holds_words(found) and column != "mood")
        return at_line(self.source, row, error)

    def left_out(self) -> Iterator[str]:
        """What the file holds and the record does not, in plain words."""
        nothing = [n for n in self.met["activities"] if self.meant.activity(n) is None]
        if nothing:
            yield f"Activities that the map calls nothing: {listed(nothing, shown=shorten)}."
        unmapped = [n for n in self.met["scales"] if self.meant.scale(n) is None]
        if unmapped:
            names = listed(unmapped, shown=shorten)
            yield f"Scales: {names}. The file does not say how far they reach; a map can."
        if self.unread:
            yield f"Scales that are not clear, such as {quoted(self.unread[0])}."


def _time_of(text: str) -> time | None:
    """A time on the 24-hour or the 12-hour clock; any kind of space may stand before am or pm."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2])
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
