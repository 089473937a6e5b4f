"""The doctor looks at the two databases, and at what keys and records say of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connections
from django.db.models import Max
from django.utils import timezone

from onward_app.keeping import databases, erasures, seals, sqlite_files
from onward_app.keeping.finding import Finding, good, hint, wrong
from onward_app.vault.models import WrappedKey

RESTORE = "Restore the last backup: onward restore"
SAMPLE = 50
AHEAD = timedelta(hours=1)
_NAMES = {databases.DEFAULT: "Records", "keys": "Keys"}


def both_are_there() -> list[Finding]:
    """Both answer, are whole, and are of this version."""
    found: list[Finding] = []
    for alias, name in _NAMES.items():
        found += _one(alias, name)
    return found


def are_there() -> bool:
    """Whether both files are there: asking Django for a row would make an empty one."""
    return all(not databases.is_sqlite(a) or databases.path_of(a).exists() for a in _NAMES)


def _one(alias: str, name: str) -> list[Finding]:
    """One database; a file that is not there is never made by looking."""
    with_keys = f"{RESTORE}{' --keys' if alias == 'keys' else ''}"
    if databases.is_sqlite(alias):
        path = databases.path_of(alias)
        if not path.exists():
            return wrong(name, f"{path} is not there.", with_keys)
        sqlite_files.refuse_damaged(path)
    databases.reach(alias)
    if "django_migrations" not in connections[alias].introspection.table_names():
        return wrong(name, "The database is there, but it is empty.", with_keys)
    databases.refuse_newer(alias, name)
    if steps := databases.waiting_steps(alias):
        return hint(
            name,
            f"{len(steps)} steps of this version are still to come.",
            "The next start of Onward makes them. Back up first: onward backup",
        )
    return good(name, _version(alias))


def _version(alias: str) -> str:
    if databases.is_sqlite(alias):
        return "SQLite, whole"
    number = int(getattr(connections[alias], "pg_version", 0))
    return f"PostgreSQL {number // 10000}.{number % 10000}"


def people_and_keys() -> list[Finding]:
    """Everybody has a key, unless they were erased; and nobody who was erased has one."""
    if not are_there():
        return []
    with_rows = seals.people_in(databases.DEFAULT)
    people = with_rows | set(get_user_model()._base_manager.values_list("pk", flat=True))
    keys = set(WrappedKey.objects.values_list("person", flat=True))
    erased = erasures.known()
    found: list[Finding] = []
    if lost := people - keys - erased:
        found += wrong(
            "Keys",
            f"{_many(lost)} no key, so nothing of their record can be read: {_ids(lost)}.",
            "Bring the keys back from their backup: onward restore --keys",
        )
    if again := erased & keys:
        found += wrong(
            "Erased",
            f"{_many(again)} a key again, though the record was erased: {_ids(again)}.",
            "The next backup destroys that key: onward backup",
        )
    if left := with_rows & erased:
        found += hint(
            "Erased",
            f"Sealed rows of {len(left)} erased people are left. Nobody can read them.",
            "They do no harm. A restore takes them out.",
        )
    if alone := keys - people:
        found += hint(
            "Keys",
            f"{_many(alone)} a key and no account: {_ids(alone)}.",
            "It does no harm. It may be from a sign-up that was cut off.",
        )
    return found or good("People and keys", f"{len(people)} people, each with a key")


def seals_open(*, every: bool = False) -> list[Finding]:
    """Seals open: all of them, or one a table of some people."""
    if not are_there():
        return []
    people = None
    if not every:
        people = set(sorted(seals.people_in(databases.DEFAULT))[:SAMPLE])
    tried = seals.try_seals(databases.DEFAULT, "keys", every=every, people=people)
    if tried.not_tried:
        return hint("Seals", f"They were not tried. {tried.not_tried}", "onward key check")
    if tried.refused:
        return wrong(
            "Seals",
            f"{len(tried.refused)} do not open, {tried.opened} do. The first: {tried.refused[0]}.",
            f"Is it the right key file? Then: {RESTORE}",
        )
    return good("Seals", f"{tried.opened} tried, all open")


def clock() -> list[Finding]:
    """Nothing was written in the future."""
    if not are_there():
        return []
    newest = [time for time in _newest() if time is not None]
    if newest and max(newest) > timezone.now() + AHEAD:
        return wrong(
            "Clock",
            f"The newest row is from {max(newest):%Y-%m-%d %H:%M} UTC, which is still to come.",
            "Set the clock of this machine right.",
        )
    return good("Clock")


def _newest() -> Iterable[datetime | None]:
    for model in [*seals.sealed_tables(databases.DEFAULT), get_user_model()]:
        yield model._base_manager.aggregate(newest=Max("made_at"))["newest"]


def _many(people: set[UUID]) -> str:
    return "One person has" if len(people) == 1 else f"{len(people)} people have"


def _ids(people: set[UUID]) -> str:
    return ", ".join(str(p) for p in sorted(people)[:3]) + (" and more" if len(people) > 3 else "")


CHECKS: list[tuple[str, Callable[[], list[Finding]]]] = [
    ("Databases", both_are_there),
    ("People and keys", people_and_keys),
    ("Clock", clock),
]
