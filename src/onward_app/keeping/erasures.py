"""Who was erased, from every place that remembers it, and taking them out of a restored copy."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, UUIDField

from onward_app.keeping import backups, databases, sqlite_files
from onward_app.keeping.copying import tables
from onward_app.keeping.errors import Torn
from onward_app.vault.actions import erase
from onward_app.vault.models import WrappedKey

TABLE = "vault_erasure"
_KEYS = "vault_wrappedkey"
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Weighed:
    """Who was erased, where a folder that is not this house's own has a say.

    Attributes
    ----------
    agreed : set of UUID
        Erased by this house's own word, or by the folder's where no key is here.
    disputed : set of UUID
        Only the folder says so, and this house holds their key: it is not destroyed unasked.
    """

    agreed: set[UUID]
    disputed: set[UUID]

    @property
    def everybody(self) -> set[UUID]:
        """Both."""
        return self.agreed | self.disputed


def weighed(folder: Path, *, stores: Iterable[Path] = (), believe: bool = False) -> Weighed:
    """Who was erased, by this house and by a folder of backups; a list from afar may be forged.

    Parameters
    ----------
    folder : Path
        Backups. What the house's own folder says is believed.
    stores : iterable of Path
        Key stores of that folder.
    believe : bool
        The person consented that what the folder says is true.
    """
    said = known(folders=[folder], stores=stores)
    if believe or folder.resolve() == settings.BACKUPS.resolve():
        return Weighed(said, set())
    copies = backups.key_backups(settings.BACKUPS)
    here: set[UUID] = set()
    for store in [databases.path_of("keys"), *copies]:
        with suppress(Torn):
            here |= sqlite_files.persons_in(store, _KEYS)
    disputed = (said - known(stores=copies)) & here
    return Weighed(said - disputed, disputed)


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


def again(people: set[UUID]) -> None:
    """Let the present store of keys know everybody who was erased, and hold no key of theirs."""
    store = databases.path_of("keys")
    noted = sqlite_files.persons_in(store, TABLE)
    with_key = sqlite_files.persons_in(store, _KEYS)
    for person in sorted((people - noted) | (people & with_key)):
        erase(person=person)


def take_out(stores: list[Path], others: list[Path], people: set[UUID]) -> list[Path]:
    """Destroy the keys of erased people in copies of the key store; returns those that are torn.

    One that cannot be read must not save the keys that lie in the next.

    Parameters
    ----------
    stores : list of Path
        Backups, with sums beside them.
    others : list of Path
        Copies without.
    people : set of UUID
        Who was erased.
    """
    torn = []
    for path in [*stores, *others]:
        try:
            changed = backups.is_changed(path)
            if people & sqlite_files.persons_in(path, _KEYS):
                _forget(path, people, summed=path in stores and not changed)
        except Torn:
            changed = True
        if changed:
            torn.append(path)
    return torn


def _forget(path: Path, people: set[UUID], *, summed: bool) -> None:
    # without a sum a kill leaves a copy that is used, with one it would be refused; the sum of a
    # copy that was changed before stays, so that it is refused as before
    if summed:
        backups.sum_file(path).unlink(missing_ok=True)
    sqlite_files.forget_keys(path, people)
    if summed:
        sqlite_files.write_whole(backups.sum_file(path), sqlite_files.sum_of(path))


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
