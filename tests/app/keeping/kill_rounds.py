"""Run as a program: kills a backup, or a restore, at one point after the other, and looks.

    python kill_rounds.py backup|restore FOLDER FIRST STEP

A child is forked for each round. It counts each touch of a file below the folder, and kills itself
at the one that is its turn. Then the parent does what a start does, and compares.
"""

import os
import signal
import sys
from pathlib import Path

WHAT, FOLDER, FIRST, STEP = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
os.environ["ONWARD_HOME"] = str(FOLDER / "home")
os.environ["ONWARD_KEY_FILE"] = str(FOLDER / "configuration" / "key")
TOUCHES = {"os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "open", "os.chmod"}

from onward_app import environment, starting  # noqa: E402  (the places are set before they are read)

environment.begin()
starting.prepare()

from django.db import connections  # noqa: E402

from onward_app.accounts.actions import owner_alone  # noqa: E402
from onward_app.entries.actions import keep  # noqa: E402
from onward_app.keeping import (  # noqa: E402
    actions,
    backups,
    copying,
    databases,
    sqlite_files,
    swapping,
    trial,
)

HOME = FOLDER / "home"


def killed_at(turn, work):
    """Whether a child that does the work was killed at this turn; False once it came to its end."""
    connections.close_all()
    child = os.fork()
    if not child:
        left = [turn]

        def count(*_):
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def touched(event, arguments):
            if event in TOUCHES and any(str(FOLDER) in str(a) for a in arguments):
                count()

        sys.addaudithook(touched)
        work(progress=count)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the work ended badly"
    return False


def live():
    """What the live records hold, after what a start does."""
    swapping.settle(HOME)
    connections.close_all()
    for alias in ("default", "keys"):
        assert not databases.is_sqlite(alias) or not sqlite_files.faults(databases.path_of(alias))
    return copying.contents("default")


def restore_rounds():
    """Old or new, never a mixture."""
    actions.back_up()
    old = live()
    keep(person=owner_alone().id, rows=[("2026-03-02", "note", "", None, "later")])
    new = live()
    assert old != new
    turn, was_old, was_new = FIRST, 0, 0
    while killed_at(turn, actions.restore):
        now = live()
        assert now in (old, new), f"neither old nor new after a kill at {turn}"
        if now == old:
            was_old += 1
            actions.undo_restore()
            assert live() == new, f"not undone after a kill at {turn}"
        else:
            was_new += 1
        turn += STEP
    assert live() == old
    print(f"{turn - FIRST} turns in steps of {STEP}: {was_new} kept, {was_old} restored")
    assert was_new
    assert was_old


def backup_rounds():
    """Whole or not there."""
    turn, there = FIRST, 0
    while killed_at(turn, actions.back_up):
        for kept in backups.listed(HOME / "backups"):
            for path in (kept.records, kept.keys):
                assert path is not None, f"records without keys after a kill at {turn}"
                assert backups.sum_file(path).exists()
                trial.refuse_changed(path)
                assert sqlite_files.faults(path) == 0
            there += 1
        turn += STEP
    actions.back_up()
    assert not list((HOME / "backups").rglob("*.part*"))
    live()
    print(f"{turn - FIRST} turns in steps of {STEP}: {there} whole backups looked at")


keep(person=owner_alone().id, rows=[("2026-03-01", "note", "", None, "first")])
restore_rounds() if WHAT == "restore" else backup_rounds()
