"""The command line: ``onward review``, ``onward measures``, ``onward simulate``.

Each command imports what it needs when it runs, so that ``onward --help`` is quick.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from onward import __version__
from onward.cli.output import Unwritten, printing, ready, tell
from onward.cli.plugins import add_plugins
from onward.errors import BadInput, BadMap, NeedsMap, OnwardError, shorten

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
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


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
    # help is printed by the framework, perhaps to a full disk, and it leaves by SystemExit
    code: int | str | None = 0
    try:
        with printing():
            add_plugins(app)
            try:
                app()
            except SystemExit as done:
                code = done.code
    except Unwritten as error:
        code = error.code
    sys.exit(code)


def _version(asked: bool) -> None:
    if asked:
        with _refusing(), printing():
            print(f"onward {__version__}")
        raise typer.Exit


@app.callback()
def _onward(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    ready()


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
        # everything is reviewed before anything is printed: a refusal leaves no half output
        found = _reviews(people, last)
        if as_json:
            _print_json([_packed(one) for one in found])
        else:
            _print_words(list(found))


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what Onward refuses into one sentence on standard error and exit code 2."""
    try:
        yield
    except Unwritten as error:
        raise typer.Exit(error.code) from None
    except OnwardError as error:
        tell(str(error))
        if isinstance(error, NeedsMap):
            tell("A map for them begins like this:\n[moods]")
            tell("\n".join(f"{json.dumps(name, ensure_ascii=False)} = 5" for name in error.names))
        raise typer.Exit(2) from None


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        found = repr(shorten(text))
        raise OnwardError(f"--until: found {found}; allowed: a date such as 2026-05-19.") from None


def _people(
    files: list[Path], format: str, maps: list[Path], lenient: bool
) -> dict[str, list[Entry]]:
    """Entries of all files by person; the rows of one person are joined."""
    from onward import formats

    people: dict[str, list[Entry]] = {}
    for file, its_map in zip(files, _maps(files, maps, format), strict=True):
        try:
            read = formats.read(file, format=format, map=its_map.map, lenient=lenient)
        except BadMap as error:
            raise error.of(its_map.name) from None
        _tell_what_was_left_out(file, read)
        for person, entries in read.people.items():
            people.setdefault(person, []).extend(entries)
    return dict(sorted(people.items()))


class _Map(NamedTuple):
    """A map and its name."""

    name: str
    map: dict[str, Any] | None


def _maps(files: list[Path], maps: list[Path], format: str) -> list[_Map]:
    """The map of each file, or None.

    As many maps as files: one each, in their order. Fewer: a map goes to the next file that it
    is for, a map of moods to a Daylio export, any other to a file that Onward does not know.
    """
    from onward.formats.choose import kind_of_map, load_map, name_of_map

    loaded = [_Map(name_of_map(path), load_map(path)) for path in maps]
    if len(loaded) == len(files):
        return loaded
    if len(loaded) > len(files):
        raise BadMap(f"There are {len(loaded)} maps for {len(files)} files; allowed: one a file.")
    out: list[_Map] = []
    for file in files:
        fits = bool(loaded) and kind_of_map(loaded[0].map or {}) == _found(file, format)
        out.append(loaded.pop(0) if fits else _Map("", None))
    if loaded:
        why = "This map fits none of the files that are left. Onward's own CSV needs no map."
        raise BadMap(why, map=loaded[0].name)
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
        tell(f"{file.name}: not taken: {sentence}")
    if read.refused:
        rows = "1 row was" if len(read.refused) == 1 else f"{len(read.refused)} rows were"
        tell(f"{file.name}: {rows} left out:")
        for error in read.refused[:SHOWN]:
            tell(f"  {error}")
        if (more := len(read.refused) - SHOWN) > 0:
            tell(f"  and {more} more.")


def _only(people: dict[str, list[Entry]], person: str) -> dict[str, list[Entry]]:
    if person not in people:
        # who else is in a file is nobody's business but the file's
        held = "1 person" if len(people) == 1 else f"{len(people):,} people"
        raise OnwardError(
            f"--person: found {shorten(person)!r}; nobody in these files has that id. "
            f"They hold {held}. Without --person they are listed."
        )
    return {person: people[person]}


def _reviews(people: dict[str, list[Entry]], until: date | None) -> Iterator[Review]:
    """Review one person after the other; who has no entry up to `until` is named and left out."""
    from onward.record import Record
    from onward.review import review as review_of

    for person in _reached(people, until):
        yield review_of(Record.of(people[person], person), until)


def _reached(people: dict[str, list[Entry]], until: date | None) -> list[str]:
    """Who has an entry up to `until`, after that day was looked at for everybody."""
    if until is None:
        return list(people)
    days = {person: {e.when[:10] for e in entries} for person, entries in people.items()}
    for last in (date.fromisoformat(max(of)) for of in days.values()):
        if (until - last).days > YEARS_AHEAD * 366:
            raise OnwardError(
                f"--until: found {until.isoformat()}; allowed: at most {YEARS_AHEAD} years "
                f"after the last entry ({last.isoformat()})."
            )
    reached = {person: min(of) <= until.isoformat() for person, of in days.items()}
    if not any(reached.values()):
        raise OnwardError("There is no entry up to that day.")
    for person, has_entries in reached.items():
        if not has_entries:
            tell(f"{person}: no entry up to {until.isoformat()}.")
    return [person for person, has_entries in reached.items() if has_entries]


def _packed(review: Review) -> bytes:
    """A review as JSON, small in memory while the others are made."""
    text = json.dumps(review.to_dict(), ensure_ascii=False, allow_nan=False)
    return zlib.compress(text.encode(), 1)


def _print_json(packed: list[bytes]) -> None:
    from onward.course import ENGINE

    with printing():
        out = sys.stdout
        out.write(f'{{"onward": {json.dumps(__version__)}, "engine": {json.dumps(ENGINE)}, ')
        out.write('"people": [')
        for i, one in enumerate(packed):
            out.write((",\n" if i else "") + zlib.decompress(one).decode())
        out.write("]}\n")


def _print_words(found: list[Review]) -> None:
    from rich.console import Console

    from onward.terminal import one_person, table_of

    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        if len(found) == 1:
            for piece in one_person(found[0], width=console.width):
                console.print(piece)
        else:
            console.print(table_of(found))
    with printing():
        sys.stdout.write(captured.get())


@app.command()
def measures() -> None:
    """List the questionnaires: id, range, direction, title and source."""
    from onward.measures import catalogue

    with _refusing(), printing():
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
            with printing():
                if isinstance(sys.stdout, io.TextIOWrapper):
                    sys.stdout.reconfigure(newline="")
                write_onward_csv(record, sys.stdout)
            return
        try:
            write_onward_csv(record, out)
        except OSError as error:
            raise BadInput(
                out.name or str(out), f"The file cannot be written: {error.strerror}."
            ) from None
