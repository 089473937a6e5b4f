"""Commands that other installed packages add, by the entry point ``onward.commands``.

The science knows nothing of the app; the app names itself to the command line when it is
installed. An entry is a function that takes the `typer.Typer` app.
"""

from __future__ import annotations

from importlib.metadata import entry_points

import typer

GROUP = "onward.commands"


def add_plugins(app: typer.Typer) -> None:
    """Add what is installed beside the science to the command line."""
    for entry in entry_points(group=GROUP):
        entry.load()(app)
