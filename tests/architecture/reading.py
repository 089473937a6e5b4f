"""Reading grade of English text, offline: Flesch-Kincaid over pyphen's hyphenation.

Grade = 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid, Fishburne, Rogers and
Chissom 1975). Hyphenation marks where a printer may break a word and leaves out some
syllables ("i-dea"), so the larger of two counts is taken: pyphen's, and groups of vowels with
the silent e taken away. test_reading.py holds both to published examples.
"""

from __future__ import annotations

import re
from functools import cache

import pyphen  # type: ignore[import-untyped]

_PYPHEN = pyphen.Pyphen(lang="en_US", left=2, right=2)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
# A last e that is not heard: "made", "walked", "eyes"; heard in "little", "noted", "changes".
_SILENT = re.compile(
    r"(?:(?<![aeiouyl])e|(?<=[aeiouy]l)e|(?<=[^aeiouytd])ed|(?<=[^szxhgcl])es|(?<=[aeiouy]l)es)$"
)
# Two vowels that are heard as two: "idea", "area", "usual", "quiet", "being", "heavier".
_TWO = re.compile(
    r"(?<![ctsgl])i(?:a|o(?!u))|(?<=[dr])ea$|(?<=[st])ua|[aeiou](?=ing)|(?<=r)ea(?=t)"
    r"|ie(?=[rt]$)|eo(?!p|u)"
)
_COMPOUND = re.compile(r"(?<=som|hom|tim|lif|saf|hop|car|mov|ton)e(?=[tlwmfbn])")
_ONE = re.compile(r"treat|great|threat|creatur|breath")


def sentences(text: str) -> list[str]:
    """Parts that end with a full stop, a question mark or a line end, and hold a word."""
    return [s.strip() for s in _END.split(text) if _WORD.search(s)]


def words(text: str) -> list[str]:
    """Words and numbers; "don't" and "check-in" are one word each."""
    return _WORD.findall(text)


@cache
def syllables(word: str) -> int:
    """Syllables of one word; a number is one."""
    parts = re.split(r"[-’']", word.lower())
    return max(1, sum(_of_part(p) for p in parts if len(p) > 1 or p in "aio"))


def _of_part(part: str) -> int:
    if not part.isalpha():
        return 1
    stem = _SILENT.sub("", _COMPOUND.sub("", part)) if len(part) > 3 else part
    groups = len(re.findall(r"[aeiouy]+", stem))
    groups += len(_TWO.findall(_ONE.sub("", stem)))
    return max(1, groups, len(_PYPHEN.positions(part)) + 1)


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a text; a text without words has grade 0."""
    said = sentences(text)
    spoken = [w for s in said for w in words(s)]
    if not spoken:
        return 0.0
    total = sum(syllables(w) for w in spoken)
    return 0.39 * len(spoken) / len(said) + 11.8 * total / len(spoken) - 15.59
