"""What sets issues apart: said where one got harder and not all, and never of highs or silence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from a_review import MOST, UNTIL, a_flag, a_record, a_review, an_issue

from onward.record import Entry, Record
from onward.words import issues_apart

HARDER, HOLDS = an_issue("calls", "backstep"), an_issue("sleeping_alone", "steady")


def rated(*names: str) -> Record:
    """A record in which these issues were rated on the last day."""
    extra = tuple(Entry(UNTIL.isoformat(), "issue", name, 4.0, "") for name in names)
    return a_record(date(2026, 1, 1), UNTIL, extra=extra)


def said(state: str, *issues: Any, **parts: Any) -> str | None:
    record = rated(*(i.name for i in issues))
    return issues_apart(a_review(state, issues=issues, record=record, **parts))


def test_one_thing_that_got_harder_is_set_apart_from_the_rest() -> None:
    assert said("steady", HARDER, HOLDS, gain_kept=MOST) == "Calls got harder; the rest holds."


@pytest.mark.parametrize(
    ("state", "issues", "parts"),
    [
        ("backstep", (HARDER, HOLDS), {"gain_kept": MOST}),
        ("steady", (HARDER, HOLDS), {"flags": (a_flag(),)}),
        ("steady", (HARDER, an_issue("driving", "relapse"), HOLDS), {}),
        ("steady", (HOLDS,), {}),
        ("steady", (), {}),
        ("steady", (HARDER, HOLDS), {"muted": True}),
        ("too_early", (HARDER, HOLDS), {"enough_data": False}),
    ],
)
def test_nothing_is_set_apart_where(state: str, issues: Any, parts: Any) -> None:
    assert said(state, *issues, **parts) is None


def test_what_was_not_rated_for_two_weeks_is_not_spoken_of() -> None:
    seen = a_review("steady", issues=(HARDER, HOLDS), record=rated("sleeping_alone"))
    assert issues_apart(seen) is None
