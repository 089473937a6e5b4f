"""What `say` needs to know of a review, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from onward.results import STATES, CameBefore, Episode, Review
from onward.words.language import Language

FLAG_UP = timedelta(days=14)
GAP = 7
JUST_PASSED = timedelta(days=30)
PAST = timedelta(days=180)
LOSSES = ("backstep", "relapse")


@dataclass(frozen=True)
class Facts:
    """A review and what follows from it.

    Attributes
    ----------
    view : str
        What the words are about: ``muted``, ``below_start`` or a state of the standing.
    episode : Episode or None
        The episode that goes on now.
    """

    review: Review
    lang: Language
    view: str
    episode: Episode | None

    @property
    def until(self) -> date:
        return self.review.until

    @property
    def flag_up(self) -> bool:
        """A risk answer is not older than 14 days."""
        return _flag_up(self.review)

    @property
    def since(self) -> date | None:
        """The day on which what goes on now began."""
        return self.episode.started if self.episode else None

    @property
    def medicine_changed(self) -> bool:
        """A change of medicine came before what goes on, or is recent where nothing is named."""
        if any(c.what == "medication_change" for c in self.came_before):
            return True
        if self.view not in (
            "muted",
            "too_early",
            "not_yet_known",
            "below_start",
            "stuck",
        ):
            return False
        rows = self.review.record.rows("event", "medication_change")
        days = self.review.record.day[rows]
        return bool(((days <= self.until.toordinal()) & (days > self.until.toordinal() - 28)).any())

    @property
    def came_before(self) -> tuple[CameBefore, ...]:
        return self.episode.came_before if self.episode else ()

    def belief(self, state: str | None = None) -> float:
        """How sure the last day is of a state, 0..1; of the standing state by default."""
        state = state or self.review.standing.state
        if state not in STATES or not len(self.review.daily):
            return 0.0
        return float(self.review.daily.states[-1, STATES.index(state)])

    def passed(self) -> Episode | None:
        """A loss or a pause that ended lately, where the review has said so."""
        for e in reversed(self.review.episodes):
            if e.ended is None or self.until - e.ended > JUST_PASSED:
                continue
            if e.kind in (*LOSSES, "pause") and e.announced is not None:
                return e
        return None

    def past_deeper(self) -> Episode | None:
        """The latest deeper step that has passed and was said to be one."""
        for e in reversed(self.review.episodes):
            if e.kind != "deeper" or e.ended is None or self.until - e.ended > PAST:
                continue
            if said(self.review, "deeper", e.started, e.ended + timedelta(days=7)):
                return e
        return None

    def written_days(self) -> int:
        """On how many days anything was written."""
        day = self.review.record.day
        return len(np.unique(day[day <= self.until.toordinal()]))

    def gap(self) -> date | None:
        """The last day with an entry, where a week and more has passed since."""
        day = self.review.record.day
        day = day[day <= self.until.toordinal()]
        if not len(day) or self.until.toordinal() - int(day[-1]) < GAP:
            return None
        return date.fromordinal(int(day[-1]))

    def hard_days(self) -> int:
        """For how many days the level was never reliably below what it is now."""
        level, low = self.review.daily.level, self.review.daily.low
        if not len(level):
            return 0
        lighter = np.flatnonzero(level < low[-1])
        return len(level) - (int(lighter[-1]) + 1 if len(lighter) else 0)

    def lightest_day(self) -> date | None:
        """The day with the least distress or the best mood, where three days have one."""
        record = self.review.record
        for name, sign in (("distress", 1.0), ("mood", -1.0)):
            days, values, _ = record.daily("checkin", name)
            values = values[days <= self.until.toordinal()]
            if len(values) >= 3:
                return date.fromordinal(int(days[np.argmin(sign * values)]))
        return None


def facts(review: Review, lang: Language) -> Facts:
    """Look at a review once, for all its sentences."""
    episode = _current(review)
    return Facts(review, lang, _view(review, episode), episode)


def said(review: Review, what: str, first: date, last: date) -> bool:
    """Whether `what` was announced from `first` to `last`."""
    day = review.daily.day
    a, b = np.searchsorted(day, [first.toordinal(), last.toordinal() + 1])
    return what in review.daily.announced[int(a) : int(b)]


def _view(review: Review, episode: Episode | None) -> str:
    where = review.standing
    if review.muted:
        return "muted"
    if not where.enough_data or where.state == "too_early":
        return "too_early"
    if where.below_start:
        return "below_start"
    if where.state == "deeper":
        first = episode.started if episode else review.until - JUST_PASSED
        if _flag_up(review) or not said(review, "deeper", first, review.until):
            return "not_yet_known"
    return where.state


def _current(review: Review) -> Episode | None:
    if review.muted or review.standing.state in ("steady", "gaining", "too_early"):
        return None
    for e in reversed(review.episodes):
        if e.ended is None or e.ended >= review.until:
            return e
    return None


def _flag_up(review: Review) -> bool:
    return any(f.when <= review.until < f.when + FLAG_UP for f in review.flags)
