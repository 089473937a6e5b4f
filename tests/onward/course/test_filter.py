"""The compiled filter against its slow twin, and what must hold of any belief."""

import numpy as np
import pytest
from slow_twin import Twin

from onward import simulate
from onward.course import filter as course_filter
from onward.course.columns import columns, issue_columns
from onward.record import Entry, Record


def whole(record: Record):
    return columns(record, int(record.day[0]), int(record.day[-1]))


@pytest.mark.parametrize("variant", ["ordinary", "sparse", "weekly", "one_channel", "heavy_tails"])
def test_the_compiled_filter_and_its_slow_twin_believe_the_same(variant):
    c = whole(simulate.course(11, simulate.VARIANTS[variant]).record)
    fast = course_filter.run(c)
    states, levels = Twin(c, whole=True).run()
    np.testing.assert_allclose(fast.states, states, atol=1e-9)
    np.testing.assert_allclose(fast.level, np.clip(levels, 0, 10), atol=1e-8)


def test_the_twin_agrees_on_one_issue():
    record = simulate.example()
    c = issue_columns(record, "calls", int(record.day[0]), int(record.day[-1]))
    fast = course_filter.run(c, whole=False)
    states, _ = Twin(c, whole=False).run()
    np.testing.assert_allclose(fast.states, states, atol=1e-9)


def test_beliefs_sum_to_one_on_each_day():
    f = course_filter.run(whole(simulate.course(3).record))
    np.testing.assert_allclose(f.states.sum(axis=1), 1, atol=1e-12)
    assert (f.states >= 0).all()


def test_without_any_number_the_level_is_the_prior():
    record = Record.of([Entry("2026-01-01", "note", "", None, "a word")])
    f = course_filter.run(whole(record))
    assert f.level[0] == pytest.approx(5)
    assert f.sd[0] == pytest.approx(2, rel=0.01)


def test_a_gap_makes_the_level_less_certain():
    record = simulate.course(3).record
    f = course_filter.run(columns(record, int(record.day[0]), int(record.day[-1]) + 90))
    assert f.sd[-1] > f.sd[-91]


def test_an_issue_never_takes_a_deeper_step_or_a_pause():
    record = simulate.example()
    c = issue_columns(record, "calls", int(record.day[0]), int(record.day[-1]))
    assert course_filter.run(c, whole=False).states[:, [1, 3]].max() == 0


def test_a_sustained_rise_is_believed_to_be_a_setback():
    steady, hard = simulate.Truth("relapse", 120, 180, 1.0), simulate.ORDINARY
    v = simulate.course(5, hard, episodes=(steady,))
    f = course_filter.run(whole(v.record))
    setback = f.states[:, 2] + f.states[:, 4]
    assert setback[60:118].max() < 0.5
    assert setback[135:175].mean() > 0.8
