"""``onward key``: the key that everything is sealed with, its passphrase and its sheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

key = typer.Typer(
    help="The key of everything that is kept: its passphrase, its sheet, changing it.",
    no_args_is_help=True,
)
LOST = (
    "If the passphrase is lost and there is no sheet, nothing can be read again. "
    "Print one first: onward key sheet."
)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(key, name="key")


@key.command()
def check() -> None:
    """Say whether the key file is in order and opens the store of keys."""
    with _vault() as file:
        from onward_app.vault import key_file, queries

        wrapped = key_file.is_wrapped(file)
        present = _opened(file)
        opens, there = queries.wrapped_by(present) if _store_is_there() else (0, 0)
        typer.echo(f"The key file: {file}")
        typer.echo("A passphrase guards it." if wrapped else "No passphrase guards it.")
        typer.echo(f"It opens {opens} of {there} keys in the store.")
        if key_file.next_of(file).exists():
            typer.echo("A change of the key is not ended. End it with: onward key rotate")
        if key_file.before_of(file).exists():
            typer.echo(
                f"The key before lies in {key_file.before_of(file)}. It opens older backups. "
                "Delete it when those are gone."
            )
        if file.stat().st_mode & 0o077:
            _refuse(f"Others on this machine may read it. Mend that with: chmod 600 '{file}'")
        if opens < there:
            _refuse("It is not the key of this store, or not of all of it.")


@key.command()
def sheet() -> None:
    """Print the recovery sheet: the key as a code that can be typed."""
    with _vault() as file:
        from onward_app.vault import key_file, queries

        passphrase = _ask() if key_file.is_wrapped(file) else ""
        lines = queries.sheet(passphrase)
        typer.echo("\nThe key of Onward, as a code. Who has it and the data can read all.\n")
        for at, line in enumerate(lines, 1):
            typer.echo(f"    {at}   {line}")
        typer.echo(
            "\nKeep it on paper, away from this machine. A lost key cannot be recovered. With "
            "this sheet you can make it anew: onward key restore\n"
        )


@key.command()
def restore() -> None:
    """Make the key file anew from the code of the sheet, typed or piped in."""
    with _vault() as file:
        from onward_app.vault import key_file, queries, recovery

        _refuse_if_it_opens(file)
        if sys.stdin.isatty():
            typer.echo("Type the four lines of the sheet, then an empty line.")
        kek = recovery.kek_of("\n".join(_typed()))
        store = _store_is_there()
        opens, there = queries.wrapped_by(kek) if store else (0, 0)
        if opens < there:
            _refuse(
                f"This code opens {opens} of the {there} keys in the store. It is the sheet of "
                "another key. Nothing was changed."
            )
        if file.exists() and not there:
            _refuse(
                f"There is a key file already: {file}. There is no store that could show which "
                "key is right. Move that file away first."
            )
        if file.exists():
            aside = file.with_name(file.name + ".replaced")
            file.rename(aside)
            typer.echo(f"The file that was there lies in {aside} now.")
        key_file.make(file, kek)
        typer.echo(f"The key is back: {file}")
        typer.echo(
            f"It opens all {there} keys in the store."
            if there
            else "There is no store to try it on yet."
        )
        typer.echo("No passphrase guards it. Set one with: onward key passphrase")


@key.command()
def passphrase(
    remove: Annotated[bool, typer.Option("--remove", help="Take the passphrase away.")] = False,
) -> None:
    """Set, change or take away the passphrase of the key file."""
    with _vault() as file:
        from onward_app.vault import actions, key_file, key_text

        wrapped = key_file.is_wrapped(file)
        if remove:
            if not wrapped:
                _refuse("No passphrase guards the key file. Nothing was changed.")
            actions.take_passphrase_away(passphrase=_ask())
            typer.echo("The passphrase is gone. The key file alone opens everything now.")
            return
        before = _ask("The passphrase so far") if wrapped else None
        if before is not None:
            key_file.open_with(file, before)
        typer.echo(LOST)
        new = typer.prompt("The new passphrase", hide_input=True, confirmation_prompt=True)
        key_text.refuse_weak(new)
        actions.set_passphrase(passphrase=new, before=before)
        typer.echo("The passphrase is set. An open Onward asks for it at the next page.")
        if not wrapped:
            typer.echo(
                "The key lay open on the disk until now. If somebody may have copied it, change "
                "it too: onward key rotate"
            )


@key.command()
def rotate() -> None:
    """Change the key; what people wrote stays as it is. May be stopped and begun again."""
    with _vault() as file:
        from onward_app.vault import actions, key_file

        said = _ask() if key_file.is_wrapped(file) else None
        if said is not None:
            key_file.open_with(file, said)

        def told(done: int, total: int) -> None:
            if sys.stdout.isatty():
                typer.echo(f"\r{done} of {total} keys", nl=False)

        there = actions.rotate(passphrase=said, told=told)
        typer.echo(f"\nThe key is changed. {there} keys are wrapped by the new one.")
        typer.echo(
            f"The key before lies in {key_file.before_of(file)}. It opens older backups of the "
            "keys. Delete it in a week. Print a new sheet now: onward key sheet"
        )


@contextmanager
def _vault() -> Iterator[Path]:
    """Django set up, the key file, and each refusal as a sentence."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    from onward_app.environment import begin
    from onward_app.vault.errors import VaultError

    begin()
    try:
        import django

        django.setup()
        from django.conf import settings

        yield settings.KEY_FILE
    except (VaultError, ImproperlyConfigured, OSError) as error:
        _refuse(str(error))
    except Error:
        _refuse("The store of keys cannot be read. See what is wrong with: onward doctor")


def _opened(file: Path) -> bytes:
    from onward_app.vault import key_file

    return key_file.open_with(file, _ask() if key_file.is_wrapped(file) else "")


def _ask(what: str = "The passphrase") -> str:
    """The one of the environment, for a server, else the one that is typed."""
    from onward_app import environment

    given = environment.secret("KEY_PASSPHRASE")
    return given or str(typer.prompt(what, hide_input=True))


def _typed() -> Iterator[str]:
    lines = 0
    for line in sys.stdin:
        if not line.strip() and lines:
            return
        lines += bool(line.strip())
        yield line


def _refuse_if_it_opens(file: Path) -> None:
    from onward_app.vault import key_file, queries
    from onward_app.vault.errors import KeyFileError

    try:
        if not file.exists() or key_file.is_wrapped(file) or not _store_is_there():
            return
        opens, there = queries.wrapped_by(key_file.kek(file))
    except KeyFileError:
        return
    if there and opens == there:
        _refuse(f"The key file {file} opens the store. There is nothing to restore.")


def _store_is_there() -> bool:
    """Whether a store with its tables lies there; an empty one is never made by looking."""
    from django.db import connections

    store = connections["keys"]
    if not Path(store.settings_dict["NAME"]).exists():
        return False
    return "vault_wrappedkey" in store.introspection.table_names()


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)
