"""``onward serve``: the app for many people, behind a web server that brings TLS."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
    socket: Annotated[
        Path | None, typer.Option(help="A socket file, in place of host and port.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 2,
) -> None:
    """Serve Onward for many people (ONWARD_ACCOUNTS=many), until it is stopped."""
    from onward_app.environment import begin
    from onward_app.starting import only_one, prepare, serve_app

    begin()
    try:
        _refuse_alone()
        if (lock := only_one()) is None:
            raise OSError("Another server runs on this data folder already.")
        prepare()
    except Exception as error:  # a start that fails is told in words, whatever it was
        typer.echo(f"Onward could not start.\n\n{error}", err=True)
        raise typer.Exit(1) from None
    where: dict[str, Any] = {"address": host, "port": port}
    if socket is not None:
        where = {"uds": socket, "uds_permissions": 0o660}
    from onward_app.keeping.schedule import begin_backing_up

    with lock:
        begin_backing_up()
        typer.echo(f"Onward is served at {socket or f'{host}:{port}'}.")
        serve_app(workers=workers, where=where)


def _refuse_alone() -> None:
    from django.core.exceptions import ImproperlyConfigured

    from onward_app import environment

    if environment.text("ACCOUNTS", "alone") != "many":
        raise ImproperlyConfigured(
            "ONWARD_ACCOUNTS is alone: one person comes in by a link. Use ./run, or set it to many."
        )
