"""What is believed in the evening: the five states, the level, the likeliest onset."""

import math

from onward._kernels.compiled import inlined, kernel
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
WORTH = 0.01  # belief in a backstep from which on its size is looked at
PAUSE, LEVEL, SQUARE = 6, 7, 8  # places of sums behind those of the kinds


@inlined
def level_now(lead: int, w: F, base: F, mean: F, var: F, rise: F, out: F) -> None:
    """Add mean and square of the level over all excursions to `out`."""
    first, second = 0.0, 0.0
    for i in range(len(w)):
        level = base[lead, i] + rise[i] * mean[lead, i]
        first += w[i] * level
        second += w[i] * (level * level + rise[i] * rise[i] * var[lead, i])
    out[LEVEL] += first
    out[SQUARE] += second


@inlined
def add_up(w: F, off: F, member: F, out: F) -> None:
    """Belief in each kind; and in blips with practices dropped."""
    blip, deeper, backstep, relapse, gain, pause = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(len(w)):
        blip += w[i] * member[BLIP, i]
        deeper += w[i] * member[DEEPER, i]
        backstep += w[i] * member[BACKSTEP, i]
        relapse += w[i] * (member[RELAPSE, i] + member[LARGE, i])
        gain += w[i] * member[GAIN, i]
        pause += w[i] * off[i] * member[BLIP, i]
    out[BLIP], out[DEEPER], out[BACKSTEP], out[RELAPSE] = blip, deeper, backstep, relapse
    out[GAIN], out[PAUSE] = gain, pause


@kernel
def hardly(lead: int, a: int, z: int, sizes: F, var: F, per: F, w: F, limit: float) -> float:
    """P(hardly a loss) of the losses in these slots, their sizes taken as normal together."""
    weight, mean, square = 0.0, 0.0, 0.0
    for i in range(a, z):
        size = sizes[lead, i] * per[i]
        weight += w[i]
        mean += w[i] * size
        square += w[i] * (size * size + per[i] * per[i] * var[lead, i])
    one = 1.0 / weight
    mean *= one
    scale = math.sqrt(2.0 * max(square * one - mean * mean, 1e-4))
    return 0.5 * math.erfc((mean - limit) / scale)


@kernel
def likeliest(a: int, z: int, w: F, since: F) -> float:
    """Onset of the likeliest excursion in these slots."""
    at = a
    for i in range(a + 1, z):
        if w[i] > w[at]:
            at = i
    return float(since[at])


@inlined
def summarise(
    t: int, lead: int, b: Beliefs, k: Templates, p: F, now: F, s: Slots, rows: F, states: F, out: F
) -> None:
    """Belief in the five states, the level, and the likeliest onsets."""
    w, base, mean, var = s.weight, s.base, s.mean, s.var
    out[LEVEL] = now[STEADY] * p[lead, BASE]
    out[SQUARE] = now[STEADY] * (p[lead, BASE] * p[lead, BASE] + p[lead, VAR])
    level_now(lead, w, base, mean, var, s.rise_scores if lead == SCORE else s.rise, out)
    rows[t, 0] = out[LEVEL]
    rows[t, 1] = max(out[SQUARE] - out[LEVEL] * out[LEVEL], 1e-6)
    add_up(w, s.off, k.member, out)
    pause, small = now[STEADY] * now[OFF] + out[PAUSE], 0.0
    if out[BACKSTEP] > WORTH:
        a, z = k.of_kind[BACKSTEP], k.of_kind[RELAPSE]
        small = out[BACKSTEP] * hardly(lead, a, z, mean, var, s.per_stake, w, b.hardly)
    ordinary, excursions = now[STEADY] + out[BLIP] + out[GAIN], out[DEEPER] + out[BACKSTEP]
    share = 1.0 / (ordinary + excursions + out[RELAPSE])  # what was given up is shared out
    states[t, 0] = (ordinary - pause + small) * share
    states[t, 1], states[t, 3] = out[DEEPER] * share, pause * share
    states[t, 2], states[t, 4] = (out[BACKSTEP] - small) * share, out[RELAPSE] * share
    rows[t, 2], rows[t, 3] = -1.0, now[SINCE]
    if out[DEEPER] + out[BACKSTEP] + out[RELAPSE] > LIKELY:
        rows[t, 2] = likeliest(k.of_kind[DEEPER], k.of_kind[GAIN], w, s.since)
