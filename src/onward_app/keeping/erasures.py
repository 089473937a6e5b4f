"""Who was erased, from every place that remembers it, and taking them out of a restored copy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, UUIDField

from onward_app.keeping import backups, databases, sqlite_files
from onward_app.keeping.copying import tables
from onward_app.keeping.errors import Torn
from onward_app.vault.models import WrappedKey

TABLE = "vault_erasure"
_AT_ONCE = 400


def known(*, folders: Iterable[Path] = (), stores: Iterable[Path] = ()) -> set[UUID]:
    """Everybody who was erased, by the key stores and by the lists beside the backups.

    A store that does not open has nothing to say; the lists are there for that.
    """
    found: set[UUID] = set()
    for folder in {settings.BACKUPS, *folders}:
        found |= in_list(folder / backups.ERASURES)
    for store in {databases.path_of("keys"), *stores}:
        try:
            found |= sqlite_files.persons_in(store, TABLE)
        except Torn:
            continue
    return found


def in_list(path: Path) -> set[UUID]:
    """The people in a list of erasures, one a line; a torn last line is passed over."""
    found: set[UUID] = set()
    if path.exists():
        for line in path.read_text("utf-8", errors="replace").splitlines():
            try:
                found.add(UUID(line.split(" ")[0]))
            except ValueError:
                continue
    return found


def add_to_list(path: Path, lines_of: Path) -> None:
    """Let a second folder of backups remember what the first one does."""
    if path == lines_of or not lines_of.exists():
        return
    here = path.read_text("utf-8").splitlines() if path.exists() else []
    more = [line for line in lines_of.read_text("utf-8").splitlines() if line not in here]
    if more:
        sqlite_files.write_whole(path, "\n".join([*here, *more]) + "\n")


def apply(alias: str, people: set[UUID]) -> int:
    """Delete every row that holds the id of an erased person; returns how many rows."""
    rows = 0
    listed = sorted(people)
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        with transaction.atomic(using=alias):
            for model in reversed(tables(alias)):
                for name in _columns(model):
                    chosen = model._base_manager.using(alias).filter(**{f"{name}__in": some})
                    rows += chosen.delete()[0]
    return rows


def _columns(model: type[Model]) -> list[str]:
    """The columns that may hold a person's id; an id of a row itself is none, but a person's."""
    user = get_user_model()
    return [
        f.name
        for f in model._meta.local_concrete_fields
        if (isinstance(f, UUIDField) and (not f.primary_key or model in {user, *_keyed_by()}))
        or (f.is_relation and f.related_model is user)
    ]


def _keyed_by() -> set[type[Model]]:
    """Tables whose own id is a person's."""
    return {WrappedKey}
