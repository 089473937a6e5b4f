"""The compiled filter against its slow twin, and what must hold of any belief."""

from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest
from slow_twin import Twin

from onward import simulate
from onward._kernels.days import no_slots, nobody_yet
from onward._kernels.model import BASE, VAR
from onward._kernels.person import hear_steady
from onward._kernels.slots import arrive
from onward.course import filter as course_filter
from onward.course import priors
from onward.course.columns import Columns, columns, issue_columns
from onward.record import Entry, Record


def whole(record: Record) -> Columns:
    return columns(record, int(record.day[0]), int(record.day[-1]))


def told(y: np.ndarray, done: np.ndarray | None = None) -> Columns:
    """Columns of nothing but check-ins, and of whether there was a practice."""
    n = len(y)
    quiet = Record.of([Entry("2026-01-01", "note", "", None, "a word")])
    first = int(quiet.day[0])
    return replace(
        columns(quiet, first, first + n - 1),
        y=np.column_stack([y, np.full(n, np.nan)]),
        done=np.full(n, -1.0) if done is None else done,
    )


def calm(seed: int, days: int) -> np.ndarray:
    """Distress, feelings and functioning of somebody to whom nothing happens."""
    return np.random.default_rng(seed).normal((3.0, 4.0, 7.0), 1.0, (days, 3))


def setback(f: course_filter.Filtered) -> np.ndarray:
    return f.states[:, 2] + f.states[:, 4]


def assert_same(fast: course_filter.Filtered, slow: course_filter.Filtered) -> None:
    for field in fields(course_filter.Filtered):
        a, b = getattr(fast, field.name), getattr(slow, field.name)
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-9, err_msg=field.name)


@pytest.mark.parametrize("variant", ["ordinary", "sparse", "weekly", "one_channel", "heavy_tails"])
def test_the_compiled_filter_and_its_slow_twin_believe_the_same(variant):
    c = whole(simulate.course(11, simulate.VARIANTS[variant]).record)
    assert_same(course_filter.run(c), Twin(c, whole=True).run())


def test_the_twin_agrees_on_one_issue():
    record = simulate.example()
    c = issue_columns(record, "calls", int(record.day[0]), int(record.day[-1]))
    assert_same(course_filter.run(c, whole=False), Twin(c, whole=False).run())


def test_the_twin_agrees_on_a_large_loss_and_a_long_silence():
    y, done = calm(3, 160), (np.random.default_rng(3).random(160) < 0.6).astype(float)
    y[90:130] += (5, 4, -4)
    y[105:120] = y[140:144] = np.nan
    done[95:] = 0
    done[105:120] = -1
    c = told(y, done)
    assert_same(course_filter.run(c), Twin(c, whole=True).run())


def test_beliefs_sum_to_one_on_each_day():
    f = course_filter.run(whole(simulate.course(3).record))
    np.testing.assert_allclose(f.states.sum(axis=1), 1, atol=1e-12)
    assert (f.states >= 0).all()


def test_without_any_number_the_level_is_the_prior():
    record = Record.of([Entry("2026-01-01", "note", "", None, "a word")])
    f = course_filter.run(whole(record))
    b = priors.priors()[0]
    mean, variance = b.start[:, 0]
    assert f.level[0] == pytest.approx(mean)
    assert f.sd[0] == pytest.approx(np.hypot(np.sqrt(variance), b.drift))


def test_a_gap_makes_the_level_less_certain():
    record = simulate.course(3).record
    f = course_filter.run(columns(record, int(record.day[0]), int(record.day[-1]) + 90))
    assert f.sd[-1] > f.sd[-91]


def test_an_issue_never_takes_a_deeper_step_or_a_pause():
    record = simulate.example()
    c = issue_columns(record, "calls", int(record.day[0]), int(record.day[-1]))
    assert course_filter.run(c, whole=False).states[:, [1, 3]].max() == 0


def test_a_sustained_rise_is_believed_to_be_a_setback():
    relapse = simulate.Truth("relapse", 120, 180, 1.0)
    f = course_filter.run(whole(simulate.course(5, episodes=(relapse,)).record))
    assert setback(f)[60:118].max() < 0.5
    assert setback(f)[135:175].mean() > 0.8


def test_pooling_old_onsets_keeps_all_the_weight_and_the_mean_of_the_move():
    b, t, _ = priors.priors()
    (p, now), s, rng = nobody_yet(b), no_slots(b, t), np.random.default_rng(0)
    j = int(np.flatnonzero(priors.is_loss(t.kind))[0])
    mine = slice(t.first[j], t.first[j + 1])
    count = t.first[j + 1] - t.first[j]
    s.weight[mine] = rng.dirichlet(np.ones(count)) / 2
    s.mean[:, mine] = rng.normal(size=(4, count))
    weight, moved = s.weight.sum(), s.mean @ s.weight
    for day in range(3 * count):  # nothing may begin, so that each onset comes to be pooled
        arrive(day, np.zeros((day + 1, len(t.kind))), 0, False, b, t, p, now, s)
    assert s.weight[mine][-1] == pytest.approx(weight, rel=1e-12)
    assert s.weight.sum() == pytest.approx(weight, rel=1e-12)
    np.testing.assert_allclose(s.mean @ s.weight, moved, atol=1e-12)


@pytest.mark.parametrize(("kind", "loss", "seed"), [("relapse", 1.0, 1), ("backstep", 0.5, 5)])
def test_silence_does_not_end_a_loss(kind, loss, seed):
    made = simulate.course(seed, episodes=(simulate.Truth(kind, 120, 200, loss),)).record
    record = made.until(date.fromordinal(int(made.day[0])) + timedelta(days=150))
    first, last = int(record.day[0]), int(record.day[-1])
    believed = setback(course_filter.run(columns(record, first, last + 90)))[last - first :]
    assert believed[0] > 0.7
    # hypotheses of next to no weight may be given up
    assert np.diff(believed).min() > -1e-4


@pytest.mark.parametrize("seed", range(4))
def test_who_was_steady_and_comes_back_from_a_silent_year_as_ever_is_not_believed_set_back(seed):
    y = calm(seed, 200 + 365 + 1)
    y[200:-1], y[-1] = np.nan, y[:200].mean(axis=0)
    assert setback(course_filter.run(told(y)))[-1] < 0.1


def test_silence_beyond_a_week_is_no_news_of_a_setback():
    y = calm(0, 300)
    y[200:] = np.nan
    believed = setback(course_filter.run(told(y)))
    assert believed[206] > believed[199]  # anything may have begun in the first days
    np.testing.assert_allclose(believed[206:], believed[206], atol=1e-3)


def test_later_days_never_change_an_earlier_row():
    record = simulate.course(7, simulate.VARIANTS["sparse"]).record
    full, start = course_filter.run(whole(record)), date.fromordinal(int(record.day[0]))
    for days in np.random.default_rng(0).integers(1, 360, 20):
        part = course_filter.run(whole(record.until(start + timedelta(days=int(days)))))
        for field in fields(course_filter.Filtered):
            cut = getattr(part, field.name)
            np.testing.assert_array_equal(cut, getattr(full, field.name)[: len(cut)])


def test_one_bad_day_in_all_channels_is_less_evidence_than_its_numbers_on_days_of_their_own():
    p = nobody_yet(priors.priors()[0])[0]
    p[:, VAR] = 0.0
    bad, nothing = np.array([4.5, 5.5, 5.5, np.nan]), np.full(4, np.nan)
    own, shared = np.full(4, 1.0), np.array([1.0, 1.0, -1.0, 0.0])

    def evidence(y: np.ndarray) -> float:
        likelihoods = []
        for base in ((4.5, 5.5, 5.5, 4.5), (3.0, 4.0, 7.0, 3.0)):  # it got worse; it is as ever
            p[:, BASE] = base
            likelihoods.append(hear_steady(y, own, shared, p))
        return float(likelihoods[0] / likelihoods[1])

    apart = np.prod([evidence(np.where(np.arange(4) == c, bad, nothing)) for c in range(3)])
    assert 1 < evidence(bad) < apart


def test_one_bad_day_moves_belief_less_where_channels_have_their_noise_in_common(monkeypatch):
    b, *others = priors.priors()
    moved = []
    for share in (0.1, 0.6):
        known = b._replace(common=share, common_days=1e6), *others
        monkeypatch.setattr(priors, "priors", lambda known=known: known)
        days = [np.vstack([calm(seed, 100), [4.5, 5.5, 5.5]]) for seed in range(8)]
        moved.append(np.mean([np.diff(setback(course_filter.run(told(y))))[-1] for y in days]))
    assert 0 < moved[1] < 0.9 * moved[0]


def test_a_weekday_that_is_always_harder_is_learned():
    days, rng = 210, np.random.default_rng(1)
    harder = np.arange(days) % 7 == 3
    always, now_and_then = (
        calm(2, days) + np.outer(when, (2.0, 2.0, -2.0))
        for when in (harder, rng.permutation(harder))
    )
    rhythm, chance = course_filter.run(told(always)), course_filter.run(told(now_and_then))
    # the same hard days are noise only where they follow no rhythm
    assert rhythm.noise[-1, :3].mean() < 0.9 * chance.noise[-1, :3].mean()
    steady = rhythm.states[150:, 0]
    assert steady[harder[150:]].mean() > steady[~harder[150:]].mean() - 0.05


@pytest.mark.parametrize("seed", range(3))
def test_a_pause_is_believed_when_practices_stop_and_the_level_holds(seed):
    done = (np.random.default_rng(seed).random(114) < 0.75).astype(float)
    done[100:] = 0
    f = course_filter.run(told(calm(seed, 114), done))
    assert f.states[60:100, 3].mean() < 0.2
    assert f.states[-1, 3] > 0.5
    assert abs(f.pause_onset[-1] - 100) < 14
