"""Makes a database out of a backup in a place of its own: to check it, or to restore it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections
from django.utils import timezone

from onward_app.keeping import backups, databases, erasures, seals, sqlite_files
from onward_app.keeping.copying import Progress, silent, tables
from onward_app.keeping.errors import Torn
from onward_app.migrating import migrate
from onward_app.vault import key_file
from onward_app.vault.errors import VaultError
from onward_app.vault.key_file import Ring
from onward_app.vault.keys import place_of, unwrap
from onward_app.vault.models import Erasure, WrappedKey
from onward_app.vault.seal import close


@dataclass(frozen=True, slots=True)
class Records:
    """What a restored copy holds.

    Attributes
    ----------
    people, rows : int
        People who have an account, and rows of all tables.
    erased : int
        Rows that went because their person was erased after the backup.
    steps : int
        Migrations that it still needed.
    """

    people: int
    rows: int
    erased: int
    steps: int


def refuse_changed(path: Path) -> None:
    """Refuse a file that is not what its check sum says.

    Raises
    ------
    Torn
        It was cut or changed since it was made.
    """
    if backups.is_changed(path):
        raise Torn(f"{path.name} was cut or changed since it was made. It is not used.")


def records(source: Path, into: Path, erased: set[UUID], progress: Progress = silent) -> Records:
    """Make a sound database of this version out of a file of records; the file stays as it is.

    Raises
    ------
    Torn
        The file is cut, damaged, or no database of Onward.
    TooNew
        A newer Onward wrote it.
    """
    progress("Reading the records", 0, 4)
    refuse_changed(source)
    sqlite_files.remove(into)
    sqlite_files.copy_files(source, into)
    progress("Looking through the records", 1, 4)
    _refuse_unsound(into, source.name)
    sqlite_files.forget_sessions(into)
    with databases.records_at(into) as alias:
        _refuse_foreign(alias, source.name, "accounts_user")
        databases.refuse_newer(alias, source.name)
        steps = databases.waiting_steps(alias)
        progress("Bringing the records up to date", 2, 4)
        if steps:
            migrate(alias)
        progress("Taking out what was erased", 3, 4)
        gone = erasures.apply(alias, erased)
        made = _counted(alias, gone, len(steps))
    sqlite_files.refuse_damaged(into)
    progress("Taking out what was erased", 4, 4)
    return made


def _counted(alias: str, gone: int, steps: int) -> Records:
    rows = {m._meta.label: m._base_manager.using(alias).count() for m in tables(alias)}
    return Records(rows[settings.AUTH_USER_MODEL], sum(rows.values()), gone, steps)


def keys(source: Path, into: Path, erased: set[UUID], live: Path | None = None) -> None:
    """Make a store of keys out of a copy of one, without the keys of who was erased.

    Keys of the present store that open are kept, and go before those of the copy.

    Raises
    ------
    Torn, TooNew
        As `records`.
    """
    refuse_changed(source)
    sqlite_files.remove(into)
    sqlite_files.copy_files(source, into)
    _refuse_unsound(into, source.name)
    with databases.keys_at(into) as alias:
        _refuse_foreign(alias, source.name, WrappedKey._meta.db_table)
        databases.refuse_newer(alias, source.name)
        if databases.waiting_steps(alias):
            migrate(alias)
        _bring_together(alias, live)
        erasures.apply(alias, erased)
        _note_erasures(alias, erased)


def _refuse_unsound(into: Path, name: str) -> None:
    """Before the first row of it is touched: a planted trigger would act at the first change."""
    sqlite_files.refuse_damaged(into)
    sqlite_files.refuse_planted(into, name)
    sqlite_files.close_log(into)


def _refuse_foreign(alias: str, name: str, table: str) -> None:
    if table not in connections[alias].introspection.table_names():
        raise Torn(f"{name} is no such database of Onward.")


def _note_erasures(alias: str, erased: set[UUID]) -> None:
    now = timezone.now()
    rows = [Erasure(person=person, at=now) for person in sorted(erased)]
    Erasure.objects.using(alias).bulk_create(rows, ignore_conflicts=True)


def _bring_together(alias: str, live: Path | None) -> None:
    """Let each person have the key that opens: that of the present store before the copy's.

    Where the key file was changed since, the copy's keys are wrapped anew, as long as the key
    before is still there.
    """
    present = _wrapped_in(live) if live is not None else {}
    copied = dict(WrappedKey.objects.using(alias).values_list("person", "wrapped"))
    try:
        ring = key_file.ring(settings.KEY_FILE)
    except VaultError:
        ring = None
    for person in set(present) | set(copied):
        best = _best(
            ring, person, [bytes(w) for w in (present.get(person), copied.get(person)) if w]
        )
        WrappedKey.objects.using(alias).update_or_create(person=person, defaults={"wrapped": best})


def _best(ring: Ring | None, person: UUID, wrapped: list[bytes]) -> bytes:
    if ring is None:
        return wrapped[0]
    for one in wrapped:
        with suppress(VaultError):
            unwrap(ring, person, one)
            return one
    with suppress(VaultError):
        before = AESGCM(key_file.kek(key_file.before_of(settings.KEY_FILE)))
        for one in wrapped:
            with suppress(VaultError):
                opened = unwrap(Ring(before, (before,)), person, one)
                return close(ring.wrapping, place_of(person), opened)
    return wrapped[0]


def _wrapped_in(path: Path) -> dict[UUID, bytes]:
    """The keys of a store that may be damaged; none where it does not open."""
    if not path.exists():
        return {}
    try:
        with sqlite_files.opened(path) as db:
            rows = db.execute("SELECT person, wrapped FROM vault_wrappedkey").fetchall()
        return {UUID(hex=person): bytes(wrapped) for person, wrapped in rows}
    except Torn:
        return {}


def tried(records_file: Path, keys_file: Path, *, every: bool = False) -> seals.Tried:
    """Open seals of two files that this process uses alone."""
    with databases.records_at(records_file) as one, databases.keys_at(keys_file) as other:
        return seals.try_seals(one, other, every=every)
