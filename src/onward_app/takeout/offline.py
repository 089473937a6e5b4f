"""Opens a sealed takeout without Onward: ``python offline.py FILE``.

This one file, Python 3.11 and the package `cryptography` are enough; nothing is sent anywhere.
It asks for the code and writes what is in the takeout to a folder beside it.

The format (docs/reference/seal.md): a first line, 16 random bytes, then pieces of up to 64 KiB,
each sealed with AES-256-GCM by a key made from the code and the random bytes (HKDF-SHA256). The
nonce of a piece is its number and whether it is the last; the first line, the random bytes and
the nonce are its associated data. So no piece can be changed, left out, moved or cut off. Inside
is a ZIP file of plain files.
"""

from __future__ import annotations

import base64
import getpass
import hashlib
import io
import re
import struct
import sys
import zipfile
import zlib
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"onward takeout 1\n"
USE = b"onward takeout 1"
SALT_BYTES, TAG_BYTES, KEY_BYTES, PIECE = 16, 16, 32, 64 * 1024
MOST_FILES, MOST_BYTES, STEP = 32, 64 * 1024 * 1024, 1024 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
A_FILE = b"PK\x01\x02"  # how a ZIP file begins what it says of each file
HARMED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    OSError,
    OverflowError,
    ValueError,
)
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}\.(csv|json|txt)", re.ASCII)
LINES, LETTERS, A_LINE = 4, 16, 8
ALIKE = str.maketrans({"0": "O", "1": "I", "8": "B"})


class NotOpened(Exception):
    """The file does not open; the sentence says why."""


class WrongCode(NotOpened):
    """The code holds a slip.

    Attributes
    ----------
    line : int or None
        The line that it is in, from 1; None where lines or letters are too few or too many.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def key_of(code: str) -> bytes:
    """The key of a code of four lines, as it was typed.

    Raises
    ------
    WrongCode
        Says where the slip is.
    """
    typed = ["".join(line.split()).replace("-", "").upper() for line in code.splitlines()]
    typed = [line.translate(ALIKE) for line in typed if line]
    if len(typed) != LINES:
        whole = "".join(typed)
        if len(whole) != LINES * LETTERS:
            raise WrongCode(f"The code has {LINES} lines of {LETTERS} letters.")
        typed = [whole[n : n + LETTERS] for n in range(0, len(whole), LETTERS)]
    return b"".join(_part(line, at) for at, line in enumerate(typed))


def _part(line: str, at: int) -> bytes:
    try:
        data = base64.b32decode(line) if len(line) == LETTERS else b""
    except ValueError:
        data = b""
    part, check = data[:A_LINE], data[A_LINE:]
    if not data or hashlib.sha256(USE + bytes([at]) + part).digest()[: len(check)] != check:
        raise WrongCode(f"Line {at + 1} of the code has a slip.", at + 1)
    return part


def open_takeout(data: bytes, key: bytes) -> dict[str, bytes]:
    """The files in a sealed takeout, by name: all of them or none.

    Raises
    ------
    NotOpened
        It is no takeout, or not this key's, or changed, cut off, or too large.
    """
    return _files(_opened(data, key))


def file_key(key: bytes, salt: bytes) -> AESGCM:
    """The key of one file: the same code never seals two files with one key."""
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=USE).derive(key))


def nonce_of(number: int, last: bool) -> bytes:
    """Of one piece: its number, and whether it is the last."""
    return number.to_bytes(11, "big") + bytes([last])


def _opened(data: bytes, key: bytes) -> bytes:
    start = len(MAGIC) + SALT_BYTES
    if data[:15] == MAGIC[:15] and data[: len(MAGIC)] != MAGIC:
        raise NotOpened("This takeout is of a newer Onward. Use a newer version to open it.")
    if data[: len(MAGIC)] != MAGIC or len(data) < start + TAG_BYTES:
        raise NotOpened("This file is not a sealed takeout of Onward.")
    head, aes = data[:start], file_key(key, data[len(MAGIC) : start])
    step, out = PIECE + TAG_BYTES, []
    for number, at in enumerate(range(start, len(data), step)):
        nonce = nonce_of(number, last=at + step >= len(data))
        try:
            out.append(aes.decrypt(nonce, data[at : at + step], head + nonce))
        except InvalidTag:
            raise NotOpened(
                "This file does not open. The code is another file's, or the file was changed "
                "or cut off on its way."
            ) from None
    return b"".join(out)


def _files(packed: bytes) -> dict[str, bytes]:
    """What is packed; a list of a million files is refused before it is read."""
    try:
        if packed.count(A_FILE) > 2 * MOST_FILES:
            raise NotOpened("There are more files in it than a takeout has.")
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            found = archive.infolist()
            names = [one.filename for one in found]
            if len(found) > MOST_FILES or len(set(names)) < len(names):
                raise NotOpened("There are more files in it than a takeout has.")
            if not all(NAME.fullmatch(name) for name in names):
                raise NotOpened("There is a file in it that no takeout has.")
            if not all(one.compress_type in METHODS for one in found):
                raise NotOpened("There is a file in it that is packed in an unknown way.")
            return _unpacked(archive, found)
    except HARMED:
        raise NotOpened("What is in this takeout is harmed.") from None


def _unpacked(archive: zipfile.ZipFile, found: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """What each says of its size is not believed: no more is read than there is room for."""
    out, room = {}, MOST_BYTES
    for one in found:
        parts = []
        with archive.open(one) as file:
            while part := file.read(STEP):
                room -= len(part)
                if room < 0:
                    raise NotOpened(f"It holds more than {MOST_BYTES // 1024**2} MB.")
                parts.append(part)
        out[one.filename] = b"".join(parts)
    return out


def main(arguments: list[str]) -> int:
    """Ask for the code and write the files to a folder; returns the exit code."""
    if len(arguments) != 1:
        print("Use it so: python offline.py FILE", file=sys.stderr)
        return 2
    file = Path(arguments[0])
    folder = file.with_name(file.stem + "-opened")
    try:
        files = open_takeout(file.read_bytes(), key_of(_asked()))
        folder.mkdir(mode=0o700)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except (NotOpened, OSError) as error:
        print(f"{error}\nNothing was opened.", file=sys.stderr)
        return 1
    print(f"{len(files)} files are in {folder} now. Who has them can read them.")
    return 0


def _asked() -> str:
    """The code, typed where nobody sees it, or piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.read()
    print("Type the code of this takeout, line by line. It is not shown.")
    return "\n".join(getpass.getpass(f"Line {at}: ") for at in range(1, LINES + 1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
