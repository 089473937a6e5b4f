"""The last setback beside the one before it: what is likely, and that nothing tells why."""

from __future__ import annotations

from datetime import date

from onward.words.language import spoken

_BETTER = ("shorter", "shallower")
_WORSE = ("longer", "deeper")


def next_time(
    length: str, depth: str, until: date, *, plan: date | None = None, language: str = "en"
) -> list[str]:
    """Whether the last setback was shorter or less heavy than the one before.

    Parameters
    ----------
    length, depth : str
        As `onward.next_time.NextTime` has them.
    until : datetime.date
        The day of saying it.
    plan : datetime.date, optional
        The day on which a plan was first written, where that was between the two.
    language : str
        One of `LANGUAGES`.

    Returns
    -------
    list of str
        Sentences; none where it is too early to say either.
    """
    lang = spoken(language)
    said = [word for word in (length, depth) if word in _BETTER + _WORSE]
    if not said:
        return []
    out = [lang.text(f"next_time.{word}") for word in said]
    if len(said) == 1:
        out.append(lang.text("next_time." + ("depth_open" if length in said else "length_open")))
    if plan is not None and all(word in _BETTER for word in said):
        out.append(lang.text("next_time.plan", day=lang.day(plan, until)))
        out.append(lang.text("next_time.by_plan"))
    else:
        out.append(lang.text("next_time.why"))
    return out
