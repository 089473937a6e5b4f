"""The person in ordinary days: base, noise, autocorrelation, weekdays, practising."""

import math

from onward._kernels.compiled import inlined
from onward._kernels.model import (
    BASE,
    BEFORE,
    BEGAN,
    CHANNELS,
    COMMON,
    COMMON_DAYS,
    COMMON_SUM,
    DAYS,
    DONE,
    ECHO,
    LAST,
    LONG,
    NOISE,
    OFF,
    SCORE,
    SD,
    SEEN,
    SETTLED,
    SINCE,
    SLOPE,
    STEADY,
    SUMS,
    TAIL,
    TRIED,
    VAR,
    Beliefs,
    F,
)

FORGET, PRACTICE_FORGET = 0.995, 0.985  # what a day keeps of what was learned
SLOPE_DAYS = 4.0  # days without a number for which a gain is taken to go on
GAP = 6.0  # days after which neighbouring numbers say nothing of each other


@inlined
def hear_steady(y: F, own: F, shared: F, p: F) -> float:
    """Likelihood of one day's numbers under steady."""
    u, spread, lik, scale = 0.0, 1.0, 1.0, 1.0
    for c in range(CHANNELS):
        if math.isnan(y[c]):
            continue
        total = p[c, VAR] + own[c] + shared[c] * shared[c] * spread
        gap = y[c] - p[c, BASE] - shared[c] * u
        both = TAIL * total + gap * gap
        inverse = 1.0 / (total * both)
        q = TAIL * total * total * inverse
        weight = q * (TAIL + 1.0) / TAIL
        lik *= q * q * q * q
        scale *= total
        one, day = both * inverse, shared[c] * spread
        u += day * one * gap * weight
        spread -= day * day * one * min(weight, 1.0)
    return lik / math.sqrt(scale)


@inlined
def drop(t: int, b: Beliefs, now: F) -> None:
    """Practices may be dropped, or taken up again, from one day to the next."""
    if now[TRIED] == 0.0:
        return
    new, stay = (1.0 - now[OFF]) * b.drops, now[OFF] * (1.0 - b.resumes)
    now[OFF] = new + stay
    now[SINCE] += new / (new + stay) * (t - now[SINCE])


@inlined
def noise_today(t: int, y: F, b: Beliefs, p: F, now: F, own: F, shared: F) -> None:
    """Noise of each channel as it counts against a lasting change, parted in common and own.

    Neighbouring days say partly the same: the variance is that of a long mean,
    ``(1 + r) / (1 - r)`` times that of a day, less after days without a number.
    """
    for c in range(CHANNELS):
        own[c], shared[c] = p[c, NOISE], 0.0
        if c == SCORE or math.isnan(y[c]):
            continue
        days, long = t - p[c, LAST], p[c, LONG]
        if days > 1.0:
            r = p[c, ECHO] ** days if days < GAP else 0.0
            long = p[c, NOISE] * (1.0 + r) / (1.0 - r) * b.long_run
        own[c] = long * (1.0 - now[COMMON])
        shared[c] = math.sqrt(long * now[COMMON]) * (-1.0 if c == 2 else 1.0)


@inlined
def learn(t: int, y: F, b: Beliefs, error: float, p: F, now: F) -> None:
    """This person's noise, autocorrelation and share in common, under the population's prior."""
    w = now[STEADY]
    for c in range(SCORE):
        if math.isnan(y[c]) or p[c, LAST] < 0.0:
            continue
        limit = 3.0 * p[c, SD]
        e = max(-limit, min(limit, y[c] - p[c, BASE]))
        for i in range(4):
            p[c, SUMS + i] *= FORGET
        p[c, SUMS] += w * e * e
        p[c, SUMS + 1] += w
        if t - p[c, LAST] == 1.0:
            p[c, SUMS + 2] += w * e * p[c, BEFORE]
            p[c, SUMS + 3] += w * p[c, BEFORE] ** 2
        p[c, NOISE] = (b.noise * b.noise_days + p[c, SUMS]) / (b.noise_days + p[c, SUMS + 1])
        known = b.echo_days * p[c, NOISE]
        r = min(0.7, max(0.0, (b.echo * known + p[c, SUMS + 2]) / (known + p[c, SUMS + 3])))
        p[c, ECHO], p[c, SD] = r, math.sqrt(p[c, NOISE])
        p[c, LONG] = p[c, NOISE] * (1.0 + r) / (1.0 - r) * b.long_run
    if not math.isnan(y[SCORE]) and p[SCORE, LAST] >= 0.0:
        p[SCORE, SUMS] += w * min(9.0, (y[SCORE] - p[SCORE, BASE]) ** 2 / error)
        p[SCORE, SUMS + 1] += w
    if not math.isnan(y[0]) and p[0, LAST] >= 0.0:
        learn_common(y, b, p, now)


@inlined
def learn_common(y: F, b: Beliefs, p: F, now: F) -> None:
    """How much of a day's noise is the same in distress, feelings and functioning."""
    w = now[STEADY]
    first = max(-3.0, min(3.0, (y[0] - p[0, BASE]) / p[0, SD]))
    now[COMMON_SUM] *= FORGET
    now[COMMON_DAYS] *= FORGET
    for c in range(1, SCORE):
        if not math.isnan(y[c]):
            e = max(-3.0, min(3.0, (y[c] - p[c, BASE]) / p[c, SD]))
            now[COMMON_SUM] += w * first * (-e if c == 2 else e)
            now[COMMON_DAYS] += w
    share = (b.common * b.common_days + now[COMMON_SUM]) / (b.common_days + now[COMMON_DAYS])
    now[COMMON] = min(0.8, max(0.1, share))


@inlined
def track(
    t: int, y: F, raw: F, lead: int, settled: bool, b: Beliefs, p: F, now: F, week: F
) -> None:
    """Move the steady base: a local level with a damped slope that may only be a gain."""
    w, slope = now[STEADY], now[SLOPE]
    now[SLOPE] *= b.damping
    if t - p[lead, LAST] > SLOPE_DAYS:  # a gain does not go on in silence
        slope = 0.0
    for c in range(CHANNELS):
        # at first the base follows where the numbers lead, both ways
        drift = b.drift if settled or math.isnan(y[c]) else b.drift_at_first
        p[c, VAR] += drift * drift
        if c == lead:
            p[c, BASE] += slope
        elif c == 1 or c == 2:
            p[c, BASE] += slope * (b.feelings_follow if c == 1 else -b.functioning_follows)
        if math.isnan(y[c]):
            continue
        long = p[c, LONG] if c < SCORE else p[c, NOISE]
        gain = p[c, VAR] / (p[c, VAR] + long) * w
        e = y[c] - p[c, BASE]
        p[c, BEFORE], p[c, LAST] = e, t
        limit = 3.0 * math.sqrt(p[c, VAR] + p[c, NOISE])
        e = max(-limit, min(limit, e))
        if c < SCORE:
            week[t % 7, c, 0] += w * max(-limit, min(limit, raw[t, c] - p[c, BASE]))
            week[t % 7, c, 1] += w
        p[c, BASE] += gain * e
        p[c, VAR] *= 1.0 - gain
        if c == lead:
            now[SLOPE] = max(-b.steepest, min(0.0, now[SLOPE] + b.follow * gain * e))


@inlined
def count(t: int, y: F, error: F, p: F) -> None:
    """Count the days with a level, follow where it began, and set a score's own noise."""
    if not math.isnan(y[t, SCORE]):
        p[SCORE, NOISE] = error[t] * (4.0 + p[SCORE, SUMS]) / (4.0 + p[SCORE, SUMS + 1])
    for c in (0, SCORE):
        if not math.isnan(y[t, c]):
            p[c, SEEN] += 1.0
            if p[c, SEEN] <= (SETTLED if c == 0 else 3.0):
                p[c, BEGAN] += (y[t, c] - p[c, BEGAN]) / p[c, SEEN]


@inlined
def practised(done: float, now: F) -> None:
    """The person's own usual rate, learned while practices are kept."""
    kept = now[STEADY] * (1.0 - now[OFF])
    now[DONE] = now[DONE] * PRACTICE_FORGET + kept * done
    now[DAYS] = now[DAYS] * PRACTICE_FORGET + kept
    now[TRIED] = 1.0
