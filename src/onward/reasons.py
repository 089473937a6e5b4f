"""Why an episode is called what it is called: facts with their days, put into words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from onward.course.columns import EMOTIONAL
from onward.course.course import Engine
from onward.course.episodes import Stretch
from onward.record import Record
from onward.words import reason as say_reason

_RISE = 0.5
# Days without an entry after which nothing is said of how it is now.
SILENT = 14


def reasons(record: Record, e: Engine, s: Stretch, *, language: str = "en") -> list[str]:
    """The reasons for one episode, in the order in which a person would tell them."""
    start = date.fromordinal(e.columns.first + s.start)
    until = date.fromordinal(e.columns.first + len(e.columns) - 1)
    reason = partial(say_reason, until=until, language=language)
    out: list[str] = []
    worked = _emotional_work(record, e.columns.first + s.start)
    if s.kind == "deeper" and worked is not None:
        out.append(reason("after_session", when=worked))
    moves = _moves(e, s)
    if moves[0] > _RISE:
        out.append(reason("distress_rose", when=start))
    if moves[1] > _RISE:
        out.append(reason("feelings_rose", when=start))
    if moves[2] < -_RISE:
        out.append(reason("functioning_fell", when=start))
    elif s.kind == "deeper" and not np.isnan(moves[2]):
        out.append(reason("functioning_held"))
    out += _practising(e, s, reason)
    if s.kind == "deeper":
        out.append(reason("passed_half", when=date.fromordinal(e.columns.first + s.announced)))
    else:
        out.append(reason("lasting", **_lasting(record, e, s)))
    return out


def _lasting(record: Record, e: Engine, s: Stretch) -> dict[str, Any]:
    """How long an episode has lasted; nothing of an open one after two weeks of silence."""
    end = len(e.columns) if s.end is None else s.end
    silent = e.columns.first + len(e.columns) - 1 - int(record.day[-1])
    return {} if s.end is None and silent >= SILENT else {"days": end - s.start}


def _moves(e: Engine, s: Stretch) -> tuple[float, float, float]:
    """Mean of each channel in the episode against the four weeks before."""
    end = len(e.columns) if s.end is None else s.end
    inside, before = (
        slice(s.start, max(end, s.start + 1)),
        slice(max(0, s.start - 28), s.start),
    )
    out = []
    for c in range(3):
        now, past = e.columns.y[inside, c], e.columns.y[before, c]
        now, past = now[~np.isnan(now)], past[~np.isnan(past)]
        out.append(float(now.mean() - past.mean()) if len(now) and len(past) else float("nan"))
    return out[0], out[1], out[2]


def _practising(e: Engine, s: Stretch, reason: Callable[..., str]) -> list[str]:
    end = len(e.columns) if s.end is None else s.end
    done = e.columns.done
    now, past = done[s.start : end], done[max(0, s.start - 42) : s.start]
    now, past = now[now >= 0], past[past >= 0]
    if len(now) < 3 or len(past) < 14 or past.mean() < 0.15:
        return []
    fewer = now.mean() < 0.5 * past.mean()
    if s.kind == "deeper":
        return [] if fewer else [reason("practices_held")]
    first = date.fromordinal(e.columns.first + s.start)
    return [reason("practices_stopped", when=first)] if fewer else []


def _emotional_work(record: Record, start: int) -> date | None:
    at = record.rows("session")
    days = record.day[at[record.value[at] >= EMOTIONAL]]
    near = days[(days >= start - 5) & (days <= start)]
    return date.fromordinal(int(near[-1])) if len(near) else None
