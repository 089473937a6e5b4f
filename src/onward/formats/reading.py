"""From a file of unknown make to numbered rows of text, or a clear sentence that says why not.

Everything that a reader should never meet is refused here, before a row is built: files that
are too large, packed or not text, lines and cells without end.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onward.errors import BadInput, BadRow, shorten

MOST_BYTES = 50 * 1024 * 1024
# A row of cells is never longer than a line outside of quotation marks, so this also bounds the
# number of columns; the csv module bounds a single cell (`csv.field_size_limit`).
MOST_LINE = 1_000_000
MOST_COLUMNS = 2_000

ENCODINGS = ("utf-8", "latin-1", "cp1250", "cp1252", "iso-8859-2", "iso-8859-15")
DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}

_PACKED = (
    (b"PK\x03\x04", "This is a zip archive (a spreadsheet or a backup)"),
    (b"PK\x05\x06", "This is a zip archive"),
    (b"PK\x07\x08", "This is a zip archive"),
    (b"\x1f\x8b", "This is a gzip archive"),
    (b"BZh", "This is a bzip2 archive"),
    (b"\xfd7zXZ\x00", "This is an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "This is a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "This is a zstd archive"),
)
_OTHER = (
    (b"%PDF", "This is a PDF"),
    (b"\x89PNG", "This is a picture"),
    (b"\xff\xd8\xff", "This is a picture"),
    (b"SQLite format 3\x00", "This is a database"),
    (b"PAR1", "This is a Parquet file"),
)
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_WRITTEN = re.compile(rb"\S")
MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file and its name as the person knows it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells and the line on which it begins (the first line is 1)."""

    line: int
    cells: list[str]


def load(source: Path | str | bytes, name: str | None = None) -> Source:
    """Take a file's bytes, after its size and make were looked at.

    Parameters
    ----------
    source : Path, str or bytes
        A path, or the file's content.
    name : str, optional
        What to call the file in errors; the path's last part by default.

    Raises
    ------
    BadInput
        There is no such file, or it is too large, empty, packed or no text.
    """
    if isinstance(source, bytes):
        loaded = Source(name or "the file", source)
    else:
        path = Path(source)
        loaded = _from_path(path, name or path.name or str(path))
    refuse_what_is_no_text(loaded)
    return loaded


def _from_path(path: Path, name: str) -> Source:
    try:
        if path.is_dir():
            raise BadInput(name, "This is a folder. A file is needed.")
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(name)
        with path.open("rb") as file:
            return Source(name, file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        raise BadInput(name, "There is no such file.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadInput(name, f"The file cannot be opened: {why}.") from None


def _too_large(name: str) -> BadInput:
    most = MOST_BYTES // (1024 * 1024)
    return BadInput(name, f"The file is larger than {most} MB. That is the most that is taken.")


def refuse_what_is_no_text(source: Source) -> None:
    """Raise where the bytes cannot be the text of a table."""
    name, data = source.name, source.data
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    if not _WRITTEN.search(data, len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0):
        raise BadInput(name, "The file is empty.")
    for start, what in _PACKED:
        if data.startswith(start):
            raise BadInput(name, f"{what}. Unpack it and give the CSV file that is in it.")
    for start, what in _OTHER:
        if data.startswith(start):
            raise BadInput(name, f"{what}. A CSV file is needed.")
    if data.startswith(_WIDE) or _looks_wide(data):
        raise BadInput(name, "The text is stored as UTF-16 or UTF-32. Save it as UTF-8.")
    if (at := data.find(b"\x00")) >= 0:
        line = data.count(b"\n", 0, at) + 1
        why = "There is a NUL byte here, so this is no text. A CSV file is needed."
        raise BadInput(name, why, line=line)


def _looks_wide(data: bytes) -> bool:
    """Whether every other byte at the start is NUL, as UTF-16 without a mark has it."""
    start = data[:512]
    halves = start[0::2], start[1::2]
    return len(start) >= 4 and any(
        half.count(0) > 0.8 * len(half) and other.count(0) < 0.2 * len(other)
        for half, other in (halves, halves[::-1])
    )


class Rows(Iterator[Row]):
    """The rows of a table, blank lines left out.

    Raises
    ------
    BadRow
        A row cannot be told from the text around it; the next call goes on behind it, or ends.
    BadInput
        With the line on which the text stops being a table.
    """

    def __init__(self, source: Source, delimiter: str, encoding: str) -> None:
        self._source = source
        self._encoding = encoding
        self._reader = csv.reader(_lines(source, encoding), delimiter=delimiter, strict=True)
        self._over = False

    def __next__(self) -> Row:
        while not self._over:
            line = self._reader.line_num + 1
            cells = self._cells(line)
            if len(cells) > 1 or (cells and cells[0].strip()):
                return Row(line, cells)
        raise StopIteration

    def _cells(self, line: int) -> list[str]:
        name = self._source.name
        try:
            cells = next(self._reader)
        except csv.Error as error:
            # past an open quotation mark there is no telling which text is a row
            self._over = "expected after" not in str(error)
            raise _no_table(name, line, str(error)) from None
        except UnicodeDecodeError:
            raise _no_text(self._source, self._encoding) from None
        if len(cells) > MOST_COLUMNS:
            why = f"There are {len(cells):,} columns; allowed: at most {MOST_COLUMNS:,}."
            raise BadRow(name, why, line=line)
        if cells and cells[0].startswith(MARK):  # files put together keep the mark of each
            cells[0] = cells[0].lstrip(MARK)
            if cells[0].startswith('"'):
                why = "A byte order mark stands before this row. Files put together need it gone."
                raise BadRow(name, why, line=line)
        return cells


def rows(source: Source, delimiter: str = ",", encoding: str = "utf-8") -> Rows:
    """The rows of a file."""
    return Rows(source, delimiter, encoding)


def _lines(source: Source, encoding: str) -> Iterator[str]:
    # newline="" keeps line ends inside quoted cells as they are.
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    text = io.TextIOWrapper(io.BytesIO(source.data), encoding=codec, newline="")
    number = 0
    while line := text.readline(MOST_LINE + 1):
        number += 1
        if len(line) > MOST_LINE:
            why = f"The line is longer than {MOST_LINE:,} characters. That is the most allowed."
            raise BadInput(source.name, why, line=number)
        yield line


def _no_table(name: str, line: int, error: str) -> BadRow:
    if "field limit" in error:
        most = csv.field_size_limit()
        why = (
            f"A cell is longer than {most:,} characters. "
            "A quotation mark may have been left open here. Nothing after it can be read."
        )
    elif "unexpected end" in error:
        why = 'A quotation mark (") is opened here and never closed. Nothing after it can be read.'
    elif "expected after" in error:
        why = 'Text follows a closing quotation mark ("). Inside a cell it is written twice ("").'
    else:
        why = f"This is not CSV: {error}."
    return BadRow(name, why, line=line)


def _no_text(source: Source, encoding: str) -> BadInput:
    try:
        source.data.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        byte = source.data[error.start]
        why = f"Byte 0x{byte:02x} is no {encoding.upper()} text. Save the file as UTF-8."
        return BadInput(source.name, why, line=line)
    return BadInput(source.name, f"This is no {encoding.upper()} text. Save the file as UTF-8.")


def first_row(source: Source, delimiter: str) -> Row | None:
    """The first row, or None where the text is no table with this delimiter."""
    try:
        return next(rows(source, delimiter), None)
    except BadInput:
        return None


def columns_of(source: Source, header: Row) -> dict[str, int]:
    """Where each column of a header stands; a column that occurs twice is refused."""
    at: dict[str, int] = {}
    for i, cell in enumerate(header.cells):
        name = cell.strip()
        if name in at:
            why = f"The column {quoted(name)} is there twice; allowed: once."
            raise BadInput(source.name, why, line=header.line, column=shorten(name) or None)
        at[name] = i
    return at


def refuse_uneven(source: Source, row: Row, width: int) -> None:
    """Raise where a row has not as many cells as its header."""
    if len(row.cells) != width:
        why = f"This row has {_cells(len(row.cells))}, the header has {width}."
        raise BadInput(source.name, why, line=row.line)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def quoted(name: str) -> str:
    """A name from a file as it may stand in an error: short, and with nothing hidden in it."""
    return repr(shorten(name)) if name else "(empty)"


def listed(names: Iterable[str], most: int = 20, shown: Callable[[str], str] = quoted) -> str:
    """Names from a file in a sentence, the first ones where there are many."""
    known = list(names)
    more = f" and {len(known) - most:,} more" if len(known) > most else ""
    return ", ".join(map(shown, known[:most])) + more
