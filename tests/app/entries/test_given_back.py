"""The one true thing that a visit gives back."""

from __future__ import annotations

from datetime import date, timedelta

from onward.record import Entry, Record
from onward_app.entries.given_back import own_words

FIRST = date(2026, 3, 1)
TODAY = date(2026, 6, 1)


def record(*more: Entry, days: int = 60, light: range = range(30, 40)) -> Record:
    """Sixty days of heavy check-ins with a lighter stretch."""
    rows = [
        Entry(day(at), "checkin", "distress", 2.0 if at in light else 7.0, "") for at in range(days)
    ]
    return Record.of([*rows, *more])


def day(at: int) -> str:
    return (FIRST + timedelta(days=at)).isoformat()


def note(at: int, words: str) -> Entry:
    return Entry(day(at), "note", "", None, words)


def test_words_of_a_lighter_week_are_given_back_with_their_day() -> None:
    found = own_words(record(note(35, "Tea by the window and a long call.")), TODAY)
    assert found is not None
    assert found.words == "Tea by the window and a long call."
    assert found.day == FIRST + timedelta(days=35)


def test_words_of_a_heavy_week_are_not_given_back() -> None:
    assert own_words(record(note(5, "It is so dark, I cannot see an end.")), TODAY) is None


def test_without_notes_nothing_is_given_back() -> None:
    assert own_words(record(), TODAY) is None


def test_a_few_days_are_too_few_to_call_a_week_better() -> None:
    few = record(note(1, "A good long walk today."), days=3, light=range(3))
    assert own_words(few, TODAY) is None


def test_words_of_a_setback_never_stand_on_the_first_page() -> None:
    assert own_words(record(note(35, "No sign of a relapse this week.")), TODAY) is None


def test_where_highs_are_recorded_no_week_is_called_better() -> None:
    high = Entry(day(50), "checkin", "elevated", 2.0, "")
    assert own_words(record(note(35, "I can do anything at all now."), high), TODAY) is None


def test_each_day_gives_back_another_note() -> None:
    notes = [note(33, "First words of that week."), note(36, "Second words of that week.")]
    seen = {own_words(record(*notes), TODAY + timedelta(days=d)) for d in range(2)}
    assert len(seen) == 2


def test_mood_counts_where_distress_was_not_asked() -> None:
    rows = [Entry(day(a), "checkin", "mood", 8.0 if 30 <= a < 40 else 3.0, "") for a in range(60)]
    found = own_words(Record.of([*rows, note(35, "The garden was full of light.")]), TODAY)
    assert found is not None
