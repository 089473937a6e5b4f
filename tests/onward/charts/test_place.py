"""Labels find places where they touch nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onward.charts.place import GAP, Label, Placed

WORD = Label("abcdeabcde", 100.0, 50.0, align="left", size=10.0)


@pytest.mark.parametrize(
    ("align", "left", "right"),
    [("left", 100.0, 163.0), ("center", 68.5, 131.5), ("right", 37.0, 100.0)],
)
def test_a_label_knows_the_room_that_it_takes(align: str, left: float, right: float) -> None:
    label = replace(WORD, align=align)  # type: ignore[arg-type]
    assert (label.left, label.right) == pytest.approx((left, right))


@pytest.mark.parametrize(
    ("dx", "dy", "touch"),
    [(0, 0, True), (57, 0, True), (63 + GAP - 1, 0, True), (63 + GAP + 1, 0, False),
     (0, 9, True), (0, 10, False), (0, -10, False)],
)  # fmt: skip
def test_two_labels_touch_where_their_boxes_do(dx: float, dy: float, touch: bool) -> None:
    other = replace(WORD, x=WORD.x + dx, y=WORD.y + dy)
    assert WORD.overlaps(other) is touch
    assert other.overlaps(WORD) is touch


def test_the_first_free_place_is_taken_and_none_outside() -> None:
    row = Placed(0.0, 200.0, [WORD])
    outside, blocked = replace(WORD, x=150.0), replace(WORD, x=120.0)
    free = replace(WORD, y=70.0)
    assert row.first_fit([outside, blocked, free])
    assert row.labels == [WORD, free]
    assert not row.first_fit([outside, blocked])


def test_a_label_is_moved_inside_by_as_little_as_needed() -> None:
    row = Placed(0.0, 150.0)
    assert row.inside(WORD).right == pytest.approx(150.0)
    assert row.inside(replace(WORD, x=-5.0)).left == pytest.approx(0.0)
