"""Everything that reads imports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from onward_app.entries import queries as entries
from onward_app.plan.queries import plan_of
from onward_app.takeout.copies import digest
from onward_app.takeout.models import Brought, Import
from onward_app.takeout.moving import Everything, Imported, Kept
from onward_app.takeout.travelling import ROOMS
from onward_app.vault.models import Sealed
from onward_app.vault.queries import open_rows
from onward_app.way_back import queries as way_back


@dataclass(frozen=True, slots=True)
class Taken:
    """One import that was taken, for the list."""

    id: UUID
    at: datetime
    told: dict[str, Any]


def one(person: UUID, import_id: UUID, *, taken: bool | None = None) -> tuple[Import, Any]:
    """One import with what its seal holds.

    Raises
    ------
    Http404
        There is none, it is somebody else's, or it is (not) taken.
    """
    found = Import.objects.filter(person=person, pk=import_id).first()
    if found is None or (taken is not None and found.taken != taken):
        raise Http404
    return found, found.get()


def taken(person: UUID) -> list[Taken]:
    """The imports that added something, the latest first."""
    rows = open_rows(Import.objects.filter(person=person, taken=True).order_by("-made_at"))
    return [Taken(i.pk, i.made_at, dated(told)) for i, told in rows if told["rows"]]


def dated(told: dict[str, Any]) -> dict[str, Any]:
    """The same with its first and last day as dates."""
    return told | {key: date.fromisoformat(told[key]) for key in ("first", "last") if told.get(key)}


def here(person: UUID) -> Counter[str]:
    """How many copies of each row (by digest) are here.

    Counted are those that the imports so far have added, whatever was changed in them since,
    and those that were written here, so that the own record taken out and brought back adds
    nothing.
    """
    out = Counter(digest(row) for row in entries.written_here(person))
    for _added, digests in open_rows(Brought.objects.filter(person=person)):
        out.update(digests)
    return out


def everything(person: UUID) -> Everything:
    """All that a person has here; what was taken away stays behind."""
    added = {
        row.batch: digests for row, digests in open_rows(Brought.objects.filter(person=person))
    }
    imports = open_rows(Import.objects.filter(person=person, taken=True).order_by("made_at"))
    plan = plan_of(person)
    return Everything(
        entries=[Kept(e.pk, e.made_at, v, e.batch) for e, v in entries.present(person)],
        ways=[Kept(g.row.pk, g.row.made_at, g.value) for g in way_back.walks(person)],
        imports=[Imported(i.pk, i.made_at, told, added.get(i.pk, [])) for i, told in imports],
        plan=plan.to_dict() if plan.to_dict() != type(plan)().to_dict() else None,
        rooms={room: _rows(model, person) for room, model in ROOMS.items()},
    )


def _rows(model: type[Sealed], person: UUID) -> list[Kept]:
    """The rows of a room, the oldest first."""
    rows = model._default_manager.filter(person=person).order_by("made_at", "pk")
    there = [pair for pair in open_rows(rows) if getattr(pair[0], "removed_at", None) is None]
    return [Kept(row.pk, row.made_at, value) for row, value in there]
