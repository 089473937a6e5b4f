"""``onward invite`` and ``onward accounts``: whoever runs Onward lets people in."""

from __future__ import annotations

from typing import Annotated

import typer

Address = Annotated[str, typer.Argument(help="The person's e-mail.")]
At = Annotated[
    str | None, typer.Option("--at", help="The address of your Onward, as people reach it.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(invite)
    accounts = typer.Typer(
        help="Help people with their accounts, where Onward serves many.", no_args_is_help=True
    )
    for command in (link, adopt):
        accounts.command()(command)
    app.add_typer(accounts, name="accounts")


def invite(
    email: Annotated[
        str | None, typer.Option(help="The one e-mail that the invitation is for.")
    ] = None,
    at: At = None,
) -> None:
    """Print a link that makes one account. It works once, for fourteen days."""
    _begin()
    from django.urls import reverse

    from onward_app.accounts import actions

    _refuse_alone()
    token = actions.invite(email=_address(email) if email else None)
    typer.echo(_base(at) + reverse("accounts:invited", args=[token]))


def link(
    email: Address,
    without_second_step: Annotated[
        bool, typer.Option(help="Also take away passkeys, app and spare codes that are lost.")
    ] = False,
    at: At = None,
) -> None:
    """Print a link that sets a new password. It works once, for twelve hours."""
    _begin()
    from onward_app.accounts import actions

    _refuse_alone()
    path = actions.link_for(email=email)
    if path is None:
        _stop("Nobody has an account with this e-mail.")
        return
    if without_second_step:
        gone = actions.forget_second_steps(email=email)
        typer.echo(f"Taken away: {gone}. Make sure that it was the person who asked.", err=True)
    typer.echo(_base(at) + path)


def adopt(email: Address, at: At = None) -> None:
    """Give the one person of this machine an e-mail, when it begins to serve many."""
    _begin()
    from onward_app.accounts import actions

    _refuse_alone()
    if actions.adopt(email=_address(email)) is None:
        _stop("There is nobody here who was alone.")
    path = actions.link_for(email=email)
    typer.echo(f"{_base(at)}{path}")


def _begin() -> None:
    import django

    from onward_app.environment import begin

    begin()
    django.setup()
    from onward_app.accounts.queries import is_ready

    if not is_ready():
        _stop("The databases are not there yet. Start it once first: onward serve")


def _refuse_alone() -> None:
    from onward_app.doors import many

    if not many():
        _stop("ONWARD_ACCOUNTS is alone: there are no accounts. A link is made by: ./run link")


def _address(email: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        _stop(f"{email} is not an e-mail address.")
    return email


def _base(at: str | None) -> str:
    """Where people reach this Onward: as told, or by the first name that it answers to."""
    from django.conf import settings

    if at:
        return at.rstrip("/")
    return f"{'https' if settings.TLS else 'http'}://{settings.ALLOWED_HOSTS[0]}"


def _stop(why: str) -> None:
    typer.echo(why, err=True)
    raise typer.Exit(1)
