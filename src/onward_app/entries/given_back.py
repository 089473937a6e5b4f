"""The one true thing that a visit gives back."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from onward import Review, words
from onward_app.entries import queries
from onward_app.entries.actions import Row
from onward_app.entries.vocabulary import is_quiet, is_self_harm
from onward_app.plan.queries import letter_of
from onward_app.vault.errors import Refused

# A setback is never named on the first page, not even in the person's own words.
SETBACK = ("relaps", "backstep", "setback", "slipped", "slip back", "slip up")
# With fewer days than this, that it is enough to begin is worth saying.
FEW_DAYS = 14


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that the person wrote, and their day."""

    words: str
    day: date


@dataclass(frozen=True, slots=True)
class Given:
    """What a check-in gives back.

    Attributes
    ----------
    kind : str
        ``own``: the person's own words. ``way``: what went with better days or a way back.
        ``begin``: little is written yet. ``question``: one for the next session. ``care``:
        help, and nothing else.
    words : str
        Empty for ``care``.
    day : date or None
        The day of own words.
    at : int
        Which question it is.
    """

    kind: Literal["own", "way", "begin", "question", "care"]
    words: str = ""
    day: date | None = None
    at: int = 0


def own_words(person: UUID, today: date | None = None) -> OwnWords | None:
    """Words that the person marked for a harder day, others each day; None without any.

    A row that does not open must not stand between a person and the doors of the first page.
    """
    try:
        found = _of_a_good_week(queries.for_a_harder_day(person))
    except Refused:
        return None
    return found[(today or queries.today()).toordinal() % len(found)] if found else None


def given_back(
    person: UUID, rows: Iterable[Row], *, numbers: bool = True, today: date | None = None
) -> Given:
    """What a check-in gives back today.

    Parameters
    ----------
    person : UUID
        Whose it is.
    rows : iterable of Row
        What was just kept. Where it, or something of the last two weeks, speaks of a risk, help
        alone is named.
    numbers : bool
        Whether numbers are shown.
    today : date, optional
        The day; by default this one.
    """
    today = today or queries.today()
    asks = queries.asks_about_safety(rows, today, written_here=True)
    entries = queries.present(person)
    if asks or queries.risk_among(entries, today):
        return Given("care")
    review = queries.review(person)
    marked = _of_a_good_week([*_letter(person), *queries.marked_among(entries)])
    own = [Given("own", o.words, o.day) for o in marked]
    return chosen([own, ways(review), beginning(review, numbers=numbers), questions()], today)


def chosen(kinds: Sequence[Sequence[Given]], day: date) -> Given:
    """Another kind each day, in their order, and another thing of a kind each time round."""
    there = [things for things in kinds if things]
    round_, at = divmod(day.toordinal(), len(there))
    return there[at][round_ % len(there[at])]


def ways(review: Review | None) -> list[Given]:
    """What went with a way back or goes with better days; never that it did it.

    Nothing is said where highs are recorded or named, nor where the owner of this Onward
    switched verdicts off.
    """
    if review is None or review.muted or not settings.INTERPRETATION:
        return []
    said = [
        words.recovery(back, review.until, language=review.language)
        for back in reversed(review.recoveries)
        if any(not is_quiet(name) for name in back.went_with)
    ]
    said += [
        words.verdict(link, language=review.language)
        for link in review.practices
        if link.verdict == "goes with better days" and not is_quiet(link.name)
    ]
    return [Given("way", text) for text in said]


def beginning(review: Review | None, *, numbers: bool = True) -> list[Given]:
    """That little is enough to begin, while little is there. Writing often is not praised."""
    days = len(set(review.record.day.tolist())) if review else 1
    if days >= FEW_DAYS:
        return []
    if days <= 1:
        text = _("This is the first page of your own record. It is a place to begin.")
    elif numbers:
        text = _("You have written on %(days)s days. That is enough to begin.") % {"days": days}
    else:
        text = _("You have written on a few days. That is enough to begin.")
    return [Given("begin", text)]


def questions() -> list[Given]:
    """Questions for the next session."""
    return [Given("question", _(text), at=at) for at, text in enumerate(_question_texts())]


@cache
def _question_texts() -> tuple[str, ...]:
    text = (files("onward_app") / "content" / "given_back.toml").read_text(encoding="utf-8")
    return tuple(q["text"] for q in tomllib.loads(text)["question"])


def _letter(person: UUID) -> list[tuple[date, str]]:
    """The letter to oneself of the plan; a plan that cannot be read holds nothing up."""
    try:
        letter = letter_of(person)
    except Refused:
        return []
    return [letter] if letter else []


def _of_a_good_week(marked: Iterable[tuple[date, str]]) -> list[OwnWords]:
    """Words to give back, in their order, without those that name a setback."""
    return [OwnWords(text, day) for day, text in marked if not _names_a_setback(text)]


def _names_a_setback(text: str) -> bool:
    lower = text.casefold()
    return is_self_harm(text) or any(w in lower for w in SETBACK)
