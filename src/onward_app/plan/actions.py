"""Writes the plan."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from uuid import UUID

from onward_app.plan.models import Offered
from onward_app.plan.models import Plan as Row
from onward_app.plan.offers import QUIET
from onward_app.plan.queries import Answered, Letter, Plan, Watched, answered, plan_of
from onward_app.turns import one_at_a_time


@one_at_a_time
def keep(*, person: UUID, plan: Plan, today: date | None = None) -> None:
    """Keep the plan in place of the one before; the day of its first line stays with it."""
    row = Row.objects.filter(person=person).first() or Row(person=person)
    if plan.empty:
        plan = replace(plan, begun="")
    elif not plan.begun:
        begun = plan_of(person).begun or (today or date.today()).isoformat()
        plan = replace(plan, begun=begun)
    row.put(plan.to_dict())
    row.save()


@one_at_a_time
def watch(*, person: UUID, watched: tuple[Watched, ...]) -> None:
    """Keep which signs are tied to which answer."""
    keep(person=person, plan=replace(plan_of(person), watched=watched))


@one_at_a_time
def keep_letter(*, person: UUID, words: str, today: date) -> None:
    """Keep the letter to oneself; one that is changed keeps its day, an empty one goes."""
    plan = plan_of(person)
    day = plan.letter.day if plan.letter else today.isoformat()
    keep(person=person, plan=replace(plan, letter=Letter(day, words) if words else None))


@one_at_a_time
def not_now(*, person: UUID, today: date) -> None:
    """Let the plan rest for a week; it stays where it is."""
    _answer(person, replace(answered(person), quiet_until=(today + QUIET).isoformat()))


@one_at_a_time
def no_letter(*, person: UUID, today: date, never: bool = False) -> None:
    """Do not ask for a letter for a long while, or never again; said twice a day, it is once."""
    before = answered(person)
    if never:
        _answer(person, replace(before, letter_never=True))
    elif before.letter_asked != today.isoformat():
        _answer(
            person,
            replace(before, letter_asked=today.isoformat(), letter_times=before.letter_times + 1),
        )


def _answer(person: UUID, said: Answered) -> None:
    row = Offered.objects.filter(person=person).first() or Offered(person=person)
    row.put(asdict(said))
    row.save()
