"""When Onward asks again about a small step: pure, tested without a web.

All of it is days of the house's own calendar. So neither a second device's clock nor a change of
the clocks can ask twice or skip a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

MARKS = (3, 7, 14)
# A card that nobody answers goes away by itself.
STAYS = 7


@dataclass(frozen=True, slots=True)
class Follow:
    """A small step that the person wants to be asked about.

    Attributes
    ----------
    step : str
        The step in words.
    since : date
        The day from which the days are counted.
    days : tuple of int
        After how many days; of `MARKS`.
    done : dict
        What was answered at each.
    """

    step: str
    since: date
    days: tuple[int, ...]
    done: dict[int, str] = field(default_factory=dict)

    def ahead(self, today: date) -> list[date]:
        """The days on which it is still to be asked."""
        days = [self.since + timedelta(days=mark) for mark in self.days if mark not in self.done]
        return [day for day in days if day >= today]

    def due(self, today: date) -> int | None:
        """The mark that is asked about now: the latest that has come, once."""
        come = [mark for mark in self.days if self.since + timedelta(days=mark) <= today]
        if not come:
            return None
        latest = max(come)
        late = (today - self.since).days - latest
        if late > STAYS or any(mark >= latest for mark in self.done):
            return None
        return latest

    def to_dict(self) -> dict[str, str]:
        """As it is sealed: texts alone."""
        return {
            "step": self.step,
            "since": self.since.isoformat(),
            "days": " ".join(map(str, self.days)),
            "done": " ".join(f"{mark}:{how}" for mark, how in sorted(self.done.items())),
        }


def from_dict(value: dict[str, Any]) -> Follow | None:
    """One as it was sealed; None where its texts are none of ours."""
    try:
        done = dict(pair.split(":", 1) for pair in value.get("done", "").split())
        since = date.fromisoformat(value["since"])
        since + timedelta(days=MARKS[-1])  # a day past the end of the calendar is none
        return Follow(
            step=str(value["step"]),
            since=since,
            days=marks(value["days"].split()),
            done={int(mark): how for mark, how in done.items()},
        )
    except (KeyError, ValueError, OverflowError):
        return None


def marks(words: Iterable[str]) -> tuple[int, ...]:
    """The marks among some words, in order."""
    return tuple(mark for mark in MARKS if str(mark) in set(words))
