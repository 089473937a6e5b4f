"""Finds words in a text whatever their case and accents, and shows them with the words around."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

AROUND = 90
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a text.

    Attributes
    ----------
    parts : list of (str, bool)
        What stands there, in order; True where it is a word that was looked for.
    before, after : bool
        Whether the text goes on before and after it.
    """

    parts: list[tuple[str, bool]]
    before: bool
    after: bool


def folded(text: str) -> str:
    """A text without case and accents: "Café" is "cafe", and "Straße" is "strasse"."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in plain.translate(_QUOTES) if not unicodedata.combining(c))


class Search:
    """Words that are looked for; a text holds them where it holds each one, or a part of a word.

    Parameters
    ----------
    words : str
        As they were typed.
    """

    def __init__(self, words: str) -> None:
        self.words = list(dict.fromkeys(w for w in folded(words).split() if w))
        longest = sorted(self.words, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def is_in(self, text: str) -> bool:
        """Whether a text holds all of the words."""
        plain = folded(text)
        return bool(self.words) and all(word in plain for word in self.words)

    def around(self, text: str) -> Found:
        """The first place in a text, with the words around it."""
        spans = self._spans(text)
        first = spans[0][0] if spans else 0
        start = _to_a_gap(text, max(first - AROUND, 0), back=True)
        end = _to_a_gap(text, min(first + 2 * AROUND, len(text)), back=False)
        parts, at = [], start
        for begin, stop in spans:
            if begin < at or stop > end:
                continue
            parts += [(text[at:begin], False), (text[begin:stop], True)]
            at = stop
        parts.append((text[at:end], False))
        return Found([p for p in parts if p[0]], start > 0, end < len(text))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in the text as it was written."""
        plain, places = [], []
        for at, letter in enumerate(text):
            for one in folded(letter):
                plain.append(one)
                places.append(at)
        places.append(len(text))
        return [
            (places[m.start()], _whole(text, places[m.end() - 1] + 1))
            for m in self._any.finditer("".join(plain))
        ]


def _whole(text: str, end: int) -> int:
    """The end of a letter with the accents that are written after it."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _to_a_gap(text: str, at: int, *, back: bool) -> int:
    """A place between two words near this one, so that no word is cut."""
    if at in (0, len(text)):
        return at
    gap = text.rfind(" ", 0, at) + 1 if back else text.find(" ", at)
    return gap if gap >= 0 and abs(gap - at) < AROUND // 2 else at
