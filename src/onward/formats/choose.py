"""Which reader a file is for, and reading it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from onward.errors import BadInput, BadMap
from onward.formats.daylio import delimiter_of, read_daylio
from onward.formats.gathering import Read
from onward.formats.onward_csv import COLUMNS, is_onward, read_onward_csv
from onward.formats.reading import (
    DELIMITERS,
    Source,
    first_row,
    load,
    quoted,
    refuse_what_is_no_text,
    rows,
)
from onward.formats.table import read_table

FORMATS = ("onward", "daylio", "table")
_MOST_MAP = 1_000_000
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
        A path, or the content of a file.
    name : str, optional
        What to call the file in errors.
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
    BadInput
        With file, line and column, what was found and what is allowed.
    NeedsMap
        A Daylio export has own mood names.
    BadMap
        The map is not usable.

    """
    if format not in ("auto", *FORMATS):
        known = ", ".join(FORMATS)
        raise BadInput(name or "the file", f"Unknown format {format!r}; allowed: auto, {known}.")
    loaded = load(source, name)
    given = map if isinstance(map, dict) or map is None else load_map(Path(map))
    return _read(loaded, _chosen(loaded, given) if format == "auto" else format, given, lenient)


def _read(loaded: Source, format: str, given: dict[str, Any] | None, lenient: bool) -> Read:
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
        return kind_of_map(given)
    found = _detect(source)
    if found == "table":
        header = next(rows(source), None)
        shown = ", ".join(quoted(c.strip()) for c in header.cells[:12]) if header else "none"
        why = (
            f"Onward does not know these columns: {shown}. Known are its own "
            f"({', '.join(COLUMNS)}) and those of a Daylio export. Any other table needs a map."
        )
        raise BadInput(source.name, why, line=header.line if header else None)
    return found


def kind_of_map(map: dict[str, Any]) -> str:
    """Which reader a map is for: ``daylio`` where it explains moods, activities or scales."""
    return "daylio" if _DAYLIO_KEYS & set(map) or not map else "table"


def load_map(path: Path) -> dict[str, Any]:
    """A map from a TOML file.

    Raises
    ------
    BadMap
        There is no such file, or it is no TOML.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_MAP + 1)
        if len(data) > _MOST_MAP:
            raise BadMap(f"{path.name}: a map is at most {_MOST_MAP:,} bytes.")
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        raise BadMap(f"{path.name}: there is no such map.") from None
    except OSError as error:
        raise BadMap(f"{path.name}: the map cannot be opened: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadMap(f"{path.name}: the map is not stored as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadMap(f"{path.name}: this is no TOML: {error}.") from None
