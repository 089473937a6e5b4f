"""A key as a code that a person can write down and type: the recovery sheet.

Four lines of four groups of four letters. Each line holds eight bytes of the key and a check
of two bytes (SHA-256 of what the code is for, the number of the line and its bytes), in the
base32 of RFC 4648, which has no 0, 1 or 8. A slip is told with the line that it is in.
"""

from __future__ import annotations

import base64
import hashlib

from onward_app.vault.errors import CodeError
from onward_app.vault.seal import KEY_BYTES

KEY, TAKEOUT = b"onward recovery 1", b"onward takeout 1"
LINES, A_LINE, CHECK_BYTES, LETTERS, GROUP = 4, 8, 2, 16, 4
ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
# Letters that are not in it, read as the ones they look like.
ALIKE = str.maketrans({"0": "O", "1": "I", "8": "B"})


def code_of(kek: bytes, use: bytes = KEY) -> list[str]:
    """The lines of the code for a key."""
    assert len(kek) == KEY_BYTES
    lines = []
    for at in range(LINES):
        part = kek[at * A_LINE : (at + 1) * A_LINE]
        letters = base64.b32encode(part + _check(use, at, part)).decode("ascii")
        lines.append(" ".join(letters[n : n + GROUP] for n in range(0, LETTERS, GROUP)))
    return lines


def kek_of(text: str, use: bytes = KEY) -> bytes:
    """The key of a code as it was typed: small letters, other gaps and 0, 1, 8 are let pass.

    Raises
    ------
    CodeError
        Says which line holds the slip.
    """
    return b"".join(_opened(line, at, use) for at, line in enumerate(_lines(text)))


def _lines(text: str) -> list[str]:
    typed = [_letters(line) for line in text.splitlines()]
    typed = [line for line in typed if line]
    if len(typed) != LINES:
        whole = "".join(typed)
        if len(whole) != LINES * LETTERS:
            raise CodeError(
                f"The code has {LINES} lines of {LETTERS} letters. "
                f"Typed were {len(whole)} letters in {len(typed)} lines."
            )
        typed = [whole[n : n + LETTERS] for n in range(0, len(whole), LETTERS)]
    return typed


def _letters(line: str) -> str:
    return "".join(line.split()).replace("-", "").upper().translate(ALIKE)


def _opened(line: str, at: int, use: bytes) -> bytes:
    if len(line) != LETTERS:
        raise CodeError(f"Line {at + 1} has {len(line)} letters. It needs {LETTERS}.", at + 1)
    strange = next((c for c in line if c not in ALPHABET), None)
    if strange is not None:
        raise CodeError(f"Line {at + 1} holds a sign that no code has.", at + 1)
    data = base64.b32decode(line)
    part, check = data[:A_LINE], data[A_LINE:]
    if check != _check(use, at, part):
        raise CodeError(f"Line {at + 1} has a slip. Compare it with the sheet.", at + 1)
    return part


def _check(use: bytes, at: int, part: bytes) -> bytes:
    return hashlib.sha256(use + bytes([at]) + part).digest()[:CHECK_BYTES]
