"""Why an episode is called what it is called: one short sentence a reason."""

from __future__ import annotations

import string
from datetime import date
from numbers import Integral, Real

from onward.words.language import Language, capital, spoken
from onward.words.phrases import after, fewer, name

CODES = (
    "feelings_rose",
    "distress_rose",
    "functioning_fell",
    "functioning_held",
    "practices_stopped",
    "practices_held",
    "after_session",
    "after_event",
    "passed_half",
    "lasting",
    "size",
    "measure_rose",
)

_KIND_OF_NAME = {"practices_held": "practice", "measure_rose": "measure"}


def reason(code: str, *, language: str = "en", **facts: object) -> str:
    """One reason as a sentence.

    Parameters
    ----------
    code : str
        One of `CODES`.
    **facts
        What is known: ``when`` (date), ``until`` (date; the year is said where it differs),
        ``days`` (int), ``share`` (0..1), ``name`` (of the practice, event or measure). A
        fact that is not given is not said.
    """
    lang = spoken(language)
    said = _in_words(code, facts, lang)
    templates: list[str] = lang.table["reason"][code]
    for template in templates:
        wanted = {field for _, field, _, _ in string.Formatter().parse(template) if field}
        if wanted <= said.keys():
            return capital(template.format(**said))
    return templates[-1]


def _in_words(code: str, facts: dict[str, object], lang: Language) -> dict[str, str]:
    said: dict[str, str] = {}
    when, until, days = facts.get("when"), facts.get("until"), facts.get("days")
    share, given = facts.get("share"), facts.get("name")
    if isinstance(when, date):
        said["when"] = lang.day(when, until if isinstance(until, date) else when)
    if isinstance(days, Integral):
        said["span"] = lang.span(int(days))
        said["after_session"] = after("", int(days), lang, kind="session")
    if isinstance(share, Real):
        said["share"] = lang.share(float(share))
    if isinstance(given, str) and given:
        said |= _named(code, given, days, lang)
    return said


def _named(code: str, given: str, days: object, lang: Language) -> dict[str, str]:
    if code == "practices_stopped":
        return dict(zip(("fewer", "are"), fewer(given, lang), strict=True))
    if code == "after_event":
        said = {"event": name("event", given, language=lang.code)}
        if isinstance(days, Integral):
            said["after_event"] = after(given, int(days), lang)
        return said
    kind = _KIND_OF_NAME.get(code, "practice")
    return {"name": name(kind, given, form="short", language=lang.code)}
