"""``onward key``, as it is typed: in a process of its own, with files of its own."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest

from onward_app.vault import key_text, recovery

PASSPHRASE = "seven quiet herons walking"
PROGRAM = """
import sys, typer
from onward_app.commands import key
app = typer.Typer()
app.callback()(lambda: None)
key.add_to(app)
app(sys.argv[1:])
"""
STORE = """
import django; django.setup()
from uuid import UUID
from django.core.management import call_command
from onward_app.vault.actions import create_key
call_command("migrate", database="keys", verbosity=0)
[create_key(person=UUID(int=n)) for n in (1, 2, 3)]
"""


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """The environment of a home with a store of three keys."""
    out = {k: v for k, v in os.environ.items() if not k.startswith(("ONWARD_", "DJANGO_"))}
    out |= {
        "ONWARD_HOME": str(tmp_path / "home"),
        "ONWARD_KEY_FILE": str(tmp_path / "key"),
        "DJANGO_SETTINGS_MODULE": "onward_app.settings",
        "PYTHONWARNINGS": "default",
    }
    out.pop("DATABASE_URL", None)
    (tmp_path / "home").mkdir()
    (tmp_path / "key").write_text(key_text.plain(bytes(range(32))))
    (tmp_path / "key").chmod(0o600)
    subprocess.run([sys.executable, "-c", STORE], env=out, check=True)
    return out


def run(places: dict[str, str], *words: str, typed: str = "", **more: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "key", *words],
        env=places | more,
        input=typed,
        timeout=60,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def guarded(places: dict[str, str]) -> dict[str, str]:
    """The same with a passphrase, given as to a server: nobody is there to type it."""
    file = Path(places["ONWARD_KEY_FILE"])
    file.write_text(key_text.wrapped(bytes(range(32)), PASSPHRASE))
    return places | {"ONWARD_KEY_PASSPHRASE": PASSPHRASE}


def test_it_checks_the_key_file(places):
    done = run(places, "check")
    assert done.returncode == 0, done.stderr
    assert "It opens 3 of 3 keys in the store." in done.stdout
    assert "No passphrase guards it." in done.stdout


def test_a_foreign_key_file_is_told(places):
    Path(places["ONWARD_KEY_FILE"]).write_text(key_text.plain(bytes(32)))
    done = run(places, "check")
    assert done.returncode == 1
    assert "It opens 0 of 3 keys in the store." in done.stdout
    assert "not the key of this store" in done.stderr


def test_a_key_file_that_others_may_read_is_told(places):
    Path(places["ONWARD_KEY_FILE"]).chmod(0o644)
    done = run(places, "check")
    assert done.returncode == 1
    assert "chmod 600" in done.stderr


def test_a_sheet_is_printed_that_makes_the_key_anew(places):
    file = Path(places["ONWARD_KEY_FILE"])
    sheet = run(places, "sheet").stdout
    lines = re.findall(r"^ +\d +([A-Z2-7]{4}(?: [A-Z2-7]{4}){3})$", sheet, re.MULTILINE)
    assert len(lines) == 4
    before = file.read_text()
    file.unlink()
    done = run(places, "restore", typed="\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr
    assert "It opens all 3 keys in the store." in done.stdout
    assert file.read_text() == before
    assert file.stat().st_mode & 0o777 == 0o600


def code(kek: bytes) -> str:
    return "\n".join(recovery.code_of(kek)) + "\n"


def test_a_key_that_opens_is_not_written_over(places):
    done = run(places, "restore", typed=code(bytes(range(32))))
    assert done.returncode == 1
    assert "There is nothing to restore" in done.stderr


def test_the_sheet_of_another_key_changes_nothing(places):
    file = Path(places["ONWARD_KEY_FILE"])
    file.unlink()
    done = run(places, "restore", typed=code(bytes(32)))
    assert done.returncode == 1
    assert "opens 0 of the 3 keys" in done.stderr
    assert not file.exists()


def test_a_slip_is_told_with_its_line_and_changes_nothing(places):
    file = Path(places["ONWARD_KEY_FILE"])
    file.unlink()
    lines = recovery.code_of(bytes(range(32)))
    lines[2] = ("B" if lines[2][0] != "B" else "C") + lines[2][1:]
    done = run(places, "restore", typed="\n".join(lines))
    assert done.returncode == 1
    assert "Line 3 has a slip" in done.stderr
    assert not file.exists()


def test_with_the_passphrase_lost_the_sheet_opens_all_again(places):
    file = Path(places["ONWARD_KEY_FILE"])
    guarded(places)
    done = run(places, "restore", typed=code(bytes(range(32))))
    assert done.returncode == 0, done.stderr
    assert key_text.kek_of(file.read_text()) == bytes(range(32))
    assert key_text.is_wrapped(file.with_name("key.replaced").read_text())


def test_a_harmed_key_file_is_replaced_by_the_sheet_and_kept(places):
    file = Path(places["ONWARD_KEY_FILE"])
    file.write_text("harmed")
    done = run(places, "restore", typed=code(bytes(range(32))))
    assert done.returncode == 0, done.stderr
    assert key_text.kek_of(file.read_text()) == bytes(range(32))
    assert file.with_name("key.replaced").read_text() == "harmed"


def test_a_key_beside_no_store_is_not_written_over(places):
    (Path(places["ONWARD_HOME"]) / "keys.sqlite3").unlink()
    done = run(places, "restore", typed=code(bytes(32)))
    assert done.returncode == 1
    assert "no store that could show which key is right" in done.stderr
    assert not (Path(places["ONWARD_HOME"]) / "keys.sqlite3").exists()


def test_the_key_is_changed(places):
    file = Path(places["ONWARD_KEY_FILE"])
    done = run(places, "rotate")
    assert done.returncode == 0, done.stderr
    assert "3 keys are wrapped by the new one" in done.stdout
    assert key_text.kek_of(file.read_text()) != bytes(range(32))
    assert "It opens 3 of 3 keys" in run(places, "check").stdout


def test_the_key_of_a_server_is_changed_and_keeps_its_passphrase(places):
    server = guarded(places)
    done = run(server, "rotate")
    assert done.returncode == 0, done.stderr
    text = Path(places["ONWARD_KEY_FILE"]).read_text()
    assert key_text.kek_of(text, PASSPHRASE) != bytes(range(32))
    assert "A passphrase guards it." in run(server, "check").stdout


def test_a_passphrase_is_taken_away(places):
    done = run(guarded(places), "passphrase", "--remove")
    assert done.returncode == 0, done.stderr
    text = Path(places["ONWARD_KEY_FILE"]).read_text()
    assert key_text.kek_of(text) == bytes(range(32))
    again = run(places, "passphrase", "--remove")
    assert again.returncode == 1
    assert "No passphrase guards the key file" in again.stderr


def test_a_wrong_passphrase_is_told(places):
    guarded(places)
    done = run(places, "check", ONWARD_KEY_PASSPHRASE="surely a wrong one")
    assert done.returncode == 1
    assert "does not open the key" in done.stderr


def test_a_passphrase_is_set_at_a_terminal(places):
    """With a terminal of its own, as a person has it; nothing that is typed is shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-c", PROGRAM, "key", "passphrase"], {**places})
    shown = until(terminal, b"new passphrase:")
    os.write(terminal, (PASSPHRASE + "\n").encode())
    shown += until(terminal, b"confirmation:")
    os.write(terminal, (PASSPHRASE + "\n").encode())
    shown += until(terminal, b"onward key rotate", hidden=False)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    os.close(terminal)
    assert PASSPHRASE.encode() not in shown
    assert b"nothing can be read again" in b" ".join(shown.split())
    text = Path(places["ONWARD_KEY_FILE"]).read_text()
    assert key_text.kek_of(text, PASSPHRASE) == bytes(range(32))


def until(terminal: int, words: bytes, hidden: bool = True) -> bytes:
    """What is shown up to some words, once the terminal hides what is typed next."""
    shown, end = b"", time.monotonic() + 60
    while words not in shown or (hidden and termios.tcgetattr(terminal)[3] & termios.ECHO):
        assert time.monotonic() < end, shown
        if select.select([terminal], [], [], 0.05)[0]:
            shown += os.read(terminal, 1024)
    return shown
