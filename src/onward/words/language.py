"""One language: its sentences (a TOML file beside this one), plurals, numbers and dates."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from onward.errors import OnwardError

LANGUAGES = ("en",)

# Which plural form a number takes; a language names its rule in [numbers].
_PLURALS: dict[str, Callable[[int], str]] = {
    "one_other": lambda n: "one" if n == 1 else "other",
    "other": lambda _: "other",
}


class NotSpoken(OnwardError):
    """There are no words in a language."""


@dataclass(frozen=True)
class Language:
    """The sentences of one language and how it counts and dates.

    Attributes
    ----------
    code : str
        Such as ``"en"``.
    table : dict
        The TOML file as it was read.
    """

    code: str
    table: dict[str, Any]

    def text(self, key: str, **facts: object) -> str:
        """Fill the template at `key` (``"group.name"``); nothing is made a sentence of."""
        return str(self._at(key)).format(**facts)

    def sentence(self, key: str, **facts: object) -> str:
        """Fill the template at `key` and begin it with a capital letter."""
        return capital(self.text(key, **facts))

    def plural(self, key: str, n: int, **facts: object) -> str:
        """Fill the plural form that `n` takes; ``{number}`` is `n` in words."""
        forms: dict[str, str] = self._at(key)
        form = forms[_PLURALS[self.table["numbers"]["plural"]](n)]
        return form.format(number=self.number(n), **facts)

    def number(self, n: int) -> str:
        """Small numbers as words ("six"), larger ones as digits ("19")."""
        words: list[str] = self.table["numbers"]["words"]
        return words[n] if 0 <= n < len(words) else str(n)

    def day(self, when: date, until: date) -> str:
        """ "12 May"; with its year where that is not the year of `until`."""
        return self._dated("dates.day", when, until)

    def month(self, when: date, until: date) -> str:
        """ "May"; with its year where that is not the year of `until`."""
        return self._dated("dates.month", when, until)

    def days(self, n: int) -> str:
        """ "six days"."""
        return self.plural("spans.days", n)

    def span(self, n: int) -> str:
        """A length of `n` days as a person says it: days, about six weeks, about three months."""
        if n < 14:
            return self.days(n)
        if n < 84:
            return self.plural("spans.weeks", round(n / 7))
        return self.plural("spans.months", round(n / 30.44))

    def share(self, part: float) -> str:
        """ "about a third", for a part of a whole."""
        return self._binned("shares", part)

    def level(self, value: float) -> str:
        """A level (0 light .. 10 heavy) in words."""
        return self._binned("levels", value)

    def listed(self, names: Sequence[str]) -> str:
        """ "a, b and c"."""
        if len(names) < 2:
            return "".join(names)
        return self.text("numbers.and", first=", ".join(names[:-1]), last=names[-1])

    def has(self, key: str) -> bool:
        """Whether the file has something at `key`."""
        group, _, entry = key.partition(".")
        return entry in self.table.get(group, {})

    def _at(self, key: str) -> Any:
        group, _, entry = key.partition(".")
        return self.table[group][entry]

    def _binned(self, group: str, value: float) -> str:
        table = self.table[group]
        words: list[str] = table["words"]
        return words[bisect_left(table["bounds"], value)]

    def _dated(self, key: str, when: date, until: date) -> str:
        if when.year != until.year:
            key += "_year"
        month = self.table["dates"]["months"][when.month - 1]
        return self.text(key, day=when.day, month=month, year=when.year)


@cache
def spoken(code: str = "en") -> Language:
    """The language with this code.

    Raises
    ------
    NotSpoken
        The message lists the languages that Onward speaks.
    """
    if code not in LANGUAGES:
        raise NotSpoken(f"no words in {code!r}; allowed: {', '.join(LANGUAGES)}")
    file = resources.files("onward.words").joinpath(f"{code}.toml")
    return Language(code, tomllib.loads(file.read_text(encoding="utf-8")))


def capital(text: str) -> str:
    """Begin `text` with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]
