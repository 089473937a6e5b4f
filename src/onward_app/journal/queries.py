"""Reads what a person wrote in their own words: by month, one by one, and by a word in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any
from uuid import UUID

from onward_app.entries import queries as entries
from onward_app.entries.actions import HARDER_DAY, Row
from onward_app.entries.vocabulary import label
from onward_app.journal.finding import Found, Search

MOST_FOUND = 50
# What a person named; scales, scores and sessions hold no words of theirs.
NAMED = ("issue", "practice", "event", "behaviour", "goal", "label")


@dataclass(frozen=True, slots=True)
class Note:
    """Own words of a day.

    Attributes
    ----------
    id : UUID
        The entry that holds them.
    when : str
        As it stands in the record.
    words : str
    marked : bool
        Whether they are kept for a harder day.
    alone : bool
        Whether the entry holds nothing else, so that it can be changed here.
    """

    id: UUID
    when: str
    words: str
    marked: bool
    alone: bool

    @property
    def day(self) -> date:
        """The day that they are about."""
        return date.fromisoformat(self.when[:10])

    @property
    def time(self) -> str:
        """The time of day, or empty."""
        return self.when[11:16]


@dataclass(frozen=True, slots=True)
class Month:
    """A month with words in it, the newest first."""

    first: date
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words that were looked for stand.

    Attributes
    ----------
    note : bool
        Whether it stands in own words, and not in the name of something.
    """

    id: UUID
    day: date
    found: Found
    note: bool


@cache
def prompts() -> dict[str, dict[str, Any]]:
    """Ways to begin, by their ids."""
    text = (files("onward_app") / "content" / "journal.toml").read_text(encoding="utf-8")
    return {p["id"]: p for p in tomllib.loads(text)["prompt"]}


def notes(person: UUID) -> list[Note]:
    """All own words, the newest first."""
    found = [note for entry, value in entries.present(person) for note in _notes(entry.pk, value)]
    return sorted(found, key=lambda n: n.when, reverse=True)


def _notes(entry_id: UUID, value: dict[str, Any]) -> Iterator[Note]:
    rows, marked = value["rows"], bool(value.get(HARDER_DAY))
    for when, kind, _name, _value, words in rows:
        if kind == "note" and words.strip():
            yield Note(entry_id, when, words, marked, len(rows) == 1)


def months(found: list[Note]) -> list[Month]:
    """The months with words in them, the newest first."""
    by_month = groupby(found, key=lambda n: n.day.replace(day=1))
    return [Month(first, list(group)) for first, group in by_month]


def look_for(person: UUID, words: str) -> tuple[list[Hit], bool]:
    """Where all of these words stand in the whole record, and whether there is more.

    The rows are opened, looked through in memory and let go; no list of words is kept anywhere.
    """
    search = Search(words)
    found = [
        hit for entry, value in entries.present(person) for hit in _hits(entry.pk, value, search)
    ]
    found.sort(key=lambda hit: (hit[0], hit[3]), reverse=True)
    hits = [
        Hit(entry_id, date.fromisoformat(when[:10]), search.around(text), note)
        for when, entry_id, text, note in found[:MOST_FOUND]
    ]
    return hits, len(found) > MOST_FOUND


def _hits(
    entry_id: UUID, value: dict[str, Any], search: Search
) -> Iterator[tuple[str, UUID, str, bool]]:
    for when, kind, name, _value, words in value["rows"]:
        if words and search.is_in(words):
            yield when, entry_id, words, kind == "note"
        elif kind in NAMED and search.is_in(text := label(kind, name)):
            yield when, entry_id, text, False


def one(person: UUID, entry_id: UUID) -> tuple[Any, list[Row], list[Note]]:
    """One entry with its rows, and the own words in it; 404 as `entries.one`."""
    entry, rows = entries.one(person, entry_id)
    return entry, rows, list(_notes(entry.pk, entry.get()))
