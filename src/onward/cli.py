"""The command line: ``onward review``, ``onward measures``, ``onward simulate``.

Each command imports what it needs when it runs, so that ``onward --help`` is quick.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onward import __version__
from onward.errors import BadInput, BadMap, NeedsMap, OnwardError

if TYPE_CHECKING:
    from onward.formats import Read
    from onward.record import Entry
    from onward.results import Review

app = typer.Typer(
    name="onward",
    help="Says where a person in psychotherapy stands, how sure that is, and what is held.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

YEARS_AHEAD = 10
SHOWN = 20


class Format(StrEnum):
    """What a file is; ``auto`` looks at its header and its map."""

    auto = "auto"
    onward = "onward"
    daylio = "daylio"
    table = "table"


class Kind(StrEnum):
    """What kind of record to invent; the names are those of `onward.simulate.VARIANTS`."""

    ordinary = "ordinary"
    noisy = "noisy"
    heavy_tails = "heavy_tails"
    sparse = "sparse"
    weekly = "weekly"
    one_channel = "one_channel"
    long = "long"


def main() -> None:
    """Run the command line."""
    app()


def _version(asked: bool) -> None:
    if asked:
        print(f"onward {__version__}")
        raise typer.Exit


@app.callback()
def _onward(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass


@app.command()
def review(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="One or more files.")],
    format: Annotated[Format, typer.Option(help="What the files are.")] = Format.auto,
    map: Annotated[
        list[Path] | None,
        typer.Option(metavar="MAP.toml", help="What names and columns mean; one a file, in order."),
    ] = None,
    person: Annotated[str | None, typer.Option(metavar="ID", help="Only this person.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day; may be later than the last entry.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole review as JSON.")] = False,
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Take the good rows and list the rest.")
    ] = False,
) -> None:
    """Say where each person of the files stands."""
    with _refusing():
        last = _day(until)
        people = _people(files, format.value, map or [], lenient)
        if person is not None:
            people = _only(people, person)
        found = _reviews(people, last)
        if as_json:
            _print_json(found)
        else:
            _print_words(list(found))


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what Onward refuses into one sentence on standard error and exit code 2."""
    try:
        yield
    except OnwardError as error:
        _tell(str(error))
        if isinstance(error, NeedsMap):
            _tell("A map for them begins like this:\n[moods]")
            _tell("\n".join(f"{json.dumps(name, ensure_ascii=False)} = 5" for name in error.names))
        raise typer.Exit(2) from None


def _tell(text: str) -> None:
    """Print to standard error; nothing in it can steer a terminal."""
    print(_harmless(text), file=sys.stderr)


def _harmless(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise OnwardError(f"--until: found {text!r}; allowed: a date such as 2026-05-19.") from None


def _people(
    files: list[Path], format: str, maps: list[Path], lenient: bool
) -> dict[str, list[Entry]]:
    """Entries of all files by person; the rows of one person are joined."""
    from onward import formats

    people: dict[str, list[Entry]] = {}
    for file, its_map in zip(files, _maps(files, maps, format), strict=True):
        read = formats.read(file, format=format, map=its_map, lenient=lenient)
        _tell_what_was_left_out(file, read)
        for person, entries in read.people.items():
            people.setdefault(person, []).extend(entries)
    return dict(sorted(people.items()))


def _maps(files: list[Path], maps: list[Path], format: str) -> list[dict[str, Any] | None]:
    """The map of each file, or None.

    As many maps as files: one each, in their order. Fewer: a map goes to the next file that it
    is for, a map of moods to a Daylio export, any other to a file that Onward does not know.
    """
    from onward.formats.choose import kind_of_map, load_map

    loaded = [load_map(path) for path in maps]
    if len(loaded) == len(files):
        return list(loaded)
    if len(loaded) > len(files):
        raise BadMap(f"There are {len(loaded)} maps for {len(files)} files; allowed: one a file.")
    out: list[dict[str, Any] | None] = []
    waiting = list(loaded)
    for file in files:
        fits = bool(waiting) and kind_of_map(waiting[0]) == _found(file, format)
        out.append(waiting.pop(0) if fits else None)
    if waiting:
        left = maps[len(maps) - len(waiting)]
        raise BadMap(f"{left.name}: this map fits none of the files that are left.")
    return out


def _found(file: Path, format: str) -> str:
    from onward.formats import detect
    from onward.formats.reading import load

    if format != "auto":
        return format
    source = load(file)
    return detect(source.data, source.name)


def _tell_what_was_left_out(file: Path, read: Read) -> None:
    for sentence in read.left_out:
        _tell(f"{file.name}: not taken: {sentence}")
    if read.refused:
        rows = "1 row was" if len(read.refused) == 1 else f"{len(read.refused)} rows were"
        _tell(f"{file.name}: {rows} left out:")
        for error in read.refused[:SHOWN]:
            _tell(f"  {error}")
        if (more := len(read.refused) - SHOWN) > 0:
            _tell(f"  and {more} more.")


def _only(people: dict[str, list[Entry]], person: str) -> dict[str, list[Entry]]:
    if person not in people:
        known = ", ".join(list(people)[:SHOWN]) + (", …" if len(people) > SHOWN else "")
        raise OnwardError(f"--person: found {person!r}; in these files: {known}.")
    return {person: people[person]}


def _reviews(people: dict[str, list[Entry]], until: date | None) -> Iterator[Review]:
    """Review one person after the other; who has no entry up to `until` is named and left out."""
    from onward.record import Record
    from onward.review import review as review_of

    some = False
    for person, entries in people.items():
        record = Record.of(entries, person)
        last = date.fromordinal(int(record.day[-1]))
        if until is not None:
            if until.toordinal() < int(record.day[0]):
                _tell(f"{person}: no entry up to {until.isoformat()}.")
                continue
            if (until - last).days > YEARS_AHEAD * 366:
                raise OnwardError(
                    f"--until: found {until.isoformat()}; allowed: at most {YEARS_AHEAD} years "
                    f"after the last entry ({last.isoformat()})."
                )
        some = True
        yield review_of(record, until)
    if not some:
        raise OnwardError("There is no entry up to that day.")


def _print_json(found: Iterator[Review]) -> None:
    """One person after the other, so that many people need little memory."""
    from onward.course import ENGINE

    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding="utf-8")
    first = next(found)  # what is refused is refused before anything is printed
    out.write(f'{{"onward": {json.dumps(__version__)}, "engine": {json.dumps(ENGINE)}, "people": [')
    out.write(_json_of(first))
    for one in found:
        out.write(",\n" + _json_of(one))
    out.write("]}\n")


def _json_of(review: Review) -> str:
    return json.dumps(review.to_dict(), ensure_ascii=False, allow_nan=False)


def _print_words(found: list[Review]) -> None:
    from rich.console import Console

    from onward.terminal import one_person, table_of

    console = Console(highlight=False, markup=False, emoji=False)
    if len(found) == 1:
        for piece in one_person(found[0], width=console.width):
            console.print(piece)
    else:
        console.print(table_of(found))


@app.command()
def measures() -> None:
    """List the questionnaires: id, range, direction, title and source."""
    from onward.measures import catalogue

    for m in catalogue().values():
        low, high = m.range
        better = "higher is harder" if m.direction > 0 else "higher is better"
        print(f"{m.id:<10} {low:g} to {high:g}, {better}. {m.title}. {m.source}")


@app.command()
def simulate(
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same person.")] = 1,
    days: Annotated[int | None, typer.Option(min=60, max=3660, help="Length in days.")] = None,
    kind: Annotated[Kind, typer.Option(help="What kind of record.")] = Kind.ordinary,
    example: Annotated[
        bool, typer.Option("--example", help="The record that the app shows as its example.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; standard output by default.")
    ] = None,
) -> None:
    """Write the record of an invented person as Onward CSV."""
    from dataclasses import replace

    from onward import simulate as invented
    from onward.formats import write_onward_csv

    with _refusing():
        setting = invented.VARIANTS[kind.value]
        if days is not None:
            setting = replace(setting, days=days)
        record = invented.example() if example else invented.course(seed, setting).record
        if out is None:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8", newline="")
            write_onward_csv(record, sys.stdout)
            return
        try:
            write_onward_csv(record, out)
        except OSError as error:
            raise BadInput(out.name, f"The file cannot be written: {error.strerror}.") from None
