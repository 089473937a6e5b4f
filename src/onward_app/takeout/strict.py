"""Takes the parts of a takeout for what they are meant to be, or refuses them; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from onward.record import YEARS

MOST_COUNTED = 1_000_000_000


def text(value: Any) -> str:
    """A text; half of a letter is none."""
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half of a letter has no bytes
    return value


def texts(values: Iterable[Any]) -> list[str]:
    """A list of texts."""
    return [text(value) for value in values]


def number(value: Any) -> int:
    """A whole number that a count may have."""
    if type(value) is not int:
        raise TypeError
    if not 0 <= value <= MOST_COUNTED:
        raise ValueError
    return value


def a_dict(value: Any) -> dict[str, Any]:
    """A dictionary."""
    if not isinstance(value, dict):
        raise TypeError
    return value


def a_list(value: Any) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise TypeError
    return value


def moment(written: str) -> datetime:
    """A moment with its zone, in the years of a record."""
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        raise ValueError
    _in_years(found)
    return found


def a_day(written: str) -> str:
    """A day in the years of a record, as it is written."""
    found = date.fromisoformat(written)
    _in_years(found)
    return found.isoformat()


def _in_years(found: date) -> None:
    """The years of a record; next to the first and the last one a zone has no time."""
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise ValueError
