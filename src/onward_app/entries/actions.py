"""Everything that writes entries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from onward_app import undoing
from onward_app.entries.models import Entry
from onward_app.turns import one_at_a_time

Row = tuple[str, str, str, float | None, str]
BATCH_SIZE = 500
# Stands in the seal where the person marked the words of an entry for a harder day.
HARDER_DAY = "for_a_harder_day"


@one_at_a_time
def keep(
    *,
    person: UUID,
    rows: Iterable[Row],
    once: UUID | None = None,
    for_a_harder_day: bool = False,
) -> Entry:
    """Keep one check-in.

    Parameters
    ----------
    person : UUID
        Whose record.
    rows : iterable of Row
        Checked rows; at least one.
    once : UUID, optional
        The form's own id. The same form sent twice is kept once; sent again with other answers
        it changes what it made, and brings it back where it was taken away.
    for_a_harder_day : bool
        Whether the person marked the words for a harder day.

    Returns
    -------
    Entry
        The row, or the one that the same form made before.
    """
    sweep(person=person)
    before = Entry.objects.filter(pk=once).first() if once is not None else None
    if before is not None and before.person == person and before.batch is None:
        before.removed_at = None
        _put(before, rows, for_a_harder_day)
        before.save(update_fields=["sealed", "removed_at"])
        return before
    entry = Entry(id=once if once and before is None else uuid4(), person=person)
    _put(entry, rows, for_a_harder_day)
    entry.save(force_insert=True)
    return entry


@one_at_a_time
def change(
    *,
    entry: Entry,
    before: Iterable[Row],
    rows: Iterable[Row],
    once: UUID | None = None,
    for_a_harder_day: bool = False,
) -> Entry | None:
    """Change an entry to hold `rows`; without rows it is taken away.

    What a person adds to a day that an import brought becomes an entry of their own, so that
    undoing the import removes the rows that it brought and nothing else.

    Parameters
    ----------
    entry : Entry
        Which one, read in the same turn.
    before : iterable of Row
        What it holds.
    rows : iterable of Row
        What it shall hold.
    once : UUID, optional
        The form's own id, as in `keep`: what the person adds is added once.
    for_a_harder_day : bool
        Whether the person marked the words for a harder day.

    Returns
    -------
    Entry or None
        The entry that now holds what the person changed.
    """
    rows = list(rows)
    if not rows:
        remove(entry=entry)
        return None
    if entry.batch is None:
        _write(entry, rows, for_a_harder_day)
        return entry
    brought = Counter(before)
    stay = list((Counter(rows) & brought).elements())
    own = list((Counter(rows) - brought).elements())
    if stay:
        _write(entry, stay, for_a_harder_day)
    else:
        entry.delete()
    if not own:
        return entry
    return keep(person=entry.person, rows=own, once=once, for_a_harder_day=for_a_harder_day)


def _write(entry: Entry, rows: list[Row], for_a_harder_day: bool) -> None:
    _put(entry, rows, for_a_harder_day)
    entry.save(update_fields=["sealed"])


def _put(entry: Entry, rows: Iterable[Row], for_a_harder_day: bool) -> None:
    kept = [list(r) for r in rows]
    marked = for_a_harder_day and any(r[1] == "note" for r in kept)
    entry.put({"rows": kept} | ({HARDER_DAY: True} if marked else {}))


@one_at_a_time
def remove(*, entry: Entry) -> None:
    """Take an entry away; `restore` brings it back for a day."""
    undoing.take_away(entry)


@one_at_a_time
def restore(*, entry: Entry) -> None:
    """Bring a removed entry back."""
    undoing.bring_back(entry)


def sweep(*, person: UUID, now: datetime | None = None) -> int:
    """Delete what was taken away more than a day ago; returns how many rows."""
    return undoing.sweep(Entry, person, now)


@one_at_a_time
def add_batch(*, person: UUID, batch: UUID, rows: Iterable[Row]) -> int:
    """Keep the rows of an import, one entry a local day; returns the number of days."""
    days: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        days[row[0][:10]].append(row)
    entries = []
    for day in sorted(days):
        entry = Entry(person=person, batch=batch)
        entry.put({"rows": days[day]})
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=BATCH_SIZE)
    return len(entries)


@one_at_a_time
def remove_batch(*, person: UUID, batch: UUID) -> int:
    """Delete what an import brought; returns the number of entries."""
    return Entry.objects.filter(person=person, batch=batch).delete()[0]
