"""The path as a table says what the picture shows."""

from __future__ import annotations

from datetime import date

import pytest
from a_review import UNTIL, a_record, after_moving, an_issue

from onward import charts
from onward.record import Entry


def test_thirty_days_have_a_row_a_day_the_latest_first() -> None:
    table = charts.path_table(after_moving(), days=30)
    assert len(table.rows) == len(table.days) == 30
    assert table.days[0].first == table.days[0].last == UNTIL
    assert table.rows[0][:2] == ("24 May", "4.6, in between")


def test_a_long_stretch_has_a_row_a_week_and_every_day_in_one() -> None:
    seen = after_moving()
    table = charts.path_table(seen)
    days = [d for row in table.days for d in range(row.first.toordinal(), row.last.toordinal() + 1)]
    assert sorted(days) == seen.daily.day.tolist()
    assert table.rows[0][0] == "18 May to 24 May"


def test_a_row_tells_the_episode_and_what_was_noted() -> None:
    moved = Entry("2026-05-14", "event", "moved_home", 4.0, "")
    record = a_record(date(2026, 1, 1), UNTIL, extra=(moved,))
    table = charts.path_table(after_moving(record=record), days=30)
    assert table.heads == ("Day", "How heavy, 0 to 10", "Likely range", "What it was", "Noted")
    row = next(r for r in table.rows if r[0] == "14 May")
    assert row[3:] == ("backstep", "moved home, walking")


@pytest.mark.parametrize("parts", [{"show_states": False}, {"muted": True}])
def test_without_verdicts_no_state_has_a_column(parts: dict[str, bool]) -> None:
    seen = after_moving(muted=parts.pop("muted", False))
    table = charts.path_table(seen, **parts)
    assert "What it was" not in table.heads
    assert all(len(row) == len(table.heads) for row in table.rows)


def test_behaviours_are_not_listed() -> None:
    hurt = Entry("2026-05-20", "behaviour", "self_harm", 2.0, "")
    record = a_record(date(2026, 1, 1), UNTIL, extra=(hurt,))
    seen = charts.path_table(after_moving(record=record), days=30)
    assert seen.rows == charts.path_table(after_moving(), days=30).rows


def test_lower_numbers_are_lighter_in_words_too() -> None:
    table = charts.path_table(after_moving())
    lightest = min(table.days, key=lambda r: r.level)
    at = table.days.index(lightest)
    assert table.rows[at][1].endswith("fairly light")
    assert lightest.low < lightest.level < lightest.high


def test_without_verdicts_a_level_is_its_number_alone() -> None:
    table = charts.path_table(after_moving(), show_states=False)
    assert "Likely range" not in table.heads
    assert all(float(row[1]) >= 0 for row in table.rows)


def test_without_numbers_words_alone_are_left() -> None:
    table = charts.path_table(after_moving(), days=30, numbers=False)
    assert table.heads == ("Day", "How heavy", "What it was", "Noted")
    assert table.rows[0][:2] == ("24 May", "in between")


def test_without_numbers_and_verdicts_the_days_and_what_was_noted_are_left() -> None:
    table = charts.path_table(after_moving(), days=30, numbers=False, show_states=False)
    assert table.heads == ("Day", "Noted")


def test_what_is_quiet_is_listed_only_where_it_is_asked_for() -> None:
    fasted = Entry("2026-05-14", "practice", "fasting", 1.0, "")
    drank = Entry("2026-05-14", "behaviour", "drinking", 1.0, "")
    record = a_record(date(2026, 1, 1), UNTIL, extra=(fasted, drank))
    for quiet in (False, True):
        table = charts.path_table(after_moving(record=record), days=30, quiet=quiet)
        noted = next(r for r in table.rows if r[0] == "14 May")[-1]
        assert ("fasting" in noted, "drinking" in noted) == (quiet, quiet)


def test_an_issue_is_a_table_of_its_own_days() -> None:
    table = charts.issue_table(an_issue("calls", "backstep"), days=7)
    assert table.heads == ("Day", "How heavy, 0 to 10", "Likely range")
    assert [len(row) for row in table.rows] == [3] * 7
    assert table.rows[0] == ("24 May", "5.0, in between", "4.3 to 5.7")


def test_what_is_held_is_a_table_in_words() -> None:
    table = charts.kept_table(after_moving())
    assert table is not None
    assert [row[0] for row in table.rows] == ["At least", "Most likely", "At most"]
    assert not any(c.isdigit() for row in table.rows for c in row[1])


def test_without_a_gain_nothing_is_a_table_of_what_is_held() -> None:
    assert charts.kept_table(after_moving(gain_kept=None)) is None
    assert charts.kept_table(after_moving(muted=True)) is None
