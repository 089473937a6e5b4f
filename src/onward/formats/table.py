"""Any table, by a map that says what its columns mean (docs/guides/import.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import fsum, isfinite
from typing import Any

from onward.errors import BadEntry, BadInput, shorten
from onward.formats.gathering import Gathering, Read, at_line, person_of
from onward.formats.reading import Row, Source, listed, quoted, refuse_uneven, rows
from onward.formats.table_map import Block, Part, TableMap
from onward.record import NAME_LENGTH, Entry, check, holds_words

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
# Room for the rounding of a file's own arithmetic.
_EDGE = 1e-9


def read_table(source: Source, *, map: dict[str, Any], lenient: bool = False) -> Read:
    """Read any table.

    Parameters
    ----------
    source : Source
        The file.
    map : dict
        What its columns mean, as parsed from TOML.
    lenient : bool
        Take the rows that can be taken and list the rest.

    Returns
    -------
    Read

    Raises
    ------
    BadInput
        With file, line and column.
    BadMap
        The map is not usable.
    """
    meant = TableMap.of(map)
    lines = rows(source, meant.delimiter, meant.encoding)
    header = next(lines, None)
    if header is None:
        raise BadInput(source.name, "The file is empty.")
    table = _Table(source, meant, _columns(source, header, meant), len(header.cells))
    gathering = Gathering(source, lenient)
    gathering.take(lines, table.entries_of)
    gathering.take(table.days.values(), table.entries_of_day)
    return Read(
        "table",
        gathering.sorted_people(),
        tuple(gathering.refused),
        tuple(_left_out(header, meant)),
    )


def _columns(source: Source, header: Row, meant: TableMap) -> dict[str, int]:
    names = [cell.strip() for cell in header.cells]
    wanted = meant.columns()
    if absent := [c for c in wanted if c not in names]:
        word = "a column" if len(absent) == 1 else "columns"
        why = (
            f"The map names {word} that the file has not: {listed(absent)}. "
            f"It has: {listed(names)}."
        )
        raise BadInput(source.name, why, line=header.line)
    for column in wanted:
        if names.count(column) > 1:
            why = f"The column {quoted(column)} is there twice; allowed: once."
            raise BadInput(source.name, why, line=header.line, column=column)
    return {column: names.index(column) for column in wanted}


def _left_out(header: Row, meant: TableMap) -> Iterator[str]:
    wanted = set(meant.columns())
    rest = [name for cell in header.cells if (name := cell.strip()) and name not in wanted]
    if rest:
        yield f"Columns that the map does not name: {listed(rest, shown=shorten)}."


@dataclass(slots=True)
class _Day:
    """Numbers of one block on one day, until the file has been read."""

    row: Row
    person: str
    day: str
    block: Block
    name: str
    values: list[float] = field(default_factory=list)

    @property
    def line(self) -> int:
        """Where the day's first number stands."""
        return self.row.line


@dataclass(slots=True)
class _Table:
    """A table while it is read."""

    source: Source
    meant: TableMap
    at: dict[str, int]
    width: int
    days: dict[tuple[str, str, str, str], _Day] = field(default_factory=dict)

    def entries_of(self, row: Row) -> Iterable[tuple[str, Entry]]:
        """Everything that one row holds; numbers that wait for their day are kept aside."""
        refuse_uneven(self.source, row, self.width)
        when, person = self._when(row), self._person(row)
        taken: list[tuple[str, Entry]] = []
        waiting: list[tuple[_Day, float]] = []
        for block in self.meant.blocks:
            if not all(self._cell(row, c) in texts for c, texts in block.only_if.items()):
                continue
            found = self._found(row, block)
            if found is None:
                continue
            name, value, note = found
            entry = self._checked(row, block, when, name, value, note)
            if block.a_day != "rows" and value is not None:
                waiting.append((_Day(row, person, entry.when[:10], block, name), value))
            else:
                taken.append((person, entry))
        for day, value in waiting:
            key = (day.person, day.day, day.block.where, day.name)
            self.days.setdefault(key, day).values.append(value)
        return taken

    def entries_of_day(self, day: _Day) -> Iterator[tuple[str, Entry]]:
        """The one entry of a day, for blocks that ask for it."""
        value = fsum(day.values)
        if day.block.a_day == "mean":
            value /= len(day.values)
        yield day.person, self._checked(day.row, day.block, day.day, day.name, value, "")

    def _found(self, row: Row, block: Block) -> tuple[str, float | None, str] | None:
        """Name, number and words of one block in one row, or None where it holds nothing."""
        name = self._cell(row, block.name_from) if block.name_from else block.name
        if block.name_from and name in block.missing:
            return None
        if block.kind == "note":
            words = "\n".join(t for p in block.parts if (t := self._cell(row, p.column)))
            return ("", None, words) if words else None
        if not block.parts:
            return name, None, ""
        numbers = [n for p in block.parts if (n := self._number(row, block, p)) is not None]
        if not numbers or 2 * len(numbers) < len(block.parts):
            return None
        return name, fsum(numbers) / len(numbers), ""

    def _number(self, row: Row, block: Block, part: Part) -> float | None:
        text = self._cell(row, part.column)
        if text in block.missing:
            return None
        plain = text.replace(",", ".") if self.meant.decimal == "," else text
        if not _NUMBER.fullmatch(plain) or not isfinite(float(plain)):
            part_of_one = "4,5" if self.meant.decimal == "," else "4.5"
            raise self._refused(
                row, part.column, text, f"a number such as 4 or {part_of_one}, or empty"
            )
        number = float(plain)
        if block.whole:
            number = float(round(number)) if abs(number) < 1e15 else number
        if block.zero_is_missing and number == 0:
            return None
        if part.scale is None:
            return number
        low, high = part.scale.low, part.scale.high
        if not low - _EDGE <= number <= high + _EDGE:
            raise self._refused(row, part.column, text, f"a number from {low:g} to {high:g}")
        return part.scale.rescaled(number)

    def _checked(
        self, row: Row, block: Block, when: str, name: str, value: float | None, note: str
    ) -> Entry:
        number = "" if value is None else repr(value)
        try:
            return check(when, block.kind, name, number, note)
        except BadEntry as error:
            raise at_line(self.source, row, error, self._column(block, error.column)) from None

    def _column(self, block: Block, part: str) -> str:
        """The file's column for a part of an entry that was refused."""
        if part == "when":
            return " and ".join(self.meant.when.columns)
        if part == "name" and block.name_from:
            return block.name_from
        return " and ".join(p.column for p in block.parts) or block.where

    def _when(self, row: Row) -> str:
        columns = self.meant.when.columns
        cells = [self._cell(row, c) for c in columns]
        when = self.meant.when.of_cells(cells)
        if when is None:
            found = " ".join(cells).strip()
            raise self._refused(row, " and ".join(columns), found, self.meant.when.allowed())
        return when

    def _person(self, row: Row) -> str:
        if self.meant.person_column is None:
            return self.meant.person
        person = person_of(self._cell(row, self.meant.person_column))
        if len(person) > NAME_LENGTH:
            allowed = f"at most {NAME_LENGTH} characters"
            raise self._refused(row, self.meant.person_column, person, allowed, private=True)
        return person

    def _cell(self, row: Row, column: str) -> str:
        return row.cells[self.at[column]].strip()

    def _refused(
        self, row: Row, column: str, found: str, allowed: str, *, private: bool = False
    ) -> BadInput:
        hidden = private or holds_words(found)
        return at_line(self.source, row, BadEntry(column, found, allowed, private=hidden))
