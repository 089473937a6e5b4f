"""Scores alone: the forecast against its matrix form, and what it must and must not say."""

import math

import numpy as np
import pytest

from onward.course import follow
from onward.course.columns import columns
from onward.course.filter import run
from onward.course.visits import (
    DEVIATION,
    DRIFT,
    FADES,
    MEAN,
    RELIABLE,
    SD,
    Own,
    visits,
    weigh_in,
)
from onward.record import Entry, Record

ERROR = 0.72  # of the PHQ-9 on the scale of distress
NOT_SAID = math.nan


def of_scores(scores, every=7, name="phq9"):
    first = np.datetime64("2025-01-01")
    return Record.of(
        [Entry(str(first + every * i), "measure", name, float(v), "") for i, v in enumerate(scores)]
    )


def followed(scores, every=7):
    record = of_scores(scores, every)
    return columns(record, int(record.day[0]), int(record.day[-1]))


def flat(seed, weeks=26, mean=13.0, sd=2.2):
    rng = np.random.default_rng(seed)
    return np.clip(np.round(mean + rng.normal(0, sd, weeks)), 0, 27)


def by_matrices(scores, gap):
    """P(reliable loss) at the last visit, by a Kalman filter and its forecast in full matrices."""
    a = math.exp(-gap / FADES)
    move, grow = np.diag([a, 1.0]), np.diag([DEVIATION**2 * (1 - a * a), DRIFT * gap])
    see = np.array([[1.0, 1.0]])
    x, cov = np.array([0.0, MEAN]), np.diag([DEVIATION**2, SD**2])
    told = weight = 4.0
    for i, y in enumerate(scores):
        if i:
            x, cov = move @ x, move @ cov @ move.T + grow
        noise = ERROR * told / weight
        total = (see @ cov @ see.T)[0, 0] + noise
        part, surprise = noise / total, y - (see @ x)[0]
        told += min(9.0, (part * surprise) ** 2 / ERROR + noise * (1 - part) / ERROR)
        weight += 1
        gain = (cov @ see.T / total).ravel()
        x, cov = x + gain * surprise, cov - np.outer(gain, see @ cov)
    means, blocks, late = [], np.zeros((3, 3)), cov
    for k in range(3):
        x, late = move @ x, move @ late @ move.T + grow
        means.append((see @ x)[0])
        ahead = late
        for j in range(k, 3):
            blocks[k, j] = blocks[j, k] = (see @ ahead @ see.T)[0, 0] + noise * (j == k)
            ahead = move @ ahead
    best = min(np.mean(scores[i - 3 : i]) for i in range(3, len(scores)))
    z = (np.mean(means) - best - RELIABLE * math.sqrt(noise)) / math.sqrt(blocks.mean())
    return 0.5 * math.erfc(-z / math.sqrt(2))


def test_the_forecast_is_that_of_the_matrix_form():
    scores = [6.4, 5.8, 4.0, 3.6, 4.4, 3.2, 5.0, 5.9, 6.6]
    own = Own()
    for i, y in enumerate(scores):
        lost, _ = own.take(14.0 * i, y, ERROR, NOT_SAID)
    assert lost == pytest.approx(by_matrices(scores, 14.0), abs=1e-12)


def test_nothing_is_forecast_before_three_scores_stand_behind():
    own = Own()
    said = [own.take(7.0 * i, 5.0 + i, ERROR, NOT_SAID) for i in range(4)]
    assert said[:3] == [(0.0, 0.0)] * 3
    assert said[3][0] > 0


def test_people_who_do_not_change_are_left_in_peace_where_the_running_best_rule_is_not():
    people = [flat(seed) for seed in range(60)]
    rule = [np.any(x[1:] - np.minimum.accumulate(x)[:-1] >= 6) for x in people]
    ours = [max(lost for _, lost, _, _ in visits(followed(x))) >= 0.7 for x in people]
    assert np.mean(rule) > 0.8
    assert np.mean(ours) < 0.05


def test_a_lasting_loss_is_believed_within_four_weekly_scores():
    scores = [17, 16, 12, 9, 7, 6, 7, 6, 5, 7, 6, 6, 14, 16, 15, 17]
    lost = {t // 7: p for t, p, _, _ in visits(followed(scores))}
    assert lost[11] < 0.2
    assert lost[15] > 0.7


def test_later_scores_change_no_earlier_evening():
    scores = flat(3)
    whole, cut = follow(followed(scores)), follow(followed(scores[:14]))
    n = len(cut.columns)
    np.testing.assert_array_equal(whole.filtered.states[:n], cut.filtered.states)


def test_monthly_scores_are_told_by_the_forecast_alone():
    c = followed([20, 18, 14, 11, 10, 9, 10, 17, 19], every=30)
    f = weigh_in(c, run(c))
    for t, lost, _, _ in visits(c):
        if c.scores[t] >= 4:
            assert f.states[t, 2] + f.states[t, 4] == pytest.approx(lost, abs=1e-5)


def test_beliefs_of_scores_sum_to_one():
    f = weigh_in(c := followed(flat(5)), run(c))
    np.testing.assert_allclose(f.states.sum(axis=1), 1, atol=1e-12)
    assert (f.states >= 0).all()


def test_check_ins_are_not_touched_by_the_forecast():
    first = np.datetime64("2025-01-01")
    days = [Entry(str(first + i), "checkin", "distress", 4.0, "") for i in range(60)]
    record = Record.of([*days, *of_scores([9, 8, 9, 10, 9, 8])])
    c = columns(record, int(record.day[0]), int(record.day[-1]))
    f = run(c)
    np.testing.assert_array_equal(weigh_in(c, f).states[20:], f.states[20:])


def test_who_began_well_relapses_only_past_the_cut_off():
    under = [1, 2, 1, 0, 1, 1, 7, 8, 7, 8, 7]
    past = [1, 2, 1, 0, 1, 1, 17, 18, 17, 18, 17]
    most = [[m for _, _, m, _ in visits(followed(x))][-1] for x in (under, past)]
    assert most[0] < 0.2
    assert most[1] > 0.8
