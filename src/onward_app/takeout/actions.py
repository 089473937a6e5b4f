"""Everything that writes imports."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from onward_app.entries import actions as entries
from onward_app.entries import queries as entry_queries
from onward_app.entries.actions import Row
from onward_app.takeout import arriving, queries
from onward_app.takeout.copies import beyond, digest
from onward_app.takeout.models import Brought, Import
from onward_app.takeout.moving import Everything
from onward_app.turns import one_at_a_time

WAITS = timedelta(days=1)


@one_at_a_time
def wait(*, person: UUID, file: str, data: bytes, map: str, preview: dict[str, Any]) -> Import:
    """Keep a file, sealed, until the person has looked at it.

    Parameters
    ----------
    person : UUID
        Whose file.
    file : str
        Its name as the person knows it.
    data : bytes
        Its content.
    map : str
        The map for a table (TOML), or empty.
    preview : dict
        What is shown before it is taken.
    """
    sweep(person=person)
    packed = base64.b64encode(zlib.compress(data, 3)).decode()
    waiting = Import(person=person)
    waiting.put({"file": file, "data": packed, "map": map, "choices": {}, "preview": preview})
    waiting.save(force_insert=True)
    return waiting


def data_of(value: dict[str, Any]) -> bytes:
    """The content of a file that waits."""
    return zlib.decompress(base64.b64decode(value["data"]))


@one_at_a_time
def choose(*, waiting: Import, choices: dict[str, Any], preview: dict[str, Any]) -> None:
    """Keep the answers so far, and what the file would bring with them."""
    waiting.put(waiting.get() | {"choices": choices, "preview": preview})
    waiting.save(update_fields=["sealed"])


@one_at_a_time
def take(*, waiting: Import, file: str, rows: Iterable[Row]) -> list[Row]:
    """Take the rows of a file: those beyond the copies that earlier imports added.

    What the page says of it (file, rows, days, first, last, already, already_days, away_days)
    is sealed in the place of the file. A second tap waits for the first and adds nothing.

    Returns
    -------
    list of Row
        The rows that were new; of a file that is taken already, those of it that are here.
    """
    person, batch = waiting.person, waiting.pk
    if not _waits(waiting):
        return entry_queries.brought(person, batch)
    here = entry_queries.written_days(person)
    found = beyond(rows, queries.here(person))
    entries.add_batch(person=person, batch=batch, rows=found.new)
    days = sorted({row[0][:10] for row in found.new})
    told = {
        "file": file,
        "rows": len(found.new),
        "days": len(days),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "already": found.already,
        "already_days": len(found.known_days & here),
        "away_days": len(found.known_days - here),
    }
    if found.new:
        added = Brought(person=person, batch=batch)
        added.put([digest(row) for row in found.new])
        added.save(force_insert=True)
    waiting.put(told)
    waiting.taken = True
    waiting.save(update_fields=["sealed", "taken"])
    return found.new


def _waits(waiting: Import) -> bool:
    """Whether a file still waits: a tap before this one may have taken it."""
    now = Import.objects.filter(person=waiting.person, pk=waiting.pk).first()
    return now is not None and not now.taken


@one_at_a_time
def unseal(*, waiting: Import, files: dict[str, bytes], preview: dict[str, Any]) -> None:
    """Keep what a sealed takeout holds, sealed with the person's own key, until it is taken."""
    opened = json.dumps({name: content.decode() for name, content in files.items()}).encode()
    packed = base64.b64encode(zlib.compress(opened, 3)).decode()
    waiting.put(waiting.get() | {"data": packed, "preview": preview})
    waiting.save(update_fields=["sealed"])


def unsealed(value: dict[str, Any]) -> dict[str, bytes]:
    """The files of a sealed takeout that was opened and waits."""
    return {name: text.encode() for name, text in json.loads(data_of(value)).items()}


@one_at_a_time
def take_everything(*, waiting: Import, file: str, what: Everything) -> list[Row]:
    """Take a sealed takeout: what is not here yet. A second time it adds nothing.

    Returns
    -------
    list of Row
        The rows that were new.
    """
    if not _waits(waiting):
        return []
    new = arriving.arrange(waiting.person, what)
    arriving.keep(waiting.person, new)
    waiting.put({"file": file} | new.told())
    waiting.taken = True
    waiting.save(update_fields=["sealed", "taken"])
    return new.rows


@one_at_a_time
def undo(*, taken: Import) -> int:
    """Remove exactly the rows that an import added; returns the number of entries removed."""
    made = taken.get().get("made")
    if made:
        removed = arriving.remove(taken.person, made)
        taken.delete()
        return removed
    removed = entries.remove_batch(person=taken.person, batch=taken.pk)
    Brought.objects.filter(person=taken.person, batch=taken.pk).delete()
    taken.delete()
    return removed


@one_at_a_time
def drop(*, waiting: Import) -> None:
    """Throw away a file that waits."""
    waiting.delete()


def sweep(*, person: UUID, now: datetime | None = None) -> int:
    """Throw away files that have waited for more than a day; returns how many."""
    before = (now or timezone.now()) - WAITS
    waited = Import.objects.filter(person=person, taken=False, made_at__lt=before)
    return waited.delete()[0]
