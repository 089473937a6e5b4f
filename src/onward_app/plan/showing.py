"""What the pages of the plan say: its signs, the last time, and what another window changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.forms import Form
from django.utils.translation import gettext as _

from onward import words
from onward.next_time import next_time
from onward_app.entries import queries as entries
from onward_app.entries.vocabulary import label
from onward_app.plan.queries import Plan
from onward_app.plan.signs import ANSWERS, LOW
from onward_app.unreadable import NOT_READ


@dataclass(frozen=True, slots=True)
class Watch:
    """An early sign and how it is watched, in words; empty where only ticks and words tell."""

    sign: str
    tied: str = ""


def watches(plan: Plan, *, numbers: bool = True) -> list[Watch]:
    """Each early sign and how it is watched."""
    ties = {w.sign: w for w in plan.watched if w.answer in ANSWERS}
    out = []
    for sign in plan.signs:
        tie = ties.get(sign)
        out.append(Watch(sign, _tied(tie.answer, tie.bound, numbers) if tie else ""))
    return out


def _tied(answer: str, bound: int, numbers: bool) -> str:
    if not numbers:
        low, high = _("%(what)s, when it is low"), _("%(what)s, when it is high")
    else:
        low, high = _("%(what)s at %(bound)s or less"), _("%(what)s at %(bound)s or more")
    text = low if ANSWERS[answer] == LOW else high
    return text % {"what": label("checkin", answer), "bound": bound}


def next_time_said(person: UUID, plan: Plan) -> list[str]:
    """Whether the last setback was shorter or less heavy than the one before, in sentences.

    None while it is too early to say, beside a risk, where highs were recorded, and where the
    owner of this Onward switched verdicts off. A plan is named where it was first written
    between the two: before the first one, it was there both times and tells nothing.
    """
    try:
        if not settings.INTERPRETATION or entries.risk_lately(person):
            return []
        review = entries.review(person)
    except NOT_READ:  # a check-in that cannot be read never takes the plan away
        return []
    seen = next_time(review) if review else None
    if review is None or seen is None:
        return []
    begun = date.fromisoformat(plan.begun) if plan.begun else None
    between = begun is not None and seen.before[0] < begun <= seen.last[0]
    return words.next_time(
        seen.length,
        seen.depth,
        review.until,
        plan=begun if between else None,
        language=review.language,
    )


def state_of(given: dict[str, Any]) -> str:
    """A short id of what a form was shown with: another one where that was changed meanwhile."""
    return sha256(repr(sorted(given.items())).encode()).hexdigest()[:16]


def others(form: Form, given: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands now where a form that was sent says something else, each with its label."""
    found = []
    for name, field in form.fields.items():
        now = field.prepare_value(given.get(name) or "")
        if now and now != str(form[name].value() or "").replace("\r\n", "\n").strip():
            found.append((str(field.label), str(now)))
    return found
