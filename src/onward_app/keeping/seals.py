"""Tries whether seals open, without showing what is in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import QuerySet

from onward_app.keeping.copying import tables
from onward_app.vault import key_file
from onward_app.vault.errors import VaultError
from onward_app.vault.keys import unwrap
from onward_app.vault.models import Sealed, WrappedKey
from onward_app.vault.seal import break_open

ALL_UP_TO = 50


@dataclass
class Tried:
    """What came of it: how many seals opened, which rows did not, who has no key."""

    opened: int = 0
    refused: list[str] = field(default_factory=list)
    without_key: set[UUID] = field(default_factory=set)
    not_tried: str = ""


def sealed_tables(alias: str) -> list[type[Sealed]]:
    """The tables whose rows are sealed."""
    return [model for model in tables(alias) if issubclass(model, Sealed)]


def people_in(alias: str) -> set[UUID]:
    """Everybody of whom there is a sealed row."""
    found: set[UUID] = set()
    for model in sealed_tables(alias):
        rows = model._base_manager.using(alias).order_by()
        found |= set(rows.values_list("person", flat=True).distinct())
    return found


def rows_in(alias: str) -> int:
    """How many sealed rows there are."""
    return sum(model._base_manager.using(alias).count() for model in sealed_tables(alias))


def try_seals(
    records: str, keys: str, *, every: bool = False, people: set[UUID] | None = None
) -> Tried:
    """Open seals: all of them where there are few or `every` is asked, else one a person a table.

    Parameters
    ----------
    records, keys : str
        Aliases of the two databases.
    every : bool
        Whether to open each one.
    people : set of UUID, optional
        Only theirs.
    """
    tried = Tried()
    try:
        ring = key_file.ring(settings.KEY_FILE)
    except VaultError as error:
        tried.not_tried = str(error)
        return tried
    every = every or rows_in(records) <= ALL_UP_TO
    wrapped = dict(WrappedKey.objects.using(keys).values_list("person", "wrapped"))
    for person in sorted(people if people is not None else people_in(records)):
        if person not in wrapped:
            tried.without_key.add(person)
            continue
        try:
            key = AESGCM(unwrap(ring, person, bytes(wrapped[person])))
        except VaultError:
            tried.refused.append(f"the key of {person}")
            continue
        for model in sealed_tables(records):
            rows = model._base_manager.using(records).filter(person=person).order_by()
            _try_rows(rows if every else rows[:1], key, tried)
    return tried


def _try_rows(rows: QuerySet[Sealed], key: AESGCM, tried: Tried) -> None:
    for row in rows.iterator(chunk_size=500):
        try:
            break_open(key, row.where(), bytes(row.sealed))
        except VaultError:
            tried.refused.append(f"{row._meta.db_table} {row.pk}")
        else:
            tried.opened += 1
