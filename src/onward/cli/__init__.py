"""The command line."""

from onward.cli.commands import Kind, app, main

__all__ = ["Kind", "app", "main"]
