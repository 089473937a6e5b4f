"""Starts Onward for one person on this machine, and prints the link that opens it."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from html import escape
from pathlib import Path

from onward_app.environment import begin
from onward_app.starting import only_one, prepare, serve_app

USUAL_PORT = 8765
HOST = "127.0.0.1"
BROWSER_READS_WITHIN = 30


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; returns the exit code."""
    asked = _arguments(arguments)
    begin()
    try:
        _refuse_many()
        if asked.link:
            return _another_link()
        if (lock := only_one()) is None:
            print("Onward is open already. Here is another link to it:\n")
            return _another_link()
        prepare()
        port = _port(asked.port)
    except Exception as error:  # a start that fails is told in words, whatever it was
        return could_not(error)
    url = f"http://{HOST}:{port}/accounts/open/{_link()}"
    _remember(port)
    threading.Thread(target=_open_when_up, args=(url, port, asked.browser), daemon=True).start()
    from onward_app.keeping.schedule import begin_backing_up

    with lock:
        begin_backing_up()
        serve_app(workers=1, where={"address": HOST, "port": port})
    print("\nOnward is closed. What you wrote is kept.")
    return 0


def _refuse_many() -> None:
    from django.core.exceptions import ImproperlyConfigured

    from onward_app import environment

    if environment.text("ACCOUNTS", "alone") == "many":
        raise ImproperlyConfigured(
            "ONWARD_ACCOUNTS is many, so people sign in and no link is made. Use: onward serve"
        )


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Open Onward on this machine.")
    parser.add_argument("--port", type=int, help=f"the port; {USUAL_PORT} or a free one")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="print only")
    parser.add_argument("--link", action="store_true", help="print another link and end")
    return parser.parse_args(arguments)


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
        _show(url)


def _show(url: str) -> None:
    """Open the browser without the link in the list of processes, which others here may read.

    A small page that only this user can read leads on to it. A browser that is shut in a box of
    its own (snap) cannot read our folder, so there the link is handed over as it is.
    """
    if Path("/snap").is_dir():
        webbrowser.open(url)
        return
    from onward_app import places

    page = places.home() / "open.html"
    page.unlink(missing_ok=True)
    with os.fdopen(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(url)}">')
    webbrowser.open(page.as_uri())
    time.sleep(BROWSER_READS_WITHIN)
    page.unlink(missing_ok=True)


def _has_a_screen() -> bool:
    """Without one a text browser would take over the terminal."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform == "darwin" or bool(shown)


def could_not(error: Exception) -> int:
    """Say why it did not start; the exit code."""
    print(f"Onward could not start.\n\n{error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
