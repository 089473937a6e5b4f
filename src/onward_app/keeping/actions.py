"""Everything that keeping does: back up, restore, undo that, move."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils import timezone

from onward_app.keeping import (
    backups,
    copying,
    databases,
    erasures,
    failure,
    locks,
    seals,
    sqlite_files,
    swapping,
    trial,
)
from onward_app.keeping.backups import Kept
from onward_app.keeping.copying import Contents, Progress, silent
from onward_app.keeping.errors import KeepingError, Missing, TooNew, Torn
from onward_app.migrating import migrate

RECORDS, KEYS = "onward.sqlite3", "keys.sqlite3"
_ROOM = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was just made, and what came of restoring it at once to try it.

    Older key-store backups that are torn were passed over. Who is erased by the list of another
    folder alone, and has a key here, is disputed: nothing of theirs was touched.
    """

    kept: Kept
    records: trial.Records
    seals: seals.Tried
    removed: int
    torn: list[Path] = field(default_factory=list)
    disputed: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where that lies which was there before.

    Key-store backups that could not be used were passed over. Who is erased by the list of
    another folder alone is disputed: not restored, but a key that is here stays.
    """

    stamp: str
    records: trial.Records
    seals: seals.Tried
    before: Path | None
    passed_over: list[Path] = field(default_factory=list)
    disputed: int = 0


def back_up(
    *, folder: Path | None = None, now: datetime | None = None, progress: Progress = silent
) -> Made:
    """Make a backup and try it by restoring it to a place of its own.

    Only then does it get its name, so that a kill leaves a whole backup or none. The keys are
    copied after the records: each record in it has its key.

    Raises
    ------
    KeepingError
        It could not be made; says why. Older ones stay.
    """
    folder, now = folder or settings.BACKUPS, now or timezone.now()
    with locks.one_backup(settings.HOME):
        _settle_if_alone()
        _refuse_nothing()
        for part in (folder, folder / "records", folder / "keys"):
            part.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep_parts(folder)
        weighed = erasures.weighed(folder)
        erasures.again(weighed.agreed)
        stamp = backups.free_stamp(folder, now)
        work = folder / f"checking{backups.PART}"
        work.mkdir(mode=0o700)
        try:
            made, opened = _written_and_tried(folder, stamp, work, progress)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        erasures.add_to_list(folder / backups.ERASURES, settings.BACKUPS / backups.ERASURES)
        removed = _tidied(folder, now)
        torn = _forget_the_erased(folder)
        if folder == settings.BACKUPS:
            failure.forget()
    kept = backups.find(folder, stamp)
    return Made(kept, made, opened, removed, torn, len(weighed.disputed))


def _tidied(folder: Path, now: datetime) -> int:
    """How many files went that had their time; the house's own backups vouch for the clock."""
    own = [kept.stamp for kept in backups.listed(settings.BACKUPS)]
    there = [kept.stamp for kept in backups.listed(folder)]
    gone = swapping.drop_old(settings.HOME, backups.sure_time([*own, *there], now))
    return len(gone) + len(backups.tidy(folder, now, own))


def _written_and_tried(
    folder: Path, stamp: str, work: Path, progress: Progress
) -> tuple[trial.Records, seals.Tried]:
    named = {
        backups.keys_file(folder, stamp): work / KEYS,
        backups.records_file(folder, stamp): work / RECORDS,
    }
    progress("Copying", 0, 1)
    _dump(work / RECORDS, progress)
    sqlite_files.copy_of_now(databases.path_of("keys"), work / KEYS)
    # read after the copy: who was erased meanwhile has no key in it
    erased = erasures.weighed(folder, stores=[work / KEYS]).agreed
    made = trial.records(work / RECORDS, work / "records.tried", erased, progress)
    trial.keys(work / KEYS, work / "keys.tried", erased)
    opened = trial.tried(work / "records.tried", work / "keys.tried")
    for path, part in named.items():
        sqlite_files.to_disk(part)
        line = sqlite_files.sum_of(part).replace(part.name, path.name)
        sqlite_files.write_whole(backups.sum_file(path), line)
        part.replace(path)
        sqlite_files.to_disk(path.parent)
    return made, opened


def _dump(target: Path, progress: Progress) -> None:
    """The live records of one moment as a SQLite file, whatever database they live in."""
    if databases.is_sqlite():
        _need_room(target.parent, 3 * databases.path_of().stat().st_size)
        sqlite_files.copy_of_now(databases.path_of(), target)
        return
    databases.reach(databases.DEFAULT)
    with databases.records_at(target) as fresh:
        migrate(fresh)
        with databases.snapshot(databases.DEFAULT) as moment:
            copying.copy(moment, fresh, progress)
    target.chmod(0o600)


def _need_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + _ROOM:
        raise KeepingError(
            f"There is too little room in {folder}: about {size // 2**20 + 32} MB are needed, "
            f"{free // 2**20} MB are free. Nothing was changed."
        )


def _refuse_nothing() -> None:
    there = not databases.is_sqlite() or databases.path_of().exists()
    if not there or not databases.path_of("keys").exists():
        raise Missing(f"There is no record in {settings.HOME} yet, so there is nothing to keep.")


def _sweep_parts(folder: Path) -> None:
    """Throw away what a kill left half made."""
    for left in [*folder.glob(f"*{backups.PART}"), *folder.glob(f"*/*{backups.PART}")]:
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
    for part in ("records", "keys"):
        for left in (folder / part).glob("*.sha256"):
            if not left.with_suffix("").exists():
                left.unlink()


def _settle_if_alone() -> None:
    """End a restore that was cut off, if no server runs; one that runs has done so at its start."""
    lock = locks.hold(settings.HOME / locks.HOME_LOCK)
    if lock is not None:
        with lock:
            swapping.settle(settings.HOME)


def _forget_the_erased(folder: Path) -> list[Path]:
    """Destroy erased keys in every copy of the key store within reach; returns the torn ones."""
    erased = erasures.weighed(folder).agreed
    aside = [f / KEYS for f in swapping.displaced(settings.HOME)]
    return erasures.take_out(backups.key_backups(folder), aside, erased)


def restore(
    *,
    which: str | None = None,
    with_keys: bool = False,
    erase_too: bool = False,
    progress: Progress = silent,
) -> Restored:
    """Put a backup in the place of the present records.

    It is made and tried in a place of its own first; who was erased since is taken out again. A
    kill at any point leaves the old records whole, or the new ones.

    Parameters
    ----------
    which : str, optional
        A stamp or its beginning, a file, or a folder of backups; the newest by default.
    with_keys : bool
        Bring keys from the newest key-store backup too. Keys that are there and open stay.
    erase_too : bool
        Believe a folder that is not `settings.BACKUPS` in who was erased, and destroy their keys
        here too. Without it such a person is not restored, but a key that is here stays.

    Raises
    ------
    KeepingError
        It was not restored; says why. The present records are as they were.
    """
    kept = backups.find(settings.BACKUPS, which)
    folder = kept.records.parent.parent
    with _alone():
        weighed = erasures.weighed(folder, stores=backups.key_backups(folder), believe=erase_too)
        return _restore(kept, weighed, with_keys, progress)


def undo_restore(*, progress: Progress = silent) -> Restored:
    """Bring back what the last restore put aside; who was erased since stays erased.

    Raises
    ------
    Missing
        Nothing lies aside.
    """
    with _alone():
        aside = [f for f in swapping.displaced(settings.HOME) if (f / RECORDS).exists()]
        if not aside:
            raise Missing("There is no restore that can be undone.")
        kept = Kept(aside[0].name.removeprefix(swapping.BEFORE), aside[0] / RECORDS, None)
        stores = backups.key_backups(settings.BACKUPS)
        return _restore(kept, erasures.weighed(settings.BACKUPS, stores=stores), False, progress)


@contextmanager
def _alone() -> Iterator[None]:
    """No server, no backup, no open database, and no half of an older restore."""
    with locks.no_server(settings.HOME), locks.one_backup(settings.HOME):
        for alias in (databases.DEFAULT, "keys"):
            connections[alias].close()
        work = swapping.begin(settings.HOME)
        try:
            yield
        finally:
            if work.exists() and not swapping.is_unsettled(settings.HOME):
                swapping.give_up(settings.HOME)


def _restore(kept: Kept, erased: erasures.Weighed, with_keys: bool, progress: Progress) -> Restored:
    home, work, passed = settings.HOME, settings.HOME / swapping.WORK, list[Path]()
    _need_room(home, 2 * kept.records.stat().st_size)
    made = trial.records(kept.records, work / RECORDS, erased.everybody, progress)
    live = databases.path_of("keys")
    if with_keys:
        stores = backups.key_backups(kept.records.parent.parent)
        passed = _newest_keys(stores, work / KEYS, erased.agreed, live)
    else:
        _refuse_unfit(live)
        sqlite_files.copy_of_now(live, work / "keys.tried")
    there = work / (KEYS if with_keys else "keys.tried")
    tried = trial.tried(work / RECORDS, there)
    _refuse_what_cannot_be_read(tried, with_keys)
    swapped = {KEYS: live.name} if with_keys else {}
    aside = swapping.make_aside(home, backups.stamp_of(timezone.now()))
    if databases.is_sqlite():
        swapping.swap(home, {RECORDS: databases.path_of().name, **swapped}, aside)
    else:
        _into_server(work / RECORDS, swapped, aside, progress)
    migrate("keys")
    erasures.again(erased.agreed)
    before = aside if aside.exists() else None
    return Restored(kept.stamp, made, tried, before, passed, len(erased.disputed))


def _newest_keys(stores: list[Path], into: Path, erased: set[UUID], live: Path) -> list[Path]:
    """From the newest key-store backup that is sound and of this version; it is the fullest.

    Returns those that were passed over.
    """
    for number, store in enumerate(stores):
        try:
            trial.keys(store, into, erased, live)
        except (TooNew, Torn):
            if store == stores[-1]:
                raise
        else:
            return stores[:number]
    raise Missing("There is no backup of the store of keys beside this one.")


def _refuse_unfit(live: Path) -> None:
    hint = "Add --keys to bring the keys from their newest backup."
    if not live.exists():
        raise Missing(f"The store of keys {live} is not there. {hint}")
    try:
        sqlite_files.refuse_damaged(live)
        databases.refuse_newer("keys", live.name)
    except KeepingError as error:
        raise KeepingError(f"{error} {hint}") from None


def _refuse_what_cannot_be_read(tried: seals.Tried, with_keys: bool) -> None:
    """Refuse to put records in place that nobody could read."""
    if tried.without_key:
        many = len(tried.without_key)
        people = "One person has" if many == 1 else f"{many} people have"
        hint = "" if with_keys else " Add --keys to bring the keys from their newest backup."
        raise KeepingError(f"{people} no key in the store of keys.{hint} Nothing was changed.")
    if tried.refused and not tried.opened:
        raise KeepingError(
            f"The key file {settings.KEY_FILE} does not open these records. Put the right one "
            "in its place. Nothing was changed."
        )


def _into_server(records: Path, keys: dict[str, str], aside: Path, progress: Progress) -> None:
    """Into PostgreSQL, in one transaction; what was there is dumped to the data folder first."""
    databases.reach(databases.DEFAULT)
    migrate(databases.DEFAULT)
    if copying.holds_rows(databases.DEFAULT):
        _dump(records.with_name("aside.sqlite3"), progress)
        records.with_name("aside.sqlite3").replace(aside / RECORDS)
    # more keys than records do no harm, records without their keys would: the keys come first
    incoming = records.replace(aside / "incoming.sqlite3")
    try:
        if keys:
            swapping.swap(settings.HOME, keys, aside)
        with databases.records_at(incoming) as source:
            copying.copy(source, databases.DEFAULT, progress)
    finally:
        sqlite_files.remove(incoming)
        with suppress(OSError):
            aside.rmdir()  # there was nothing before


def move(*, to: str, progress: Progress = silent) -> Contents:
    """Copy all records to another database; the present one is left as it is.

    Parameters
    ----------
    to : str
        An address that begins with ``postgresql://``, or the word ``sqlite``.

    Raises
    ------
    KeepingError
        It was not moved; says why. The target then holds no records.
    """
    with _alone():
        _refuse_nothing()
        databases.reach(databases.DEFAULT)
        if databases.waiting_steps(databases.DEFAULT):
            raise KeepingError("The present database is of an older version. Start Onward once.")
        if to.strip().lower() == "sqlite":
            return _to_file(progress)
        with databases.opened(databases.at(to)) as target:
            databases.reach(target)
            if copying.holds_rows(target):
                raise KeepingError("That database holds records already. Use an empty one.")
            migrate(target)
            with databases.snapshot(databases.DEFAULT) as source:
                return copying.copy(source, target, progress)


def _to_file(progress: Progress) -> Contents:
    if databases.is_sqlite():
        raise KeepingError("The records are in a SQLite file already.")
    path = settings.HOME / RECORDS
    if path.exists():
        sqlite_files.close_log(path)
        with databases.records_at(path) as present:
            if copying.holds_rows(present):
                raise KeepingError(f"{path} holds records already. Put it elsewhere first.")
    work = settings.HOME / swapping.WORK / RECORDS
    with databases.records_at(work) as target:
        migrate(target)
        with databases.snapshot(databases.DEFAULT) as source:
            moved = copying.copy(source, target, progress)
    aside = swapping.make_aside(settings.HOME, backups.stamp_of(timezone.now()))
    swapping.swap(settings.HOME, {RECORDS: RECORDS}, aside)
    return moved
