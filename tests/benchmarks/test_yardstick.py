"""The yardstick measures what its rules say, on scores made by hand."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def load(name: str) -> Any:
    spec = spec_from_file_location(f"benchmarks_{name}", BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


yardstick = load("yardstick")
peers = load("peers")


class Truth(NamedTuple):
    kind: str
    start: int
    end: int


def score(days: int, *spans: tuple[int, int, float]) -> np.ndarray:
    out = np.zeros(days)
    for first, last, value in spans:
        out[first : last + 1] = value
    return out


def test_an_alarm_is_the_first_day_over_and_then_28_days_are_silent() -> None:
    assert yardstick.alarms(score(200, (50, 60, 1.0), (78, 78, 1.0)), 0.5) == [50]
    assert yardstick.alarms(score(200, (50, 60, 1.0), (79, 79, 1.0)), 0.5) == [50, 79]


def test_a_score_that_stays_over_is_an_alarm_again_after_the_silence() -> None:
    assert yardstick.alarms(score(200, (50, 110, 1.0)), 1.0) == [50, 79, 108]


def test_days_before_day_35_do_not_count() -> None:
    assert yardstick.alarms(score(100, (10, 40, 1.0)), 0.5) == [35]


@pytest.mark.parametrize(("day", "false"), [(99, True), (100, False), (148, False), (149, True)])
def test_an_alarm_is_false_away_from_any_setback(day: int, false: bool) -> None:
    assert yardstick.is_false(day, [Truth("backstep", 100, 120)]) is false


@pytest.mark.parametrize("kind", ["deeper", "pause"])
def test_an_alarm_in_a_deeper_step_or_a_pause_is_false(kind: str) -> None:
    assert yardstick.is_false(105, [Truth(kind, 100, 120)])


def test_the_threshold_leaves_one_false_alarm_a_person_year() -> None:
    rng = np.random.default_rng(4)
    people = [(rng.random(400), ()) for _ in range(40)]
    at = yardstick.threshold_for(people)
    assert 0.9 <= yardstick.false_alarms(people, at) <= 1.0
    assert yardstick.false_alarms(people, at - 0.001) > 0.9


def test_a_score_whose_highest_value_cries_too_often_never_alarms() -> None:
    people = [(score(400, *[(d, d, 1.0) for d in range(35, 400, 29)]), ())]
    assert yardstick.threshold_for(people) == np.inf


def test_a_setback_is_seen_up_to_35_days_after_its_onset() -> None:
    truth = [Truth("relapse", 100, 170)]
    on_time = yardstick.found([(score(300, (135, 140, 1.0)), truth)], 0.5)
    late = yardstick.found([(score(300, (136, 140, 1.0)), truth)], 0.5)
    assert (on_time.seen, on_time.delay, late.seen) == (1.0, 35.0, 0.0)
    assert on_time.false == late.false == 0.0


def test_a_deeper_step_is_called_a_setback_by_an_alarm_within_it() -> None:
    truth = [Truth("deeper", 100, 110), Truth("deeper", 200, 210)]
    got = yardstick.found([(score(300, (105, 106, 1.0)), truth)], 0.5)
    assert (got.called, got.deeper) == (0.5, 2)
    assert got.false == pytest.approx(365 / 265)


def test_a_kind_is_named_14_days_after_onset_or_on_the_last_day_of_a_shorter_deeper_step() -> None:
    states = np.tile([1.0, 0.0, 0.0, 0.0, 0.0], (300, 1))
    states[107, 1] = 0.2
    states[164, 2] = 0.2
    states[214, 3] = 0.2
    states[264, 2] = 0.2
    truth = [
        Truth("deeper", 100, 108),
        Truth("backstep", 150, 180),
        Truth("pause", 200, 220),
        Truth("relapse", 250, 290),
        Truth("relapse", 290, 300),
    ]
    got = yardstick.macro_f1([(states, truth)])
    assert got["deeper"] == got["pause"] == 1.0
    assert got["backstep"] == pytest.approx(2 / 3)
    assert got["relapse"] == 0.0
    assert got["macro"] == pytest.approx((1 + 2 / 3 + 1 + 0) / 4)


def test_what_is_believed_as_often_as_it_is_so_has_no_calibration_error() -> None:
    days = score(135, (85, 134, 1.0))
    truth = [Truth("backstep", 85, 135)]
    assert yardstick.calibration_error([(days, truth)]) == 0.0
    assert yardstick.calibration_error([(np.full(135, 0.5), truth)]) == 0.0
    assert yardstick.calibration_error([(1 - days, truth)]) == 1.0


def test_words_of_a_setback_are_measured_without_silence() -> None:
    words: list[str | None] = [None] * 400
    words[50] = words[60] = words[200] = "backstep"
    words[70] = "pause"
    got = yardstick.announced([(words, [Truth("backstep", 195, 230)])])
    assert (got.seen, got.delay) == (1.0, 5.0)
    assert got.false == pytest.approx(2.0)


def shifted(rise: float) -> np.ndarray:
    rng = np.random.default_rng(7)
    y = np.full((260, 4), np.nan)
    y[:, 0] = np.round(np.clip(3 + rng.normal(0, 1.0, 260), 0, 10))
    y[180:, 0] = np.clip(y[180:, 0] + rise, 0, 10)
    y[rng.random(260) < 0.2, 0] = np.nan
    y[6::7, 3] = 3 + rng.normal(0, 0.6, 37)
    y[180:, 3] += rise
    return y


@pytest.mark.parametrize("peer", peers.available(), ids=lambda p: p.name)
def test_a_peer_never_looks_ahead(peer: Any) -> None:
    y = shifted(3.0)
    whole = peer.score(y)
    assert whole.shape == (260,)
    assert not np.isnan(whole).any()
    for cut in (90, 187, 201):
        np.testing.assert_array_equal(peer.score(y[:cut]), whole[:cut])


@pytest.mark.parametrize("peer", peers.available(), ids=lambda p: p.name)
def test_a_peer_scores_a_large_lasting_rise_above_the_days_before(peer: Any) -> None:
    got = peer.score(shifted(4.0))
    assert got[180:215].max() > got[35:180].max()


@pytest.mark.parametrize("peer", peers.available(), ids=lambda p: p.name)
def test_a_peer_has_a_score_where_nothing_was_written(peer: Any) -> None:
    assert not np.isnan(peer.score(np.full((120, 4), np.nan))).any()
