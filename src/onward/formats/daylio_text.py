"""The cells of a Daylio export that hold several things: activities, scales and notes."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6])>", re.IGNORECASE)
# Only the tags that Daylio's editor writes; "<3" and "a < b" are words of the person.
_TAG = re.compile(
    r"</?(?:b|i|u|s|strong|em|strike|del|p|div|span|font|ul|ol|li|h[1-6])(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
# Beyond what Python turns into a number; it stands for no letter.
_NO_LETTER = re.compile(r"&#[0-9]{100,};?")


def names_of(activities: str) -> list[str]:
    """Activities of one entry, each once: "friends | walk" are two."""
    return list(dict.fromkeys(name for part in activities.split("|") if (name := part.strip())))


def scales_of(cell: str) -> list[tuple[str, float]] | None:
    """Names and numbers of "Energy: 4 | Stress: 2", or None where that is not clear."""
    out = []
    for part in names_of(cell):
        name, _, number = (half.strip() for half in part.rpartition(":"))
        if not name or "\n" in name or not _NUMBER.fullmatch(number):
            return None
        out.append((name, float(number.replace(",", "."))))
    return out


def words_of(title: str, note: str) -> str:
    """One note out of title and note, without the marks of Daylio's editor."""
    return "\n".join(text for part in (title, note) if (text := _unmarked(part)))


def _unmarked(text: str) -> str:
    bare = _NO_LETTER.sub("", _TAG.sub("", _BREAK.sub("\n", text)))
    return html.unescape(bare).replace("\x00", "").strip()
