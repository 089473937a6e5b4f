"""Trust 5: many processes write at once, beside checkpoints and copies, and nobody is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from serving import Home

NUMBERED = str(Path(__file__).with_name("numbered.py"))
LONGEST_WAIT = 5.0
pytestmark = pytest.mark.xdist_group("server")


def begin(home: Home, *arguments: str) -> subprocess.Popen[str]:
    """A process of its own in this home."""
    return subprocess.Popen(
        [sys.executable, NUMBERED, *arguments],
        env=home.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(process: subprocess.Popen[str]) -> dict[str, object]:
    """The line that a process ends with."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err[-3000:]
    return json.loads(out.splitlines()[-1])


def write_at_once(home: Home, processes: int, seconds: float) -> dict[str, object]:
    """So many writers for so long; what came of it."""
    people = home.python(NUMBERED, "make", str(processes)).split()
    writers = [begin(home, "write", person, str(seconds)) for person in people]
    sqlite = "DATABASE_URL" not in home.settings
    keeping = begin(home, "beside", str(seconds), str(home.folder)) if sqlite else None
    ended = [outcome(writer) for writer in writers]
    rounds = 0
    if keeping:
        beside = outcome(keeping)
        assert beside["errors"] == []
        rounds = beside["rounds"]
        assert rounds
    assert [error for one in ended for error in one["errors"]] == []
    found = json.loads(home.python(NUMBERED, "check", *people))
    assert {p: f["wrong"] for p, f in found.items() if f["wrong"]} == {}
    assert [found[p]["count"] for p in people] == [one["written"] for one in ended]
    assert all(one["written"] for one in ended)
    longest = max(one["longest"] for one in ended)
    assert longest < LONGEST_WAIT
    written = sum(int(one["written"]) for one in ended)
    print(f"\n{processes} writers, {seconds} s: {written} written, longest {longest:.2f} s, "
          f"{rounds} rounds of copies and checkpoints beside them")  # fmt: skip
    return {"written": written, "longest": longest, "rounds": rounds}


def test_four_writers_are_never_refused(home: Home) -> None:
    write_at_once(home, 4, 2)


@pytest.mark.whole
@pytest.mark.parametrize("processes", [1, 4, 16])
def test_writers_for_a_minute_are_never_refused(home: Home, processes: int) -> None:
    write_at_once(home, processes, 60)
