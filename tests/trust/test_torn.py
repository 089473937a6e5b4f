"""Trust 4: what a torn file gives is right, or it is refused.

PostgreSQL is not tested here: its pages and its log carry checksums of their own
(``initdb --data-checksums``), which a host switches on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from serving import Home

TORN = str(Path(__file__).with_name("torn.py"))


def damaged(folder: Path, cuts: int, crashes: int, faults: int, seed: int) -> dict[str, Any]:
    """What came of so many copies of each kind."""
    numbers = map(str, (cuts, crashes, faults, seed))
    told: dict[str, Any] = json.loads(Home(folder).python(TORN, *numbers).splitlines()[-1])
    print("\n", told)
    assert [sum(told[way].values()) for way in ("cut", "crash", "fault")] == [cuts, crashes, faults]
    return told


def never_wrong(told: dict[str, Any]) -> None:
    """Nothing was read that nobody wrote, and nothing is missing in the middle."""
    assert set(told["cut"]) <= {"whole", "earlier", "refused"}, told["examples"]
    assert told["cut"]["refused"]
    assert set(told["crash"]) == {"whole"}, told["examples"]


def test_sixty_torn_copies_give_what_is_right_or_are_refused(tmp_path: Path) -> None:
    never_wrong(damaged(tmp_path, 40, 20, 0, uuid4().int % 2**32))


@pytest.mark.whole
def test_five_hundred_torn_copies_give_what_is_right_or_are_refused(tmp_path: Path) -> None:
    never_wrong(damaged(tmp_path, 500, 200, 0, 1))


@pytest.mark.whole
def test_a_disk_that_lies_makes_up_nothing(tmp_path: Path) -> None:
    """SQLite keeps no sum of a page, so a page that was damaged later may hide an entry.

    It may also show an entry as it was before a change. It never shows what nobody wrote: that
    does not open. The check of the whole file, which each backup makes, finds what is hidden.
    """
    told = damaged(tmp_path, 0, 0, 500, 1)["fault"]
    assert set(told) <= {"whole", "earlier", "refused", "mixed", "mixed, told", "gaps, told"}
    assert told.get("mixed", 0) <= 15
