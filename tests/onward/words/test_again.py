"""The last setback beside the one before: likely or too early, and never why."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from voice import Said, offences

from onward import words

UNTIL = date(2026, 6, 1)
PLAN = date(2026, 5, 3)


def test_shorter_with_a_plan_names_the_plan_and_claims_nothing_for_it() -> None:
    assert words.next_time("shorter", "too early", UNTIL, plan=PLAN) == [
        "It was likely shorter than the one before.",
        "It is too early to say if it weighed more or less.",
        "You had a plan this time, first written on 3 May.",
        "Whether the plan did that, nobody can tell from one time.",
    ]


@pytest.mark.parametrize(("length", "depth"), [("longer", "shallower"), ("shorter", "deeper")])
def test_where_a_part_was_harder_the_plan_is_not_named(length: str, depth: str) -> None:
    said = words.next_time(length, depth, UNTIL, plan=PLAN)
    assert not [s for s in said if "plan" in s]
    assert said[-1] == "Why that was so, nobody can tell from one time."


def test_while_it_is_too_early_nothing_is_said() -> None:
    assert words.next_time("too early", "too early", UNTIL, plan=PLAN) == []


def test_everything_that_can_be_said_keeps_the_voice() -> None:
    lengths, depths = ("shorter", "longer", "too early"), ("shallower", "deeper", "too early")
    for length, depth, plan in product(lengths, depths, (PLAN, None)):
        said = " ".join(words.next_time(length, depth, UNTIL, plan=plan))
        assert not offences([Said("next_time", said)])
