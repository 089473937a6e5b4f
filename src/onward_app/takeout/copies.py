"""Which rows of a file are new: an import adds only copies beyond those of earlier ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from onward_app.entries.actions import Row


@dataclass(frozen=True, slots=True)
class Sorted:
    """A file's rows, sorted by whether an earlier import added them.

    Attributes
    ----------
    new : list of Row
        In the order of the file.
    already : int
        How many rows were there before.
    known_days : frozenset of str
        The days of the file that have no new row.
    """

    new: list[Row]
    already: int
    known_days: frozenset[str]


def digest(row: Row) -> str:
    """A short digest of one row's content."""
    when, kind, name, value, note = row
    number = "" if value is None else repr(float(value))
    text = f"{when}\x1f{kind}\x1f{name}\x1f{number}\x1f{note}"
    return blake2b(text.encode(), digest_size=10).hexdigest()


def beyond(rows: Iterable[Row], before: Counter[str]) -> Sorted:
    """The rows beyond the copies that earlier imports added (`before`, by digest)."""
    left = Counter(before)
    new: list[Row] = []
    days: set[str] = set()
    already = 0
    for row in rows:
        days.add(row[0][:10])
        key = digest(row)
        if left[key] > 0:
            left[key] -= 1
            already += 1
        else:
            new.append(row)
    return Sorted(new, already, frozenset(days - {row[0][:10] for row in new}))
