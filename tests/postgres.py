"""Starts a private PostgreSQL for the tests, and ends it.

    python tests/postgres.py FOLDER        prints the address that DATABASE_URL takes
    python tests/postgres.py --end FOLDER
    python tests/postgres.py --there       whether its programs are on this machine

It listens on this machine only, on a free port, and keeps nothing: no fsync, and its folder goes.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

SERVER_USER = "postgres"
OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60 -c log_statement=none"


def programs() -> Path | None:
    """Where PostgreSQL's own programs are, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def as_server() -> list[str]:
    """PostgreSQL refuses to run as root, so there another user runs it."""
    if os.geteuid() != 0:
        return []
    names = ["setpriv", f"--reuid={SERVER_USER}", f"--regid={SERVER_USER}", "--clear-groups", "--"]
    return names if shutil.which("setpriv") else ["runuser", "-u", SERVER_USER, "--"]


def begin(folder: Path) -> str:
    """Make and start a server in an empty folder; the address of its database."""
    where = programs()
    if where is None:
        raise SystemExit("PostgreSQL is not on this machine.")
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_USER, SERVER_USER)
    data = folder / "data"
    _run([where / "initdb", "-D", data, "-U", "onward", "-A", "trust", "-E", "UTF8", "--no-sync"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"{OPTIONS} -p {port} -k {folder}"
    _run([where / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"])
    return f"postgresql://onward@127.0.0.1:{port}/postgres"


def end(folder: Path) -> None:
    """Stop the server and throw its folder away."""
    where = programs()
    if where and (folder / "data" / "postmaster.pid").exists():
        _run([where / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"])
    shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[object]) -> None:
    done = subprocess.run(
        [*as_server(), *map(str, command)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    if done.returncode:
        raise SystemExit(f"PostgreSQL could not be started: {done.stderr.strip()}")


if __name__ == "__main__":
    if sys.argv[1] == "--there":
        sys.exit(programs() is None)
    if sys.argv[1] == "--end":
        end(Path(sys.argv[2]))
    else:
        print(begin(Path(sys.argv[1])))
