"""The folder of backups: what is in it, what each file is called, and what may stay how long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onward_app.keeping import sqlite_files
from onward_app.keeping.errors import Missing

EACH_DAY_FOR = timedelta(days=7)
EACH_WEEK_FOR = timedelta(days=35)
KEYS_FOR = timedelta(days=7)
PAUSE = timedelta(days=8)
ANOTHER_DAY = timedelta(hours=12)
AHEAD = timedelta(minutes=1)  # two in one second have stamps of two seconds
ERASURES = "erasures.txt"
PART = ".part"
_FORM = "%Y-%m-%dT%H%M%SZ"
_NAME = re.compile(r"(?:onward|keys)-(\d{4}-\d\d-\d\dT\d{6}Z)\.sqlite3")


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup: a file of records, and the keys of the same moment while they are kept."""

    stamp: str
    records: Path
    keys: Path | None

    @property
    def at(self) -> datetime:
        """When it was made."""
        return moment(self.stamp)

    @property
    def size(self) -> int:
        """Bytes on the disk, both files together."""
        return sum(p.stat().st_size for p in (self.records, self.keys) if p is not None)


def stamp_of(at: datetime) -> str:
    """A moment as it stands in the names of files."""
    return at.astimezone(UTC).strftime(_FORM)


def moment(stamp: str) -> datetime:
    """The moment of a stamp."""
    return datetime.strptime(stamp, _FORM).replace(tzinfo=UTC)


def stamp_in(path: Path) -> str | None:
    """The stamp in the name of a file, if it is one of ours."""
    found = _NAME.fullmatch(path.name)
    return found[1] if found else None


def records_file(folder: Path, stamp: str) -> Path:
    """Where the records of a backup lie."""
    return folder / "records" / f"onward-{stamp}.sqlite3"


def keys_file(folder: Path, stamp: str) -> Path:
    """Where the keys of a backup lie."""
    return folder / "keys" / f"keys-{stamp}.sqlite3"


def sum_file(path: Path) -> Path:
    """Where the check sum of a file lies, in the form that ``sha256sum -c`` reads."""
    return path.with_name(path.name + ".sha256")


def is_changed(path: Path) -> bool:
    """Whether a file is not what the sum beside it says."""
    beside = sum_file(path)
    return beside.exists() and beside.read_text("utf-8") != sqlite_files.sum_of(path)


def is_ahead(stamp: str, now: datetime) -> bool:
    """Whether a stamp lies in the future, so that a clock is or was wrong."""
    return moment(stamp) - now > AHEAD


def free_stamp(folder: Path, now: datetime) -> str:
    """A stamp that no backup has yet: now, or the next free second."""
    while records_file(folder, stamp_of(now)).exists() or keys_file(folder, stamp_of(now)).exists():
        now += timedelta(seconds=1)
    return stamp_of(now)


def listed(folder: Path) -> list[Kept]:
    """All backups in a folder, the newest first."""
    found = []
    for path in (folder / "records").glob("onward-*.sqlite3"):
        if stamp := stamp_in(path):
            keys = keys_file(folder, stamp)
            found.append(Kept(stamp, path, keys if keys.exists() else None))
    return sorted(found, key=lambda kept: kept.stamp, reverse=True)


def newest(folder: Path, now: datetime) -> Kept | None:
    """The newest backup by a clock that can be right: one of the future does not count."""
    return next((kept for kept in listed(folder) if not is_ahead(kept.stamp, now)), None)


def key_backups(folder: Path) -> list[Path]:
    """The backups of the key store, the newest first."""
    return sorted((p for p in (folder / "keys").glob("keys-*") if stamp_in(p)), reverse=True)


def find(folder: Path, which: str | None) -> Kept:
    """The backup that a person means: a stamp, a file or a folder; the newest without a word.

    One of the future is the newest only where there is no other.

    Raises
    ------
    Missing
        There is none; says what there is.
    """
    if which is not None and (path := Path(which).expanduser()).exists():
        if path.is_dir():
            return find(path, None)
        return _of_file(path.resolve())
    known = listed(folder)
    if not known:
        raise Missing(f"There is no backup in {folder}.")
    if which is None:
        return newest(folder, datetime.now(UTC)) or known[0]
    # a beginning is enough where it fits one only: a day, say
    fits = [kept for kept in known if kept.stamp.startswith(which)]
    if len(fits) != 1:
        there = ", ".join(kept.stamp for kept in (fits or known)[:10])
        many = "More than one backup begins" if fits else "No backup begins"
        raise Missing(f"{many} with that. There are: {there}.")
    return fits[0]


def _of_file(path: Path) -> Kept:
    stamp = stamp_in(path)
    if stamp is None:
        return Kept(stamp_of(datetime.fromtimestamp(path.stat().st_mtime, UTC)), path, None)
    keys = keys_file(path.parent.parent, stamp)
    return Kept(stamp, path, keys if keys.exists() else None)


def outlived(stamps: Iterable[str], now: datetime) -> set[str]:
    """Records that need not stay: all stay 7 days, then the newest of each week to 35 days.

    The newest always stays, however old it is; one of the future is not it, and stays too.
    """
    by_age = _not_ahead(stamps, now)
    gone: set[str] = set()
    weeks: set[int] = set()
    for stamp in by_age[1:]:
        age = now - moment(stamp)
        if age <= EACH_DAY_FOR:
            continue
        week = moment(stamp).toordinal() // 7
        if age > EACH_WEEK_FOR or week in weeks:
            gone.add(stamp)
        weeks.add(week)
    return gone


def outlived_keys(stamps: Iterable[str], now: datetime) -> set[str]:
    """Key-store backups older than 7 days: what was erased is gone from all of them by then.

    The newest stays, so that there is always one.
    """
    by_age = _not_ahead(stamps, now)
    return {stamp for stamp in by_age[1:] if now - moment(stamp) > KEYS_FOR}


def _not_ahead(stamps: Iterable[str], now: datetime) -> list[str]:
    return sorted((s for s in stamps if not is_ahead(s, now)), reverse=True)


def sure_time(stamps: Iterable[str], now: datetime) -> datetime:
    """The time by which old files may go: now, if a backup of another day agrees with the clock.

    After a longer pause the clock may be far ahead. Then it is still the time of the last backup
    before, by which nothing goes that did not have to go then. The next backup on another day
    shows that the clock is right. So files stay a little longer, but never for ever.
    """
    before = [m for m in map(moment, stamps) if now - m >= ANOTHER_DAY]
    last = max(before, default=datetime.min.replace(tzinfo=UTC))
    return now if now - last <= PAUSE else last


def tidy(folder: Path, now: datetime, elsewhere: Iterable[str] = ()) -> list[Path]:
    """Remove what has outlived its time; stamps from elsewhere may vouch for the clock too."""
    records = {kept.stamp: kept.records for kept in listed(folder)}
    keys = {str(stamp_in(path)): path for path in key_backups(folder)}
    now = sure_time([*records, *elsewhere], now)
    gone = [records[s] for s in outlived(records, now)] + [
        keys[s] for s in outlived_keys(keys, now)
    ]
    for path in gone:
        path.unlink(missing_ok=True)
        sum_file(path).unlink(missing_ok=True)
    return gone
