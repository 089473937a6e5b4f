"""What is believed in the evening: the five states, the level, the likeliest onset."""

import math

from onward._kernels.compiled import inlined
from onward._kernels.model import (
    BACKSTEP,
    BASE,
    BLIP,
    DEEPER,
    GAIN,
    LARGE,
    OFF,
    RELAPSE,
    SCORE,
    SINCE,
    STEADY,
    VAR,
    Beliefs,
    F,
    Slots,
    Templates,
)

LIKELY = 0.2  # belief in an excursion from which on its onset is told


@inlined
def hardly(lead: int, weight: float, b: Beliefs, k: Templates, s: Slots) -> float:
    """P(hardly a loss) of the backsteps, their sizes taken as normal together."""
    w, per, sizes, var = s.weight, s.per_stake, s.mean, s.var
    mean, square = 0.0, 0.0
    for i in range(k.of_kind[BACKSTEP], k.of_kind[BACKSTEP + 1]):
        size = sizes[lead, i] * per[i]
        mean += w[i] * size
        square += w[i] * (size * size + per[i] * per[i] * var[lead, i])
    one = 1.0 / weight
    mean *= one
    return 0.5 * math.erfc(
        (mean - b.hardly) / math.sqrt(2.0 * max(square * one - mean * mean, 1e-4))
    )


@inlined
def level_now(t: int, lead: int, p: F, now: F, s: Slots, rows: F) -> None:
    """Mean and variance of the level over all hypotheses."""
    w, base, mean, var = s.weight, s.base, s.mean, s.var
    rise = s.rise_scores if lead == SCORE else s.rise
    first = now[STEADY] * p[lead, BASE]
    second = now[STEADY] * (p[lead, BASE] ** 2 + p[lead, VAR])
    for i in range(len(w)):
        level = base[lead, i] + rise[i] * mean[lead, i]
        first += w[i] * level
        second += w[i] * (level * level + rise[i] * rise[i] * var[lead, i])
    rows[t, 0], rows[t, 1] = first, max(second - first * first, 1e-6)


@inlined
def summarise(
    t: int,
    lead: int,
    b: Beliefs,
    k: Templates,
    p: F,
    now: F,
    s: Slots,
    rows: F,
    states: F,
    kinds: F,
) -> None:
    """Belief in the five states, the level, and the likeliest onsets."""
    level_now(t, lead, p, now, s, rows)
    weights, off, of_kind = s.weight, s.off, k.of_kind
    for kind in range(len(kinds)):
        total = 0.0
        for i in range(of_kind[kind], of_kind[kind + 1]):
            total += weights[i]
        kinds[kind] = total
    pause, small = now[STEADY] * now[OFF], 0.0
    for i in range(of_kind[BLIP], of_kind[BLIP + 1]):
        pause += weights[i] * off[i]
    if kinds[BACKSTEP] > 0.01:
        small = kinds[BACKSTEP] * hardly(lead, kinds[BACKSTEP], b, k, s)
    states[t, 0] = now[STEADY] + kinds[BLIP] + kinds[GAIN] - pause + small
    states[t, 1], states[t, 3] = kinds[DEEPER], pause
    states[t, 2], states[t, 4] = kinds[BACKSTEP] - small, kinds[RELAPSE] + kinds[LARGE]
    rows[t, 2], rows[t, 3] = likeliest(kinds, k, now, s), now[SINCE]


@inlined
def likeliest(kinds: F, k: Templates, now: F, s: Slots) -> float:
    """Onset of the likeliest excursion; -1 where there is hardly one."""
    onset, top, weights, since = -1.0, 0.0, s.weight, s.since
    if 1.0 - now[STEADY] - kinds[BLIP] - kinds[GAIN] > LIKELY:
        for i in range(k.of_kind[DEEPER], k.of_kind[GAIN]):
            if weights[i] > top:
                onset, top = since[i], weights[i]
    return onset
