"""What every start does: folders, key, databases, files, and the server itself."""

from __future__ import annotations

import fcntl
import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

WORKER_ENDS_WITHIN = 5
THREADS = 4


def prepare() -> None:
    """Make what is missing: folders, keys, both databases, the static files.

    Raises
    ------
    KeyFileError, SystemCheckError, OSError
        A start would not be safe or is not possible.
    """
    from onward_app import places, signing
    from onward_app.keeping import swapping
    from onward_app.vault import key_file
    from onward_app.vault.errors import Locked

    home, key = places.home(), places.key_file()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    swapping.settle(home)  # a restore that a kill cut off is ended, or thrown away
    if any((home / name).exists() for name in ("onward.sqlite3", "keys.sqlite3")):
        with suppress(Locked):
            key_file.read(key)  # never a new key beside old data
    elif not key.exists():
        key_file.make(key)
    signing.make_if_missing(places.signing_key())
    import django
    from django.conf import settings
    from django.core.management import call_command

    from onward_app.keeping.databases import refuse_harmed, refuse_newer
    from onward_app.migrating import migrate

    django.setup()
    call_command("check", stdout=io.StringIO())
    for database in settings.DATABASES:
        refuse_harmed(database)
        refuse_newer(database, "The database")
        migrate(database)
    call_command("createcachetable", verbosity=0)
    if _stale(home / "static"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        (home / "static" / ".made").touch()
    from onward_app.takeout import erasing

    erasing.finish()
    _refuse_lost_keys()


def _refuse_lost_keys() -> None:
    """A key that is locked is asked for on a page, so it is checked when it is opened."""
    from django.conf import settings

    from onward_app.accounts.actions import owner_alone
    from onward_app.vault.errors import Locked
    from onward_app.vault.queries import any_person, refuse_lost_key

    person = owner_alone().id if settings.ACCOUNTS == "alone" else any_person()
    try:
        if person is not None:
            refuse_lost_key(person)
    except Locked:
        return


def _stale(folder: Path) -> bool:
    """Whether the collected files are older than those of the program."""
    made = folder / ".made"
    if not made.exists():
        return True
    source = Path(__file__).parent / "static"
    return any(f.stat().st_mtime > made.stat().st_mtime for f in source.rglob("*"))


def only_one() -> IO[str] | None:
    """A lock on the data folder while this server runs; None where another holds it."""
    from onward_app import places

    places.home().mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (places.home() / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def serve_app(*, workers: int, where: dict[str, Any]) -> None:
    """Serve until a signal ends it.

    Parameters
    ----------
    workers : int
        How many processes answer.
    where : dict
        `address` and `port`, or `uds` and `uds_permissions`.
    """
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        "onward_app.wsgi:application",
        interface=Interfaces.WSGI,
        workers=workers,
        workers_kill_timeout=WORKER_ENDS_WITHIN,
        respawn_failed_workers=workers > 1,
        blocking_threads=THREADS,
        log_enabled=False,
        log_access=False,
        **where,
    )

    def hang_up(*_: object) -> None:
        # nobody is there to be told; it stays open to the end
        sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    # closing the terminal ends the server too; granian alone would start its worker anew
    server.on_startup(lambda: signal.signal(signal.SIGHUP, hang_up))
    # the worker is forked, and SQLite asks that no open connection crosses a fork
    connections.close_all()
    server.serve(target_loader=_application, wrap_loader=False)


def _application() -> Callable[..., Any]:
    """The app, loaded in the worker, out of reach of the terminal's own Ctrl-C.

    The terminal signals its whole process group. A worker that is signalled by it and then
    stopped by the main process may hang, so the main process alone stops it.
    """
    os.setpgid(0, 0)
    from onward_app.wsgi import application

    return application
