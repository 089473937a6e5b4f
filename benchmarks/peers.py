"""The detectors in use that Onward is held against, each as a score of the day.

A peer reads the columns of a record, (n, 4) with distress, feelings, functioning and placed
scores of measures, NaN where nothing was written, and gives an (n,) score: higher is surer of a
setback, 0 is nothing. It knows today and earlier, never later. All but the reliable change rule
read distress, or the placed scores where no distress is written. Their threshold is set from
outside, the same way for all, so a classic limit (2.7 sigma, h = 5) is not among the settings.

The settings below were set on invented courses of seeds from 310,000 on, for the most setbacks
seen; no figure is reported from those.

Sources: reliable change after Jacobson and Truax 1991; Bayesian online change points after Adams
and MacKay; PELT, ADWIN, Page-Hinkley and KSWIN as the documentation of `ruptures` and `river`
describes them. The charts' errors are widened for autocorrelation (AR(1) with correlation phi) and
for a baseline that is itself an estimate from n numbers; both follow from the variance of a
weighted sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from math import lgamma, log, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Baseline of the charts: the numbers of days 7 to 60 before, at least five of them.
LAST, FIRST, FEWEST = 7, 60, 5
# Numbers before the other detectors may speak.
ENOUGH = 14
# Steps of 0..10 that no chart takes for the whole of a person's spread.
LEAST_SD = 0.6
# PHQ-9 placed on 0..10: two points a standard deviation, retest reliability .84.
RELIABLE_ERROR = 2 * sqrt(2 * (1 - 0.84))


@dataclass(frozen=True, slots=True)
class Peer:
    """A detector.

    Attributes
    ----------
    name : str
    score : callable
        (n, 4) columns to the (n,) score.
    package : str or None
        What has to be installed beside Onward.
    settings : int
        Settings that are run side by side, since the detector only says yes or no; the time
        that is reported is that of one.
    """

    name: str
    score: Callable[[Floats], Floats]
    package: str | None = None
    settings: int = 1


def reliable_change(y: Floats) -> Floats:
    """Scores of a measure: today's less the best so far, in errors of a difference."""
    return _against_best(y[:, 3], RELIABLE_ERROR)


def reliable_change_weeks(y: Floats) -> Floats:
    """The same rule on the mean distress of each week, told on its last day.

    The error is that of the difference of two weeks' means as the person's first four weeks
    show it.
    """
    x = distress(y)
    weeks = np.full(len(x), np.nan)
    for t in range(6, len(x), 7):
        week = x[t - 6 : t + 1]
        if (~np.isnan(week)).sum() >= 2:
            weeks[t] = np.nanmean(week)
    early = weeks[:28][~np.isnan(weeks[:28])]
    error = np.std(early, ddof=1) if len(early) > 2 else LEAST_SD
    return _against_best(weeks, sqrt(2) * max(float(error), LEAST_SD))


def _against_best(x: Floats, error: float) -> Floats:
    out = np.zeros(len(x))
    best = np.inf
    for t in np.flatnonzero(~np.isnan(x)):
        if best < np.inf:
            out[t] = (x[t] - best) / error
        best = min(best, x[t])
    return out


def ewma(y: Floats, weight: float = 0.1) -> Floats:
    """Exponentially weighted mean against the own baseline, in corrected errors."""
    x = distress(y)
    b = baseline(x)
    smooth = np.empty(len(x))
    last = np.nan
    for t, value in enumerate(x.tolist()):
        if value == value:
            last = value if last != last else weight * value + (1 - weight) * last
        smooth[t] = last
    carried = b.phi * (1 - weight)
    error = b.sd * np.sqrt(
        weight / (2 - weight) * (1 + carried) / (1 - carried) * (1 + (2 - weight) / (weight * b.n))
    )
    return _told((smooth - b.mean) / error, b)


def cusum(y: Floats, slack: float = 0.25, most: float = 12.0) -> Floats:
    """One-sided cumulative sum of corrected deviations, held at `most` so that it can end."""
    x = distress(y)
    b = baseline(x)
    error = b.sd * np.sqrt((1 + b.phi) / (1 - b.phi) * (1 + 1 / b.n))
    step = _told((x - b.mean) / error - slack, b)
    out = np.empty(len(x))
    total = 0.0
    for t, rise in enumerate(step.tolist()):
        total = min(most, max(0.0, total + rise))
        out[t] = total
    return out


def shewhart(y: Floats) -> Floats:
    """Mean of the last seven days' numbers against the own baseline, in corrected errors."""
    x = distress(y)
    b = baseline(x)
    count = _rolling((~np.isnan(x)).astype(np.float64), 0, LAST - 1)
    safe = np.maximum(count, 1)
    mean = _rolling(np.nan_to_num(x), 0, LAST - 1) / safe
    lags = np.arange(1, LAST)
    # variance of a mean of numbers a day apart
    together = 1 + 2 * ((1 - lags / LAST) * b.phi[:, None] ** lags).sum(axis=1)
    error = b.sd * np.sqrt(together / safe + (1 + b.phi) / (1 - b.phi) / b.n)
    return np.where(count > 0, _told((mean - b.mean) / error, b), 0.0)


def bocpd(y: Floats, chance: float = 1 / 120, recent: int = 35, rise: float = 0.5) -> Floats:
    """Bayesian online change-point detection: normal data of unknown mean and variance.

    The score is the probability that the run of today began within the last `recent` numbers
    and lies more than `rise` points above the mean of the sixty numbers before it.
    """
    x = distress(y)
    at = np.flatnonzero(~np.isnan(x))
    seen = x[at]
    total = np.concatenate([[0.0], np.cumsum(seen)])
    mean0, kappa0, alpha0, beta0 = 4.5, 0.2, 3.0, 4.0
    p, mean, beta = np.ones(1), np.array([mean0]), np.array([beta0])
    scores = np.zeros(len(seen))
    longest = 200
    runs = np.arange(longest + 1)
    kappa, alpha = kappa0 + runs, alpha0 + runs / 2
    constant = np.array([lgamma(a + 0.5) - lgamma(a) - 0.5 * log(2 * a * np.pi) for a in alpha])
    for i, value in enumerate(seen.tolist()):
        r = len(p)
        k, a = kappa[:r], alpha[:r]
        scale = beta * (k + 1) / (a * k)
        off = value - mean
        fits = p * np.exp(
            constant[:r] - 0.5 * np.log(scale) - (a + 0.5) * np.log1p(off**2 / (2 * a * scale))
        )
        p = np.concatenate([[chance * fits.sum()], (1 - chance) * fits])[:longest]
        p /= p.sum()
        beta = np.concatenate([[beta0], beta + 0.5 * k * off**2 / (k + 1)])[:longest]
        mean = np.concatenate([[mean0], mean + off / (k + 1)])[:longest]
        young = np.arange(1, min(recent, len(p) - 1) + 1)
        began = i + 1 - young
        young, began = young[began > ENOUGH], began[began > ENOUGH]
        first = np.maximum(0, began - FIRST)
        before = (total[began] - total[first]) / (began - first)
        scores[i] = p[young][mean[young] > before + rise].sum()
    return _held(scores, at, len(x))


def pelt(y: Floats, penalty: float = 3.0, window: int = 90) -> Floats:
    """PELT of `ruptures` (its C version, linear kernel) rerun on every second day.

    On the last `window` numbers; the score is the step up to the last segment from the one
    before, in errors of their means, and 0 where the last step is down or there is none.
    """
    import ruptures

    x = distress(y)
    at = np.flatnonzero(~np.isnan(x))
    out = np.zeros(len(x))
    for t in range(len(x)):
        if t % 2 or (n := int(np.searchsorted(at, t, side="right"))) < ENOUGH:
            out[t] = out[t - 1] if t else 0.0
            continue
        signal = x[at[max(0, n - window) : n]]
        # noise from day-to-day differences: a step hardly moves it
        var = max(LEAST_SD**2, 0.5 * float(np.mean(np.diff(signal) ** 2)))
        search = ruptures.KernelCPD(kernel="linear", min_size=3).fit(signal[:, None])
        ends = search.predict(pen=penalty * var * log(len(signal)))
        if len(ends) > 1:
            before = signal[ends[-3] if len(ends) > 2 else 0 : ends[-2]]
            last = signal[ends[-2] :]
            error = sqrt(var * (1 / len(last) + 1 / len(before)))
            out[t] = max(0.0, float(last.mean() - before.mean()) / error)
    return out


ADWIN_DELTAS = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01)
PAGE_THRESHOLDS = (5.0, 6.0, 6.5, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5, 10.0, 11.0, 12.0, 14.0, 17.0, 20.0)


def adwin(y: Floats) -> Floats:
    """ADWIN of `river`: the strictest delta at which it finds a change upwards today."""
    from river import drift

    def change(delta: float) -> Callable[[float], bool]:
        detector = drift.ADWIN(delta=delta, clock=1, min_window_length=3, grace_period=ENOUGH)

        def step(value: float) -> bool:
            before = detector.estimation
            detector.update(value)
            return bool(detector.drift_detected and detector.estimation > before)

        return step

    return _strictest(y, [(-log(d), change(d)) for d in ADWIN_DELTAS])


def page_hinkley(y: Floats) -> Floats:
    """Page-Hinkley of `river`, upwards: the highest threshold that it passes today."""
    from river import drift

    def change(threshold: float) -> Callable[[float], bool]:
        detector = drift.PageHinkley(
            min_instances=ENOUGH, delta=0.25, threshold=threshold, alpha=0.9999, mode="up"
        )

        def step(value: float) -> bool:
            detector.update(value)
            return bool(detector.drift_detected)

        return step

    return _strictest(y, [(h, change(h)) for h in PAGE_THRESHOLDS])


def _strictest(y: Floats, settings: list[tuple[float, Callable[[float], bool]]]) -> Floats:
    x = distress(y)
    out = np.zeros(len(x))
    for rank, step in settings:
        for t in np.flatnonzero(~np.isnan(x)):
            if step(float(x[t])):
                out[t] = max(out[t], rank)
    return out


def kswin(y: Floats, window: int = 50, last: int = 10) -> Floats:
    """KSWIN of `river`: how unlike the last 10 numbers are to 10 drawn from the 40 before.

    The score is -log10 of its p-value where the last ones are higher on average; such p-values
    are few, so a thousandth of the difference of means parts those that tie. With ``alpha=0``
    it never starts anew, and one run serves every threshold.
    """
    from river import drift

    x = distress(y)
    at = np.flatnonzero(~np.isnan(x))
    seen = x[at]
    detector = drift.KSWIN(alpha=0.0, window_size=window, stat_size=last, seed=1)
    scores = np.zeros(len(seen))
    for i, value in enumerate(seen.tolist()):
        detector.update(value)
        if i + 1 >= window:
            start = i + 1 - last
            higher = seen[start : i + 1].mean() - seen[i + 1 - window : start].mean()
            if higher > 0:
                scores[i] = -np.log10(max(detector.p_value, 1e-12)) + higher / 1000
    return _held(scores, at, len(x))


PEERS = (
    Peer("reliable change, scores as they come", reliable_change),
    Peer("reliable change, week means of distress", reliable_change_weeks),
    Peer("EWMA, corrected", ewma),
    Peer("CUSUM, corrected", cusum),
    Peer("Shewhart, 7 days, corrected", shewhart),
    Peer("Bayesian online change points", bocpd),
    Peer("PELT each second day (ruptures)", pelt, "ruptures"),
    Peer("ADWIN (river)", adwin, "river", len(ADWIN_DELTAS)),
    Peer("Page-Hinkley (river)", page_hinkley, "river", len(PAGE_THRESHOLDS)),
    Peer("KSWIN (river)", kswin, "river"),
)


def available() -> list[Peer]:
    """The peers whose package is installed."""
    return [p for p in PEERS if p.package is None or find_spec(p.package)]


def left_out() -> list[Peer]:
    """The peers whose package is not installed."""
    return [p for p in PEERS if p.package is not None and not find_spec(p.package)]


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """A person's own numbers of days 7 to 60 before each day, (n,) each.

    Attributes
    ----------
    n, mean, sd : arrays
        How many, their mean, and their standard deviation, at least `LEAST_SD`.
    phi : array
        Correlation of one day with the next, corrected for the few days, within 0..0.6.
    """

    n: Floats
    mean: Floats
    sd: Floats
    phi: Floats


def distress(y: Floats) -> Floats:
    """What the peers read: distress, or the placed scores where none is ever written.

    Which of them is settled day by day, so that it never depends on a later one.
    """
    any_yet = np.logical_or.accumulate(~np.isnan(y[:, 0]))
    return np.where(any_yet, y[:, 0], y[:, 3])


def baseline(x: Floats) -> Baseline:
    """The baseline, estimated anew each day."""
    there = (~np.isnan(x)).astype(np.float64)
    value = np.nan_to_num(x)
    n = np.maximum(_rolling(there, LAST, FIRST), 1)
    mean = _rolling(value, LAST, FIRST) / n
    var = np.maximum(0.0, _rolling(value**2, LAST, FIRST) / n - mean**2)
    # pairs of neighbouring days, both with a number
    both = np.concatenate([[0.0], there[1:] * there[:-1]])
    pairs = np.maximum(_rolling(both, LAST, FIRST - 1), 1)
    cross = _rolling(np.concatenate([[0.0], value[1:] * value[:-1]]), LAST, FIRST - 1)
    now = _rolling(both * value, LAST, FIRST - 1)
    yesterday = np.concatenate([value[:1] * 0, value[:-1]])
    past = _rolling(both * yesterday, LAST, FIRST - 1)
    covariance = (cross - mean * (now + past)) / pairs + mean**2
    r = covariance / np.maximum(var, LEAST_SD**2)
    phi = np.clip(r + (1 + 3 * r) / n, 0.0, 0.6)
    sd = np.sqrt(np.maximum(var * n / np.maximum(n - 1, 1), LEAST_SD**2))
    return Baseline(n, mean, sd, phi)


def _rolling(x: Floats, last: int, first: int) -> Floats:
    """Sum over the days from `first` to `last` days before each day."""
    total = np.concatenate([np.zeros(first + 1), np.cumsum(x)])
    days = np.arange(len(x)) + first + 1
    return np.asarray(total[days - last] - total[days - first - 1])


def _told(score: Floats, b: Baseline) -> Floats:
    return np.where((b.n >= FEWEST) & ~np.isnan(score), score, 0.0)


def _held(scores: Floats, at: NDArray[np.int64], n: int) -> Floats:
    """A score of numbers as one of days: it stands until the next number."""
    which = np.searchsorted(at, np.arange(n), side="right") - 1
    return np.where(which >= 0, scores[which], 0.0) if len(scores) else np.zeros(n)
