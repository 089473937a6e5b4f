"""One thing that the doctor found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["good", "hint", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and how to mend it; never a private word.

    Attributes
    ----------
    level : {"good", "hint", "wrong"}
        Whether it must be mended.
    title : str
        A few words.
    detail : str
        What exactly.
    hint : str
        What to do.
    """

    level: Level
    title: str
    detail: str = ""
    hint: str = ""


def good(title: str, detail: str = "") -> list[Finding]:
    """All is well there."""
    return [Finding("good", title, detail)]


def hint(title: str, detail: str, hint: str) -> list[Finding]:
    """It works, and could be better."""
    return [Finding("hint", title, detail, hint)]


def wrong(title: str, detail: str, hint: str) -> list[Finding]:
    """It must be mended."""
    return [Finding("wrong", title, detail, hint)]


def size(bytes_: int) -> str:
    """Bytes in words."""
    return f"{bytes_ / 2**30:.1f} GB" if bytes_ >= 2**30 else f"{max(1, bytes_ // 2**20)} MB"
