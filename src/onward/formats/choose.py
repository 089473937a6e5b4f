"""Which reader a file is for, and reading it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onward.errors import BadInput, BadMap
from onward.formats.daylio import delimiter_of, read_daylio
from onward.formats.gathering import Read
from onward.formats.map_text import MOST_MAP, parse_map
from onward.formats.onward_csv import (
    COLUMNS,
    is_a_record_file,
    is_meant_as_onward,
    is_onward,
    read_onward_csv,
)
from onward.formats.reading import (
    DELIMITERS,
    Source,
    first_row,
    listed,
    load,
    refuse_what_is_no_text,
    rows,
)
from onward.formats.table import read_table

FORMATS = ("onward", "daylio", "table")
_DAYLIO_KEYS = {"moods", "activities", "scales"}


def read(
    source: Path | str | bytes,
    *,
    name: str | None = None,
    format: str = "auto",
    map: dict[str, Any] | Path | str | None = None,
    lenient: bool = False,
) -> Read:
    """Read one file: all of it, or nothing.

    Parameters
    ----------
    source : Path, str or bytes
        A path, or the content of a file; in errors it is called `name`.
    format : {"auto", "onward", "daylio", "table"}
        Which reader; by default the file's first line and the map decide.
    map : dict, Path or str, optional
        What the file's names and columns mean: parsed, or a path to TOML.
    lenient : bool
        Take the rows that can be taken and list the rest in `Read.refused`.

    Returns
    -------
    Read

    Raises
    ------
    BadInput, NeedsMap, BadMap
        With file, line and column; own mood names wait for a map; the map is not usable.
    """
    if format not in ("auto", *FORMATS):
        known = ", ".join(FORMATS)
        raise BadInput(name or "the file", f"Unknown format {format!r}; allowed: auto, {known}.")
    loaded = load(source, name)
    if isinstance(map, dict) or map is None:
        return _read(loaded, format, map, lenient)
    try:
        return _read(loaded, format, load_map(Path(map)), lenient)
    except BadMap as error:
        raise error.of(name_of_map(Path(map))) from None


def _read(loaded: Source, format: str, given: dict[str, Any] | None, lenient: bool) -> Read:
    if format == "auto":
        format = _chosen(loaded, given)
    if format == "onward":
        if given:
            raise BadInput(loaded.name, "This is an Onward CSV file. It needs no map.")
        return read_onward_csv(loaded, lenient=lenient)
    if format == "daylio":
        return read_daylio(loaded, map=given, lenient=lenient)
    if given is None:
        raise BadInput(loaded.name, "The reader for tables needs a map.")
    return read_table(loaded, map=given, lenient=lenient)


def detect(data: bytes, name: str = "the file") -> str:
    """The reader that knows a file's header: ``onward``, ``daylio``, or else ``table``.

    Raises
    ------
    BadInput
        The bytes are no table at all.
    """
    source = Source(name, data)
    refuse_what_is_no_text(source)
    return _detect(source)


def _detect(source: Source) -> str:
    for delimiter in DELIMITERS:
        row = first_row(source, delimiter)
        if row and is_onward(row.cells):
            return "onward"
    return "daylio" if delimiter_of(source) else "table"


def _chosen(source: Source, given: dict[str, Any] | None) -> str:
    if given:
        header = first_row(source, ",")
        certain = header is not None and is_a_record_file(header.cells)
        return "onward" if certain else kind_of_map(given)
    found = _detect(source)
    if found == "table":
        header = next(rows(source), None)
        if header and is_meant_as_onward(header.cells):
            return "onward"  # whose reader says what is wrong with the names
        shown = listed((c.strip() for c in header.cells), most=12) if header else "none"
        why = (
            f"Onward does not know these columns: {shown}. Known are its own "
            f"({', '.join(COLUMNS)}) and those of a Daylio export. Any other table needs a map."
        )
        raise BadInput(source.name, why, line=header.line if header else None)
    return found


def kind_of_map(map: dict[str, Any]) -> str:
    """Which reader a map is for: ``daylio`` where it explains moods, activities or scales."""
    return "daylio" if _DAYLIO_KEYS & set(map) or not map else "table"


def name_of_map(path: Path) -> str:
    """A map's name without its folder, as errors say it."""
    return path.name or str(path)


def load_map(path: Path) -> dict[str, Any]:
    """A map from a TOML file.

    Raises
    ------
    BadMap
        There is no such file, or it is no TOML.
    """
    name = name_of_map(path)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_MAP + 1)
        if len(data) > MOST_MAP:
            raise BadMap(f"A map is at most {MOST_MAP:,} bytes.", map=name)
        return parse_map(data.decode("utf-8-sig"))
    except BadMap as error:
        raise error.of(name) from None
    except FileNotFoundError:
        raise BadMap("There is no such map.", map=name) from None
    except IsADirectoryError:
        raise BadMap("This is a folder. A map is a TOML file.", map=name) from None
    except OSError as error:
        raise BadMap(f"The map cannot be opened: {error.strerror}.", map=name) from None
    except UnicodeDecodeError:
        raise BadMap("The map is not stored as UTF-8.", map=name) from None
