"""Killed at any point, a backup is whole or not there, and a restore is the old or the new."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def killed(what, folder, url, step):
    program = Path(__file__).with_name("kill_rounds.py")
    own = {k: v for k, v in os.environ.items() if not k.startswith(("ONWARD_", "DJANGO_"))}
    own.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, program, what, folder, "1", str(step)],
        env=own | ({"DATABASE_URL": url} if url else {}),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "turns" in done.stdout


@pytest.mark.parametrize("what", ["backup", "restore"])
def test_a_kill_at_any_point_leaves_what_is_kept_whole(what, tmp_path):
    killed(what, tmp_path, None, 3)


def test_so_it_is_on_a_server(tmp_path, empty_server):
    killed("restore", tmp_path, empty_server, 7)
