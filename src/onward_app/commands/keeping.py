"""``onward backup``, ``restore``, ``move`` and ``doctor``: keeping what people wrote."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from onward_app.keeping.actions import Made, Restored
    from onward_app.keeping.copying import Progress
    from onward_app.keeping.finding import Finding
    from onward_app.keeping.seals import Tried

MARKS = {"good": "✓", "hint": "·", "wrong": "✗"}


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (backup, restore, move, doctor):
        app.command()(command)


def backup(
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Another folder, on another disk.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="Only say which there are.")] = False,
) -> None:
    """Back up records and keys, and try it by restoring it to a place of its own."""
    with _house():
        from django.conf import settings

        from onward_app.keeping import actions

        folder = to.expanduser().resolve() if to else settings.BACKUPS
        if listing:
            _list(folder)
            return
        with _progress() as progress:
            made = actions.back_up(folder=folder, progress=progress)
        _tell_of_backup(made)


def restore(
    which: Annotated[
        str | None,
        typer.Argument(metavar="[WHICH]", help="A day, a stamp, a file or a folder; the newest."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last restore back.")] = False,
    keys: Annotated[
        bool, typer.Option("--keys", help="Bring lost keys from their newest backup too.")
    ] = False,
    erase_too: Annotated[
        bool,
        typer.Option("--erase-too", help="Destroy keys here that another folder calls erased."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the present records. Onward must be closed."""
    if undo and (which or keys or erase_too):
        _refuse("--undo takes the last restore back and goes with nothing else.")
    with _house():
        from django.conf import settings

        from onward_app.keeping import actions, backups

        if not undo:
            kept = backups.find(settings.BACKUPS, which)
            typer.echo(f"The backup of {kept.at.astimezone():%d %B %Y, %H:%M}: {kept.records}")
        typer.echo("What was written after it is put aside, and can be brought back for 7 days.")
        if not yes:
            typer.confirm("Put it in the place of the present records?", abort=True)
        _open_key()
        with _progress() as progress:
            if undo:
                done = actions.undo_restore(progress=progress)
            else:
                done = actions.restore(
                    which=which, with_keys=keys, erase_too=erase_too, progress=progress
                )
        _tell_of_restore(done)


def move(
    to: Annotated[
        str,
        typer.Option(metavar="URL", help="postgresql://..., or the word sqlite; - asks for it."),
    ],
) -> None:
    """Copy all records to another database. Onward must be closed."""
    with _house():
        from onward_app.keeping import actions

        address = typer.prompt("The address", hide_input=True) if to == "-" else to
        with _progress() as progress:
            moved = actions.move(to=address, progress=progress)
        rows = sum(table.rows for table in moved.values())
        typer.echo(f"{rows} rows of {len(moved)} tables are there, and equal to the last bit.")
        typer.echo("The database that was used so far is as it was. Nobody is signed in any more.")
        if address.strip().lower() == "sqlite":
            typer.echo("Now take DATABASE_URL out of the settings, then start Onward.")
        else:
            typer.echo("Now set DATABASE_URL to that address, or write it to a file that only")
            typer.echo("Onward may read and set DATABASE_URL_FILE to its path. Then start Onward.")
        typer.echo("The keys stay where they are: keys.sqlite3 in the data folder.")


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="All findings as JSON.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Open every seal, and restore the last backup for a try.")
    ] = False,
) -> None:
    """Say what is wrong with this house, and how to mend it."""
    found = _findings(every)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=2))
    else:
        _show(found)
    raise typer.Exit(1 if any(one.level == "wrong" for one in found) else 0)


@contextmanager
def _house() -> Iterator[None]:
    """Django set up, and each refusal as a sentence."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    from onward_app.environment import begin
    from onward_app.keeping.errors import KeepingError
    from onward_app.vault.errors import VaultError

    begin()
    try:
        import django

        django.setup()
        yield
    except (KeepingError, VaultError, ImproperlyConfigured) as error:
        _refuse(str(error))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        _refuse(f"A file cannot be read or written: {error.strerror}{where}.")
    except Error as error:
        _refuse(f"The database refused ({type(error).__name__}). Ask: onward doctor")


def _findings(every: bool) -> list[Finding]:
    """What the doctor finds; settings that cannot be read are a finding too."""
    from onward_app.environment import begin
    from onward_app.keeping.finding import wrong

    begin()
    try:
        import django

        django.setup()
        from onward_app.keeping import doctor as the_doctor
    except Exception as error:
        from django.core.exceptions import ImproperlyConfigured

        known = isinstance(error, ImproperlyConfigured)
        said = str(error) if known else f"They cannot be read ({type(error).__name__})."
        return wrong("Settings", said, "Mend this first, then ask the doctor again.")
    return the_doctor.examine(every=every)


def _show(found: list[Finding]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    for one in sorted(found, key=lambda f: ("wrong", "hint", "good").index(f.level)):
        line = f"{MARKS[one.level]} {one.title}" + (f": {one.detail}" if one.detail else "")
        console.print(Text(line, style="bold" if one.level == "wrong" else ""))
        if one.hint:
            console.print(Padding(Text(f"→ {one.hint}"), (0, 0, 0, 2)))
    wrong = sum(one.level == "wrong" for one in found)
    console.print()
    console.print(
        "All is well."
        if not wrong
        else ("One thing is to be mended." if wrong == 1 else f"{wrong} things are to be mended.")
    )


def _list(folder: Path) -> None:
    from onward_app.keeping import backups
    from onward_app.keeping.finding import size

    kept = backups.listed(folder)
    if not kept:
        _refuse(f"There is no backup in {folder}.")
    for one in kept:
        typer.echo(
            f"{one.stamp}  {size(one.size):>8}  {'records and keys' if one.keys else 'records'}"
        )


def _tell_of_backup(made: Made) -> None:
    typer.echo(f"Backed up: {made.kept.records}")
    typer.echo(f"{made.records.rows} rows of {made.records.people} people, restored for a try.")
    _tell_of_passed_over(made.torn)
    if made.disputed:
        typer.echo(f"That folder calls {made.disputed} people erased who have a key here.")
        typer.echo("Nothing of theirs was touched. Who made the list erasures.txt in it?")
    if made.removed:
        typer.echo(f"{made.removed} older files had their time and are gone.")
    typer.echo("The key file is not in it. Keep a copy of that apart: onward key sheet")
    if not _tell_of_seals(made.seals):
        _refuse("The backup is made, but something in the records is wrong. Ask: onward doctor")


def _tell_of_restore(done: Restored) -> None:
    typer.echo(f"Restored: {done.stamp}, {done.records.rows} rows of {done.records.people} people.")
    if done.records.steps:
        typer.echo(f"It was of an older version: {done.records.steps} steps brought it up to date.")
    if done.records.erased:
        typer.echo(f"{done.records.erased} rows of erased records were taken out again.")
    _tell_of_passed_over(done.passed_over)
    if done.disputed:
        typer.echo(f"That folder calls {done.disputed} people erased who have a key here.")
        typer.echo("Their rows were not brought back. Their keys stay.")
        typer.echo("If they are to be erased here too, restore it again with --erase-too.")
    if done.before is not None:
        typer.echo(f"What was there before lies in {done.before} for 7 days.")
        typer.echo("To take this back: onward restore --undo")
    typer.echo("Everybody signs in again.")
    if not _tell_of_seals(done.seals):
        _refuse("It is restored, but not all of it can be read. Ask: onward doctor")


def _tell_of_passed_over(stores: list[Path]) -> None:
    for path in stores:
        typer.echo(f"Passed over, it cannot be used: {path.name}. Ask: onward doctor", err=True)


def _tell_of_seals(tried: Tried) -> bool:
    """Say whether seals opened; whether all that were tried did."""
    if tried.not_tried:
        typer.echo(f"Seals were not tried. {tried.not_tried}")
        return True
    typer.echo(f"{tried.opened} seals were tried and open.")
    if tried.refused:
        typer.echo(f"{len(tried.refused)} seals do not open.", err=True)
    if tried.without_key:
        typer.echo(f"{len(tried.without_key)} people have no key.", err=True)
    return not (tried.refused or tried.without_key)


def _open_key() -> None:
    """Ask for the passphrase of the key where there is one, so that seals can be tried."""
    from django.conf import settings

    from onward_app import environment
    from onward_app.vault import key_file

    path = settings.KEY_FILE
    if not key_file.is_wrapped(path) or environment.secret("KEY_PASSPHRASE"):
        return
    if sys.stdin.isatty():
        said = typer.prompt("The passphrase of the key (empty: go on without)", "", hide_input=True)
        if said:
            key_file.open_with(path, said)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A line that shows how far it is, on a terminal only."""
    if not sys.stderr.isatty():
        from onward_app.keeping.copying import silent

        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of or None)

        yield told


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)
