"""Small readers for settings: they refuse what they do not know, and read secrets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "ONWARD_"


def text(name: str, default: str, source: Mapping[str, str] = os.environ) -> str:
    """A setting as text."""
    return source.get(PREFIX + name, default)


def choice(
    name: str, default: str, allowed: tuple[str, ...], source: Mapping[str, str] = os.environ
) -> str:
    """A setting that is one of a few words.

    Raises
    ------
    ImproperlyConfigured
        It is another word; the message lists those that are allowed.
    """
    value = text(name, default, source).lower()
    if value not in allowed:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} is {value!r}. It may be one of: {', '.join(allowed)}."
        )
    return value


def number(
    name: str, default: int, *, least: int = 0, source: Mapping[str, str] = os.environ
) -> int:
    """A setting that is a whole number.

    Raises
    ------
    ImproperlyConfigured
        It is no whole number, or below `least`.
    """
    value = text(name, str(default), source)
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} is {value!r}. It may be a whole number from {least} on."
        )
    return int(value)


def secret(
    name: str, source: Mapping[str, str] = os.environ, *, prefix: str = PREFIX
) -> str | None:
    """A secret from the file that ``ONWARD_<name>_FILE`` names, or from ``ONWARD_<name>``.

    Raises
    ------
    ImproperlyConfigured
        The file cannot be read.
    """
    path = source.get(f"{prefix}{name}_FILE")
    if path is None:
        return source.get(prefix + name)
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{prefix}{name}_FILE cannot be read: {path}") from error


def refuse_unknown(known: frozenset[str], source: Mapping[str, str] = os.environ) -> None:
    """Refuse a misspelt setting rather than pass it over.

    Raises
    ------
    ImproperlyConfigured
        Names the unknown ones and those that exist.
    """
    unknown = sorted(n for n in source if n.startswith(PREFIX) and n[len(PREFIX) :] not in known)
    if unknown:
        raise ImproperlyConfigured(
            f"Unknown setting: {', '.join(unknown)}. "
            f"Known are: {', '.join(PREFIX + n for n in sorted(known))}."
        )
