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
_SCALE = re.compile(r"(.+?)\s*:\s*([+-]?[0-9]+(?:[.,][0-9]+)?)")


def names_of(activities: str) -> list[str]:
    """Activities of one entry, each once: "friends | walk" are two."""
    return list(dict.fromkeys(name for part in activities.split("|") if (name := part.strip())))


def scales_of(cell: str) -> list[tuple[str, float]] | None:
    """Names and numbers of "Energy: 4 | Stress: 2", or None where that is not clear."""
    out = []
    for part in names_of(cell):
        found = _SCALE.fullmatch(part)
        if not found:
            return None
        out.append((found[1], float(found[2].replace(",", "."))))
    return out


def words_of(title: str, note: str) -> str:
    """One note out of title and note, without the marks of Daylio's editor."""
    return "\n".join(text for part in (title, note) if (text := _unmarked(part)))


def _unmarked(text: str) -> str:
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\x00", "").strip()
