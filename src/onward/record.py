"""A record: one person's entries, checked, in columns.

The columns are those of the record file (docs/reference/record_file.md): ``when``, ``kind``,
``name``, ``value``, ``note``. Whoever builds a record (a reader, a form) has each entry
checked by `check` first, so a `Record` never holds an impossible value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onward.errors import BadEntry
from onward.measures import catalogue

ME = "me"
KINDS = (
    "checkin",
    "issue",
    "measure",
    "practice",
    "event",
    "session",
    "behaviour",
    "goal",
    "note",
    "label",
)
CHECKINS: dict[str, tuple[float, float]] = {
    "distress": (0, 10),
    "feelings": (0, 10),
    "functioning": (0, 10),
    "hope": (0, 10),
    "sleep": (0, 10),
    "connection": (0, 10),
    "mood": (0, 10),
    "numb": (0, 1),
    "elevated": (0, 3),
    "psychotic": (0, 3),
}
PRACTICES = (
    "meditation",
    "mindful_walk",
    "journaling",
    "reframing",
    "emotional_expression",
    "talking",
)
EVENTS = (
    "job_change",
    "relationship_ended",
    "moved_home",
    "family_issue",
    "loss",
    "illness",
    "work_stress",
    "conflict",
    "money",
    "medication_change",
    "therapy_started",
    "therapy_ended",
    "therapist_change",
    "substance",
    "anniversary",
)
SESSIONS = ("in_person", "video", "phone", "")
OWN_WORDS = ("deeper", "backstep", "pause", "relapse", "steady")
CONDITIONS = ("bipolar", "psychosis")
YEARS = (1900, 2200)
MINUTES_A_DAY = 1440
TIMES_A_DAY = 10_000
NAME_LENGTH = 120
NOTE_LENGTH = 20_000

# Answers of these measures are marks on a line, so they may have parts.
_ON_A_LINE = ("ors",)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# no two parts may share digits: a cell of many of them would take as long as their square
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_HALF_A_LETTER = re.compile("[\ud800-\udfff]")
_ITEM = re.compile(r"[1-9]\d*", re.ASCII)
_FEW_LETTERS = 9
_LONGEST_WHEN = 48  # fromisoformat passes over digits without end behind a time


class Entry(NamedTuple):
    """One thing that a person wrote down.

    Attributes
    ----------
    when : str
        ISO 8601 date or date-time, as written.
    kind : str
        One of `KINDS`.
    name : str
        What of that kind; its meaning depends on the kind.
    value : float or None
        The number, in the kind's own unit.
    note : str
        Words.
    """

    when: str
    kind: str
    name: str
    value: float | None
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One person's entries in columns, sorted by day (equal days keep their order).

    Attributes
    ----------
    person : str
        The person's id in the file; ``"me"`` where none was given.
    day : (n,) int64 array
        The local day as a proleptic ordinal (``date.toordinal``).
    when, kind, name, note : tuple of str
        The columns as written.
    value : (n,) float64 array
        The numbers; NaN where the file has none.
    """

    person: str
    day: NDArray[np.int64]
    when: tuple[str, ...]
    kind: tuple[str, ...]
    name: tuple[str, ...]
    value: NDArray[np.float64]
    note: tuple[str, ...]
    _groups: dict[tuple[str, str], NDArray[np.int64]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, entries: Iterable[Entry], person: str = ME) -> Record:
        """Build a record from checked entries, in any order."""
        # an ISO date sorts as text, and the date stands before the time
        rows = sorted(entries, key=itemgetter(0))
        texts = [e.when[:10] for e in rows]
        ordinal = {text: date.fromisoformat(text).toordinal() for text in set(texts)}
        groups: dict[tuple[str, str], list[int]] = {}
        for i, e in enumerate(rows):
            groups.setdefault((e.kind, e.name), []).append(i)
        return cls(
            person=person,
            day=np.array([ordinal[text] for text in texts], dtype=np.int64),
            when=tuple(e.when for e in rows),
            kind=tuple(e.kind for e in rows),
            name=tuple(e.name for e in rows),
            value=np.array(
                [math.nan if e.value is None else e.value for e in rows],
                dtype=np.float64,
            ),
            note=tuple(e.note for e in rows),
            _groups={k: np.array(v, dtype=np.int64) for k, v in groups.items()},
        )

    def __len__(self) -> int:
        return len(self.when)

    def __iter__(self) -> Iterator[Entry]:
        for i in range(len(self)):
            v = float(self.value[i])
            yield Entry(
                self.when[i],
                self.kind[i],
                self.name[i],
                None if math.isnan(v) else v,
                self.note[i],
            )

    def names(self, kind: str) -> list[str]:
        """Names that occur in `kind`, in the order of the days on which they first occur."""
        found = [(int(self.day[at[0]]), n) for (k, n), at in self._groups.items() if k == kind]
        return [n for _, n in sorted(found)]

    def done(self, kind: str, name: str) -> NDArray[np.int64]:
        """Days on which something was done; a number of 0 says that it was not."""
        at = self.rows(kind, name)
        return np.unique(self.day[at[self.value[at] != 0]])

    def rows(self, kind: str, name: str | None = None) -> NDArray[np.int64]:
        """Indices of the rows of a kind (and name), in day order."""
        if name is not None:
            return self._groups.get((kind, name), np.empty(0, dtype=np.int64))
        parts = [v for (k, _), v in self._groups.items() if k == kind]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)

    def until(self, last: date) -> Record:
        """The same record as it stood at the end of the day `last`."""
        stop = int(np.searchsorted(self.day, last.toordinal(), side="right"))
        return self if stop == len(self) else Record.of(list(self)[:stop], self.person)

    def daily(
        self, kind: str, name: str, how: str = "mean"
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
        """One number a day.

        Parameters
        ----------
        kind, name : str
            Which entries.
        how : {"mean", "sum"}
            Check-ins of a day are averaged, practice minutes and times are summed. Rows
            without a number are left out of a mean and count 0 in a sum.

        Returns
        -------
        days, values, counts : (d,) arrays
            Ordinal days, the number of each and how many rows it is made of.
        """
        at = self.rows(kind, name)
        day, value = self.day[at], self.value[at]
        if how == "mean":
            seen = ~np.isnan(value)
            day, value = day[seen], value[seen]
        days, first, counts = np.unique(day, return_index=True, return_counts=True)
        if not len(days):
            return days, np.empty(0), counts
        # within a day by size, so that the order of a file's rows never shows in the last digit
        value = value[np.lexsort((value, day))]
        total = np.add.reduceat(np.nan_to_num(value), first)
        return days, total / counts if how == "mean" else total, counts


def check(when: str, kind: str, name: str, value: str, note: str) -> Entry:
    """Check one entry given as text; the one place that says what a record may hold.

    Raises
    ------
    BadEntry
        Says which field, what was found and what is allowed.
    """
    when, kind, name = when.strip(), kind.strip(), name.strip()
    check_when(when)
    if kind not in KINDS:
        raise BadEntry("kind", kind, "one of " + ", ".join(KINDS))
    for column, text in (("name", name), ("note", note)):
        if "\x00" in text:
            raise BadEntry(column, "a NUL byte", "plain text")
        if _HALF_A_LETTER.search(text):
            raise BadEntry(column, "half of a letter", "plain text")
    if len(name) > NAME_LENGTH:
        raise BadEntry("name", name, f"at most {NAME_LENGTH} characters", private=True)
    if len(note) > NOTE_LENGTH:
        raise BadEntry("note", note, f"at most {NOTE_LENGTH:,} characters", private=True)
    found = _Value(value.strip(), _number(value.strip()))
    _CHECKS[kind](name, found)
    return Entry(when, kind, name, found.number, note)


def check_when(when: str) -> date:
    """The local day of an ISO 8601 date or date-time.

    Raises
    ------
    BadEntry
        The text is no such date.
    """
    allowed = "an ISO 8601 date or date-time such as 2026-05-19 or 2026-05-19T21:30"
    try:
        if len(when) > _LONGEST_WHEN or not _DATE.match(when):
            raise ValueError(when)
        if len(when) > 10 and when[10] not in "T ":
            raise ValueError(when)
        day = datetime.fromisoformat(when).date()
    except ValueError:
        raise BadEntry("when", when, allowed, private=holds_words(when)) from None
    # a mistyped year would make a record of hundreds of thousands of days
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise BadEntry("when", when, f"a year from {YEARS[0]} to {YEARS[1]}")
    return day


class _Value(NamedTuple):
    """A number and how it was written, which is how an error shows it."""

    text: str
    number: float | None

    def refused(self, allowed: str) -> BadEntry:
        return BadEntry("value", self.text, allowed)


def _number(text: str) -> float | None:
    if not text:
        return None
    # float() would also take 1_0, nan, inf and the digits of other scripts
    number = float(text) if _NUMBER.fullmatch(text) else math.inf
    if not math.isfinite(number):
        allowed = "a number such as 4 or 4.5, or empty"
        raise BadEntry("value", text, allowed, private=holds_words(text))
    return number


def holds_words(text: str) -> bool:
    """Whether a cell for a number or a date holds words, which an error does not repeat."""
    return sum(map(str.isalpha, text)) > _FEW_LETTERS


def _within(value: _Value, low: float, high: float, empty: bool = False) -> None:
    number = value.number
    if not (empty if number is None else low <= number <= high):
        raise value.refused(f"a number from {low:g} to {high:g}" + (", or empty" if empty else ""))


def _word(name: str, what: str) -> None:
    if not name:
        raise BadEntry("name", "", f"a word for the {what}")


def _one_of(name: str, names: Iterable[str]) -> None:
    if name not in (known := tuple(names)):
        raise BadEntry("name", name, "one of " + ", ".join(n or "(empty)" for n in known))


def _checkin(name: str, value: _Value) -> None:
    _one_of(name, CHECKINS)
    low, high = CHECKINS[name]
    if name == "numb" and value.number not in (0, 1):
        raise value.refused("0 or 1")
    _within(value, low, high)


def _measure(name: str, value: _Value) -> None:
    known = catalogue()
    base, dot, item = name.partition(".")
    if base not in known:
        raise BadEntry("name", name, "one of " + ", ".join(known))
    low, high = known[base].range
    if dot:
        items = known[base].item_count
        if not (_ITEM.fullmatch(item) and int(item) <= items):
            raise BadEntry("name", name, f"{base} or {base}.1 to {base}.{items}" if items else base)
        low, high = known[base].item_range
        if base not in _ON_A_LINE and value.number is not None and value.number % 1:
            raise value.refused(f"a whole number from {low:g} to {high:g}")
    _within(value, low, high)


def _practice(name: str, value: _Value) -> None:
    _word(name, "practice")
    _within(value, 0, MINUTES_A_DAY, empty=True)


def _event(name: str, value: _Value) -> None:
    _word(name, "event")
    _within(value, 1, 5, empty=True)


def _session(name: str, value: _Value) -> None:
    _one_of(name, SESSIONS)
    _within(value, 0, 10, empty=True)


def _behaviour(name: str, value: _Value) -> None:
    _word(name, "behaviour")
    _within(value, 0, TIMES_A_DAY, empty=True)


def _scale(name: str, value: _Value) -> None:
    _word(name, "issue or goal")
    _within(value, 0, 10)


def _note(name: str, value: _Value) -> None:
    if name:
        allowed = "nothing for a note; the words go into note"
        raise BadEntry("name", name, allowed, private=True)
    if value.text:
        raise value.refused("nothing for a note")


def _label(name: str, value: _Value) -> None:
    _one_of(name, OWN_WORDS + CONDITIONS)
    if value.text:
        raise value.refused("nothing for a label")


_CHECKS = {
    "checkin": _checkin,
    "issue": _scale,
    "measure": _measure,
    "practice": _practice,
    "event": _event,
    "session": _session,
    "behaviour": _behaviour,
    "goal": _scale,
    "note": _note,
    "label": _label,
}
