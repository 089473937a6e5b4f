"""Mistakes at the start are told with a way to mend them, and stop it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from onward_app import environment, sqlite
from onward_app.vault import key_file
from onward_app.vault.errors import KeyFileError, WrongPassphrase


@register()
def sqlite_is_new_enough(**kwargs: Any) -> list[CheckMessage]:
    """SQLite below 3.51.3 can damage a database that two processes write."""
    if sqlite.version() >= sqlite.LEAST:
        return []
    found = ".".join(map(str, sqlite.version()))
    return [
        Error(
            f"SQLite {found} is too old; {'.'.join(map(str, sqlite.LEAST))} is the oldest that is "
            "safe here.",
            hint="Install pysqlite3 0.6.1 or newer.",
            id="onward.E001",
        )
    ]


@register()
def key_file_fits(**kwargs: Any) -> list[CheckMessage]:
    """A database without its key file is a start that must not go on."""
    if not (settings.HOME / "keys.sqlite3").exists():
        return []
    try:
        wrapped = key_file.is_wrapped(settings.KEY_FILE)
    except KeyFileError as error:
        return [
            Error(
                str(error),
                hint="Onward never makes a new key beside an old database: that would lose it.",
                id="onward.E002",
            )
        ]
    if settings.KEY_FILE.stat().st_mode & 0o077:
        return [
            Error(
                f"Others on this machine may read the key file {settings.KEY_FILE}.",
                hint="Close it to others: chmod 600 on the file.",
                id="onward.E003",
            )
        ]
    return _passphrase_fits() if wrapped else []


def _passphrase_fits() -> list[CheckMessage]:
    """A server is given the passphrase; alone on one machine the page asks for it."""
    if environment.secret("KEY_PASSPHRASE"):
        try:
            key_file.read(settings.KEY_FILE)
        except WrongPassphrase as error:
            return [
                Error(
                    f"ONWARD_KEY_PASSPHRASE: {error}",
                    hint="Put the passphrase of the key file there, or in the file that "
                    "ONWARD_KEY_PASSPHRASE_FILE names.",
                    id="onward.E004",
                )
            ]
    elif getattr(settings, "ACCOUNTS", "alone") == "many":
        return [
            Error(
                f"The key file {settings.KEY_FILE} has a passphrase, and none is given.",
                hint="Name a file that holds it: ONWARD_KEY_PASSPHRASE_FILE.",
                id="onward.E005",
            )
        ]
    return []
