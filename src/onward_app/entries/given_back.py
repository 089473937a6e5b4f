"""The one true thing that a visit gives back: the person's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from onward.record import Record

SHORTEST, LONGEST = 12, 280
AROUND = 3
LEAST_DAYS = 5
BETTER_THIRD, LIGHTER_BY = 1 / 3, 0.5
# A setback is never named on the first page, not even in the person's own words.
SETBACK = ("relaps", "backstep", "setback", "slipped", "slip back", "suicid", "kill", "self-harm")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that the person wrote, and their day."""

    words: str
    day: date


def own_words(record: Record, today: date) -> OwnWords | None:
    """Words from a note of a better week, another one each day; None where there are none.

    A week is better where its mean of distress is in the lowest third of the person's own
    weeks, and clearly under their mean. Where highs are recorded or named, no week is called
    better (INTENDED_USE.md).
    """
    if _highs(record):
        return None
    days, level = _distress(record)
    if len(days) < LEAST_DAYS:
        return None
    sums = np.concatenate([[0.0], np.cumsum(level)])
    first = np.searchsorted(days, days - AROUND)
    last = np.searchsorted(days, days + AROUND, side="right")
    week = (sums[last] - sums[first]) / (last - first)
    lighter = min(np.quantile(week, BETTER_THIRD), week.mean() - LIGHTER_BY)
    better = set(days[week <= lighter].tolist())
    found = [
        OwnWords(record.note[i].strip(), date.fromordinal(int(record.day[i])))
        for i in record.rows("note", "").tolist()
        if int(record.day[i]) in better and _fits(record.note[i])
    ]
    return found[today.toordinal() % len(found)] if found else None


def _fits(note: str) -> bool:
    words = note.strip()
    lower = words.casefold()
    return SHORTEST <= len(words) <= LONGEST and not any(w in lower for w in SETBACK)


def _distress(record: Record) -> tuple[np.ndarray, np.ndarray]:
    days, level, _ = record.daily("checkin", "distress")
    mood_days, mood, _ = record.daily("checkin", "mood")
    extra = ~np.isin(mood_days, days)
    all_days = np.concatenate([days, mood_days[extra]])
    order = np.argsort(all_days)
    return all_days[order], np.concatenate([level, 10 - mood[extra]])[order]


def _highs(record: Record) -> bool:
    for name in ("elevated", "psychotic"):
        if (record.value[record.rows("checkin", name)] > 0).any():
            return True
    return any(len(record.rows("label", n)) for n in ("bipolar", "psychosis"))
