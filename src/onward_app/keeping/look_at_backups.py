"""The doctor looks at the backups: their age, whether they can be restored, where they lie."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from onward_app.keeping import backups, databases, erasures, failure, sqlite_files, trial
from onward_app.keeping.finding import Finding, good, hint, size, wrong

OLD = timedelta(days=2)
MAKE = "Make one: onward backup"


def age() -> list[Finding]:
    """There is one, and it is not old."""
    found: list[Finding] = []
    if why := failure.last():
        found += wrong("Backups", f"The last try made none. {why}", MAKE)
    kept = backups.listed(settings.BACKUPS)
    if not kept:
        return found + wrong("Backups", f"There is none in {settings.BACKUPS}.", MAKE)
    past = timezone.now() - kept[0].at
    if past > OLD:
        found += wrong("Backups", f"The newest is {past.days} days old: {kept[0].stamp}.", MAKE)
    if past < -timedelta(hours=1):
        found += wrong(
            "Backups", f"The newest is from the future: {kept[0].stamp}.", "Set the clock right."
        )
    return found or good(
        "Backups", f"{len(kept)} there, the newest {kept[0].stamp}, {size(kept[0].size)}"
    )


def apart() -> list[Finding]:
    """A disk that dies takes with it what lies on it alone."""
    home, kept = settings.HOME, settings.BACKUPS
    if not (home.exists() and kept.exists()) or home.stat().st_dev != kept.stat().st_dev:
        return []
    return hint(
        "Backups",
        "They lie on the same disk as the records.",
        "Now and then bring one to another disk: onward backup --to FOLDER",
    )


def erased_are_gone() -> list[Finding]:
    """No key-store backup outlives its week, and none holds the key of who was erased."""
    stores = backups.key_backups(settings.BACKUPS)
    stamps = [str(backups.stamp_in(path)) for path in stores]
    found: list[Finding] = []
    if late := backups.outlived_keys(stamps, timezone.now()):
        found += wrong(
            "Key backups",
            f"{len(late)} are older than 7 days.",
            "The next one ends them: onward backup",
        )
    erased = erasures.known()
    holding = [p for p in stores if erased & sqlite_files.persons_in(p, "vault_wrappedkey")]
    if holding:
        found += hint(
            "Key backups",
            f"{len(holding)} still hold a key of somebody who was erased.",
            "The next backup takes it out: onward backup",
        )
    return found


def last_is_whole(*, every: bool = False) -> list[Finding]:
    """The newest backup is as it was made; with `every` it is restored to a place of its own."""
    kept = backups.listed(settings.BACKUPS)
    if not kept:
        return []
    for path in (kept[0].records, kept[0].keys):
        if path is not None:
            trial.refuse_changed(path)
            sqlite_files.refuse_damaged(path)
    if not every:
        return good("The last backup", "It is as it was made")
    work = Path(tempfile.mkdtemp(prefix="trial-", dir=settings.HOME))
    try:
        made = trial.records(kept[0].records, work / "records", erasures.known())
        store = kept[0].keys or databases.path_of("keys")
        sqlite_files.copy_of_now(store, work / "keys")
        tried = trial.tried(work / "records", work / "keys", every=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if tried.refused or tried.without_key:
        return wrong(
            "The last backup",
            f"{len(tried.refused)} seals do not open, {len(tried.without_key)} people have no key.",
            MAKE,
        )
    return good("The last backup", f"Restored for a try: {made.rows} rows, {made.people} people")


CHECKS: list[tuple[str, Callable[[], list[Finding]]]] = [
    ("Backups", age),
    ("Backups", apart),
    ("Key backups", erased_are_gone),
]
