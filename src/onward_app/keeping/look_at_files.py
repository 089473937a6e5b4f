"""The doctor looks at files: the key, the rights, the room on the disk, the settings."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core import checks

from onward_app import sqlite
from onward_app.keeping import databases, swapping
from onward_app.keeping.finding import Finding, good, hint, size, wrong
from onward_app.vault import key_file
from onward_app.vault.errors import KeyFileError

LEAST_ROOM = 2**30
LONGEST_LOG = 64 * 2**20
BEFORE_FOR = 7 * 24 * 3600


def system_checks() -> list[Finding]:
    """What Django's own checks and those of the rooms find."""
    found = []
    for message in checks.run_checks():
        if message.is_silenced() or message.level < checks.WARNING:
            continue
        level = wrong if message.level >= checks.ERROR else hint
        found += level(
            "Settings", str(message.msg), message.hint or "See the reference of settings."
        )
    return found or good("Settings")


def sqlite_version() -> list[Finding]:
    """Older ones can damage a database that two processes write."""
    version = ".".join(map(str, sqlite.version()))
    if sqlite.version() < sqlite.LEAST:
        return wrong("SQLite", f"{version} is too old.", "Install pysqlite3 0.6.1 or newer.")
    return good("SQLite", version)


def the_key_file() -> list[Finding]:
    """It is there, is one, is nobody else's to read, and no change of it is half done."""
    path = settings.KEY_FILE
    try:
        wrapped = key_file.is_wrapped(path)
    except KeyFileError as error:
        return wrong(
            "Key file", str(error), "From the recovery sheet it is made anew: onward key restore"
        )
    found: list[Finding] = []
    if path.stat().st_mode & 0o077:
        found += wrong("Key file", f"Others may read {path}.", f"chmod 600 '{path}'")
    if key_file.next_of(path).exists():
        found += wrong("Key file", "A change of the key is not ended.", "onward key rotate")
    before = key_file.before_of(path)
    if before.exists() and time.time() - before.stat().st_mtime > BEFORE_FOR:
        found += wrong(
            "Key before",
            f"{before} is older than 7 days. No key-store backup that is kept needs it.",
            f"Delete it: rm '{before}'",
        )
    guarded = "A passphrase guards it." if wrapped else "No passphrase guards it."
    return found or good("Key file", guarded)


def key_apart() -> list[Finding]:
    """A disk that holds backups and key both reveals all, and takes all with it."""
    key, kept = settings.KEY_FILE, settings.BACKUPS
    if not (key.exists() and kept.exists()):
        return []
    if kept in key.parents:
        return wrong(
            "Key file",
            f"{key} lies in the folder of backups. Who has that folder can read all.",
            "Set ONWARD_KEY_FILE or ONWARD_BACKUPS to another place.",
        )
    if key.stat().st_dev == kept.stat().st_dev:
        return hint(
            "Key file",
            "It lies on the same disk as the backups.",
            "Keep the recovery sheet on paper, elsewhere: onward key sheet",
        )
    return good("Key file", "It lies on another disk than the backups.")


def rights() -> list[Finding]:
    """Nobody else may read the data folder or a file in it."""
    open_ = [p for p in _private() if p.stat().st_mode & 0o077]
    if not open_:
        return good("Rights")
    named = ", ".join(str(p) for p in open_[:5]) + (" and more" if len(open_) > 5 else "")
    folders = " ".join(f"'{p}'" for p in dict.fromkeys((settings.HOME, settings.BACKUPS)))
    return wrong("Rights", f"Others may read: {named}.", f"chmod -R go-rwx {folders}")


def _private() -> list[Path]:
    home, kept = settings.HOME, settings.BACKUPS
    found = [home, *home.glob("*.sqlite3*"), *home.glob(f"{swapping.BEFORE}*")]
    found += [kept, *kept.glob("*/*.sqlite3")] if kept.exists() else []
    return [path for path in found if path.exists()]


def room() -> list[Finding]:
    """Backups and restores need about three times the records."""
    size_ = databases.path_of().stat().st_size if databases.is_sqlite() else 0
    found: list[Finding] = []
    for folder in {settings.HOME, settings.BACKUPS}:
        if not folder.exists():
            continue
        free = shutil.disk_usage(folder).free
        if free < max(LEAST_ROOM, 3 * size_):
            found += wrong(
                "Room",
                f"Only {size(free)} are free where {folder} is.",
                "Make room. A backup needs three times the size of the records.",
            )
    return found or good("Room")


def logs() -> list[Finding]:
    """A log that grows means a program that never ends its read."""
    found: list[Finding] = []
    for alias in (databases.DEFAULT, "keys"):
        if not databases.is_sqlite(alias):
            continue
        path = databases.path_of(alias)
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            found += hint(
                "Log",
                f"{log} is {size(log.stat().st_size)} long.",
                "Stop Onward and start it again. Then it is emptied.",
            )
    return found


def restores() -> list[Finding]:
    """No restore is half done, and none has left old records for longer than a week."""
    found: list[Finding] = []
    if swapping.is_unsettled(settings.HOME):
        found += wrong(
            "Restore",
            "A restore was cut off. Its files are ready.",
            "Start Onward, or: onward backup",
        )
    for folder in swapping.displaced(settings.HOME):
        if time.time() - folder.stat().st_mtime > BEFORE_FOR:
            found += hint(
                "Restore", f"{folder} is older than 7 days.", "The next backup removes it."
            )
    return found


def served() -> list[Finding]:
    """What matters once many people come over a network."""
    if settings.ACCOUNTS != "many":
        return []
    found: list[Finding] = []
    if not settings.TLS:
        found += wrong(
            "TLS", "Cookies may travel unsealed.", "Set ONWARD_TLS=on and serve over https."
        )
    if set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}:
        found += wrong(
            "Hosts",
            "Onward answers to this machine only.",
            "Set ONWARD_ALLOWED_HOSTS to the name that people type.",
        )
    if not settings.MAIL:
        level = wrong if settings.SIGN_UP == "open" else hint
        found += level(
            "Mail",
            "No mail can be sent, so nobody can set a new password by mail.",
            "Set ONWARD_SMTP_URL and ONWARD_MAIL_FROM.",
        )
    return found or good("Served")


CHECKS: list[tuple[str, Callable[[], list[Finding]]]] = [
    ("Settings", system_checks),
    ("SQLite", sqlite_version),
    ("Key file", the_key_file),
    ("Key file", key_apart),
    ("Rights", rights),
    ("Room", room),
    ("Log", logs),
    ("Restore", restores),
    ("Served", served),
]
