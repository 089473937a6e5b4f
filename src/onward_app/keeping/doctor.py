"""Looks at everything that can go wrong with the house, and says how to mend it.

It is needed when something is broken, so no check relies on another, and one that fails itself
is a finding.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from onward_app.keeping import databases, look_at_backups, look_at_databases, look_at_files
from onward_app.keeping.errors import KeepingError
from onward_app.keeping.finding import Finding, good, wrong
from onward_app.vault.errors import VaultError

Check = Callable[[], list[Finding]]


def examine(*, every: bool = False) -> list[Finding]:
    """Run all checks.

    Parameters
    ----------
    every : bool
        Whether to open each seal, and to restore the last backup to a place of its own.
    """
    if not _begun():
        return good("New", f"There is no record in {settings.HOME} yet. Start Onward: ./run")
    checks: list[tuple[str, Check]] = [
        *look_at_files.CHECKS,
        *look_at_databases.CHECKS,
        ("Seals", lambda: look_at_databases.seals_open(every=every)),
        *look_at_backups.CHECKS,
        ("The last backup", lambda: look_at_backups.last_is_whole(every=every)),
    ]
    found: list[Finding] = []
    for name, check in checks:
        found += _guarded(name, check)
    return found


def _begun() -> bool:
    paths = [databases.path_of("keys"), settings.BACKUPS]
    if databases.is_sqlite():
        paths.append(databases.path_of())
    return not databases.is_sqlite() or any(path.exists() for path in paths)


def _guarded(name: str, check: Check) -> list[Finding]:
    try:
        return check()
    except (KeepingError, VaultError) as error:
        return wrong(name, str(error), "Mend this first, then ask the doctor again.")
    except Exception as error:  # its text may hold anything, so only its kind is told
        return wrong(
            name,
            f"This could not be looked at ({type(error).__name__}).",
            "If the other findings do not explain it, restore the last backup: onward restore",
        )
