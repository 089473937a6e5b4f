"""A sealed takeout arrives: which of it is new here, and keeping just that.

What has the id of something here is here. Else rows are compared by their content, as those of
any import are, so that neither a takeout and a table of the same record, nor a takeout that went
from one machine to another and back, brings anything twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from onward_app.entries.actions import BATCH_SIZE, Row
from onward_app.entries.models import Entry
from onward_app.plan import actions as plans
from onward_app.plan.models import Plan
from onward_app.plan.queries import from_dict, plan_of
from onward_app.practices.queries import entry_of, entry_on
from onward_app.takeout import queries
from onward_app.takeout.copies import digest
from onward_app.takeout.models import Brought, Import
from onward_app.takeout.moving import Everything, Imported, Kept
from onward_app.takeout.travelling import ONE_A_PERSON, ROOMS
from onward_app.vault.models import Sealed
from onward_app.way_back import queries as way_back
from onward_app.way_back.models import Walk


@dataclass(slots=True)
class New:
    """What of a takeout is new here, under the ids that it gets here."""

    entries: list[Kept] = field(default_factory=list)
    ways: list[Kept] = field(default_factory=list)
    imports: list[Imported] = field(default_factory=list)
    plan: dict[str, Any] | None = None
    rooms: dict[str, list[Kept]] = field(default_factory=dict)
    own_plan_stays: bool = False
    already: int = 0
    known_days: set[str] = field(default_factory=set)

    @property
    def rows(self) -> list[Row]:
        """The rows that are new."""
        return [row for kept in self.entries for row in kept.rows]

    def told(self) -> dict[str, Any]:
        """What the page says of it, and what an undo needs."""
        days = sorted({row[0][:10] for row in self.rows})
        return {
            "rows": len(self.rows),
            "days": len(days),
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
            "already": self.already,
            "already_days": len(self.known_days - set(days)),
            "away_days": 0,
            "ways": len(self.ways),
            "plan": self.plan is not None,
            "own_plan_stays": self.own_plan_stays,
            "rooms": any(self.rooms.values()),
            "made": {
                "entries": [str(one.id) for one in self.entries],
                "ways": [str(one.id) for one in self.ways],
                "imports": [str(one.id) for one in self.imports],
                "plan": self.plan is not None,
                "rooms": {room: [str(one.id) for one in new] for room, new in self.rooms.items()},
            },
        }


def arrange(person: UUID, what: Everything) -> New:
    """What of a takeout is new to a person; nothing is written."""
    new, here = New(), queries.here(person)
    unknown = _unknown_entries(person, what.entries, here, new)
    for kept, rows in unknown:
        fresh = _beyond(rows, here)
        new.already += len(rows) - len(fresh)
        if fresh:
            value = kept.value | {"rows": [list(row) for row in fresh]}
            new.entries.append(replace(kept, value=value))
        else:
            new.known_days |= {row[0][:10] for row in rows}
    new.imports = _new_imports(person, what.imports, {e.batch for e in new.entries})
    new.rooms = {room: _new_rows(person, room, rows) for room, rows in what.rooms.items()}
    _give_ids(person, new, _ties(person, what.rooms.get("practices", []), new))
    new.ways = _new_ways(person, what.ways)
    _decide_plan(person, what.plan, new)
    return new


def _unknown_entries(
    person: UUID, entries: list[Kept], here: Counter[str], new: New
) -> list[tuple[Kept, list[Row]]]:
    """Entries whose id is not here; those that are take their rows out of what is here."""
    mine = _mine(Entry, person, (one.id for one in entries))
    unknown = []
    for kept in entries:
        rows = kept.rows
        if kept.id not in mine:
            unknown.append((kept, rows))
            continue
        here.subtract(digest(row) for row in rows)
        new.already += len(rows)
        new.known_days |= {row[0][:10] for row in rows}
    return unknown


def _beyond(rows: list[Row], left: Counter[str]) -> list[Row]:
    out = []
    for row in rows:
        key = digest(row)
        if left[key] > 0:
            left[key] -= 1
        else:
            out.append(row)
    return out


def _new_imports(person: UUID, imports: list[Imported], of: set[UUID | None]) -> list[Imported]:
    """Imports that brought something new, with the digests that no import here has told."""
    left, out = queries.here(person), []
    for one in imports:
        fresh = []
        for key in one.digests:
            if left[key] > 0:
                left[key] -= 1
            else:
                fresh.append(key)
        if one.id in of:
            out.append(replace(one, digests=fresh))
    return out


def _ties(person: UUID, sheets: list[Kept], new: New) -> dict[UUID, UUID]:
    """The entries that go by the id of a sheet, where that gets another one here."""
    moved = {one.id for one in new.rooms.get("practices", [])}
    out = {}
    for sheet in sheets:
        other = uuid5(person, str(sheet.id))
        if other in moved:
            out[entry_of(sheet.id)] = entry_of(other)
            days = map(date.fromisoformat, sheet.value["fields"].get("said", ()))
            out |= {entry_on(sheet.id, day): entry_on(other, day) for day in days}
    here = {one for some in _a_few(out.values()) for one in _there(some)}
    return {old: tied for old, tied in out.items() if tied not in here}


def _there(ids: list[UUID]) -> set[UUID]:
    return set(Entry.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _give_ids(person: UUID, new: New, ties: dict[UUID, UUID]) -> None:
    """Ids stay as they were where nobody here has them; an import here keeps its own."""
    theirs = _taken_by_others(Entry, person, (e.id for e in new.entries))
    ids = {i.id for i in new.imports}
    taken, here = _taken_by_others(Import, person, ids), _mine(Import, person, ids)
    batch: dict[UUID | None, UUID] = {one: one for one in ids}
    batch |= {one: uuid5(person, str(one)) for one in taken}
    batch |= {one: uuid4() for one in here}
    new.entries = [
        replace(
            e,
            id=ties.get(e.id, uuid5(person, str(e.id)) if e.id in theirs else e.id),
            batch=batch.get(e.batch),
        )
        for e in new.entries
    ]
    new.imports = [replace(i, id=batch[i.id]) for i in new.imports]


def _new_ways(person: UUID, ways: list[Kept]) -> list[Kept]:
    values = [w.value for w in way_back.walks(person)]
    mine = _mine(Walk, person, (w.id for w in ways))  # one that was taken away stays away
    new = [w for w in ways if w.id not in mine and w.value not in values]
    theirs = _taken_by_others(Walk, person, (w.id for w in new))
    return [replace(w, id=uuid5(person, str(w.id))) if w.id in theirs else w for w in new]


def _new_rows(person: UUID, room: str, rows: list[Kept]) -> list[Kept]:
    """Rows of a room whose ids are not here; where a person has one row, the one here stays."""
    model = ROOMS[room]
    if room in ONE_A_PERSON:
        here = model._default_manager.filter(person=person).exists()
        rows = [] if here else rows[-1:]
    if room == "measures":
        rows = _tied(person, rows)
    mine = _mine(model, person, (one.id for one in rows))
    new = [one for one in rows if one.id not in mine]
    theirs = _taken_by_others(model, person, (one.id for one in new))
    return [replace(o, id=uuid5(person, str(o.id))) if o.id in theirs else o for o in new]


def _tied(person: UUID, sittings: list[Kept]) -> list[Kept]:
    """Questionnaires that name their entry by the id that it gets here."""
    entries = [UUID(one.value["entry"]) for one in sittings]
    theirs = _taken_by_others(Entry, person, entries)
    return [
        replace(one, value=one.value | {"entry": str(uuid5(person, str(entry)))})
        if entry in theirs
        else one
        for one, entry in zip(sittings, entries, strict=True)
    ]


def _decide_plan(person: UUID, plan: dict[str, Any] | None, new: New) -> None:
    """The plan that is here stays: it may be the newer one, and it is what Help shows."""
    own = plan_of(person)
    if plan is None or from_dict(plan) == own:
        return
    if own.empty:
        new.plan = plan
    else:
        new.own_plan_stays = True


def _mine(model: type[Sealed], person: UUID, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these ids a person has here, as they are or as a takeout once brought them."""
    found = set()
    for some in _a_few(ids):
        other = {uuid5(person, str(one)): one for one in some}
        rows = model._default_manager.filter(person=person, pk__in=[*some, *other])
        found |= {other.get(pk, pk) for pk in rows.values_list("pk", flat=True)}
    return found


def _taken_by_others(model: type[Sealed], person: UUID, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these ids somebody else has here."""
    found: set[UUID] = set()
    for some in _a_few(ids):
        rows = model._default_manager.filter(pk__in=some).exclude(person=person)
        found |= set(rows.values_list("pk", flat=True))
    return found


def _a_few(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    every = list(ids)
    return (every[at : at + BATCH_SIZE // 2] for at in range(0, len(every), BATCH_SIZE // 2))


def keep(person: UUID, new: New) -> None:
    """Keep what is new, under the days on which it was first kept."""
    _keep_rows(
        Entry, [(Entry(id=e.id, person=person, batch=e.batch), e.value, e) for e in new.entries]
    )
    _keep_rows(Walk, [(Walk(id=w.id, person=person), w.value, w) for w in new.ways])
    for room, rows in new.rooms.items():
        model = ROOMS[room]
        _keep_rows(model, [(model(id=r.id, person=person), r.value, r) for r in rows])
    _keep_rows(
        Import, [(Import(id=i.id, person=person, taken=True), i.told, i) for i in new.imports]
    )
    for one in new.imports:
        added = Brought(person=person, batch=one.id)
        added.put(one.digests)
        added.save(force_insert=True)
    if new.plan is not None:
        plans.keep(person=person, plan=from_dict(new.plan))


def _keep_rows(model: type[Any], rows: list[tuple[Any, Any, Kept | Imported]]) -> None:
    for row, value, _one in rows:
        row.put(value)
    model.objects.bulk_create([row for row, _value, _one in rows], batch_size=BATCH_SIZE)
    for row, _value, one in rows:
        row.made_at = one.made_at
    model.objects.bulk_update([row for row, _v, _o in rows], ["made_at"], batch_size=100)


def remove(person: UUID, made: dict[str, Any]) -> int:
    """Take away what a takeout brought; returns the number of entries."""
    removed = 0
    for some in _a_few(map(UUID, made["entries"])):
        removed += Entry.objects.filter(person=person, pk__in=some).delete()[0]
    for some in _a_few(map(UUID, made["ways"])):
        Walk.objects.filter(person=person, pk__in=some).delete()
    for room, ids in made.get("rooms", {}).items():
        for some in _a_few(map(UUID, ids)):
            ROOMS[room]._default_manager.filter(person=person, pk__in=some).delete()
    for one in made["imports"]:
        Brought.objects.filter(person=person, batch=one).delete()
        Import.objects.filter(person=person, pk=one).delete()
    if made["plan"]:
        Plan.objects.filter(person=person).delete()
    return removed
