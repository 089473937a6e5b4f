"""Everything that reads entries: open the rows, build a record, ask for its review."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from onward import review as review_of
from onward.measures import catalogue
from onward.record import Entry as Thing
from onward.record import Record
from onward.results import Review
from onward_app.entries.actions import HARDER_DAY, Row
from onward_app.entries.models import Entry
from onward_app.entries.vocabulary import is_self_harm, speaks_of_self_harm
from onward_app.language import spoken
from onward_app.vault.queries import open_rows

RUNNING_ISSUES = 3
GAP_DAYS = 7
FLAG_DAYS = 14
SILENT = timedelta(days=60)
REMEMBERED = 8
_REMEMBERED: OrderedDict[tuple[UUID, date, bytes, bool, str], Review | None] = OrderedDict()
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Day:
    """One day that something was written on.

    Attributes
    ----------
    day : date
    entries : list of (Entry, rows)
        In the order of the day.
    gap : (date, date) or None
        The first and last day without a word before this day, where that is a week and more.
    """

    day: date
    entries: list[tuple[Entry, list[Row]]]
    gap: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Month:
    """One month in which something is written.

    Attributes
    ----------
    first : date
        Its first day.
    newest : date
        Its newest day with a word, where the list shows it first.
    page : int
        The page of the list on which that day stands.
    """

    first: date
    newest: date
    page: int


@dataclass(frozen=True, slots=True)
class Names:
    """Own words used before, the latest first; and the early signs of the person's plan."""

    issues: list[str]
    practices: list[str]
    events: list[str]
    behaviours: list[str]
    signs: Sequence[str] = ()


def today() -> date:
    """The local day of this machine."""
    return date.today()


def exist(person: UUID) -> bool:
    """Whether anything is written down."""
    return _present(person).exists()


def opened(person: UUID) -> list[tuple[Entry, list[Row]]]:
    """All entries with their rows, in no order."""
    return [
        (entry, [_row(r) for r in value["rows"]]) for entry, value in open_rows(_present(person))
    ]


def present(person: UUID) -> list[tuple[Entry, Any]]:
    """All entries with the whole of what their seals hold, the oldest first."""
    return open_rows(_present(person).order_by("made_at", "pk"))


def written_here(person: UUID) -> list[Row]:
    """The rows that no import brought."""
    own = open_rows(_present(person).filter(batch__isnull=True))
    return [_row(r) for _entry, value in own for r in value["rows"]]


def holds(person: UUID, entry_id: UUID) -> bool:
    """Whether an entry of the person's own is there, not taken away."""
    return _present(person).filter(pk=entry_id).exists()


def is_removed(person: UUID, entry_id: UUID) -> bool:
    """Whether an entry of the person's own was taken away and can still be brought back."""
    gone = Entry.objects.filter(person=person, pk=entry_id, removed_at__isnull=False)
    return gone.exists()


def sent(person: UUID, once: UUID | None) -> list[Row]:
    """The rows that the same form made before, whether they were taken away since or not."""
    if once is None:
        return []
    entry = Entry.objects.filter(person=person, pk=once, batch__isnull=True).first()
    return [_row(r) for r in entry.get()["rows"]] if entry else []


def brought(person: UUID, batch: UUID) -> list[Row]:
    """The rows of an import that are here."""
    found = open_rows(_present(person).filter(batch=batch))
    return [_row(r) for _entry, value in found for r in value["rows"]]


def written_days(person: UUID) -> set[str]:
    """Days on which anything is written, as they stand in rows."""
    return {row[0][:10] for _entry, rows in opened(person) for row in rows}


def one(person: UUID, entry_id: UUID, *, removed: bool = False) -> tuple[Entry, list[Row]]:
    """One entry with its rows.

    Raises
    ------
    Http404
        There is none, it is somebody else's, or it is (not) taken away.
    """
    entry = Entry.objects.filter(person=person, pk=entry_id, removed_at__isnull=not removed).first()
    if entry is None:
        raise Http404
    return entry, [_row(r) for r in entry.get()["rows"]]


def is_for_a_harder_day(entry: Entry) -> bool:
    """Whether the person marked an entry's words to be shown on a harder day."""
    return bool(entry.get().get(HARDER_DAY))


def words_for_a_harder_day(person: UUID) -> tuple[date, str] | None:
    """The newest words that the person marked for a harder day, with their day."""
    marked = for_a_harder_day(person)
    return marked[0] if marked else None


def for_a_harder_day(person: UUID) -> list[tuple[date, str]]:
    """All words that the person marked for a harder day, the newest first."""
    return marked_among(present(person))


def marked_among(entries: Iterable[tuple[Entry, Any]]) -> list[tuple[date, str]]:
    """Of these entries, the words that are marked for a harder day, the newest first."""
    found = []
    for entry, value in entries:
        notes = [_row(r) for r in value["rows"] if r[1] == "note"]
        if value.get(HARDER_DAY) and notes:
            found.append((notes[0][0], entry.made_at, notes[0][4].strip()))
    return [(date.fromisoformat(when[:10]), words) for when, _at, words in sorted(found)[::-1]]


def record(person: UUID) -> Record | None:
    """The person's record; None while nothing is written down."""
    return _record(person, _present(person))


def _record(person: UUID, entries: QuerySet[Entry]) -> Record | None:
    things = [Thing._make(row) for _, value in open_rows(entries) for row in value["rows"]]
    return Record.of(things, str(person)) if things else None


def review(person: UUID, *, as_last_written: bool = False) -> Review | None:
    """What Onward says of the record today; None while there is nothing to say it of.

    With `as_last_written`, a record that ends more than two months ago (an old export) is
    seen as it stood on its last day: of the time since then nothing is known.

    A review is a pure function of the record and the day, so the last few are remembered in
    this process, by a digest of the sealed rows. What is remembered is given only while the
    person's key still opens a row.
    """
    entries = _present(person).order_by("pk")
    if not entries:
        return None
    entries[0].get()
    digest = blake2b(b"".join(bytes(e.sealed) for e in entries), digest_size=16).digest()
    key = (person, today(), digest, as_last_written, spoken())
    with _LOCK:
        if key in _REMEMBERED:
            _REMEMBERED.move_to_end(key)
            return _REMEMBERED[key]
    seen = _review(_record(person, entries), today(), as_last_written)
    with _LOCK:
        _REMEMBERED[key] = seen
        while len(_REMEMBERED) > REMEMBERED:
            _REMEMBERED.popitem(last=False)
    return seen


def forget(people: Iterable[UUID]) -> None:
    """Let go of what is remembered of these people in this process."""
    gone = set(people)
    with _LOCK:
        for key in [key for key in _REMEMBERED if key[0] in gone]:
            del _REMEMBERED[key]


def _review(own: Record | None, until: date, as_last_written: bool) -> Review | None:
    own = own.until(until) if own else None
    if not own:
        return None
    if as_last_written:
        written = [day for day, kind in zip(own.day, own.kind, strict=True) if kind != "label"]
        last = date.fromordinal(int(written[-1])) if written else until
        until = last if until - last > SILENT else until
    return review_of(own, until=until, language=spoken())


def _as_written(kept: tuple[Entry, list[Row]]) -> tuple[str, datetime]:
    """By its own time; what has none is in the order in which it was kept, on either database."""
    return min(row[0] for row in kept[1]), kept[0].made_at


def days(entries: list[tuple[Entry, list[Row]]]) -> list[Day]:
    """Entries by day, the newest day first, with the gaps between."""
    by_day: dict[date, list[tuple[Entry, list[Row]]]] = {}
    for entry, rows in sorted(entries, key=_as_written):
        by_day.setdefault(date.fromisoformat(rows[0][0][:10]), []).append((entry, rows))
    found = sorted(by_day)
    out = []
    for at, day in enumerate(found):
        before = found[at - 1] if at else None
        gap = None
        if before is not None and (day - before).days > GAP_DAYS:
            gap = (before + timedelta(days=1), day - timedelta(days=1))
        out.append(Day(day, by_day[day], gap))
    return out[::-1]


def months(days: Sequence[Day], a_page: int) -> list[tuple[int, list[Month]]]:
    """The months in which something is written, by year, the newest first."""
    years: dict[int, dict[date, Month]] = {}
    for at, day in enumerate(days):
        first = day.day.replace(day=1)
        month = Month(first, day.day, at // a_page + 1)
        years.setdefault(first.year, {}).setdefault(first, month)
    return [(year, list(found.values())) for year, found in years.items()]


def names(person: UUID) -> Names:
    """Own words used before, the latest first."""
    latest: dict[tuple[str, str], str] = {}
    for _, rows in opened(person):
        for when, kind, name, _value, _note in rows:
            if when > latest.get((kind, name), ""):
                latest[kind, name] = when

    def used(kind: str) -> list[str]:
        found = [(when, name) for (k, name), when in latest.items() if k == kind]
        return [name for when, name in sorted(found, reverse=True)]

    return Names(
        used("issue"),
        used("practice"),
        used("event"),
        [n for n in used("behaviour") if not is_self_harm(n)],
    )


def asks_about_safety(rows: Iterable[Row], now: date, *, written_here: bool = False) -> bool:
    """Whether a row is a risk answer above 0 or names self-harm.

    Of an import, answers older than 14 days ask nothing. What was written here asks whatever
    its day, and its notes are read for words that say it outright.
    """
    first = (now - timedelta(days=FLAG_DAYS)).isoformat()
    return any(
        (written_here and (_is_risk(row) or speaks_of_self_harm(row[4])))
        or (row[0][:10] >= first and _is_risk(row))
        for row in rows
    )


def risk_lately(person: UUID) -> bool:
    """Whether a risk answer, or words that say it outright, stand in the last 14 days."""
    return risk_among(present(person), today())


def risk_among(entries: Iterable[tuple[Entry, Any]], now: date) -> bool:
    """The same, of these entries."""
    first = (now - timedelta(days=FLAG_DAYS)).isoformat()
    return any(
        asks_about_safety(
            [_row(row) for row in value["rows"] if row[0][:10] >= first],
            now,
            written_here=entry.batch is None,
        )
        for entry, value in entries
    )


def _is_risk(row: Row) -> bool:
    _when, kind, name, value, _note = row
    if kind in ("behaviour", "issue", "event", "practice"):
        return is_self_harm(name) and value != 0
    if kind != "measure" or not value:
        return False
    base, _, item = name.partition(".")
    measure = catalogue().get(base)
    return measure is not None and item.isdecimal() and int(item) in measure.risk_items


def _present(person: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(person=person, removed_at__isnull=True)


def _row(row: list[object]) -> Row:
    when, kind, name, value, note = row
    return str(when), str(kind), str(name), value, str(note)  # type: ignore[return-value]
