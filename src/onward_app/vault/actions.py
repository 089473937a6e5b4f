"""Keys are made and destroyed here, and the key that wraps them is changed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings

from onward_app.vault import erasing, key_file, keys, rotation
from onward_app.vault.queries import any_person


def create_key(*, person: UUID) -> None:
    """Give a person a key of their own; an erased person is refused (`Erased`)."""
    keys.create(person)


def erase(*, person: UUID) -> None:
    """Erase a record: its key is destroyed at once, and no backup brings it back.

    Done twice it is done once. The wrapped key is gone from the store and its log; that it was
    erased is noted in the store and in a list beside the backups.

    Raises
    ------
    StoreBusy
        The key is destroyed, but another program reads the store, so that old bytes are still
        in its log. Do it again when that program has ended.
    """
    erasing.erase(person)


def begin_anew() -> bool:
    """Make a new key file where nobody's key is left; whether it was.

    Else a machine whose one person erased everything would still ask for their passphrase.
    """
    if any_person() is not None:
        return False
    key_file.renew(settings.KEY_FILE)
    return True


def rotate(*, passphrase: str | None = None, told: Callable[[int, int], None] | None = None) -> int:
    """Change the key of the key file; see `rotation.rotate`."""
    return rotation.rotate(settings.KEY_FILE, passphrase=passphrase, told=told)


def open_key(*, passphrase: str) -> None:
    """Open the key by its passphrase, in this process, until nobody used it for a while."""
    key_file.open_with(settings.KEY_FILE, passphrase)


def lock_now() -> None:
    """Forget the open key."""
    key_file.lock(settings.KEY_FILE)


def set_passphrase(*, passphrase: str, before: str | None = None) -> None:
    """Set the first passphrase, or another; `before` is the one so far.

    Raises
    ------
    WrongPassphrase
        The one so far does not open the key, or the new one is too short.
    """
    if key_file.is_wrapped(settings.KEY_FILE):
        key_file.open_with(settings.KEY_FILE, before or "")
    key_file.wrap(settings.KEY_FILE, passphrase)


def take_passphrase_away(*, passphrase: str) -> None:
    """From here on the key file alone opens everything."""
    key_file.unwrap(settings.KEY_FILE, passphrase)
