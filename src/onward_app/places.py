"""Where things lie on this machine: the data folder, and the key file outside of it."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from platformdirs import user_config_path, user_data_path

from onward_app import environment


def home() -> Path:
    """The data folder: ``ONWARD_HOME``, or the user's own."""
    return _absolute(environment.text("HOME", str(user_data_path("onward"))))


def key_file() -> Path:
    """The key file: ``ONWARD_KEY_FILE``, or the configuration folder; never in the data folder.

    Raises
    ------
    ImproperlyConfigured
        It lies in the data folder, so a copy of the data would carry its own key.
    """
    path = _absolute(environment.text("KEY_FILE", str(user_config_path("onward") / "key")))
    if home() in path.parents:
        raise ImproperlyConfigured(
            f"The key file {path} lies in the data folder. A copy of the data would carry its "
            "own key. Set ONWARD_KEY_FILE to a place outside of ONWARD_HOME."
        )
    return path


def signing_key() -> Path:
    """The key that signs sessions and forms: beside the key file."""
    return key_file().with_name("signing")


def backups() -> Path:
    """Where backups go: ``ONWARD_BACKUPS``, or a folder beside the databases."""
    return _absolute(environment.text("BACKUPS", str(home() / "backups")))


def _absolute(path: str) -> Path:
    return Path(path).expanduser().resolve()
