"""The key-encryption key: a small file outside the data folder and outside its backup."""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onward_app import environment
from onward_app.vault import held, key_text
from onward_app.vault.errors import KeyFileError, Locked, MissingKeyFile, WrongPassphrase
from onward_app.vault.held import Signature
from onward_app.vault.seal import KEY_BYTES

_one_at_a_time = threading.Lock()
_seen: dict[Path, tuple[Signature, str]] = {}


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys of this moment.

    Attributes
    ----------
    wrapping : AESGCM
        Wraps what is new.
    opening : tuple of AESGCM
        Are tried in turn: two while the key is changed, else one.
    """

    wrapping: AESGCM
    opening: tuple[AESGCM, ...]


def next_of(path: Path) -> Path:
    """Where the next key lies while the key is changed."""
    return path.with_name(path.name + ".next")


def before_of(path: Path) -> Path:
    """Where the key before lies after a change; it opens older backups of the store of keys."""
    return path.with_name(path.name + ".before")


def make(path: Path, kek: bytes | None = None) -> None:
    """Write a key, a new random one by default; an existing file is left alone.

    Raises
    ------
    FileExistsError
        There is a file already.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        raise FileExistsError(path)
    with holding(path):
        fresh = _written_beside(path, key_text.plain(kek or secrets.token_bytes(KEY_BYTES)))
        try:
            os.link(fresh, path)  # never over another: a kill leaves all of the file or none
        finally:
            fresh.unlink()
        _fsync_folder(path.parent)


def text_of(path: Path) -> str:
    """The text of a key file, read again only when the file is another.

    Raises
    ------
    KeyFileError
        Says what is wrong and how to mend it.
    """
    return _read(path)[1]


def is_wrapped(path: Path) -> bool:
    """Whether a passphrase opens it; a file that is no key file is refused."""
    text = text_of(path)
    with suppress(Locked), _named(path):
        key_text.kek_of(text)
    return key_text.is_wrapped(text)


def is_open(path: Path) -> bool:
    """Whether the key can be used in this process now."""
    try:
        kek(path)
    except Locked:
        return False
    return True


def read(path: Path) -> AESGCM:
    """The key that wraps what is new.

    Raises
    ------
    KeyFileError
        Says what is wrong and how to mend it.
    Locked
        A passphrase is needed first.
    """
    return ring(path).wrapping


def ring(path: Path) -> Ring:
    """The keys of this moment: the present one, and the next one while the key is changed."""
    return ring_with(path, kek(path))


def ring_with(path: Path, present: bytes) -> Ring:
    """The ring where this is the present key."""
    following = following_kek(path, present)
    if following is None:
        return ring_of(present)
    new = AESGCM(following)
    return Ring(new, (new, AESGCM(present)))


def ring_of(kek: bytes) -> Ring:
    """A ring of one key."""
    only = AESGCM(kek)
    return Ring(only, (only,))


def kek(path: Path) -> bytes:
    """The present key itself.

    Raises
    ------
    KeyFileError, Locked
        As `read`.
    """
    signature, text = _read(path)
    if not key_text.is_wrapped(text):
        with _named(path):
            return key_text.kek_of(text)
    found = held.get(path)
    if found and found.signature == signature:
        return found.kek
    if found and found.following and found.following[0] == text:
        held.put(path, found.following[1], signature, forever=found.forever)
        return found.following[1]
    given = environment.secret("KEY_PASSPHRASE")
    if given:
        return open_with(path, given, forever=True)
    held.drop(path)
    raise Locked("The key is locked. Open it with your passphrase.")


def following_kek(path: Path, present: bytes) -> bytes | None:
    """The next key while the key is changed, else None."""
    beside = next_of(path)
    try:
        text = text_of(beside)
    except MissingKeyFile:
        return None
    if path.exists() and key_text.without_chain(text) == text_of(path):
        return None  # the change is done but for taking this file away
    with _named(beside):
        if not key_text.is_wrapped(text):
            return key_text.kek_of(text)
        following = key_text.following_of(text, present)
    if found := held.get(path):
        found.following = (key_text.without_chain(text), following)
    return following


def open_with(path: Path, passphrase: str, *, forever: bool = False) -> bytes:
    """Open the key by its passphrase and hold it in this process.

    Raises
    ------
    WrongPassphrase
        It does not open, or too many were tried.
    """
    with _one_at_a_time:  # each try costs memory on purpose, so they do not come side by side
        held.refuse_more_tries(path)
        signature, text = _read(path)
        try:
            with _named(path):
                opened = key_text.kek_of(text, passphrase)
        except WrongPassphrase:
            held.note_wrong(path)
            raise
        held.forget_wrong(path)
        if key_text.is_wrapped(text):
            held.put(path, opened, signature, forever=forever)
        return opened


def lock(path: Path) -> None:
    """Forget the open key at once."""
    held.drop(path)


def wrap(path: Path, passphrase: str) -> None:
    """Set the passphrase, or another one; the key must be open, and stays open here."""
    with holding(path):
        refuse_while_changed(path)
        present = kek(path)
        write(path, key_text.wrapped(present, passphrase))
        held.put(path, present, _read(path)[0], forever=False)


def unwrap(path: Path, passphrase: str) -> None:
    """Take the passphrase away: from here on the file alone opens everything."""
    opened = open_with(path, passphrase)
    with holding(path):
        refuse_while_changed(path)
        write(path, key_text.plain(opened))
        held.drop(path)


def renew(path: Path) -> None:
    """Put a new key without a passphrase in the place of one that opens nothing any more."""
    with holding(path):
        write(path, key_text.plain(secrets.token_bytes(KEY_BYTES)))
        held.drop(path)
        for old in (next_of(path), before_of(path)):
            if old.exists():
                remove(old)


def refuse_while_changed(path: Path) -> None:
    """Refuse while a change of the key is not ended.

    Raises
    ------
    KeyFileError
        Says how to end it.
    """
    if next_of(path).exists():
        raise KeyFileError("The key is being changed. Let that end first: onward key rotate.")


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """Only one change of a key file at a time, on the whole machine.

    Raises
    ------
    KeyFileError
        Another is under way.
    """
    handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeyFileError("The key is being changed. Try again in a moment.") from None
        yield
    finally:
        os.close(handle)


def write(path: Path, text: str) -> None:
    """Write a key file so that a kill at any point leaves the old text or the new, whole."""
    os.replace(_written_beside(path, text), path)
    _fsync_folder(path.parent)


def remove(path: Path) -> None:
    """Take a file away for good."""
    path.unlink(missing_ok=True)
    _fsync_folder(path.parent)


def _written_beside(path: Path, text: str) -> Path:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)  # left by a kill
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> tuple[Signature, str]:
    """The file and by what it is known: another process may have put another in its place."""
    try:
        found = path.stat()
        signature = (found.st_mtime_ns, found.st_size, found.st_ino)
        if (seen := _seen.get(path)) and seen[0] == signature:
            return seen
        text = path.read_text("ascii")
    except FileNotFoundError:
        raise MissingKeyFile(
            f"The key file {path} is missing. Without it nothing in the database can be read. "
            "Put it back from where you keep it, or make it anew from your recovery sheet: "
            "onward key restore."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"The key file {path} cannot be read.") from None
    _seen[path] = (signature, text)
    return _seen[path]


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Says in an error which file it speaks of."""
    try:
        yield
    except KeyFileError as error:
        raise KeyFileError(f"The file {path} cannot be used: {error}") from None
