"""One course, day after day."""

import math

import numpy as np

from onward._kernels.beliefs import summarise
from onward._kernels.compiled import inlined, kernel
from onward._kernels.model import (
    BACKSTEP,
    BASE,
    CHANNELS,
    COMMON,
    COMMON_DAYS,
    DAYS,
    DONE,
    ECHO,
    LARGE,
    LAST,
    LONG,
    NOISE,
    SCORE,
    SD,
    SEEN,
    SETTLED,
    SETTLED_SCORES,
    SINCE,
    STEADY,
    VAR,
    Beliefs,
    F,
    Slots,
    Templates,
)
from onward._kernels.person import count, drop, hear_steady, learn, noise_today, practised, track
from onward._kernels.slots import age, arrive, hear, leave, normalise, practise

WEEK = 7.0


@kernel
def nobody_yet(b: Beliefs) -> tuple[F, F]:
    """A person of whom nothing is known but the population's priors."""
    p = np.zeros((CHANNELS, SEEN + 1))
    p[:, BASE], p[:, VAR], p[:, LAST] = b.start[0], b.start[1], -99.0
    p[:, NOISE], p[:, ECHO], p[:, SD] = b.noise, b.echo, math.sqrt(b.noise)
    p[:, LONG] = b.noise * (1.0 + b.echo) / (1.0 - b.echo) * b.long_run
    now = np.zeros(COMMON_DAYS + 1)
    now[STEADY], now[SINCE], now[DONE], now[DAYS], now[COMMON] = 1.0, -1.0, 2.0, 5.0, b.common
    return p, now


@kernel
def no_slots(b: Beliefs, k: Templates) -> Slots:
    """Slots in which nothing runs yet."""
    n = k.first[-1]
    left = np.full(n, b.left)
    for j in range(len(k.kind)):
        if BACKSTEP <= k.kind[j] <= LARGE:
            left[k.first[j] : k.first[j + 1]] = b.left_in_loss
    return Slots(
        np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n), np.zeros((CHANNELS, n)),
        np.zeros((CHANNELS, n)), np.ones((CHANNELS, n)), np.zeros(n), np.zeros(n), left,
        np.zeros((4, n)),
    )  # fmt: skip


@inlined
def weekday_out(t: int, y: F, b: Beliefs, p: F, week: F, today: F) -> float:
    """Take the usual weekday out of today's numbers; returns the days since the last ones.

    Negative where today has none.
    """
    heard, last = False, -99.0
    for c in range(CHANNELS):
        today[c] = y[t, c]
        if c < SCORE:
            today[c] -= week[t % 7, c, 0] / (week[t % 7, c, 1] + b.week_days)
        heard = heard or not math.isnan(today[c])
        last = max(last, p[c, LAST])
    return max(1.0, t - last) if heard else last - t


@kernel
def run(
    y: F, error: F, done: F, hazard: F, b: Beliefs, k: Templates, states: F, rows: F, bases: F
) -> None:
    """Filter one course.

    `y` (n, 4), `error` (n,) of placed scores, `done` (n,) 1, 0 or unknown -1, `hazard`
    (n, templates). Written to: `states` (n, 5); `rows` (n, 4) level mean, variance, likeliest
    onset and onset of a pause; `bases` (n, 2, 4) base and noise.
    """
    p, now = nobody_yet(b)
    s, week, out = no_slots(b, k), np.zeros((7, SCORE, 2)), np.zeros(9)
    own, shared, today = np.zeros(CHANNELS), np.zeros(CHANNELS), np.zeros(CHANNELS)
    add = np.zeros((2, CHANNELS))
    for t in range(y.shape[0]):
        count(t, y, error, p)
        lead = 0 if p[0, SEEN] >= SETTLED or p[SCORE, SEEN] == 0.0 else SCORE
        settled = p[0, SEEN] >= SETTLED or p[SCORE, SEEN] >= SETTLED_SCORES
        days = weekday_out(t, y, b, p, week, today)
        # in silence no loss ends; a week of it is made up for when numbers come again. And
        # silence beyond a week begins nothing: it is no news
        leave(t, min(max(days, 0.0), WEEK), b, k, p, now, s, add)
        drop(t, b, now)
        arrive(t, hazard, lead, settled and abs(days) <= WEEK, b, k, p, now, s)
        age(t, s.since, k.bump, k.per_day, k.per_day_scores, k.most_scores, s.rise, s.rise_scores)
        if days > 0.0:
            noise_today(t, today, b, p, now, own, shared)
            now[STEADY] *= hear_steady(today, own, shared, p)
            hear(
                today, own, shared, s.base, s.mean, s.var, s.rise, s.rise_scores, s.weight,
                s.scratch,
            )  # fmt: skip
        if done[t] >= 0.0:
            practise(done[t], b, now, s)
        normalise(s.weight, now)
        learn(t, today, b, error[t], p, now)
        track(t, today, y, lead, settled, b, p, now, week)
        summarise(t, lead, b, k, p, now, s, rows, states, out)
        if done[t] >= 0.0:
            practised(done[t], now)
        for c in range(CHANNELS):
            bases[t, 0, c], bases[t, 1, c] = p[c, BASE], p[c, NOISE]
