"""What `say` needs to know of a review, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from onward.results import STATES, CameBefore, Episode, Issue, Review
from onward.words import calm
from onward.words.language import Language

GAP = 7
JUST_PASSED = timedelta(days=30)
PAST = timedelta(days=180)
# A change of medicine counts this long before today, or before what goes on began.
MEDICINE = 28
LOSSES = ("backstep", "relapse")
CALM_VIEWS = ("steady", "gaining")


@dataclass(frozen=True)
class Facts:
    """A review and what follows from it.

    Attributes
    ----------
    view : str
        What the words are about: ``muted``, ``silent``, ``below_start`` or a state of the
        standing.
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

    @cached_property
    def flag_up(self) -> bool:
        """A risk answer is not older than 14 days."""
        return calm.flag_up(self.review, self.until)

    @cached_property
    def calm(self) -> bool:
        """Words of steadiness may be said."""
        return calm.calm(self.review)

    @property
    def at_ease(self) -> bool:
        """Calm, and the person's own word speaks of nothing harder."""
        return self.calm and self.review.standing.own_word not in LOSSES

    @property
    def part_lost(self) -> bool:
        """A part of the gain is surely not there now."""
        kept = self.review.standing.gain_kept
        return kept is not None and calm.part_lost(kept)

    @cached_property
    def harder(self) -> bool:
        """Some days lately were harder."""
        return calm.harder(self.review) or self.loss > calm.UNSURE_LOSS

    @cached_property
    def loss(self) -> float:
        """How likely a setback is on the last day, 0..1."""
        return calm.belief(self.review, *LOSSES)

    @property
    def since(self) -> date | None:
        """The day on which what goes on now began."""
        return self.episode.started if self.episode else None

    @property
    def medicine_changed(self) -> bool:
        """A change of medicine is recent or came before what goes on; calm words need none."""
        if any(c.what == "medication_change" for c in self.came_before):
            return True
        if self.view in CALM_VIEWS and self.calm:
            return False
        rows = self.review.record.rows("event", "medication_change")
        days = self.review.record.day[rows]
        first = min(self.until, self.since or self.until).toordinal() - MEDICINE
        return bool(((days <= self.until.toordinal()) & (days > first)).any())

    @property
    def came_before(self) -> tuple[CameBefore, ...]:
        return self.episode.came_before if self.episode else ()

    def belief(self, state: str | None = None) -> float:
        """How sure the last day is of a state, 0..1; of the standing state by default."""
        state = state or self.review.standing.state
        return calm.belief(self.review, state) if state in STATES else 0.0

    def passed(self) -> Episode | None:
        """A loss or a pause that ended lately, where the review has said so."""
        for e in reversed(self.review.episodes):
            if e.ended is None or self.until - e.ended > JUST_PASSED:
                continue
            if e.kind in (*LOSSES, "pause") and e.announced is not None:
                return e
        return None

    def past_deeper(self) -> Episode | None:
        """The latest deeper step that has passed, was said to be one, and had no flag near it."""
        for e in reversed(self.review.episodes):
            if e.kind != "deeper" or e.ended is None or self.until - e.ended > PAST:
                continue
            first, last = e.started - calm.FLAG_UP, e.ended + calm.FLAG_UP
            if any(first < f.when < last for f in self.review.flags):
                continue
            if said(self.review, "deeper", e.started, e.ended + timedelta(days=7)):
                return e
        return None

    def known_issues(self) -> tuple[Issue, ...]:
        """Issues whose standing is known and that were rated lately."""
        return tuple(i for i in self.review.issues if self._known(i))

    def _known(self, issue: Issue) -> bool:
        days, _, _ = self.review.record.daily("issue", issue.name)
        days = days[days <= self.until.toordinal()]
        if issue.standing.state == "too_early" or not len(days):
            return False
        return self.until.toordinal() - int(days[-1]) < calm.SILENT.days

    def written_days(self) -> int:
        """On how many days anything was written."""
        day = self.review.record.day
        return len(np.unique(day[day <= self.until.toordinal()]))

    def gap(self) -> date | None:
        """The last day with an entry, where a week and more has passed since."""
        last = calm.last_note(self.review)
        return None if last is None or (self.until - last).days < GAP else last

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
    if is_silent(review):
        return "silent"
    if not where.enough_data or where.state == "too_early":
        return "too_early"
    if where.below_start:
        return "below_start"
    if where.state == "deeper":
        first = episode.started if episode else review.until - JUST_PASSED
        if _unlike_deeper(review) or not said(review, "deeper", first, review.until):
            return "not_yet_known"
    return where.state


def is_silent(review: Review) -> bool:
    """Two weeks and more have passed since anything said how it was."""
    last = calm.last_number(review) or calm.last_note(review)
    return last is not None and review.until - last >= calm.SILENT


def _unlike_deeper(review: Review) -> bool:
    """A flag, a fall or a likely setback forbids the name of a deeper step (safety)."""
    until = review.until
    loss = calm.belief(review, *LOSSES)
    return calm.flag_up(review, until) or calm.falling(review, until) or loss > calm.UNSURE_LOSS


_KINDS = {
    "backstep": LOSSES,
    "relapse": LOSSES,
    "pause": ("pause",),
    "deeper": ("deeper",),
    "not_yet_known": ("deeper",),
}


def _current(review: Review) -> Episode | None:
    state = review.standing.state
    if review.muted or state in (*CALM_VIEWS, "too_early"):
        return None
    kinds = _KINDS.get(state, STATES)
    for e in reversed(review.episodes):
        if e.kind in kinds and (e.ended is None or e.ended >= review.until):
            return e
    return None
