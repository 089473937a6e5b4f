"""An import adds only copies beyond those that are here."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from onward_app.entries.actions import Row
from onward_app.takeout.copies import beyond, digest

ROW = st.tuples(
    st.sampled_from(["2026-05-01", "2026-05-02T08:00"]),
    st.just("checkin"),
    st.sampled_from(["distress", "hope"]),
    st.sampled_from([1.0, 2.0, 2.5]),
    st.sampled_from(["", "words"]),
)
FILES = st.lists(st.lists(ROW, max_size=30), min_size=1, max_size=4)


@given(FILES)
def test_overlapping_exports_never_add_more_copies_than_the_larger_count(
    files: list[list[Row]],
) -> None:
    here: list[Row] = []
    for file in files:
        here += beyond(file, Counter(digest(r) for r in here)).new
    counts = [Counter(file) for file in files]
    largest = {row: max(c[row] for c in counts) for c in counts for row in c}
    assert Counter(here) == Counter(largest)


@given(st.lists(ROW, max_size=30))
def test_the_same_file_again_adds_nothing(file: list[Row]) -> None:
    again = beyond(file, Counter(digest(r) for r in file))
    assert (again.new, again.already) == ([], len(file))
    assert again.known_days == {r[0][:10] for r in file}


def test_a_whole_number_is_the_same_row_with_and_without_its_point() -> None:
    assert digest(("2026-05-01", "checkin", "hope", 4, "")) == digest(
        ("2026-05-01", "checkin", "hope", 4.0, "")
    )


def test_no_two_different_rows_share_a_digest_by_moving_a_border() -> None:
    one = ("2026-05-01", "practice", "ab", None, "")
    other = ("2026-05-01", "practice", "a", None, "b")
    assert digest(one) != digest(other)
