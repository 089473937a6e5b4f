"""What came before what goes on: one thing with its days, several as a load, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from onward.results import CameBefore, Review
from onward.words.facts import LOSSES, Facts, facts
from onward.words.language import Language, spoken
from onward.words.phrases import after, fewer, in_a_list, is_quiet

LONGEST = 19
# Three names where the sentence stays this short (characters), else two: lists of long names read
# above grade 6.
NAMED, SHORT = 3, 100
_CAUSES = ("event", "session")


def before(f: Facts) -> Iterator[str]:
    """What came before: one thing and less of a practice in full, more things as a load."""
    told = _told(f)
    kinds = [c.kind for c in told.values()]
    few = len(told) == 1 or (len(told) == 2 and kinds[0] in _CAUSES and kinds[1] == "practice")
    if not f.came_before:
        yield from _nothing(f)
    elif few:
        yield from _in_full(f, list(told.values()))
    elif told:
        yield _load(list(told), f.lang)


def _told(f: Facts) -> dict[str, CameBefore]:
    """What may be told unasked, by its short name, in the order of its days."""
    ordered = sorted(f.came_before, key=lambda c: (c.when, c.kind == "practice"))
    return {in_a_list(c, language=f.lang.code): c for c in ordered if not is_quiet(c.what)}


def nothing_before(review: Review, *, language: str = "en") -> str | None:
    """ "Nothing you noted stands out in the days before.", where that is so.

    Parameters
    ----------
    review : Review
        Its setback that is under way is looked at.
    language : str
        One of `LANGUAGES`.

    Returns
    -------
    str or None
        None without a setback under way, where something came before, where neither an event
        nor a practice was noted by its first day, and beside a change of medicine: that is
        for the prescriber to weigh.
    """
    return next(_nothing(facts(review, spoken(language))), None)


def _nothing(f: Facts) -> Iterator[str]:
    now = f.episode
    if now is None or now.kind not in LOSSES or now.ended is not None or now.came_before:
        return
    record, start = f.review.record, now.started.toordinal()
    noted = (record.day[record.rows(kind)] <= start for kind in ("event", "practice"))
    if any(days.any() for days in noted) and not f.medicine_changed:
        yield f.lang.text("came_before.nothing")


def _in_full(f: Facts, told: list[CameBefore]) -> Iterator[str]:
    """One thing, and less of a practice after it, with the days between them and the start."""
    cause = next((_after(f, c) for c in told if c.kind in _CAUSES), None)
    less = next((c for c in told if c.kind == "practice"), None)
    if less is None:
        if cause is not None:
            yield f.lang.sentence("came_before.began", after=cause)
        return
    word, are = fewer(less.what, f.lang)
    noted = {"fewer": word, "are": are, "from": _from(f, less)}
    if cause is not None:
        joined = f.lang.sentence("came_before.joined", after=cause, **noted)
        if len(joined.split()) <= LONGEST:
            yield joined
            return
        yield f.lang.sentence("came_before.began", after=cause)
    yield f.lang.sentence("came_before.noted", **noted)
    yield f.lang.text("came_before.part")


def _load(things: list[str], lang: Language) -> str:
    """Several things in the order of their days; none is called the first or the cause."""
    number = lang.number(len(things))
    for shown in range(min(NAMED, len(things)), 1, -1):
        rest = [lang.text("came_before.more")] if shown < len(things) else []
        listed = lang.listed([*things[:shown], *rest])
        said = lang.sentence("came_before.load", number=number, things=listed)
        if len(said.split()) <= LONGEST and (len(said) <= SHORT or shown == 2):
            return said
    return lang.sentence("came_before.load_plain", number=number)


def _after(f: Facts, item: CameBefore) -> str:
    return after(item.what, _days_before(f, item), f.lang, kind=item.kind)


def _from(f: Facts, item: CameBefore) -> str:
    days = _days_before(f, item)
    near = {0: "same", 1: "day_before", -1: "day_after"}
    key = near.get(days, "before" if days > 0 else "after")
    return f.lang.text(f"from.{key}", days=f.lang.days(abs(days)))


def _days_before(f: Facts, item: CameBefore) -> int:
    return ((f.since or item.when) - item.when).days
