"""What the loops share: channels, kinds, priors, and what is kept of a person and a hypothesis."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F = NDArray[np.float64]
I = NDArray[np.int64]  # noqa: E741
CHANNELS, SCORE = 4, 3  # distress (or an issue), feelings, functioning, placed scores
# LARGE is a relapse by more than there was to lose, or of who had nothing to lose
BLIP, DEEPER, BACKSTEP, RELAPSE, LARGE, GAIN = range(6)
# what is known of a person, (channels, 14): steady base and its variance; noise, lag-one
# autocorrelation, standard deviation of a day, variance as it counts in long means; four sums
# behind them; last residual and its day; mean of the first numbers and how many so far
BASE, VAR, NOISE, ECHO, SD, LONG, SUMS = range(7)
BEFORE, LAST, BEGAN, SEEN = range(10, 14)
# and of all channels together: weight of steady, its slope, P(practices dropped) and since which
# day, practised of how many days, whether a practice was ever noted; share of noise in common
STEADY, SLOPE, OFF, SINCE, DONE, DAYS, TRIED, COMMON, COMMON_SUM, COMMON_DAYS = range(10)
SETTLED, SETTLED_SCORES = 14.0, 4.0  # days with check-ins, scores, before anything can begin
TAIL = 7.0  # degrees of freedom of a day's number


class Slots(NamedTuple):
    """Running hypotheses: (slots,) arrays, and (channels, slots) for base, mean and var."""

    weight: F
    off: F  # P(practices dropped)
    since: F  # day of onset
    per_stake: F  # one over the gain at stake when it began
    base: F  # the level before it
    mean: F  # how far it has moved, and the variance of that
    var: F
    rise: F  # share of the move reached today: numbers, scores
    rise_scores: F
    left: F  # share of the usual rate of practising that is left when dropped
    scratch: F  # (4, slots)


class Beliefs(NamedTuple):
    """Priors as the compiled loops take them; days and points of 0..10 unless said otherwise."""

    # ordinary days: variance of a day, its lag-one autocorrelation, share common to channels,
    # and the days of data that each of these priors weighs
    noise: float
    echo: float
    common: float
    noise_days: float
    echo_days: float
    common_days: float
    week_days: float  # weight of "no weekday differs"
    long_run: float  # factor on the variance of long means, beyond what lag one tells
    # the steady base: daily drift, and that of the first days; damping, steepest fall and
    # quickness of its slope; how much of the slope feelings and functioning follow
    drift: float
    drift_at_first: float
    damping: float
    steepest: float
    follow: float
    feelings_follow: float
    functioning_follows: float
    # ends: daily chance of a loss once its onset is pooled, and the part of those ends that is a
    # new usual; of a blip
    ends: float
    new_usual: float
    passes: float
    # practices: daily chance to drop them and to take them up; factor on losses where dropped;
    # P(dropped) that a loss brings; part of the usual rate that is left in a pause and in a loss
    drops: float
    resumes: float
    drop_harder: float
    drops_with: float
    left: float
    left_in_loss: float
    # the gain at stake: least, constant and part of start minus base; what is hardly a part of it
    least_stake: float
    plus_stake: float
    part_stake: float
    hardly: float
    unsure: float  # most of the base's variance that a new move takes along
    start: F  # (2, channels) mean and variance of the base before any number
    size: F  # (kinds, channels) mean of a move; of losses in parts of the gain at stake
    spread: F  # (kinds, channels) its standard deviation


class Templates(NamedTuple):
    """Shapes of excursions: (templates,) arrays, and (slots,) arrays for what each slot needs."""

    kind: I
    ring: I  # days for which onsets are kept apart
    first: I  # (templates + 1,) first slot of each; losses have one slot more
    of_kind: I  # (kinds + 1,) first slot of each kind
    bump: F  # 1 where it rises and passes, 0 where it reaches its size and stays
    per_day: F  # part of its length, or of its way up, that a day is
    per_day_scores: F  # the same for scores, and the most of its size that they show
    most_scores: F
    member: F  # (kinds, slots) 1 where the slot is of that kind
