"""Running hypotheses: an excursion of some template that began on some day lives in one slot.

Arrays over slots are contiguous and the loops over them free of branches, so that the compiler
works on several slots at once.
"""

import math

from onward._kernels.compiled import inlined
from onward._kernels.model import (
    BACKSTEP,
    BASE,
    BEGAN,
    BLIP,
    CHANNELS,
    DAYS,
    DONE,
    GAIN,
    LARGE,
    OFF,
    SCORE,
    STEADY,
    TAIL,
    TRIED,
    VAR,
    Beliefs,
    F,
    Slots,
    Templates,
)

TINY = 1e-5  # a hypothesis that is less likely is given up


@inlined
def hear(
    y: F, own: F, shared: F, base: F, mean: F, var: F, rises: F, rises_scores: F, weight_of: F,
    scratch: F,
) -> None:  # fmt: skip
    """Every hypothesis takes one day's numbers; a bad day for all channels is one piece of news.

    Noise is `shared * u + own`: `u` is the day's, the same in all channels. Its posterior is
    carried from one channel to the next.
    """
    u, spread, lik, scale = scratch[0], scratch[1], scratch[2], scratch[3]
    n = len(u)
    for i in range(n):
        u[i], spread[i], lik[i], scale[i] = 0.0, 1.0, 1.0, 1.0
    for c in range(CHANNELS):
        if math.isnan(y[c]):
            continue
        rise = rises_scores if c == SCORE else rises
        for i in range(n):
            reach = rise[i] * var[c, i]
            total = rise[i] * reach + own[c] + shared[c] * shared[c] * spread[i]
            gap = y[c] - base[c, i] - rise[i] * mean[c, i] - shared[c] * u[i]
            both = TAIL * total + gap * gap
            inverse = 1.0 / (total * both)  # one division serves both below
            q = TAIL * total * total * inverse
            weight = q * (TAIL + 1.0) / TAIL
            lik[i] *= q * q * q * q
            scale[i] *= total
            one = both * inverse
            # an outlier is learned less, but a usual number never teaches more than a normal one
            sure = one * min(weight, 1.0)
            day = shared[c] * spread[i]
            mean[c, i] += reach * one * weight * gap
            var[c, i] -= reach * reach * sure
            u[i] += day * one * weight * gap
            spread[i] -= day * day * sure
    for i in range(n):
        weight_of[i] *= lik[i] / math.sqrt(scale[i])


@inlined
def practise(done: float, b: Beliefs, now: F, s: Slots) -> None:
    """Whether a practice was done today, under kept and under dropped.

    A pause leaves next to nothing of the usual rate, a loss some of it.
    """
    rate = min(0.97, max(0.03, now[DONE] / now[DAYS]))
    # chance of what was done, at a share x of the rate: plus + times * x
    plus, times = (0.0, rate) if done == 1.0 else (1.0, -rate)
    kept, gone = plus + times, plus + times * b.left
    both = (1.0 - now[OFF]) * kept + now[OFF] * gone
    now[STEADY] *= both
    now[OFF] *= gone / both
    practise_each(plus, times, s.left, s.off, s.weight)


@inlined
def practise_each(plus: float, times: float, left: F, off: F, weight: F) -> None:
    """The same for every hypothesis."""
    kept = plus + times
    for i in range(len(weight)):
        dropped = plus + times * left[i]
        mixed = kept + off[i] * (dropped - kept)
        weight[i] *= mixed
        off[i] = min(1.0, off[i] * dropped / mixed)  # rounding must not pass 1


@inlined
def leave(t: int, days: float, b: Beliefs, k: Templates, p: F, now: F, s: Slots, add: F) -> None:
    """Excursions that end in so many days give their weight and base back to steady.

    A loss may end once its onset is pooled; a blip each day; all others when their time is over
    and today's onset takes their slot.
    """
    weight, off, base, mean, var_of = s.weight, s.off, s.base, s.mean, s.var
    ends = b.ends * days if days <= 1.0 else 1.0 - (1.0 - b.ends) ** days
    out, dropped = 0.0, now[STEADY] * now[OFF]
    add[:] = 0.0
    kinds, starts, ring = k.kind, k.first, k.ring
    for j in range(len(kinds)):
        kind, first, last = kinds[j], starts[j], starts[j + 1]
        oldest = first + t % ring[j]
        if BACKSTEP <= kind <= LARGE:
            first = last - 1
        elif kind != BLIP:
            first, last = oldest, oldest + 1
        for i in range(first, last):
            share = ends if BACKSTEP <= kind <= LARGE else 1.0
            if kind == BLIP and i != oldest:
                share = b.passes
            give = weight[i] * share
            weight[i] -= give
            out += give
            dropped += give * off[i]
            for c in range(CHANNELS):
                # a gain stays: its new level is the base; so it is with a part of the losses
                stays = 1.0 if kind == GAIN else 0.0
                if BACKSTEP <= kind <= LARGE:
                    stays = b.new_usual
                old, new = base[c, i], base[c, i] + mean[c, i]
                add[0, c] += give * (old + stays * mean[c, i])
                add[1, c] += give * (1.0 - stays) * (old * old + p[c, VAR])
                add[1, c] += give * stays * (new * new + var_of[c, i])
    one = 1.0 / (now[STEADY] + out)
    for c in range(CHANNELS):
        level = (now[STEADY] * p[c, BASE] + add[0, c]) * one
        square = (now[STEADY] * (p[c, BASE] * p[c, BASE] + p[c, VAR]) + add[1, c]) * one
        p[c, VAR] = max(square - level * level, 1e-4)
        p[c, BASE] = level
    now[OFF] = dropped * one
    now[STEADY] += out


@inlined
def pool(i: int, into: int, s: Slots) -> None:
    """Fold an onset into the slot of all older ones, by moments."""
    weight, off, since, per = s.weight, s.off, s.since, s.per_stake
    base, mean, var = s.base, s.mean, s.var
    total = weight[into] + weight[i]
    share = weight[i] / total
    for c in range(CHANNELS):
        gap = mean[c, i] - mean[c, into]
        var[c, into] += share * (var[c, i] - var[c, into]) + share * (1.0 - share) * gap * gap
        mean[c, into] += share * gap
        base[c, into] += share * (base[c, i] - base[c, into])
    off[into] += share * (off[i] - off[into])
    since[into] += share * (since[i] - since[into])
    per[into] += share * (per[i] - per[into])
    weight[into] = total


@inlined
def arrive(
    t: int, hazard: F, lead: int, begins: bool, b: Beliefs, k: Templates, p: F, now: F, s: Slots
) -> None:
    """New excursions take their part of steady's weight."""
    weight, since, off, per = s.weight, s.since, s.off, s.per_stake
    base, mean, var, size, spread = s.base, s.mean, s.var, b.size, b.spread
    kinds, first, ring = k.kind, k.first, k.ring
    stake = max(b.least_stake, b.plus_stake + b.part_stake * (p[lead, BEGAN] - p[lead, BASE]))
    steady = now[STEADY] if begins else 0.0
    # a loss is likelier where practices were dropped, and brings dropping with it
    harder = 1.0 + (b.drop_harder - 1.0) * now[OFF]
    with_it = now[OFF] + (1.0 - now[OFF]) * b.drops_with if now[TRIED] > 0.0 else now[OFF]
    for j in range(len(kinds)):
        kind, i = kinds[j], first[j] + t % ring[j]
        lost = BACKSTEP <= kind <= LARGE
        if lost and weight[i] > 0.0:
            pool(i, first[j] + ring[j], s)
        scale = stake if lost else 1.0
        new = steady * hazard[t, j] * (harder if lost else 1.0)
        weight[i], since[i], per[i] = new, t, 1.0 / stake
        off[i] = with_it if lost else now[OFF]
        now[STEADY] -= new
        for c in range(CHANNELS):
            base[c, i] = p[c, BASE]
            mean[c, i] = size[kind, c] * scale
            width = spread[kind, c] * scale
            var[c, i] = width * width + min(p[c, VAR], b.unsure)


@inlined
def age(
    t: int, since: F, bump: F, per_day: F, per_day_scores: F, most_scores: F, rise: F,
    rise_scores: F,
) -> None:  # fmt: skip
    """How much of its size each hypothesis has reached today.

    What passes is a parabola over its length, its first day 0.7 of a day along.
    """
    for i in range(len(since)):
        days = t - since[i] + 1.0
        along = (days - 0.3 * bump[i]) * per_day[i]
        stays, passes = min(1.0, along), max(0.0, 4.0 * along * (1.0 - along))
        rise[i] = stays + bump[i] * (passes - stays)
        late = min(most_scores[i], days * per_day_scores[i])
        rise_scores[i] = late + bump[i] * (0.5 * passes - late)


@inlined
def normalise(weight: F, now: F) -> None:
    """Weights that sum to one."""
    total = now[STEADY]
    for i in range(len(weight)):
        total += weight[i]
    share = 1.0 / total
    now[STEADY] *= share
    for i in range(len(weight)):
        w = weight[i] * share
        weight[i] = w if w > TINY else 0.0
