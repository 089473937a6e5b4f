"""`say`: a review in a headline, a paragraph and one gentle next step."""

from __future__ import annotations

from onward.results import Review, Words
from onward.words.facts import LOSSES, Facts, facts
from onward.words.language import spoken
from onward.words.paragraph import paragraph
from onward.words.phrases import a_state, held


def say(review: Review, language: str = "en") -> Words:
    """What a review says, in sentences that keep the voice (docs/reference/words.md).

    Parameters
    ----------
    review : Review
        Its own ``words`` are not read.
    language : str
        One of `LANGUAGES`.

    Returns
    -------
    Words
        The same review always gives the same words.
    """
    f = facts(review, spoken(language))
    headline = _headline(f)
    return Words(headline, paragraph(f, headline), _next(f))


def _headline(f: Facts) -> str:
    own = f.review.standing.own_word
    # With highs nothing is called steady, not even in the own word.
    if own is not None and not (f.view == "muted" and own == "steady"):
        word = a_state(own, own_word=own, language=f.lang.code)
        return f.lang.sentence("headline.own", word=word)
    if f.view in (*LOSSES, "steady", "gaining", "pause"):
        return _what_is_held(f)
    return f.lang.sentence(f"headline.{f.view}")


def _what_is_held(f: Facts) -> str:
    kept = f.review.standing.gain_kept
    said = held(kept, language=f.lang.code)
    if f.view == "gaining":
        most = kept is not None and kept.low > 0.5
        return f.lang.sentence("headline.gaining_most" if most else "headline.gaining")
    if f.view == "steady" and f.passed():
        return f.lang.sentence("headline.came_back")
    if said is not None:
        return said
    if f.view in ("steady", "pause"):
        return f.lang.sentence(f"headline.{f.view}")
    if f.review.recoveries:
        return f.lang.sentence("kept.back_before")
    return f.lang.sentence("kept.way_back" if f.view == "relapse" else "headline.harder")


def _next(f: Facts) -> str:
    if f.flag_up:
        return f.lang.sentence("next.flag")
    if f.medicine_changed:
        return f.lang.sentence("next.prescriber")
    if f.view in LOSSES:
        return _small_step(f)
    return f.lang.sentence(_NEXT[f.view])


_NEXT = {
    "muted": "next.doctor",
    "too_early": "next.write",
    "below_start": "next.therapist",
    "stuck": "next.therapist",
    "not_yet_known": "next.settle",
    "deeper": "next.tell_came_up",
    "pause": "next.again",
    "steady": "next.letter",
    "gaining": "next.letter",
}


def _small_step(f: Facts) -> str:
    """Something small that went with an earlier way back, or with better days."""
    known = [p for r in reversed(f.review.recoveries) for p in r.went_with]
    known += [p.name for p in f.review.practices if p.verdict == "goes with better days"]
    for practice in known:
        table = f.lang.table["practice"].get(practice, {})
        if "step" in table:
            return str(table["step"])
    return f.lang.sentence("next.small_step")
