"""The record file: Onward's own CSV, read and written (docs/reference/record_file.md)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from onward.errors import BadEntry, BadInput
from onward.formats.gathering import Gathering, Read, at_line, person_of
from onward.formats.reading import (
    DELIMITERS,
    Row,
    Source,
    columns_of,
    first_row,
    listed,
    refuse_uneven,
    rows,
)
from onward.record import ME, NAME_LENGTH, Entry, Record, check

COLUMNS = ("person", "when", "kind", "name", "value", "note")
NEEDED = ("when", "kind", "name", "value")

# Spreadsheets run a cell that begins with one of these as a formula, some of them the wide forms
# too. An apostrophe in front makes it text; a cell that already has apostrophes there gets one
# more, so that exactly one can be taken back.
_RUN = r"[=+\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(rf"'*{_RUN}")
_MADE_TEXT = re.compile(rf"'+{_RUN}")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def is_onward(header: list[str]) -> bool:
    """Whether a header is meant as that of a record file."""
    names = {cell.strip() for cell in header}
    return {"when", "kind"} <= names or len(names & set(COLUMNS)) >= 4


def is_meant_as_onward(header: list[str]) -> bool:
    """Whether a header is that of a record file but for capital letters."""
    return is_onward([cell.lower() for cell in header])


def is_a_record_file(header: list[str]) -> bool:
    """Whether a header can be that of nothing but a record file."""
    return set(NEEDED) <= {cell.strip() for cell in header} <= set(COLUMNS)


def read_onward_csv(source: Source, *, lenient: bool = False) -> Read:
    """Read a record file.

    Parameters
    ----------
    source : Source
        The file.
    lenient : bool
        Take the rows that can be taken and list the rest.

    Returns
    -------
    Read

    Raises
    ------
    BadInput
        With file, line and column.
    """
    table = rows(source)
    header = next(table, None)
    if header is None:
        raise BadInput(source.name, "The file is empty.")
    at = _columns(source, header)
    width = len(header.cells)

    def entries_of(row: Row) -> Iterator[tuple[str, Entry]]:
        refuse_uneven(source, row, width)
        yield _entry(source, row, at)

    gathering = Gathering(source, lenient)
    gathering.take(table, entries_of)
    return Read("onward", gathering.sorted_people(), tuple(gathering.refused))


def _columns(source: Source, header: Row) -> dict[str, int]:
    if len(header.cells) == 1:
        _refuse_other_delimiter(source, header)
    at = columns_of(source, header)
    unknown = [name for name in at if name not in COLUMNS]
    if unknown:
        word = "column" if len(unknown) == 1 else "columns"
        why = f"Unknown {word} {listed(unknown)}; allowed: {', '.join(COLUMNS)}."
        if any(name.lower() in COLUMNS for name in unknown):
            why += " The names are in lower case."
        raise BadInput(source.name, why, line=header.line)
    absent = [name for name in NEEDED if name not in at]
    if absent:
        why = f"The header has no {' and no '.join(absent)}; needed: {', '.join(NEEDED)}."
        raise BadInput(source.name, why, line=header.line)
    return at


def _refuse_other_delimiter(source: Source, header: Row) -> None:
    for delimiter, word in DELIMITERS.items():
        other = first_row(source, delimiter)
        if other and is_onward(other.cells):
            why = f"The columns are separated by {word}; allowed: commas."
            raise BadInput(source.name, why, line=header.line)


def _entry(source: Source, row: Row, at: dict[str, int]) -> tuple[str, Entry]:
    cells = {name: _as_written(row.cells[i]) for name, i in at.items()}
    person = person_of(cells.get("person", ""))
    try:
        if len(person) > NAME_LENGTH:
            allowed = f"at most {NAME_LENGTH} characters"
            raise BadEntry("person", person, allowed, private=True)
        if (cells["when"], cells["kind"]) == ("when", "kind"):
            why = "The header stands here again, as where files were put together. Take it out."
            raise BadInput(source.name, why, line=row.line)
        entry = check(
            cells["when"], cells["kind"], cells["name"], cells["value"], cells.get("note", "")
        )
    except BadEntry as error:
        raise at_line(source, row, error) from None
    return person, entry


def write_onward_csv(
    what: Record | Mapping[str, Iterable[Entry]] | Iterable[Entry], file: Path | IO[str]
) -> None:
    """Write a record file; reading it gives the same entries back, to the last digit.

    Cells that a spreadsheet would run as a formula get an apostrophe in front, which reading
    takes back. Numbers stay numbers.

    Parameters
    ----------
    what : Record, mapping of person to entries, or entries
        What to write; bare entries are those of the person ``me``.
    file : Path or text file
        Where to; a text file must have been opened with ``newline=""``.
    """
    if isinstance(file, Path):
        with file.open("w", encoding="utf-8", newline="") as opened:
            write_onward_csv(what, opened)
        return
    # "\r\n" lets the writer put both line ends into quotation marks where a cell has them.
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for person, entries in _by_person(what):
        for e in entries:
            text = (person, e.when, e.kind, e.name)
            writer.writerow([*map(_harmless, text), _number(e.value), _harmless(e.note)])


def _by_person(
    what: Record | Mapping[str, Iterable[Entry]] | Iterable[Entry],
) -> list[tuple[str, Iterable[Entry]]]:
    if isinstance(what, Record):
        return [(what.person, what)]
    if isinstance(what, Mapping):
        return sorted(what.items())
    return [(ME, what)]


def _number(value: float | None) -> str:
    return "" if value is None else repr(float(value)).removesuffix(".0")


def _harmless(cell: str) -> str:
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def _as_written(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _MADE_TEXT.match(cell) else cell
