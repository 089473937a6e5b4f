"""Adds the app's commands to ``onward``, by the entry point ``onward.commands``."""

from __future__ import annotations

from importlib.util import find_spec

import typer


def add_to(app: typer.Typer) -> None:
    """Add the commands of each topic; nothing where the app's parts are not installed."""
    if find_spec("django") is None:
        return
    from onward_app.commands import keeping, key, people, serving

    for topic in (serving, people, key, keeping):
        topic.add_to(app)
