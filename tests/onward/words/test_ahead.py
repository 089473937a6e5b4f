"""How long it may take: a spread, where it may be said, and never a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from a_review import a_flag, a_record, after_moving
from reading import grade, sentences
from voice import Said, offences

from onward import words
from onward.results import TimeBack

FREE = "Nobody can know this, and shorter or longer is all right."
INVENTED = TimeBack(median=45, low=18, high=85, own=0)
OWN = replace(INVENTED, own=2)


def test_without_own_ways_back_it_is_said_to_be_invented() -> None:
    assert words.time_back(after_moving(time_back=INVENTED)) == (
        f"In invented examples it took 18 to 85 more days. Your own pace is not known yet. {FREE}"
    )


@pytest.mark.parametrize(("own", "ways"), [(1, "way"), (2, "ways"), (30, "ways")])
def test_own_ways_back_are_named_and_the_invented_beside_them(own: int, ways: str) -> None:
    assert words.time_back(after_moving(time_back=replace(INVENTED, own=own))) == (
        f"Going by your earlier {ways} back, it may take 18 to 85 more days. "
        f"Invented examples count in this too. {FREE}"
    )


@pytest.mark.parametrize("back", [INVENTED, OWN])
def test_the_median_is_never_said(back: TimeBack) -> None:
    assert "45" not in str(words.time_back(after_moving(time_back=back)))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(3, 12, "three to twelve"), (3, 13, "3 to 13"), (1, 1, "one to two")],
)
def test_two_numbers_are_written_in_one_way(low: int, high: int, said: str) -> None:
    back = TimeBack(median=low, low=low, high=high, own=1)
    assert f" {said} more days." in str(words.time_back(after_moving(time_back=back)))


@pytest.mark.parametrize("back", [INVENTED, OWN])
def test_it_keeps_the_voice(back: TimeBack) -> None:
    said = str(words.time_back(after_moving(time_back=back)))
    assert not offences([Said("time_back", said)])
    assert grade(said) <= 6
    assert len(sentences(said)) == 3


def test_nothing_is_expected_without_a_setback_or_belief_in_one() -> None:
    assert words.time_back(after_moving(time_back=None)) is None
    assert words.time_back(after_moving(time_back=INVENTED, belief=0.1)) is None


def test_nothing_is_expected_while_a_flag_is_up() -> None:
    assert words.time_back(after_moving(time_back=INVENTED, flags=(a_flag(13),))) is None
    assert words.time_back(after_moving(time_back=INVENTED, flags=(a_flag(14),))) is not None


def test_nothing_is_expected_where_highs_were_noted() -> None:
    assert words.time_back(after_moving(time_back=INVENTED, muted=True)) is None


def test_nothing_is_expected_after_two_weeks_without_a_number() -> None:
    quiet = a_record(date(2026, 1, 1), date(2026, 5, 10))
    assert words.time_back(after_moving(time_back=INVENTED, record=quiet)) is None
