"""How long a setback that is under way may still take, where it may be said at all."""

from __future__ import annotations

from onward.results import Review
from onward.words.calm import belief, flag_up
from onward.words.facts import LOSSES, is_silent
from onward.words.language import spoken
from onward.words.paragraph import LOOKS


def time_back(review: Review, *, language: str = "en") -> str | None:
    """How many more days it may take, as a spread and never as one number.

    Parameters
    ----------
    review : Review
        Its `time_back` is put into words.
    language : str
        One of `LANGUAGES`.

    Returns
    -------
    str or None
        None where nothing is to be expected of now: without a setback under way or belief in
        one, while a flag is up, after two weeks without a number, and where highs were noted.
    """
    back, until = review.time_back, review.until
    if back is None or review.muted or is_silent(review) or flag_up(review, until):
        return None
    if belief(review, *LOSSES) < LOOKS:
        return None
    lang = spoken(language)
    # Rounded outward: a spread of one day is no spread.
    days = (back.low, max(back.high, back.low + 1))
    words = [lang.number(n) for n in days]
    low, high = map(str, days) if words[1].isdigit() else words
    if back.own:
        said = [lang.plural("time_back.own", back.own, low=low, high=high)]
        said.append(lang.text("time_back.mixed"))
    else:
        said = [lang.text("time_back.invented", low=low, high=high)]
        said.append(lang.text("time_back.pace"))
    return " ".join([*said, lang.text("time_back.free")])
