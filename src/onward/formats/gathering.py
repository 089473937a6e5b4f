"""What a reader hands back, and how it is gathered: whole rows or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from onward.errors import BadEntry, BadInput
from onward.formats.reading import Row, Source
from onward.record import Entry

Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class Read:
    """One file, read.

    Attributes
    ----------
    format : str
        The reader that read it, one of `onward.formats.FORMATS`.
    people : dict of str to list of Entry
        Checked entries by person id, sorted by person; in a person, in the file's order.
    refused : tuple of BadInput
        Rows that were left out; only where the file was read leniently.
    left_out : tuple of str
        What the file holds and Onward does not take, one sentence each.
    names : dict of str to tuple of str
        Names that a map can give a meaning to, as first met: ``moods``, ``activities`` and
        ``scales`` of a Daylio export.
    """

    format: str
    people: dict[str, list[Entry]]
    refused: tuple[BadInput, ...] = ()
    left_out: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Gathering:
    """Entries by person while a file is read; a row is taken whole or not at all."""

    source: Source
    lenient: bool
    people: dict[str, list[Entry]] = field(default_factory=dict)
    refused: list[BadInput] = field(default_factory=list)

    def take(
        self,
        pieces: Iterable[Piece],
        entries_of: Callable[[Piece], Iterable[tuple[str, Entry]]],
    ) -> None:
        """Take every piece's entries; raise at the first that is refused, or list it."""
        for piece in pieces:
            try:
                taken = list(entries_of(piece))
            except BadInput as error:
                if not self.lenient:
                    raise
                self.refused.append(error)
                continue
            for person, entry in taken:
                self.people.setdefault(person, []).append(entry)

    def sorted_people(self) -> dict[str, list[Entry]]:
        """People in the order of their ids; a file without one entry is refused."""
        if not self.people:
            if self.refused:
                raise self.refused[0]
            raise BadInput(self.source.name, "The file holds no entry, only a header.")
        return {person: self.people[person] for person in sorted(self.people)}


def at_line(source: Source, row: Row, error: BadEntry, column: str | None = None) -> BadInput:
    """Say of a refused entry where in the file it stands."""
    why = f"found {error.found!r}; allowed: {error.allowed}."
    if not error.found:
        why = f"found nothing; allowed: {error.allowed}."
    return BadInput(source.name, why, line=row.line, column=column or error.column)
