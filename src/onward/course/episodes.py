"""Looking back: from what was said to stretches with a start, an end and a kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onward.course.announce import Said
from onward.course.columns import Floats
from onward.course.filter import Filtered
from onward.results import STATES, State

_COLUMN = {name: i for i, name in enumerate(STATES)}
_SETBACKS = ("backstep", "relapse")
# Days between two setbacks that are told as two.
APART = 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """One episode in day indices.

    Attributes
    ----------
    kind : str
    start, announced : int
        The first day as seen looking back; the day on which it was first said.
    end : int or None
        The first day on which the level was back in the range before; None while it lasts.
    """

    kind: State
    start: int
    announced: int
    end: int | None


def stretches(f: Filtered, said: Said) -> list[Stretch]:
    """Episodes of a course, in order of their start."""
    out: list[Stretch] = []
    rose: int | None = None
    for t, word in [(t, word) for t, word in enumerate(said.announced) if word]:
        if word == "not_yet_known":
            rose = t
        elif word == "deeper":
            out.append(Stretch("deeper", _first(f, rose if rose is not None else t), t, None))
            rose = None
        elif word == "backstep" or word == "relapse" or word == "pause":
            start = _onset(f.pause_onset if word == "pause" else f.onset, t)
            if out and out[-1].kind == "deeper" and out[-1].end is None:
                out[-1] = replace(out[-1], end=max(out[-1].announced + 1, start))
            elif _was_a_pause(out, word, start):
                out[-1] = replace(out[-1], end=start)
            if out and (out[-1].end is None or _goes_on(out[-1], word, start)):
                out[-1] = _grown(out[-1], word, start, t)
            else:
                out.append(Stretch(word, _after(out, start), t, None))
            rose = None
        elif word == "steady":
            rose = None
            if out and out[-1].end is None:
                last = out[-1]
                out[-1] = replace(last, end=_end(f, last, t))
    return out


def _was_a_pause(out: list[Stretch], word: State, start: int) -> bool:
    """A pause that stands, and a setback that began after it was told: two episodes."""
    if not out or out[-1].end is not None or word not in _SETBACKS:
        return False
    return out[-1].kind == "pause" and start > out[-1].announced


def _onset(onset: Floats, t: int) -> int:
    """The likeliest first day, as believed on the day of the announcement."""
    start = round(float(onset[t]))
    return start if 0 <= start <= t else t


def _after(out: list[Stretch], start: int) -> int:
    """An excursion cannot have begun while the one before was still under way."""
    last = out[-1].end if out else None
    return start if last is None else max(start, last)


def _goes_on(last: Stretch, word: State, start: int) -> bool:
    """The same setback, after a few days that only looked like its end."""
    if last.end is None or last.kind not in _SETBACKS or word not in _SETBACKS:
        return False
    return start <= last.end + APART


def _end(f: Filtered, s: Stretch, back: int) -> int:
    t = back
    while t - 1 > s.announced and f.states[t - 1, 0] > 0.5:
        t -= 1
    return t


def _first(f: Filtered, rose: int) -> int:
    """The first day of a deeper step that was noticed on day `rose`."""
    start = rose
    while start > 0 and f.states[start - 1, _COLUMN["deeper"]] > 0.15 and rose - start < 10:
        start -= 1
    return start


def _grown(s: Stretch, word: State, start: int, t: int) -> Stretch:
    """An episode gets another name: a pause became a setback, or its size changed."""
    if s.kind == "pause" and word in _SETBACKS:
        return Stretch(word, min(max(start, s.start), t), t, None)
    return replace(s, kind=word, end=None)
