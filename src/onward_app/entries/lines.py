"""Rows of a record as lines to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onward.measures import catalogue
from onward_app.entries.actions import Row
from onward_app.entries.vocabulary import label


@dataclass(frozen=True, slots=True)
class Line:
    """One row to read: what it is, how much, and the words with it.

    Attributes
    ----------
    what, much, words : str
        `much` and `words` may be empty.
    time : str
        The time of day, or empty.
    """

    what: str
    much: str
    words: str
    time: str


def lines(rows: Sequence[Row]) -> list[Line]:
    """The rows of an entry, to read."""
    return [Line(_what(row), _much(row), row[4], row[0][11:16]) for row in rows]


def _what(row: Row) -> str:
    _when, kind, name, _value, _note = row
    if kind == "measure":
        return _measure(name)
    if kind == "note":
        return _("In your own words")
    text = label(kind, name)
    heads = {
        "session": _("A session"),
        "behaviour": _("An old behaviour"),
        "label": _("Your word for the day"),
        "goal": _("A goal"),
    }
    if kind == "session" and not name:
        return _("A session")
    return f"{heads[kind]}: {text}" if kind in heads else text


def _measure(name: str) -> str:
    base, _dot, item = name.partition(".")
    found = catalogue().get(base)
    title = found.title if found else base
    return _("%(title)s, question %(item)s") % {"title": title, "item": item} if item else title


def _much(row: Row) -> str:
    _when, kind, name, value, _note = row
    if value is None or kind == "behaviour":
        return ""
    number = f"{value:g}"
    if kind == "practice":
        return ngettext("%(number)s minute", "%(number)s minutes", round(value)) % {
            "number": number
        }
    if kind == "event":
        return _("weighs %(number)s of 5") % {"number": number}
    if kind == "checkin" and name == "numb":
        return _("yes") if value else _("no")
    if kind == "session":
        return _("emotional work %(number)s of 10") % {"number": number}
    if kind == "measure":
        return number
    if kind == "checkin" and name in ("elevated", "psychotic"):
        return _("%(number)s of 3") % {"number": number}
    return _("%(number)s of 10") % {"number": number}
