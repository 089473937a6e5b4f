"""The one true thing that a visit gives back: words that the person marked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onward_app.entries.queries import for_a_harder_day
from onward_app.entries.vocabulary import is_self_harm

# A setback is never named on the first page, not even in the person's own words; where the
# newest marked words do so, the ones before them are shown.
SETBACK = ("relaps", "backstep", "setback", "slipped", "slip back", "slip up")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that the person wrote, and their day."""

    words: str
    day: date


def own_words(person: UUID) -> OwnWords | None:
    """The newest words that the person marked for a harder day; None where there are none."""
    for day, words in for_a_harder_day(person):
        if not _names_a_setback(words):
            return OwnWords(words, day)
    return None


def _names_a_setback(words: str) -> bool:
    lower = words.casefold()
    return is_self_harm(words) or any(w in lower for w in SETBACK)
