"""Names and single sentences: what pages put beside the picture, and `say` puts in a row."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from onward.measures import catalogue
from onward.results import CameBefore, Issue, Kept, PracticeLink, Recovery
from onward.words import calm
from onward.words.language import Language, capital, spoken

OWN_LENGTH = 40

_VERDICTS = {
    "goes with better days": "link.better",
    "goes with harder days": "link.harder",
    "no clear link": "link.none",
    "too early": "link.early",
}


def name(kind: str, name: str, *, form: str = "name", language: str = "en") -> str:
    """What a person calls a thing of a record.

    Parameters
    ----------
    kind : str
        A kind of the record file: ``checkin``, ``practice``, ``event`` ...
    name : str
        The name in the record; an own word is given back as it is, underscores as spaces.
    form : str
        ``name`` (``"you moved home"``, ``"walking with intention"``), ``short``
        (``"walking"``) or ``label`` (``"moved home"``, for a picture).
    """
    lang = spoken(language)
    if kind == "measure":
        return _measure(name)
    if kind == "session":
        return lang.text(f"session.{name}" if lang.has(f"session.{name}") else "session.any")
    known = lang.table.get(kind, {}).get(name)
    if known is None or (kind in ("practice", "behaviour") and name in ("own", "noted")):
        return own(name)
    if isinstance(known, str):
        return known
    return str(known.get(form, known["name"]))


def own(name: str) -> str:
    """A person's own word as it is: underscores as spaces, and never longer than a line."""
    text = " ".join(name.replace("_", " ").split())
    return text if len(text) <= OWN_LENGTH else text[: OWN_LENGTH - 1].rstrip() + "…"


def is_quiet(name: str, *, language: str = "en") -> bool:
    """Whether a name is told and plotted only where the person asks: self-harm, food, weight.

    Known practices and events never are; of own names the beginnings of their words decide,
    without case, accents and hyphens.
    """
    text = f" {_bare(name)} "
    table = spoken(language).table["quiet"]
    if any(text.startswith(f" {fine}") for fine in table["except"]):
        return False
    begins = any(f" {begin}" in text for begin in table["begin"])
    return begins or any(f" {word} " in text for word in table["whole"])


def _bare(name: str) -> str:
    """Letters and digits only, and no accents: "Über-essen" is "uber essen"."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def state(state: str, *, own_word: str | None = None, language: str = "en") -> str:
    """A state in words; a relapse is "bigger setback" unless the own word is relapse."""
    return spoken(language).text(f"state.{_own_relapse(state, own_word)}")


def a_state(state: str, *, own_word: str | None = None, language: str = "en") -> str:
    """A state with its article: "a deeper step"."""
    return spoken(language).text(f"a_state.{_own_relapse(state, own_word)}")


def _own_relapse(state: str, own_word: str | None) -> str:
    return "relapse_own" if state == own_word == "relapse" else state


def day(when: date, until: date, *, language: str = "en") -> str:
    """ "12 May", with its year where that is not the year of `until`."""
    return spoken(language).day(when, until)


def level(value: float, *, language: str = "en") -> str:
    """A level (0 light .. 10 heavy) in words."""
    return spoken(language).level(value)


def verdict(link: PracticeLink, *, language: str = "en") -> str:
    """How days after a practice tended to be; never that it helped."""
    lang = spoken(language)
    practice = name("practice", link.name, form="short", language=language)
    return lang.sentence(_VERDICTS[link.verdict], name=practice)


def recovery(back: Recovery, until: date, *, language: str = "en") -> str:
    """How this person came back once, by the month in which they were back."""
    lang = spoken(language)
    month, days = lang.month(back.ended, until), lang.days(back.days)
    told = [p for p in back.went_with if not is_quiet(p, language=language)]
    if not told:
        return lang.sentence("recovery.alone", month=month, days=days)
    with_ = [name("practice", p, form="short", language=language) for p in told[:2]]
    return lang.sentence("recovery.with", month=month, days=days, practices=lang.listed(with_))


def came_before(item: CameBefore, *, started: date | None = None, language: str = "en") -> str:
    """What came before, for a list: "You moved home"; with `started` also how long before."""
    lang = spoken(language)
    what = capital(_what(item, lang))
    if started is None:
        return what
    gap = (started - item.when).days
    key = {0: "same_day", 1: "day_before"}.get(gap, "before" if gap > 0 else "after")
    return lang.text(f"came_before.{key}", what=what, days=lang.days(abs(gap)))


def in_a_list(item: CameBefore, *, language: str = "en") -> str:
    """What came before, as short as in a list of several: "moved home", "fewer walks noted"."""
    if item.kind == "event":
        return name("event", item.what, form="label", language=language)
    return _what(item, spoken(language))


def _what(item: CameBefore, lang: Language) -> str:
    if item.kind == "practice":
        return lang.text("came_before.less", fewer=fewer(item.what, lang)[0])
    if item.kind == "session":
        return lang.text("session.deep")
    if item.kind == "behaviour":
        return lang.text("behaviour.noted", name=name("behaviour", item.what))
    if item.kind == "other":
        if lang.has(f"other.{item.what}") and item.what != "own":
            return lang.text(f"other.{item.what}")
        return lang.text("other.own", name=own(item.what))
    return name("event", item.what, language=lang.code)


def fewer(practice: str, lang: Language) -> tuple[str, str]:
    """("fewer walks", "are"): less of a practice, and the verb that goes with it."""
    table = lang.table["practice"]
    if practice in table and practice != "own":
        return table[practice]["fewer"], table[practice]["are"]
    return table["own"]["fewer"].format(name=own(practice)), table["own"]["are"]


def after(what: str, days: int | None, lang: Language, kind: str = "event") -> str:
    """ "six days after you moved home"; `days` may be 0, or below it when it came later."""
    if kind == "session":
        event, form = lang.text("session.deep"), "noun"
    else:
        event = name("event", what, language=lang.code)
        form = "clause" if what in lang.table["event"] else "noun"
    key = "around" if days is None or days < 0 else ("same", "one", "more")[min(days, 2)]
    template: str = lang.table["after"][key][form]
    return template.format(event=event, days="" if days is None else lang.days(days))


def held(kept: Kept | None, *, then: bool = False, language: str = "en") -> str | None:
    """What is still held of a gain, or was `then`.

    A share is named only where its interval is narrow enough, "most" only where the lower
    bound is above one half.
    """
    if kept is None:
        return None
    if not calm.clear(kept):
        return spoken(language).text("kept.unclear")
    if kept.mean < 0.1:
        return None
    if kept.low > 0.5:
        key = "kept.most"
    elif kept.mean >= 0.58:
        key = "kept.good_part"
    else:
        key = "kept.half" if kept.mean >= 0.415 else "kept.part"
    return spoken(language).text(f"{key}_then" if then else key)


def standing(issue: Issue, *, rated: date | None = None, language: str = "en") -> str:
    """Where one issue stands, what is held before what was lost.

    Parameters
    ----------
    issue : Issue
        The issue as it stands on the last day of its course.
    rated : datetime.date, optional
        The day on which it was last rated; two weeks later nothing is said of now.
    """
    lang, until = spoken(language), date.fromordinal(int(issue.daily.day[-1]))
    if rated is not None and until - rated >= calm.SILENT:
        title = capital(own(issue.name))
        return lang.text("issue.last", name=title, day=lang.day(rated, until))
    return " ".join(of_issue(issue, lang))


def of_issue(issue: Issue, lang: Language) -> list[str]:
    """Where one issue stands, a sentence each."""
    where, title = issue.standing, capital(own(issue.name))
    if where.below_start or where.state == "stuck":
        key = "issue.below_start" if where.below_start else "issue.stuck"
        return [lang.text(key, name=title), lang.text("stuck.tell")]
    kept = where.gain_kept
    if kept is None or where.state not in ("steady", "gaining", "backstep", "relapse"):
        return [lang.text(f"issue.{where.state}", name=title)]
    harder = where.state in ("backstep", "relapse")
    lost = not harder and calm.part_lost(kept)
    said = held(kept, language=lang.code)
    if said is None or (where.state == "gaining" and not lost):
        return [lang.text("issue.lost" if lost else f"issue.{where.state}", name=title)]
    first = lang.text("issue.kept", name=title, kept=said[:1].lower() + said[1:])
    if not (lost or harder):
        return [first]
    return [first, lang.text("issue.lately" if harder else "issue.lost_too")]


def _measure(name: str) -> str:
    """The short name that people know a measure by: "PHQ-9", from its title's brackets."""
    base, _, item = name.partition(".")
    known = catalogue().get(base)
    title = known.title if known else own(base)
    _, bracket, short = title.rstrip(")").partition("(")
    return f"{short if bracket else title} ({item})" if item else short if bracket else title
