"""The table of lines and emergency numbers, and which country of it a page shows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from onward_app.plan.queries import Plan

ELSEWHERE = "elsewhere"
WAYS = ("call", "text", "chat")
STORED_COPY = "stored copy"
READ_IN = (STORED_COPY, "live page")
_REGION = re.compile(r"^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})$")


@dataclass(frozen=True, slots=True)
class Checked:
    """Where an entry was read, when, and whether that was a stored copy of the page."""

    source: str
    checked_on: date
    source_note: str
    page_dated: date | None
    stored_copy: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach people who listen."""

    id: str
    country: str
    name: str
    what: str
    href: str
    say: str
    word: str
    hours: str
    always: bool
    cost: str
    languages: tuple[str, ...]
    for_whom: str
    pairs_with: str
    checked: Checked

    @property
    def verb(self) -> str:
        """What a person does, in words: never a bare number."""
        if self.what == "call":
            return _("Call %(name)s") % {"name": self.name}
        if self.what == "chat":
            return _("Chat with %(name)s") % {"name": self.name}
        if self.word:
            return _("Text %(word)s to %(number)s") % {
                "word": self.word,
                "number": self.say,
            }
        return _("Text %(name)s") % {"name": self.name}


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its emergency number, which always stands first, and its lines."""

    code: str
    name: str
    number: str
    say: str
    who: str
    checked: Checked
    lines: tuple[Line, ...]

    @property
    def href(self) -> str:
        """The link that dials the emergency number."""
        return f"tel:{self.number}"

    @property
    def day_and_night(self) -> bool:
        """Whether a line is open day and night."""
        return any(line.always for line in self.lines)

    @property
    def first_lines(self) -> tuple[Line, ...]:
        """The first line that is called, with its pair: both or none."""
        called = next((n for n in self.lines if n.what == "call"), None)
        if called is None:
            return self.lines[:1]
        return tuple(n for n in self.lines if n is called or n.id == called.pairs_with)


@dataclass(frozen=True, slots=True)
class Help:
    """What a page of help shows.

    Attributes
    ----------
    country : Country or None
        None where it is not known or not in the table; the page then says so.
    set_by : {"choice", "plan", "browser", "kept", ""}
        What set it; the page says it. A page kept for the time without internet has the
        country's numbers whatever set it.
    asked : str
        The code of the country that was looked for.
    """

    country: Country | None
    set_by: str
    asked: str
    countries: tuple[Country, ...] = field(default=(), repr=False)

    @property
    def chosen(self) -> str:
        """What was chosen on the page, to keep it over links; a preset is set anew."""
        return self.asked if self.set_by in ("choice", "kept") else ""


@cache
def table() -> dict[str, Any]:
    """The table as written."""
    text = (files("onward_app") / "content" / "helplines.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def countries() -> dict[str, Country]:
    """Countries that may be shown, by code: what is wrong in the table is left out."""
    return read(table(), date.today())


def read(raw: Mapping[str, Any], today: date) -> dict[str, Country]:
    """Countries of a table; entries with a problem, and their pairs, are left out."""
    bad = {where for where, _what in problems(raw, today)}
    out = {}
    for entry in sorted(raw.get("country", []), key=lambda c: str(c.get("name", ""))):
        if f"country {entry.get('code')}" in bad:
            continue
        found = [n for n in raw.get("line", []) if n.get("country") == entry["code"]]
        lines = tuple(_line(n) for n in found if f"line {n.get('id')}" not in bad)
        out[entry["code"]] = Country(
            code=entry["code"],
            name=entry["name"],
            number=entry["number"],
            say=entry["say"],
            who=entry["who"],
            checked=_checked(entry),
            lines=lines,
        )
    return out


def problems(raw: Mapping[str, Any], today: date) -> list[tuple[str, str]]:
    """What keeps entries of a table from being shown, as (which entry, why)."""
    found = []
    codes = {c.get("code") for c in raw.get("country", []) if c.get("number")}
    lines = {n.get("id"): n for n in raw.get("line", [])}
    for entry in raw.get("country", []):
        where = f"country {entry.get('code')}"
        needed = ("code", "name", "number", "say", "who")
        found += [(where, f"has no {key}") for key in needed if not entry.get(key)]
        found += [(where, why) for why in _unchecked(entry, today)]
    for entry in raw.get("line", []):
        where = f"line {entry.get('id')}"
        found += [(where, why) for why in _unchecked(entry, today)]
        found += [(where, why) for why in _incomplete(entry)]
        if entry.get("country") not in codes:
            found.append((where, "is of a country without an emergency number"))
        pair = entry.get("pairs_with")
        if pair and lines.get(pair, {}).get("pairs_with") != entry.get("id"):
            found.append((where, f"pairs with {pair}, which does not pair with it"))
    bad = {where for where, _why in found}
    for entry in raw.get("line", []):
        where, pair = f"line {entry.get('id')}", entry.get("pairs_with")
        if pair and f"line {pair}" in bad and where not in bad:
            found.append((where, f"would be shown without its pair {pair}"))
    return found


def _unchecked(entry: Mapping[str, Any], today: date) -> list[str]:
    out = []
    if not str(entry.get("source", "")).startswith("https://"):
        out.append("has no source")
    if not entry.get("source_note"):
        out.append("has no source_note")
    checked = entry.get("checked_on")
    if not isinstance(checked, date):
        out.append("has no checked_on")
    elif checked > today:
        out.append("has a checked_on in the future")
    if entry.get("read_in") not in READ_IN:
        out.append("has a read_in that is none of " + ", ".join(READ_IN))
    dated = entry.get("page_dated")
    if dated is not None and not (isinstance(dated, date) and dated <= today):
        out.append("has a page_dated that is no day up to today")
    return out


def _incomplete(entry: Mapping[str, Any]) -> list[str]:
    needed = ("id", "country", "name", "say", "hours", "languages", "for_whom")
    out = [f"has no {key}" for key in needed if not entry.get(key)]
    if entry.get("what") not in WAYS:
        out.append("is none of " + ", ".join(WAYS))
    elif not entry.get("url" if entry["what"] == "chat" else "number"):
        out.append("has nothing to reach it by")
    return out


def _checked(entry: Mapping[str, Any]) -> Checked:
    return Checked(
        source=entry["source"],
        checked_on=entry["checked_on"],
        source_note=entry["source_note"],
        page_dated=entry.get("page_dated"),
        stored_copy=entry["read_in"] == STORED_COPY,
    )


def _line(entry: Mapping[str, Any]) -> Line:
    word = entry.get("word", "")
    href = {
        "call": f"tel:{entry.get('number')}",
        "text": f"sms:{entry.get('number')}" + (f"?body={word}" if word else ""),
        "chat": entry.get("url", ""),
    }[entry["what"]]
    return Line(
        id=entry["id"],
        country=entry["country"],
        name=entry["name"],
        what=entry["what"],
        href=href,
        say=entry["say"],
        word=word,
        hours=entry["hours"],
        always=bool(entry.get("always")),
        cost=entry.get("cost", ""),
        languages=tuple(entry["languages"]),
        for_whom=entry["for_whom"],
        pairs_with=entry.get("pairs_with", ""),
        checked=_checked(entry),
    )


def help_for(asked: str | None, planned: str, accept_language: str) -> Help:
    """Which country to show, and what set it.

    Parameters
    ----------
    asked : str or None
        The code chosen on the page; `ELSEWHERE` for a country that is not in the table.
    planned : str
        The code that the person's own plan names, or empty.
    accept_language : str
        The browser's header. Only a language with a region ("en-GB") sets a country; the
        language alone ("en") is spoken in many.
    """
    known = countries()
    every = tuple(known.values())
    if asked is not None:
        return Help(known.get(asked), "choice", asked, every)
    if planned in known:
        return Help(known[planned], "plan", planned, every)
    code = _region(accept_language)
    if code in known:
        return Help(known[code], "browser", code, every)
    return Help(None, "", "", every)


def _region(accept_language: str) -> str:
    first = accept_language.split(",")[0].split(";")[0].strip().lower()
    match = _REGION.match(first)
    return match[1].upper() if match else ""


def speaks(plan: Plan) -> bool:
    """Whether a plan holds something for the worst moment: signs and a goal alone do not."""
    return any((plan.first, plan.contacts, plan.helps, plan.words, plan.steps))


def readable(plan: Plan) -> bool:
    """Whether a plan holds something that a kept copy could show."""
    return speaks(plan) or bool(plan.own_lines)
