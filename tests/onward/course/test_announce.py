"""What is said on which day, on invented courses with known truth."""

from itertools import pairwise

import numpy as np
import pytest
from records import checkins, noisy, record

from onward import simulate
from onward.course import follow
from onward.course.announce import is_falling
from onward.course.columns import columns


def said(seed, *truth, **more):
    v = simulate.course(seed, simulate.Setting(**more), episodes=truth)
    r = v.record
    return follow(columns(r, int(r.day[0]), int(r.day[0]) + len(v.level) - 1)).said.announced


def test_an_uneventful_year_is_rarely_called_a_setback():
    words = [w for seed in range(40) for w in said(seed)]
    assert sum(w in ("backstep", "relapse") for w in words) <= 40


def test_most_relapses_are_said_within_five_weeks():
    seen = 0
    for seed in range(30):
        words = said(seed, simulate.Truth("relapse", 150, 210, 1.0))
        seen += any(w in ("backstep", "relapse") for w in words[150:186])
    assert seen >= 24


def test_a_setback_is_over_when_steady_is_said():
    words = said(3, simulate.Truth("relapse", 150, 200, 1.0))
    told = [w for w in words[150:] if w]
    assert told[0] in ("backstep", "relapse")
    assert "steady" in told


def test_a_deeper_step_is_said_only_after_it_was_not_yet_known():
    for seed in range(20):
        words = [w for w in said(seed, simulate.Truth("deeper", 150, 162, 0.0)) if w]
        for i, word in enumerate(words):
            if word == "deeper":
                assert words[i - 1] == "not_yet_known"


def test_a_pause_is_said_while_practices_rest():
    seen = sum(
        "pause" in said(seed, simulate.Truth("pause", 150, 192, 0.0))[150:192] for seed in range(20)
    )
    assert seen >= 12


def test_the_same_word_is_not_said_twice_in_a_row():
    for seed in range(10):
        words = [w for w in said(seed, simulate.Truth("backstep", 120, 170, 0.5)) if w]
        assert all(a != b for a, b in pairwise(words))


@pytest.mark.parametrize(("drop", "expected"), [(4.0, True), (0.0, False)])
def test_functioning_falls_when_the_week_is_reliably_lower(drop, expected):
    x = np.random.default_rng(0).normal(6, 1, 60)
    x[50:] -= drop
    assert bool(is_falling(x, np.full(60, 1.0))[-1]) is expected


@pytest.mark.parametrize("sd", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("channels", [1, 3])
def test_no_turn_for_the_better_is_announced_as_a_loss(sd, channels):
    for high in range(3, 11):
        for low in range(high):
            level = np.concatenate([noisy(high, 25, 1, sd), noisy(low, 95, 2, sd)])
            parts = [checkins(level)]
            if channels == 3:
                parts += [checkins(level, "feelings"), checkins(10 - level, "functioning")]
            r = record(*parts)
            words = follow(columns(r, int(r.day[0]), int(r.day[-1]))).said.announced
            assert not {"backstep", "relapse"} & set(words), (high, low)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_clear_turn_for_the_harder_is_announced_whatever_its_size(channels):
    for low in range(8):
        for high in range(low + 3, 11):
            level = np.concatenate([noisy(low, 45, 1, 0.5), noisy(high, 40, 2, 0.5)])
            parts = [checkins(level)]
            if channels == 3:
                parts += [checkins(level, "feelings"), checkins(10 - level, "functioning")]
            r = record(*parts)
            words = follow(columns(r, int(r.day[0]), int(r.day[-1]))).said.announced
            assert {"backstep", "relapse"} & set(words), (low, high)
