"""Compiled loops of the course engine; docs/methods/course.md has the model in formulas.

Their slow, obvious twin is tests/onward/course/slow_twin.py. A running hypothesis "an excursion
of kind k began on day s" lives in slot ``s % CAP`` of kind k; its arrays hold, a channel each,
the base before it, and mean and variance of how far it has moved.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

F = NDArray[np.float64]
# weight, day of onset, base, mean and variance of the move, P(practices dropped)
State = tuple[F, F, F, F, F, F]
# rise, moves, rate if kept, rate if dropped, share of outliers, smallest weight kept
Shape = tuple[F, F, F, F, float, float]
Sizes = tuple[F, F, F]
Move = tuple[F, F, F]
Out = tuple[F, F, F]
# blip, deeper, backstep sudden and creeping, relapse sudden, creeping and large, pause
KINDS, PAUSE = 8, 7
CHANNELS = 4  # distress (or an issue), feelings, functioning, placed scores of measures
SCORE = 3
# what a day keeps of what was learned; days with check-ins before anything can be told
FORGET, SETTLED = 0.995, 14.0
BETTER = 0.0075  # steady days may turn for the better by any size: 3 % of an even spread
RUN, TURNED = 0.25, 1.2  # pace of the mean of residuals; its size at a sudden gain
# numpy's error model: no check at each division, which halves the time
kernel = njit(cache=True, error_model="numpy")
CAP = 48  # days for which onsets are kept apart; older ones share the last slot


@kernel
def mixed_lik(z: float, mean: float, var: float, eps: float) -> tuple[float, float]:
    """Density of a normal with outliers of nine times its variance; the point's weight."""
    d2 = (z - mean) * (z - mean)
    q = math.exp(-d2 / (18.0 * var))
    q3 = q * q * q
    narrow = (1.0 - eps) * q3 * q3 * q3
    broad = eps / 3.0 * q
    total = narrow + broad + 1e-30
    return total / math.sqrt(var), (narrow + broad / 9.0) / total


@kernel
def ramp(kind: int, age: float, rise: F) -> float:
    """Share of its full size that an excursion of this kind has reached at this age."""
    return min(1.0, (age + 1.0) / float(rise[kind]))


@kernel
def above_zero(mean: float, var: float) -> float:
    """Chance that a move is one for the harder: excursions never are for the better."""
    return 0.5 * math.erfc(-mean / math.sqrt(2.0 * var)) + 1e-12


@kernel
def practice_lik(
    done: float, rate: float, keep: float, gone: float, dropped: float
) -> tuple[float, float]:
    """Likelihood of doing (1) or not doing (0) a practice, and P(dropped) afterwards."""
    p_keep = keep * rate
    p_gone = gone * rate
    if done == 0:
        p_keep, p_gone = 1.0 - p_keep, 1.0 - p_gone
    both = (1.0 - dropped) * p_keep + dropped * p_gone
    return both, dropped * p_gone / both


@kernel
def step_hypothesis(
    y: F, prev: F, sums: F, move: Move, r_now: float, r_prev: float, eps: float
) -> float:
    """Take one day's numbers into one hypothesis; returns its likelihood."""
    base, mean, var = move
    total = 1.0
    for c in range(CHANNELS):
        if math.isnan(y[c]):
            continue
        noise, z, load = sums[c, 4], y[c] - base[c], r_now
        if not math.isnan(prev[c]):
            f = sums[c, 5]
            noise *= 1.0 - f * f
            z -= f * (prev[c] - base[c])
            load -= f * r_prev
        lik, weight = mixed_lik(z, load * mean[c], load * load * var[c] + noise, eps)
        total *= lik
        noise /= max(weight, 1e-3)
        gain = var[c] * load / (load * load * var[c] + noise)
        mean[c] += gain * (z - load * mean[c])
        var[c] *= 1.0 - gain * load
    return total


@kernel
def merge_old(state: State, kind: int, slot: int) -> None:
    """Fold the oldest kept onset of a kind into the slot of all older ones."""
    w, since, base, mean, var, dropped = state
    a, b = w[kind, CAP], w[kind, slot]
    total = a + b
    if total <= 0.0:
        return
    share = b / total
    for c in range(CHANNELS):
        gap = mean[kind, slot, c] - mean[kind, CAP, c]
        if a == 0.0:
            gap = 0.0
        var[kind, CAP, c] = (
            (1 - share) * var[kind, CAP, c]
            + share * var[kind, slot, c]
            + share * (1 - share) * gap * gap
        )
        mean[kind, CAP, c] += share * (mean[kind, slot, c] - mean[kind, CAP, c])
        base[kind, CAP, c] += share * (base[kind, slot, c] - base[kind, CAP, c])
    dropped[kind, CAP] += share * (dropped[kind, slot] - dropped[kind, CAP])
    since[kind, CAP] += share * (since[kind, slot] - since[kind, CAP])
    w[kind, CAP] = total
    w[kind, slot] = 0.0


@kernel
def turn(y: F, base: F, base_var: F, sums: F, weight: float, settled: bool) -> None:
    """Let the base follow a lasting change for the better (a sudden gain) at once.

    A running mean of the residuals decides. Else it would be learned as noise, and a later loss
    would hide in it. Early on the base follows both ways.
    """
    for c in range(CHANNELS):
        if math.isnan(y[c]):
            continue
        spread = math.sqrt(sums[c, 4] * (1.0 + sums[c, 5]) / (1.0 - sums[c, 5]))
        z = (y[c] - base[c]) / spread
        if c != 2:
            z = -z
        sums[c, 6] += RUN * weight * (max(-3.0, min(3.0, z)) - sums[c, 6])
        if sums[c, 6] > TURNED or (not settled and sums[c, 6] < -TURNED):
            base_var[c] = max(base_var[c], spread * spread)


@kernel
def learn(y: F, prev: F, base: F, weight: float, known: F, sums: F, prior: F) -> None:
    """Noise and autocorrelation of this person so far, under the population's prior."""
    for c in range(SCORE):
        if math.isnan(y[c]) or known[c] == 0.0 or sums[c, 6] > TURNED:
            continue
        limit = 3.0 * math.sqrt(sums[c, 4])
        e = max(-limit, min(limit, y[c] - base[c]))
        for i in range(4):
            sums[c, i] *= FORGET
        sums[c, 0] += weight * e * e
        sums[c, 1] += weight
        if not math.isnan(prev[c]):
            sums[c, 2] += weight * e * (prev[c] - base[c])
            sums[c, 3] += weight * e * e
        sums[c, 4] = (prior[0] * prior[1] + sums[c, 0]) / (prior[0] + sums[c, 1])
        phi = (prior[2] * prior[3] * sums[c, 4] + sums[c, 2]) / (
            prior[2] * sums[c, 4] + sums[c, 3] + 1e-9
        )
        sums[c, 5] = min(0.7, max(0.0, phi))


@kernel
def track(y: F, base: F, base_var: F, slope: F, sums: F, weight: float, lead: int, p: F) -> None:
    """Move the steady base: a local level with a damped slope that may only go down."""
    drift, damping, steepest, follow = p
    for c in range(CHANNELS):
        base_var[c] += drift * drift
        if c == lead:
            base[c] += slope[0]
            slope[0] *= damping
        if math.isnan(y[c]):
            continue
        phi = sums[c, 5]
        gain = base_var[c] / (base_var[c] + sums[c, 4] * (1.0 + phi) / (1.0 - phi)) * weight
        limit = 3.0 * math.sqrt(base_var[c] + sums[c, 4])
        e = max(-limit, min(limit, y[c] - base[c]))
        base[c] += gain * e
        base_var[c] *= 1.0 - gain
        if c == lead:
            slope[0] = max(-steepest, min(0.0, slope[0] + follow * gain * e))


@kernel
def advance(
    t: int, y: F, prev: F, done: float, rate: float, sums: F, state: State, p: Shape, lead: int
) -> float:
    """All running excursions take one day's numbers; returns their weight together."""
    w, since, base, mean, var, dropped = state
    rise, moves, keep, gone, eps, floor = p
    total = 0.0
    for k in range(KINDS):
        for slot in range(CAP + 1):
            if w[k, slot] <= floor:
                w[k, slot] = 0.0
                continue
            age = t - since[k, slot]
            r_now = ramp(k, age, rise) * moves[k]
            r_prev = ramp(k, age - 1.0, rise) * moves[k] if age >= 1.0 else 0.0
            move = base[k, slot], mean[k, slot], var[k, slot]
            c = 1 if k == 1 else lead  # a deeper step is a rise of feelings, the rest of distress
            turns = k != PAUSE and not math.isnan(y[c])
            before = above_zero(mean[k, slot, c], var[k, slot, c]) if turns else 1.0
            w[k, slot] *= step_hypothesis(y, prev, sums, move, r_now, r_prev, eps)
            if turns:
                w[k, slot] *= above_zero(mean[k, slot, c], var[k, slot, c]) / before
            if done >= 0:
                lik, dropped[k, slot] = practice_lik(done, rate, keep[k], gone[k], dropped[k, slot])
                w[k, slot] *= lik
            total += w[k, slot]
    return total


@kernel
def steady_lik(
    y: F, prev: F, done: float, rate: float, base: F, base_var: F, sums: F, eps: float
) -> float:
    """Likelihood of one day under steady."""
    total = 1.0
    for c in range(CHANNELS):
        if math.isnan(y[c]):
            continue
        phi, noise, z = 0.0, sums[c, 4], y[c] - base[c]
        if not math.isnan(prev[c]):
            phi = sums[c, 5]
            noise *= 1.0 - phi * phi
            z -= phi * (prev[c] - base[c])
        lik = mixed_lik(z, 0.0, base_var[c] * (1.0 - phi) ** 2 + noise, eps)[0]
        total *= lik + BETTER if (z > 0.0) == (c == 2) else lik
    if done >= 0:
        total *= rate if done == 1 else 1.0 - rate
    return total


@kernel
def leave(t: int, state: State, base_s: F, base_var: F, w_s: float, exits: F) -> float:
    """Excursions that end today give their weight, and their base, back to steady."""
    w, since, base = state[0], state[1], state[2]
    out = 0.0
    add = np.zeros(CHANNELS)
    for k in range(KINDS):
        first, rate, force = exits[k]
        for slot in range(CAP + 1):
            if w[k, slot] == 0.0:
                continue
            age = t - since[k, slot]
            if age < first:
                continue
            h = 1.0 if age >= force else rate
            gone = w[k, slot] * h
            w[k, slot] -= gone
            out += gone
            for c in range(CHANNELS):
                # a pause leaves the level alone, so the base has gone on without it
                add[c] += gone * (base_s[c] if k == PAUSE else base[k, slot, c])
    total = w_s + out
    if total > 0.0:
        for c in range(CHANNELS):
            new = (w_s * base_s[c] + add[c]) / total
            base_var[c] += w_s / total * (base_s[c] - new) ** 2
            base_s[c] = new
    return total


@kernel
def summarise(
    t: int,
    w_s: float,
    state: State,
    base_s: F,
    base_var: F,
    p: Shape,
    lead: int,
    row: F,
    states: F,
) -> None:
    """Belief in the five states; mean and variance of the level; likeliest onset."""
    rise, moves = p[0], p[1]
    w, since, base, mean, var = state[0], state[1], state[2], state[3], state[4]
    states[:] = 0.0
    states[0] = w_s
    m1 = w_s * base_s[lead]
    m2 = w_s * (base_s[lead] ** 2 + base_var[lead])
    where = np.array([0, 1, 2, 2, 4, 4, 4, 3])
    onset, top = -1.0, 0.0
    for k in range(KINDS):
        for slot in range(CAP + 1):
            q = w[k, slot]
            if q == 0.0:
                continue
            states[where[k]] += q
            r = ramp(k, t - since[k, slot], rise) * moves[k]
            level = base[k, slot, lead] + r * mean[k, slot, lead]
            m1 += q * level
            m2 += q * (level * level + r * r * var[k, slot, lead])
            if k != 0 and q > top:
                onset, top = since[k, slot], q
    row[0] = m1
    row[1] = max(m2 - m1 * m1, 1e-6)
    row[2] = onset


@kernel
def arrive(
    t: int, state: State, base_s: F, base_var: F, w_s: float, hazard: F, size: F, spread: F,
    unit: float,
) -> float:  # fmt: skip
    """New excursions take their part of steady's weight; returns what steady keeps."""
    w, since, base, mean, var, dropped = state
    slot = t % CAP
    kept = w_s
    for k in range(KINDS):
        merge_old(state, k, slot)
        w[k, slot] = w_s * hazard[k]
        kept -= w[k, slot]
        since[k, slot] = t
        dropped[k, slot] = 0.5
        scale = unit if 2 <= k < PAUSE else 1.0  # setbacks are shares of the gain at stake
        for c in range(CHANNELS):
            base[k, slot, c] = base_s[c]
            mean[k, slot, c] = size[k, c] * scale
            var[k, slot, c] = (spread[k, c] * scale) ** 2 + min(base_var[c], 0.25)
    return kept


@kernel
def count(y: F, error: float, seen: F, began: F, sums: F, prior: F) -> None:
    """Count the days with a level, follow where it began, and set a score's own noise."""
    if not math.isnan(y[SCORE]):
        factor = (prior[7] + sums[SCORE, 0]) / (prior[7] + sums[SCORE, 1])
        sums[SCORE, 4] = error * factor
    for c in (0, SCORE):
        if not math.isnan(y[c]):
            seen[c] += 1.0
            if seen[c] <= (SETTLED if c == 0 else 3.0):
                began[c] += (y[c] - began[c]) / seen[c]


@kernel
def run(
    y: F, error: F, done: F, hazard: F, sizes: Sizes, p: Shape, start: F, slope_p: F, prior: F,
    out: Out,
) -> None:  # fmt: skip
    """Filter one course, day after day.

    `y` (n, 4), `error` (n,) of placed scores, `done` (n,) 1, 0 or unknown -1, `hazard` (n, 8).
    `out`: states (n, 5); level mean, variance and likeliest onset (n, 3); bases (n, 2, 4).
    """
    states, rows, bases = out
    size, spread, exits = sizes
    grid = (KINDS, CAP + 1, CHANNELS)
    state = (
        np.zeros(grid[:2]), np.zeros(grid[:2]), np.zeros(grid), np.zeros(grid), np.ones(grid),
        np.zeros(grid[:2]),
    )  # fmt: skip
    base, base_var, slope = start[0].copy(), start[1].copy(), np.zeros(1)
    sums, known, prev = (
        np.zeros((CHANNELS, 7)),
        np.zeros(CHANNELS),
        np.full(CHANNELS, np.nan),
    )
    sums[:SCORE, 4], sums[:SCORE, 5] = prior[1], prior[3]
    began, seen, none, w_s = (
        np.zeros(CHANNELS),
        np.zeros(CHANNELS),
        np.zeros(KINDS),
        1.0,
    )
    practised = np.array([prior[4], prior[5]])
    for t in range(y.shape[0]):
        count(y[t], error[t], seen, began, sums, prior)
        lead = 0 if seen[0] >= SETTLED or seen[SCORE] == 0.0 else SCORE
        w_s = leave(t, state, base, base_var, w_s, exits)
        unit = max(prior[6], began[lead] - base[lead])
        settled = seen[0] >= SETTLED or seen[SCORE] >= 4.0
        # nothing harder begins while things turn for the better
        h = hazard[t] if settled and sums[lead, 6] < TURNED / 2.0 else none
        w_s = arrive(t, state, base, base_var, w_s, h, size, spread, unit)
        rate = min(0.97, max(0.03, practised[0] / practised[1]))
        w_s *= steady_lik(y[t], prev, done[t], rate, base, base_var, sums, p[4])
        total = w_s + advance(t, y[t], prev, done[t], rate, sums, state, p, lead)
        w_s /= total
        state[0][:] /= total
        calm = w_s + state[0][PAUSE].sum()
        turn(y[t], base, base_var, sums, calm, settled)
        learn(y[t], prev, base, calm, known, sums, prior)
        if not math.isnan(y[t, SCORE]) and known[SCORE] == 1.0:
            sums[SCORE, 0] += calm * min(9.0, (y[t, SCORE] - base[SCORE]) ** 2 / error[t])
            sums[SCORE, 1] += calm
        track(y[t], base, base_var, slope, sums, calm, lead, slope_p)
        summarise(t, w_s, state, base, base_var, p, lead, rows[t], states[t])
        if done[t] >= 0:
            practised *= 0.985
            practised += w_s * np.array([done[t], 1.0])
        for c in range(CHANNELS):
            known[c] = max(known[c], 0.0 if math.isnan(y[t, c]) else 1.0)
            prev[c] = y[t, c] if c < SCORE else np.nan
        bases[t, 0], bases[t, 1] = base, sums[:, 4]
