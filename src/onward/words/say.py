"""`say`: a review in a headline, a paragraph and one gentle next step."""

from __future__ import annotations

from onward.results import Review, Words
from onward.words.calm import UNSURE_LOSS, clear
from onward.words.facts import CALM_VIEWS, LOSSES, Facts, facts
from onward.words.language import spoken
from onward.words.paragraph import MAYBE, own_headline, paragraph
from onward.words.phrases import held
from onward.words.silence import last_word


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
    own = own_headline(f)
    # With highs nothing is called steady, and a calm word never stands over a sign of danger.
    if own is not None and not (f.review.standing.own_word == "steady" and _hushed(f)):
        return own
    if f.view == "silent":
        return last_word(f)
    if f.view == "too_early" and f.known_issues():
        return f.lang.text("headline.issues")
    if f.view not in (*LOSSES, *CALM_VIEWS, "pause"):
        return f.lang.sentence(f"headline.{f.view}")
    if f.flag_up:
        return f.lang.text("headline.flag")
    if f.view in LOSSES:
        return _of_a_setback(f)
    return _of_a_pause(f) if f.view == "pause" else _of_calm(f)


def _hushed(f: Facts) -> bool:
    return f.view in ("muted", "silent") or f.flag_up


def _of_calm(f: Facts) -> str:
    kept, passed = f.review.standing.gain_kept, f.passed()
    if not f.calm:
        said = _share(f) if f.loss <= UNSURE_LOSS or f.part_lost else None
        return said or f.lang.text("headline.harder" if f.harder else "headline.too_early")
    if f.view == "gaining":
        most = kept is not None and kept.low > 0.5
        return f.lang.sentence("headline.gaining_most" if most else "headline.gaining")
    if passed is not None:
        return f.lang.text("headline.taken_up" if passed.kind == "pause" else "headline.came_back")
    return _share(f) or f.lang.text("headline.steady")


def _of_a_setback(f: Facts) -> str:
    said = _share(f)
    if said is not None:
        return said
    if f.review.recoveries:
        return f.lang.sentence("kept.back_before")
    return f.lang.sentence("kept.way_back" if f.view == "relapse" else "headline.harder")


def _of_a_pause(f: Facts) -> str:
    if f.loss >= UNSURE_LOSS:
        return f.lang.text("headline.harder")
    said = _share(f)
    if said is not None:
        return said
    return f.lang.text("headline.pause" if f.belief() >= MAYBE else "headline.too_early")


def _share(f: Facts) -> str | None:
    """What is held, where a share may be named."""
    kept = f.review.standing.gain_kept
    return held(kept, language=f.lang.code) if kept is not None and clear(kept) else None


def _next(f: Facts) -> str:
    if f.flag_up:
        return f.lang.sentence("next.flag")
    if f.view == "silent":
        return f.lang.sentence("next.write")
    if f.medicine_changed:
        return f.lang.sentence("next.prescriber")
    if f.view in LOSSES or (f.view in CALM_VIEWS and not f.at_ease):
        return _small_step(f)
    if f.view == "pause" and f.loss >= UNSURE_LOSS:
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
