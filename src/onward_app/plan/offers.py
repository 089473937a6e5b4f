"""When the plan is offered after a check-in, and when a letter to oneself is asked for.

Both are asked rarely, and a "Not now" is heard: the plan is offered once a day at most and then
not for a week; the letter is asked for in a steady time alone, twice in all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from onward import Review
from onward_app.choices.queries import choices_of
from onward_app.entries import queries as entries
from onward_app.entries.actions import Row
from onward_app.plan.queries import Answered, Plan, answered, plan_of
from onward_app.plan.signs import shown
from onward_app.unreadable import NOT_READ

QUIET = timedelta(days=7)
STEADY_DAYS = 14
AGAIN_AFTER = timedelta(days=90)
MOST_TIMES = 2
WORSE = ("not_yet_known", "deeper", "backstep", "relapse", "pause")


@dataclass(frozen=True, slots=True)
class Offer:
    """The plan, offered: the signs that show, and the first thing to do."""

    signs: tuple[str, ...]
    first: str


def offer_after(person: UUID, entry_id: UUID) -> Offer | None:
    """What to offer after this check-in; None where nothing shows, or it was offered today.

    Nothing is written down by looking: whether it was offered today follows from the check-ins
    before this one.
    """
    try:
        return _offer_after(person, entry_id)
    except NOT_READ:
        return None


def _offer_after(person: UUID, entry_id: UUID) -> Offer | None:
    today, plan = entries.today(), plan_of(person)
    if not plan.signs or answered(person).quiet_until > today.isoformat():
        return None
    before: list[Row] = []
    noted_today = False
    for entry, rows in sorted(entries.opened(person), key=lambda e: e[0].made_at):
        fresh = timezone.localtime(entry.made_at).date() == today and entry.batch is None
        if entry.pk == entry_id:
            return _offer(person, plan, before, rows, noted_today) if fresh else None
        before += rows
        noted_today = noted_today or fresh
    return None


def _offer(
    person: UUID, plan: Plan, before: list[Row], rows: list[Row], noted_today: bool
) -> Offer | None:
    today = entries.today()
    signs = shown(plan, [*before, *rows], today)
    if not signs or (noted_today and shown(plan, before, today)):
        return None
    # where help alone is named, nothing else is offered
    asks = entries.asks_about_safety(rows, today, written_here=True)
    return None if asks or entries.risk_lately(person) else Offer(signs, _first(plan))


def _first(plan: Plan) -> str:
    return plan.first or (plan.helps[0] if plan.helps else "")


def asks_for_letter(person: UUID) -> bool:
    """Whether the first page asks for a letter to oneself today.

    The review comes last: what is cheap to know is asked first.
    """
    today = entries.today()
    try:
        if not may_ask(answered(person), today) or plan_of(person).letter is not None:
            return False
        if not settings.INTERPRETATION or choices_of(person).resting:
            return False
        review = entries.review(person)
        return review is not None and steady(review) and not entries.risk_lately(person)
    except NOT_READ:  # a question that can wait never takes the first page away
        return False


def may_ask(said: Answered, today: date) -> bool:
    """Whether the letter may be asked for: never after "Never", and twice at most."""
    if said.letter_never or said.letter_times >= MOST_TIMES:
        return False
    return not said.letter_asked or date.fromisoformat(said.letter_asked) + AGAIN_AFTER <= today


def steady(review: Review) -> bool:
    """Two steady weeks: nothing harder announced, no risk, and enough written to know it."""
    if review.muted or not review.standing.enough_data or review.standing.below_start:
        return False
    if review.standing.state not in ("steady", "gaining"):
        return False
    if len(review.daily) < STEADY_DAYS or _any_worse(review.daily.announced[-STEADY_DAYS:]):
        return False
    since = review.until - timedelta(days=STEADY_DAYS)
    if any(e.ended is None or e.ended > since for e in review.episodes if e.kind != "steady"):
        return False
    # of a time without a word nothing is known
    return _days_written(review) >= 2


def _any_worse(said: Iterable[str | None]) -> bool:
    return any(word in WORSE for word in said)


def _days_written(review: Review) -> int:
    since = review.until.toordinal() - STEADY_DAYS
    return len({int(day) for day in review.record.day if day > since})
