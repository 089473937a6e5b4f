"""Names and single sentences: what pages put beside the picture, and `say` puts in a row."""

from __future__ import annotations

from datetime import date

from onward.measures import catalogue
from onward.results import CameBefore, Issue, Kept, PracticeLink, Recovery
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

    Known practices and events never are; of own names the beginnings of their words decide.
    """
    text = own(name).casefold()
    table = spoken(language).table["quiet"]
    if any(text.startswith(fine) for fine in table["except"]):
        return False
    return any(f" {text}".find(f" {begin}") >= 0 for begin in table["begin"])


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
    """How this person came back once: "In February you came back in 19 days; ..."."""
    lang = spoken(language)
    month, days = lang.month(back.started, until), lang.days(back.days)
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
    if gap < 1:
        return lang.text("came_before.same_day", what=what)
    return lang.text("came_before.before", what=what, days=lang.days(gap))


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


def held(kept: Kept | None, *, language: str = "en") -> str | None:
    """What is still held of a gain; "most" only where the lower bound is above one half."""
    if kept is None or kept.mean < 0.1:
        return None
    if kept.low > 0.5:
        key = "kept.most"
    elif kept.mean >= 0.58:
        key = "kept.good_part"
    else:
        key = "kept.half" if kept.mean >= 0.415 else "kept.part"
    return spoken(language).text(key)


def standing(issue: Issue, *, language: str = "en") -> str:
    """Where one issue stands, what is held before what was lost."""
    lang, where = spoken(language), issue.standing
    title = capital(own(issue.name))
    if where.below_start:
        return lang.text("issue.below_start", name=title)
    kept = held(where.gain_kept, language=language)
    if kept is not None and where.state in ("steady", "backstep", "relapse"):
        said = lang.text("issue.kept", name=title, kept=kept[:1].lower() + kept[1:])
        return said if where.state == "steady" else f"{said} {lang.text('issue.lately')}"
    return lang.text(f"issue.{where.state}", name=title)


def _measure(name: str) -> str:
    """The short name that people know a measure by: "PHQ-9", from its title's brackets."""
    base, _, item = name.partition(".")
    known = catalogue().get(base)
    title = known.title if known else own(base)
    _, bracket, short = title.rstrip(")").partition("(")
    return f"{short if bracket else title} ({item})" if item else short if bracket else title
