"""SQLite files as files: copied at one moment, looked through, and put on the disk for good."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pysqlite3

from onward_app.keeping.errors import Busy, KeepingError, Torn

BESIDE = ("-wal", "-shm", "-journal")
WAIT = 20
# Who is signed in does not travel: a session in a copy would let its thief in. A link or an
# invitation that was used since would be good once more.
NEVER_COPIED = frozenset(
    {
        "django_session",
        "usersessions_usersession",
        "onward_cache",
        "accounts_onetimelink",
        "accounts_invitation",
    }
)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A plain connection to a file that is there; it never makes one."""
    try:
        uri = path.absolute().as_uri() + "?mode=rw"
        with closing(pysqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete=ON")
            yield db
    except pysqlite3.DatabaseError as error:
        raise _in_words(path, error) from None


def _in_words(path: Path, error: Exception) -> KeepingError:
    said = str(error)
    if "disk is full" in said:
        return KeepingError("The disk is full. Make room, then try again. Nothing was changed.")
    if "readonly" in said or "unable to open" in said:
        return KeepingError(f"{path} cannot be opened here. Is the folder there, and writable?")
    if "locked" in said:
        return Busy(f"{path.name} is in use by another program. End that first.")
    return Torn(f"{path.name} does not open as a database. It was cut or changed.")


def copy_of_now(source: Path, target: Path) -> None:
    """Write what a file holds at this moment to a new one, while others write on.

    Sessions and links stay out of it: who holds a copy of one could sign in with it.
    """
    with opened(source) as db:
        db.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
    forget_sessions(target)


def forget_sessions(path: Path) -> None:
    """Take out who is signed in, and the links that let somebody in."""
    with opened(path) as db:
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        for name in sorted(NEVER_COPIED & there):
            db.execute(f'DELETE FROM "{name}"')  # noqa: S608  (a name of our own)


def refuse_damaged(path: Path) -> None:
    """Look through a whole file.

    Raises
    ------
    Torn
        It is no whole SQLite database.
    """
    if faults(path):
        raise Torn(f"{path.name} is damaged: its parts do not fit together.")


def refuse_planted(path: Path, name: str) -> None:
    """Refuse a file that would do something by itself; it is called by its name of before.

    Raises
    ------
    Torn
        It has triggers, views or tables of another program's making. Those of Onward have none.
    """
    with opened(path) as db:
        found = db.execute(
            "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') "
            "OR sql LIKE 'CREATE VIRTUAL%' LIMIT 1"
        ).fetchone()
    if found:
        raise Torn(f"{name} has triggers or views. No backup of Onward has any, so it is not used.")


def faults(path: Path) -> int:
    """How many faults SQLite finds in a file."""
    with opened(path) as db:
        said = [text for (text,) in db.execute("PRAGMA integrity_check(20)")]
        loose = len(db.execute("PRAGMA foreign_key_check").fetchmany(20))
    return sum(1 for text in said if text != "ok") + loose


def close_log(path: Path) -> None:
    """Put all that is in the log of a file into the file itself, and end the log.

    Raises
    ------
    KeepingError
        Somebody else has it open.
    """
    with opened(path) as db:
        busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        mode = db.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    if busy or mode != "delete":
        raise Busy(f"{path.name} is in use by another program. End that first.")


def persons_in(path: Path, table: str) -> set[UUID]:
    """The people of a table of the key store; none where there is no such table or file."""
    if not path.exists():
        return set()
    with opened(path) as db:
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        if table not in there:
            return set()
        rows = db.execute(f'SELECT person FROM "{table}"').fetchall()  # noqa: S608  (a name of our own)
    try:
        return {UUID(hex=str(person)) for (person,) in rows}
    except ValueError:
        raise Torn(f"{path.name} is damaged: an id in it is none.") from None


def forget_keys(path: Path, people: set[UUID]) -> int:
    """Destroy the keys of erased people in a copy of the key store; returns how many."""
    gone = people & persons_in(path, "vault_wrappedkey")
    if not gone:
        return 0
    with opened(path) as db:
        db.executemany(
            "DELETE FROM vault_wrappedkey WHERE person = ?", [(p.hex,) for p in sorted(gone)]
        )
    if path.with_name(path.name + "-wal").exists():
        close_log(path)
    return len(gone)


def copy_files(source: Path, target: Path) -> None:
    """Copy a database that nobody has open, with its log."""
    for suffix in ("", "-wal"):
        beside = source.with_name(source.name + suffix)
        if beside.exists():
            shutil.copyfile(beside, target.with_name(target.name + suffix))


def remove(path: Path) -> None:
    """Remove a database and what lies beside it."""
    for suffix in ("", *BESIDE):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def sum_of(path: Path) -> str:
    """The check sum of a file, as a line that ``sha256sum -c`` reads."""
    with path.open("rb") as raw:
        return f"{hashlib.file_digest(raw, 'sha256').hexdigest()}  {path.name}\n"


def to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems know no fsync of a folder
            os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that a kill leaves the old one or the new one."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as open_part:
        open_part.write(text)
        open_part.flush()
        os.fsync(open_part.fileno())
    part.replace(path)
    to_disk(path.parent)
