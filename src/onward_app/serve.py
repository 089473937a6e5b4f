"""Starts Onward on this machine: folders, key, databases, server, and the link that opens it."""

from __future__ import annotations

import argparse
import fcntl
import io
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

USUAL_PORT = 8765
HOST = "127.0.0.1"
WORKER_ENDS_WITHIN = 5


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; returns the exit code."""
    asked = _arguments(arguments)
    os.umask(0o077)
    os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
    try:
        if asked.link:
            return _another_link()
        if (lock := _only_one()) is None:
            print("Onward is open already. Here is another link to it:\n")
            return _another_link()
        prepare()
        port = _port(asked.port)
    except Exception as error:  # a start that fails is told in words, whatever it was
        return _could_not(error)
    url = f"http://{HOST}:{port}/accounts/open/{_link()}"
    _remember(port)
    threading.Thread(target=_open_when_up, args=(url, port, asked.browser), daemon=True).start()
    with lock:
        return _serve(port)


def prepare() -> None:
    """Make what is missing: folders, the key file, both databases, the static files.

    Raises
    ------
    KeyFileError, SystemCheckError, OSError
        A start would not be safe or is not possible.
    """
    from onward_app import places
    from onward_app.vault import key_file

    home, key = places.home(), places.key_file()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any((home / name).exists() for name in ("onward.sqlite3", "keys.sqlite3")):
        key_file.read(key)  # never a new key beside old data
    elif not key.exists():
        key_file.make(key)
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()

    call_command("check", stdout=io.StringIO())
    for database in settings.DATABASES:
        call_command("migrate", database=database, verbosity=0, interactive=False)
    if _stale(home / "static"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        (home / "static" / ".made").touch()
    from onward_app.accounts.actions import owner_alone
    from onward_app.vault.queries import refuse_lost_key

    refuse_lost_key(owner_alone().id)


def _only_one() -> IO[str] | None:
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


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Open Onward on this machine.")
    parser.add_argument("--port", type=int, help=f"the port; {USUAL_PORT} or a free one")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="print only")
    parser.add_argument("--link", action="store_true", help="print another link and end")
    return parser.parse_args(arguments)


def _stale(folder: Path) -> bool:
    """Whether the collected files are older than those of the program."""
    made = folder / ".made"
    if not made.exists():
        return True
    source = Path(__file__).parent / "static"
    return any(f.stat().st_mtime > made.stat().st_mtime for f in source.rglob("*"))


def _port(wanted: int | None) -> int:
    """The wanted port, the usual one, or a free one."""
    if wanted is not None:
        if not _free(wanted):
            raise OSError(f"Port {wanted} is in use, or may not be used. Try another, or none.")
        return wanted
    if _free(USUAL_PORT):
        return USUAL_PORT
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def _link() -> str:
    from onward_app.accounts.actions import make_link, owner_alone

    return make_link(user=owner_alone())


def _remember(port: int) -> None:
    """Keep the port beside the data, so that ``./run link`` knows it."""
    from django.conf import settings

    (settings.HOME / "port").write_text(str(port))


def _another_link() -> int:
    """Print a link for the server that runs; its files and databases are left alone."""
    import django

    from onward_app import places

    try:
        port = int((places.home() / "port").read_text())
    except (OSError, ValueError):
        port = 0
    if not port or not _answers(port):
        print("Onward is not running. Start it with ./run; it prints a link.", file=sys.stderr)
        return 1
    django.setup()
    print(f"http://{HOST}:{port}/accounts/open/{_link()}")
    return 0


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/support/", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _open_when_up(url: str, port: int, browser: bool) -> None:
    for _ in range(150):
        if _answers(port):
            break
        time.sleep(0.1)
    print(f"\nOnward is open. This link works once:\n\n    {url}\n\nCtrl-C ends it.", flush=True)
    if browser and _has_a_screen():
        webbrowser.open(url)


def _has_a_screen() -> bool:
    """Without one a text browser would take over the terminal."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform == "darwin" or bool(shown)


def _serve(port: int) -> int:
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        "onward_app.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        workers_kill_timeout=WORKER_ENDS_WITHIN,
        blocking_threads=4,
        log_enabled=False,
        log_access=False,
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
    print("\nOnward is closed. What you wrote is kept.")
    return 0


def _application() -> WSGIHandler:
    """The app, loaded in the worker, out of reach of the terminal's own Ctrl-C.

    The terminal signals its whole process group. A worker that is signalled by it and then
    stopped by the main process may hang, so the main process alone stops it.
    """
    os.setpgid(0, 0)
    from onward_app.wsgi import application

    return application


def _could_not(error: Exception) -> int:
    print(f"Onward could not start.\n\n{error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
