"""Puts restored databases in the place of the present ones: all of them, or none.

A journal says that the new files are ready. Before it is there, a kill leaves the old ones; from
then on every start ends what was begun (`settle`). It needs no Django: it runs before any
database is opened.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onward_app.keeping.sqlite_files import to_disk, write_whole

WORK, JOURNAL = "restoring", "ready.json"
BEFORE = "before-restore-"
BEFORE_FOR = timedelta(days=7)
_LOG = ("-wal", "-shm", "-journal")


def begin(home: Path) -> Path:
    """An empty folder to make the new files in."""
    settle(home)
    work = home / WORK
    work.mkdir(parents=True, mode=0o700)
    return work


def give_up(home: Path) -> None:
    """Throw away what was made so far; the present files were not touched."""
    shutil.rmtree(home / WORK, ignore_errors=True)


def make_aside(home: Path, stamp: str) -> Path:
    """A new folder for what a restore puts aside."""
    folder, number = home / f"{BEFORE}{stamp}", 1
    while folder.exists():
        number += 1
        folder = home / f"{BEFORE}{stamp}-{number}"
    folder.mkdir(mode=0o700)
    return folder


def swap(home: Path, files: dict[str, str], aside: Path) -> None:
    """Swap files of the work folder in; the present ones go to the folder `aside`.

    Parameters
    ----------
    home : Path
        The data folder. No program has its databases open.
    files : dict
        The name in the work folder to the name in the data folder.
    aside : Path
        A folder of `make_aside`.
    """
    work = home / WORK
    for name in files:
        to_disk(work / name)
    to_disk(work)
    write_whole(work / JOURNAL, json.dumps({"aside": aside.name, "files": files}))
    settle(home)


def is_unsettled(home: Path) -> bool:
    """Whether a restore was cut off after its new files were ready."""
    return (home / WORK / JOURNAL).exists()


def settle(home: Path) -> bool:
    """End a restore that was cut off, or throw away one that was not ready; whether it ended one.

    Only who holds the data folder alone may call it. Each step may be done twice.
    """
    work = home / WORK
    if not work.exists():
        return False
    ready = is_unsettled(home)
    if ready:
        journal = json.loads((work / JOURNAL).read_text("utf-8"))
        aside = home / journal["aside"]
        aside.mkdir(mode=0o700, exist_ok=True)
        for new, old in journal["files"].items():
            if (work / new).exists():
                _replace(work / new, home / old, aside / new)
        to_disk(aside)
        to_disk(home)
        (work / JOURNAL).unlink()
        to_disk(work)
        with suppress(OSError):
            aside.rmdir()  # there was nothing before
    shutil.rmtree(work)
    return ready


def _replace(new: Path, old: Path, aside: Path) -> None:
    """Keep the old file and its log aside, then put the new one in its place.

    A log belongs to a database by its name alone, so none may be left for the new one.
    """
    for suffix in ("", *_LOG):
        present = old.with_name(old.name + suffix)
        if present.exists():
            _keep(present, aside.with_name(aside.name + suffix))
    to_disk(aside.parent)
    for suffix in _LOG:
        old.with_name(old.name + suffix).unlink(missing_ok=True)
    new.replace(old)


def _keep(present: Path, aside: Path) -> None:
    """A second name for a file, or a copy where the file system knows no second names."""
    if aside.exists():
        return
    try:
        os.link(present, aside)
    except OSError:
        part = aside.with_name(aside.name + ".part")
        shutil.copyfile(present, part)
        to_disk(part)
        part.replace(aside)


def displaced(home: Path) -> list[Path]:
    """What restores have put aside, the newest first."""
    return sorted(home.glob(BEFORE + "*"), key=lambda p: p.stat().st_mtime_ns, reverse=True)


def drop_old(home: Path, now: datetime) -> list[Path]:
    """Remove what was put aside more than 7 days ago."""
    gone = []
    for folder in displaced(home):
        if now - datetime.fromtimestamp(folder.stat().st_mtime, UTC) > BEFORE_FOR:
            shutil.rmtree(folder)
            gone.append(folder)
    return gone
