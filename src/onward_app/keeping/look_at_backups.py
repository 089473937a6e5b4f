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
from onward_app.keeping.errors import Torn
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
    found += _of_the_future()
    newest = backups.newest(settings.BACKUPS, timezone.now())
    if newest is None:
        return found
    past = timezone.now() - newest.at
    if past > OLD:
        found += wrong("Backups", f"The newest is {past.days} days old: {newest.stamp}.", MAKE)
    return found or good(
        "Backups", f"{len(kept)} there, the newest {newest.stamp}, {size(newest.size)}"
    )


def _of_the_future() -> list[Finding]:
    """A clock is wrong, or was: those stamps hold nothing up, and never grow old."""
    folder, now = settings.BACKUPS, timezone.now()
    files = [kept.records for kept in backups.listed(folder)] + backups.key_backups(folder)
    stamps = {s for path in files if (s := backups.stamp_in(path)) and backups.is_ahead(s, now)}
    if not stamps:
        return []
    return wrong(
        "Backups",
        f"{len(stamps)} are from the future by their names: {', '.join(sorted(stamps)[:5])}.",
        "Set the clock right. If it is right now, make one: onward backup. Then delete the "
        f"files of those names in {folder}.",
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
            "The next one ends them, after a pause the one of another day: onward backup",
        )
    erased = erasures.known()
    torn, holding = [], []
    for path in stores:
        try:
            trial.refuse_changed(path)
            if erased & sqlite_files.persons_in(path, "vault_wrappedkey"):
                holding.append(path)
        except Torn:
            torn.append(path)
    if torn:
        found += wrong(
            "Key backups",
            f"Torn, so passed over: {', '.join(path.name for path in torn)}.",
            f"They may hold a key of somebody who was erased. Delete them in {torn[0].parent}.",
        )
    if holding:
        found += hint(
            "Key backups",
            f"{len(holding)} still hold a key of somebody who was erased.",
            "The next backup takes it out: onward backup",
        )
    return found


def last_is_whole(*, every: bool = False) -> list[Finding]:
    """The newest backup is as it was made; with `every` it is restored to a place of its own."""
    there = backups.listed(settings.BACKUPS)
    if not there:
        return []
    kept = backups.newest(settings.BACKUPS, timezone.now()) or there[0]
    for path in (kept.records, kept.keys):
        if path is not None:
            trial.refuse_changed(path)
            sqlite_files.refuse_damaged(path)
    if not every:
        return good("The last backup", "It is as it was made")
    work = Path(tempfile.mkdtemp(prefix="trial-", dir=settings.HOME))
    try:
        made = trial.records(kept.records, work / "records", erasures.known())
        store = kept.keys or databases.path_of("keys")
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
