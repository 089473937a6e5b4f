"""Copies every row of every table from one database to another, and shows that both are equal.

Values travel as they are: ids, times and sealed bytes stay the same to the last bit. Nothing is
computed anew, so no ``auto_now`` field moves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, router, transaction
from django.db.models import Model

from onward_app.keeping.errors import KeepingError, Unequal
from onward_app.keeping.sqlite_files import NEVER_COPIED

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many rows are done, and of how many."""

AT_ONCE = 500
# Django fills these by itself, so a database that holds them alone is empty.
MADE_BY_ITSELF = frozenset(
    {"django_content_type", "auth_permission", "django_site", "django_migrations"}
)


class Table(NamedTuple):
    """How many rows a table holds, and a digest over them that no order changes."""

    rows: int
    digest: int


Contents = dict[str, Table]


def silent(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


def tables(alias: str) -> list[type[Model]]:
    """The models whose rows travel, those that others point to first."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.swapped
        and model._meta.db_table not in NEVER_COPIED
        and router.allow_migrate_model(alias, model)
    ]
    return _in_order(found)


def _in_order(models: list[type[Model]]) -> list[type[Model]]:
    """Sorted by what points to what; where it goes in a circle, the database waits to the end."""
    left, out = sorted(models, key=lambda m: m._meta.label), []
    while left:
        free = [m for m in left if not (_points_to(m) & set(left)) - {m}] or left[:1]
        out += free
        left = [m for m in left if m not in free]
    return out


def _points_to(model: type[Model]) -> set[type[Model]]:
    remotes = [f.related_model for f in model._meta.local_concrete_fields if f.is_relation]
    return {r._meta.concrete_model or r for r in remotes if isinstance(r, type)}


def holds_rows(alias: str) -> bool:
    """Whether a database holds anything that Django did not put there by itself."""
    there = set(connections[alias].introspection.table_names())
    for model in tables(alias):
        name = model._meta.db_table
        if name in there and name not in MADE_BY_ITSELF:
            with connections[alias].cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {connections[alias].ops.quote_name(name)} LIMIT 1")  # noqa: S608  (a name of our own)
                if cursor.fetchone():
                    return True
    return False


def copy(source: str, target: str, progress: Progress = silent) -> Contents:
    """Copy all rows into a database whose tables are there; what they hold is replaced.

    All of it is one transaction of the target, which ends only after the rows were read back and
    found equal: a kill leaves the target as it was.

    Raises
    ------
    Unequal
        What was read back is not what was sent.
    """
    models = tables(target)
    total = sum(model._base_manager.using(source).count() for model in models)
    sent: Contents = {}
    done = 0
    with transaction.atomic(using=target):
        empty(target)
        for model in models:
            rows, digest = 0, 0
            for block in _blocks(_read(model, source)):
                _insert(model, target, block)
                rows += len(block)
                digest = (digest + sum(_digest(values) for values in block)) % 2**256
                progress("Copying", done + rows, total)
            done += rows
            sent[model._meta.db_table] = Table(rows, digest)
        set_counters(target)
        refuse_unequal(sent, contents(target, progress))
    return sent


def empty(alias: str) -> None:
    """Take every row away, in the open transaction."""
    for model in reversed(tables(alias)):
        query = model._base_manager.using(alias).all()
        query._raw_delete(alias)
    with connections[alias].cursor() as cursor:
        there = set(connections[alias].introspection.table_names(cursor))
        for name in sorted(NEVER_COPIED & there):
            cursor.execute(f"DELETE FROM {connections[alias].ops.quote_name(name)}")  # noqa: S608  (a name of our own)


def set_counters(alias: str) -> None:
    """Let the database count on after the highest id that was copied."""
    with connections[alias].cursor() as cursor:
        for line in connections[alias].ops.sequence_reset_sql(no_style(), tables(alias)):
            cursor.execute(line)


def contents(alias: str, progress: Progress = silent) -> Contents:
    """What every table holds."""
    found: Contents = {}
    for model in tables(alias):
        rows, digest = 0, 0
        for block in _blocks(_read(model, alias)):
            rows += len(block)
            digest = (digest + sum(_digest(values) for values in block)) % 2**256
        found[model._meta.db_table] = Table(rows, digest)
        progress("Checking", rows, rows)
    return found


def refuse_unequal(one: Contents, other: Contents) -> None:
    """Compare what two databases hold.

    Raises
    ------
    Unequal
        Names the tables that differ, and nothing that is in them.
    """
    differ = sorted(name for name in one | other if one.get(name) != other.get(name))
    if differ:
        raise Unequal(
            f"The copy is not equal to what was copied, in: {', '.join(differ)}. Nothing was "
            "changed."
        )


def _fields(model: type[Model]) -> list[Any]:
    return [f for f in model._meta.local_concrete_fields if not getattr(f, "generated", False)]


def _read(model: type[Model], alias: str) -> Iterator[tuple[Any, ...]]:
    names = [f.attname for f in _fields(model)]
    query = model._base_manager.using(alias).order_by("pk").values_list(*names)
    return query.iterator(chunk_size=AT_ONCE)


def _blocks(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    block: list[tuple[Any, ...]] = []
    for row in rows:
        block.append(row)
        if len(block) == AT_ONCE:
            yield block
            block = []
    if block:
        yield block


def _insert(model: type[Model], alias: str, block: list[tuple[Any, ...]]) -> None:
    """Insert rows raw: no default, no ``auto_now``, no signal has a say."""
    fields = _fields(model)
    names = [f.attname for f in fields]
    rows = [model.from_db(alias, names, values) for values in block]
    most = max(1, connections[alias].ops.bulk_batch_size(fields, rows))
    manager: Any = model._base_manager.using(alias)
    for start in range(0, len(rows), most):
        manager._insert(rows[start : start + most], fields=fields, using=alias, raw=True)


def _digest(values: tuple[Any, ...]) -> int:
    text = json.dumps([_plain(v) for v in values], ensure_ascii=True)
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def _plain(value: Any) -> Any:
    """A value as both databases give it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return ["bytes", bytes(value).hex()]
    if isinstance(value, datetime):
        return ["time", (value.astimezone(UTC) if value.tzinfo else value).isoformat()]
    if isinstance(value, UUID):
        return ["uuid", value.hex]
    if isinstance(value, Decimal):
        return ["decimal", str(value.normalize())]
    if isinstance(value, dict | list):
        return ["json", json.dumps(value, sort_keys=True)]
    if isinstance(value, float):
        return ["float", repr(value)]
    if hasattr(value, "isoformat"):
        return ["date", value.isoformat()]
    if isinstance(value, timedelta):
        return ["duration", value // timedelta(microseconds=1)]
    raise KeepingError(f"A column holds a kind of value that cannot be copied: {type(value)}.")
