"""Small readers for settings: they refuse what they do not know, and read secrets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "ONWARD_"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def begin() -> None:
    """Name the settings of this process, and let no file that it makes be read by others."""
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onward_app.settings")


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


def mail(url: str | None) -> dict[str, Any]:
    """Django's settings of mail from ``smtp://name:word@host:587`` or ``smtps://…``.

    ``smtp`` turns to TLS after the greeting (STARTTLS), ``smtps`` speaks it from the start. A
    letter may hold a link that sets a new password, so ``?tls=none`` is for this machine alone.

    Raises
    ------
    ImproperlyConfigured
        Says what does not fit; the message never holds the password.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    name = f"{PREFIX}SMTP_URL"
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} has a port that is no number.") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp://name:password@host:587.")
    tls = parse_qs(parts.query).get("tls", ["starttls"])[0]
    if tls not in ("starttls", "none"):
        raise ImproperlyConfigured(f"{name} has tls={tls!r}. It may be one of: starttls, none.")
    direct = parts.scheme == "smtps"
    if tls == "none" and not direct and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured(f"{name}: tls=none is allowed for this machine only.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if direct else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": direct,
        "EMAIL_USE_TLS": not direct and tls == "starttls",
        "EMAIL_TIMEOUT": 10,
    }


def secret_files(source: Mapping[str, str] = os.environ) -> list[Path]:
    """The files that hold secrets, as the settings name them; the key file has its own check."""
    named = (n for n in source if n.endswith("_FILE") and n != f"{PREFIX}KEY_FILE")
    ours = (n for n in named if n.startswith(PREFIX) or n == "DATABASE_URL_FILE")
    return [Path(source[n]) for n in sorted(ours)]
