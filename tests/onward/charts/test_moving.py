"""The path to move along: the same picture, a day that moves, and words for each day."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from a_review import UNTIL, a_record, after_moving

from onward import charts
from onward.record import Entry

MILLIS = 86_400_000


def test_it_is_the_path_with_a_day_over_it() -> None:
    still = charts.path_chart(after_moving()).to_dict()
    moving = charts.moving_chart(after_moving()).to_dict()
    kinds = [v["mark"]["type"] for v in moving["layer"]]
    assert kinds == [*(v["mark"]["type"] for v in still["layer"]), "rule", "circle"]
    assert {p["name"] for p in moving["params"]} == {"day", "level"}


def test_its_signals_begin_on_the_last_day() -> None:
    made = charts.moving_path(after_moving())
    begin = {s["name"]: s["value"] for s in made.vega["signals"] if "value" in s}
    last = made.days[-1]
    assert (begin["day"], begin["level"]) == last[:2]
    assert last[0] == (UNTIL - date(1970, 1, 1)).days * MILLIS


def test_every_day_has_its_words() -> None:
    made = charts.moving_path(after_moving(), days=30)
    assert len(made.days) == 30
    assert re.fullmatch(r"24 May: in between \(4\.\d\), backstep", made.days[-1][2])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"numbers": False}, "24 May: in between, backstep"),
        ({"numbers": False, "show_states": False}, "24 May"),
    ],
)
def test_what_is_hidden_is_not_said(parts: dict[str, bool], said: str) -> None:
    assert charts.moving_path(after_moving(), days=30, **parts).days[-1][2] == said


def test_an_event_is_said_on_its_day_and_a_quiet_one_only_if_asked() -> None:
    events = [Entry("2026-05-14", "event", name, 4.0, "") for name in ("moved_home", "binge")]
    seen = after_moving(record=a_record(date(2026, 1, 1), UNTIL, extra=tuple(events)))
    for quiet in (False, True):
        said = charts.moving_path(seen, days=30, quiet=quiet).days[-11][2]
        assert "moved home" in said
        assert ("binge" in said) == quiet


def test_its_colours_are_those_of_the_page() -> None:
    sent = json.dumps(charts.moving_path(after_moving()).to_dict())
    assert not re.search(r"#[0-9a-f]{6}\b", sent)
    assert "var(--teal)" in sent
