"""Reads a person's goals, and how near each was on which day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onward.record import NAME_LENGTH
from onward_app.entries import queries as entries
from onward_app.goals.models import Goal as Row
from onward_app.plan.queries import plan_of
from onward_app.vault.queries import open_rows

OPEN, RESTING, THERE = "open", "resting", "there"
STATES = (OPEN, RESTING, THERE)
MOST_OPEN = 5
WORDS_LENGTH = 200
WHY_LENGTH = 1000
OFFERED = 3
# How near in words: up to and including this number.
NEARNESS = (
    (1, gettext_lazy("far away")),
    (3, gettext_lazy("a good way off")),
    (6, gettext_lazy("about half way")),
    (8, gettext_lazy("near")),
    (10, gettext_lazy("very near")),
)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it is sealed.

    Attributes
    ----------
    words, why : str
        What it is, and why it matters, which may be empty.
    state : str
        open, resting, or there.
    since : str
        The day on which it came to that state or to these words.
    names : tuple of str
        Its names in the record, the newest last.
    history : tuple of (day, words, what)
        What it was before, and what became of it that day: moved, smaller, words, or a state.
    """

    words: str
    why: str = ""
    state: str = OPEN
    since: str = ""
    names: tuple[str, ...] = ()
    history: tuple[tuple[str, str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As it is sealed."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Kept:
    """A goal with its row and its nearness so far.

    Attributes
    ----------
    near : list of (date, float)
        How near, the oldest first; the last answer of a day stands for it.
    """

    row: Row
    goal: Goal
    near: list[tuple[date, float]]

    @property
    def now(self) -> float | None:
        """The latest answer, if there is one."""
        return self.near[-1][1] if self.near else None

    @property
    def now_words(self) -> str:
        """The latest answer in words."""
        return "" if self.now is None else in_words(self.now)

    @property
    def story(self) -> list[tuple[date, str, str]]:
        """What it was before, the latest first."""
        return [(date.fromisoformat(d), w, what) for d, w, what in reversed(self.goal.history)]

    @property
    def days(self) -> list[tuple[date, float, str]]:
        """How near on each day, the latest first, with its words."""
        return [(day, value, in_words(value)) for day, value in reversed(self.near)]


def in_words(value: float) -> str:
    """How near, in words."""
    return str(next(text for most, text in NEARNESS if value <= most))


def course(kept: Kept) -> str:
    """How near it was and is, in one line; empty where nothing was answered."""
    if not kept.near:
        return ""
    (first, then), (last, now) = kept.near[0], kept.near[-1]
    when = {"day": date_format(first, "DATE_FORMAT"), "then": in_words(then), "now": in_words(now)}
    if first == last:
        return _("On %(day)s it was %(now)s.") % when
    if when["then"] == when["now"]:
        return _("It is %(now)s, much as on %(day)s.") % when
    return _("On %(day)s it was %(then)s. Now it is %(now)s.") % when


def goals(person: UUID) -> list[Kept]:
    """All goals, the oldest first."""
    rows = open_rows(_present(person).order_by("made_at"))
    near = _nearness(person) if rows else {}
    return [_kept(row, from_dict(value), near) for row, value in rows]


def one(person: UUID, goal_id: UUID) -> Kept:
    """One goal.

    Raises
    ------
    Http404
        There is none, it is somebody else's, or it is taken away.
    """
    row = _present(person).filter(pk=goal_id).first()
    if row is None:
        raise Http404
    return _kept(row, from_dict(row.get()), _nearness(person))


def removed(person: UUID, goal_id: UUID) -> Row:
    """One goal that was taken away; as `one`."""
    row = Row.objects.filter(person=person, pk=goal_id, removed_at__isnull=False).first()
    if row is None:
        raise Http404
    return row


def is_removed(person: UUID, goal_id: UUID) -> bool:
    """Whether the person took this away and can still bring it back."""
    return Row.objects.filter(person=person, pk=goal_id, removed_at__isnull=False).exists()


def holds(person: UUID, goal_id: UUID) -> bool:
    """Whether this is there, not taken away."""
    return _present(person).filter(pk=goal_id).exists()


def _kept(row: Row, goal: Goal, near: dict[str, dict[date, tuple[str, float]]]) -> Kept:
    days: dict[date, tuple[str, float]] = {}
    for name in goal.names:
        for day, said in near.get(name, {}).items():
            days[day] = max(said, days.get(day, said))
    return Kept(row, goal, [(day, days[day][1]) for day in sorted(days)])


def _nearness(person: UUID) -> dict[str, dict[date, tuple[str, float]]]:
    """For each name in the record and each day, the last answer with its time."""
    out: dict[str, dict[date, tuple[str, float]]] = {}
    for _entry, rows in entries.opened(person):
        for when, kind, name, value, _note in rows:
            if kind == "goal" and value is not None:
                days, day = out.setdefault(name, {}), date.fromisoformat(when[:10])
                days[day] = max((when, value), days.get(day, (when, value)))
    return out


def offered(person: UUID, known: list[Kept]) -> list[str]:
    """Goals that stand elsewhere, to take or to leave: in the plan, and in the record."""
    taken = {name.casefold() for kept in known for name in kept.goal.names}
    found = [plan_of(person).goal[:WORDS_LENGTH], *(n.replace("_", " ") for n in _names(person))]
    new = {name_of(w).casefold(): w for w in reversed(found) if w.strip()}
    left = [w for key, w in reversed(new.items()) if key not in taken]
    return left[:OFFERED]


def _names(person: UUID) -> list[str]:
    latest = {name: max(days) for name, days in _nearness(person).items()}
    return sorted(latest, key=lambda name: latest[name], reverse=True)


def name_of(words: str) -> str:
    """The name of a goal in the record."""
    return " ".join(words.split())[:NAME_LENGTH].strip()


def is_taken(known: list[Kept], words: str, but: UUID | None = None) -> bool:
    """Whether another goal has or had these words, so that their days would mix."""
    name = name_of(words).casefold()
    return any(
        name in {n.casefold() for n in kept.goal.names} for kept in known if kept.row.pk != but
    )


def from_dict(value: dict[str, Any]) -> Goal:
    """A goal from what was sealed."""
    return Goal(
        words=value["words"],
        why=value.get("why", ""),
        state=value.get("state", OPEN),
        since=value.get("since", ""),
        names=tuple(value.get("names", ())),
        history=tuple((day, words, what) for day, words, what in value.get("history", ())),
    )


def _present(person: UUID) -> QuerySet[Row]:
    return Row.objects.filter(person=person, removed_at__isnull=True)
