"""After two weeks and more without a number: what was last known, in the past, with its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from onward.words import calm
from onward.words.facts import LOSSES, Facts
from onward.words.phrases import a_state, held

# Belief from which the word that was said still fitted the last evening with a number.
FITTED = 0.4


def last_word(f: Facts) -> str:
    """When something last said how it was."""
    number, note = calm.last_number(f.review), calm.last_note(f.review)
    key = "silent.number" if number is not None and note != number else "silent.note"
    return f.lang.text(key, day=f.lang.day(number or note or f.until, f.until))


def silent(f: Facts) -> Iterator[str]:
    """What was held, how it looked, that a gap is all right."""
    yield last_word(f)
    then = calm.last_number(f.review)
    if then is not None and f.review.standing.enough_data:
        yield from _then(f, then)
    else:
        yield f.lang.text("silent.then", fact=f.lang.text("silent.too_early"))
    yield f.lang.text("silent.fine")
    yield f.lang.text("silent.now")


def _then(f: Facts, then: date) -> Iterator[str]:
    kept, key = calm.kept_on(f.review, then), _fact(f, then)
    said = None
    if kept is not None and calm.clear(kept) and key not in ("silent.below_start", "silent.hard"):
        said = held(kept, then=True, language=f.lang.code)
    if said is not None:
        yield said
    word = f.review.standing.own_word
    state = key.removeprefix("silent.looked_")
    named = a_state(state, own_word=word, language=f.lang.code) if state != key else ""
    key = "silent.looked" if named else key
    fact = f.lang.text(key, word=named)
    yield f.lang.sentence("silent.also" if said else "silent.then", fact=fact)
    if key in ("silent.below_start", "silent.hard"):
        yield f.lang.text("stuck.tell")


def _fact(f: Facts, then: date) -> str:
    """Which sentence tells how it looked that evening, as sure as the beliefs were."""
    review = f.review
    kept, word = calm.kept_on(review, then), _said_by(f, then)
    loss = calm.belief(review, *LOSSES, when=then)
    start, low = review.start_level, review.daily.low[(then - review.first).days]
    if calm.flag_up(review, then):
        return "silent.heard"
    if start is not None and low > start + 0.5:
        return "silent.below_start"
    if word in LOSSES and loss >= FITTED:
        return f"silent.looked_{word}"
    if word == "pause" and loss < calm.UNSURE_LOSS:
        fits = calm.belief(review, "pause", when=then) >= FITTED
        return "silent.looked_pause" if fits else "silent.unsure"
    if word == "not_yet_known":
        return "silent.strong"
    if word == "deeper" and loss <= calm.UNSURE_LOSS and not calm.falling(review, then):
        return "silent.looked_deeper"
    if review.standing.gain is None and calm.hard_days(review, then) >= calm.STUCK_DAYS:
        return "silent.hard"
    usual = word in (None, "steady") and calm.calm_on(review, then, kept)
    return "silent.usual" if usual else "silent.unsure"


def _said_by(f: Facts, then: date) -> str | None:
    """What was last announced by that evening; what the silence brought counts for nothing."""
    until = (then - f.review.first).days + 1
    return next((w for w in reversed(f.review.daily.announced[:until]) if w is not None), None)
