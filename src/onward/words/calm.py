"""Where words of steadiness may be said: what a review must show before it says that all is calm.

The rules lean one way. A calm sentence on a hard day harms; a careful one on a calm day does not.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from onward.measures import catalogue
from onward.results import STATES, Kept, Review

FLAG_UP = timedelta(days=14)
# A state is spoken of in the present only where a number is not older than this.
SILENT = timedelta(days=14)
CALM = 0.8
UNSURE_LOSS = 0.3
# Below this upper bound a part of the gain is surely not there.
ALL_THERE = 0.75
# A share of what is held is named only where its interval is not wider.
CLEAR = 0.5
# The course's own bound of a hard level (docs/methods/course.md).
HARD = 5.0
STUCK_DAYS = 42
_NUMBERS = ("checkin", "issue", "measure")
# One-sided 90 %, and what neighbouring days share: (1 + r) / (1 - r) at r = .28.
_Z90, _SHARED = 1.2816, 1.8
_RAISED = 0.25
LAST_SCORES, EARLIER_SCORES, SCORES_RISEN = 3, 4, 1.0
# Above the usual of the four months before: by so many points or so many of its spreads for the
# last answer and for the mean of the last week; and points for the level.
USUAL_DAYS = 120
ONE_ANSWER, A_WEEK, THE_LEVEL = (2.5, 2.0), (1.0, 1.2), 1.5


def calm(review: Review) -> bool:
    """Whether the last day allows a calm sentence."""
    wrote = last_number(review)
    if wrote is None or review.until - wrote >= SILENT:
        return False
    return calm_on(review, review.until, review.standing.gain_kept)


def calm_on(review: Review, when: date, kept: Kept | None) -> bool:
    """The same for an earlier evening, with what was held then."""
    believed = belief(review, "steady", "pause", when=when) >= CALM
    there = kept is None or kept.high >= ALL_THERE
    heard = flag_up(review, when) or falling(review, when) or scores_harder(review, when)
    return believed and there and not heard and not hard_now(review, when)


def belief(review: Review, *states: str, when: date | None = None) -> float:
    """How likely one of these states is on a day (the last by default), 0..1."""
    if not len(review.daily):
        return 0.0
    at = _index(review, when or review.until)
    return float(sum(review.daily.states[at, STATES.index(s)] for s in states))


def flag_up(review: Review, when: date) -> bool:
    """A risk answer is not older than 14 days on that day."""
    return any(f.when <= when < f.when + FLAG_UP for f in review.flags)


def last_note(review: Review) -> date | None:
    """The last day with any entry."""
    day = review.record.day
    return _last(day[day <= review.until.toordinal()])


def last_number(review: Review) -> date | None:
    """The last day that says how it was: a check-in, an issue or a measure."""
    record = review.record
    at = np.concatenate([record.rows(kind) for kind in _NUMBERS])
    day = record.day[at[~np.isnan(record.value[at])]]
    return _last(day[day <= review.until.toordinal()])


def falling(review: Review, when: date) -> bool:
    """Functioning or hope of the last 7 days lies visibly below that of the 84 days before."""
    return any(_falls(review, name, when) for name in ("functioning", "hope"))


def scores_harder(review: Review, when: date) -> bool:
    """The last three scores of a measure lie a point of 0..10 above the middle of those before."""
    record, until = review.record, when.toordinal()
    for name in record.names("measure"):
        days, scores, _ = record.daily("measure", name)
        scores = scores[days <= until]
        if "." in name or len(scores) < LAST_SCORES + EARLIER_SCORES:
            continue
        level, _ = catalogue()[name].on_scale(scores)
        rise = level[-LAST_SCORES:].mean() - np.median(level[:-LAST_SCORES])
        if rise >= SCORES_RISEN:
            return True
    return False


def hard_now(review: Review, when: date) -> bool:
    """The last answer lies far above what was usual, or those of the last week, or the level."""
    level = review.daily.level[: _index(review, when) + 1]
    if len(level) > 7 and level[-1] - np.median(level[-7 - USUAL_DAYS : -7]) >= THE_LEVEL:
        return True
    for name, sign in (("distress", 1.0), ("feelings", 1.0), ("mood", -1.0)):
        days, values, _ = review.record.daily("checkin", name)
        age = when.toordinal() - days
        now, past = (
            sign * values[(age >= 0) & (age < 7)],
            sign * values[(age >= 7) & (age < 7 + USUAL_DAYS)],
        )
        if not len(now) and len(past):  # the last answer is all that is known of lately
            now, past = past[-1:], past[:-1]
        if not len(now) or not len(past):
            continue
        usual, spread = np.median(past), max(float(past.std()), 0.5)
        week = len(now) >= 3 and now.mean() - usual >= max(A_WEEK[0], A_WEEK[1] * spread)
        if week or now[-1] - usual >= max(ONE_ANSWER[0], ONE_ANSWER[1] * spread):
            return True
    return False


def harder(review: Review) -> bool:
    """Whether some days lately were harder, so that it is true to say so."""
    level = review.daily.level
    raised = len(level) > 14 and level[-7:].mean() - level[-35:-7].mean() >= _RAISED
    return bool(raised) or falling(review, review.until) or _hard_answers(review)


def kept_on(review: Review, when: date) -> Kept | None:
    """What was held of the gain on an earlier evening, with its interval."""
    start, gain = review.start_level, review.standing.gain
    if start is None or gain is None:
        return None
    at, best = _index(review, when), start - gain
    course = (review.daily.level, review.daily.high, review.daily.low)
    mean, low, high = (float(np.clip(1.0 - (x[at] - best) / gain, 0.0, 1.0)) for x in course)
    return Kept(mean, low, high)


def clear(kept: Kept) -> bool:
    """Whether a share of what is held may be named."""
    return kept.high - kept.low <= CLEAR


def part_lost(kept: Kept) -> bool:
    """Whether it may be said that a part of a gain is not there."""
    return clear(kept) and kept.high < ALL_THERE


def hard_days(review: Review, when: date) -> int:
    """For how many days the level has been hard: no fortnight of them lies below the bound.

    Time in which nothing was written is not counted: it is not known how it was.
    """
    level = review.daily.level[: _index(review, when) + 1]
    total = np.cumsum(np.concatenate([[0.0], level]))
    lighter = np.flatnonzero(total[14:] - total[:-14] < 14 * HARD)
    first = int(lighter[-1]) + 1 if len(lighter) else 0
    first = max(first, _after_silence(review, when))
    hard = np.flatnonzero(level[first:] >= HARD)
    return len(level) - first - int(hard[0]) if len(hard) else 0


def _after_silence(review: Review, when: date) -> int:
    """Index of the first day with an entry after the last long gap before `when`."""
    first = review.first.toordinal()
    day = np.unique(review.record.day)
    day = day[day <= when.toordinal()]
    gaps = np.flatnonzero(np.diff(day) >= SILENT.days)
    return max(0, int(day[gaps[-1] + 1]) - first) if len(gaps) else 0


def _falls(review: Review, name: str, when: date) -> bool:
    days, values, _ = review.record.daily("checkin", name)
    age = when.toordinal() - days
    now, past = values[(age >= 0) & (age < 7)], values[(age >= 7) & (age < 91)]
    if len(now) < 2 or len(past) < 5:
        return False
    spread = max(float(past.var(ddof=1)), 0.25)
    error = np.sqrt(_SHARED * spread * (1 / len(now) + 1 / len(past)))
    return bool(now.mean() < past.mean() - _Z90 * error)


def _hard_answers(review: Review) -> bool:
    """The answers of the last 7 days lie, on average, half a point above what was usual."""
    for name, sign in (("distress", 1.0), ("feelings", 1.0), ("mood", -1.0)):
        days, values, _ = review.record.daily("checkin", name)
        age = review.until.toordinal() - days
        now, past = values[(age >= 0) & (age < 7)], values[(age >= 7) & (age < 49)]
        if len(now) and len(past) and sign * (now.mean() - np.median(past)) >= 0.5:
            return True
    return False


def _index(review: Review, when: date) -> int:
    return min(max((when - review.first).days, 0), len(review.daily) - 1)


def _last(day: NDArray[np.int64]) -> date | None:
    return date.fromordinal(int(day.max())) if len(day) else None
