"""What a reader hands back, and how it is gathered: whole rows or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from onward.errors import BadEntry, BadInput, BadRow
from onward.formats.reading import MARK, Row, Source
from onward.record import ME, Entry

# Each issue has a course of its own, so a slip of the map (a column of words taken for names)
# would make work without end.
MOST_ISSUES = 200


class HasLine(Protocol):
    """A piece of a file that knows on which line it begins."""

    @property
    def line(self) -> int: ...


Piece = TypeVar("Piece", bound=HasLine)


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
    _issues: dict[str, set[str]] = field(default_factory=dict)

    def take(
        self,
        pieces: Iterable[Piece],
        entries_of: Callable[[Piece], Iterable[tuple[str, Entry]]],
    ) -> None:
        """Take every piece's entries; raise at the first that is refused, or list it."""
        for piece in self._sound(iter(pieces)):
            try:
                taken = list(entries_of(piece))
                self._refuse_many_issues(piece, taken)
            except BadInput as error:
                self._refuse(error)
                continue
            for person, entry in taken:
                self.people.setdefault(person, []).append(entry)

    def _sound(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        """The pieces that can be told apart."""
        while True:
            try:
                yield next(pieces)
            except StopIteration:
                return
            except BadRow as error:
                self._refuse(error)

    def _refuse(self, error: BadInput) -> None:
        if not self.lenient:
            raise error
        self.refused.append(error)

    def _refuse_many_issues(self, piece: Piece, taken: list[tuple[str, Entry]]) -> None:
        for person, entry in taken:
            if entry.kind != "issue":
                continue
            names = self._issues.setdefault(person, set())
            if entry.name not in names and len(names) >= MOST_ISSUES:
                why = f"This is one more issue; allowed: at most {MOST_ISSUES} names a person."
                raise BadInput(self.source.name, why, line=piece.line)
            names.add(entry.name)

    def sorted_people(self) -> dict[str, list[Entry]]:
        """People in the order of their ids; a file without one entry is refused."""
        if not self.people:
            if self.refused:
                raise self.refused[0]
            raise BadInput(self.source.name, "The file holds no entry, only a header.")
        return {person: self.people[person] for person in sorted(self.people)}


def person_of(cell: str) -> str:
    """The id in a cell; a byte order mark, which nobody can see, is no part of it."""
    return cell.replace(MARK, "").strip() or ME


def at_line(source: Source, row: Row, error: BadEntry, column: str | None = None) -> BadInput:
    """Say of a refused entry where in the file it stands."""
    why = f"found {error.said}; allowed: {error.allowed}."
    return BadInput(source.name, why, line=row.line, column=column or error.column)
