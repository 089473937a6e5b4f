"""One course from columns to standing: the order in which the parts are called."""

from __future__ import annotations

from dataclasses import dataclass

from onward.course.announce import Said, announce
from onward.course.columns import Columns
from onward.course.episodes import Stretch, stretches
from onward.course.filter import Filtered, run
from onward.course.gain import Gain, track
from onward.course.visits import weigh_in

# Version of the engine and its priors; kept beside what a person was told.
ENGINE = "2.0-2026.11"


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """Everything that the engine believes of one course."""

    columns: Columns
    filtered: Filtered
    said: Said
    gain: Gain
    stretches: list[Stretch]


def follow(c: Columns, *, whole: bool = True) -> Engine:
    """Follow one course (`whole` False: an issue) through its days.

    Examples
    --------
    >>> from onward import simulate
    >>> from onward.course.columns import columns
    >>> record = simulate.example()
    >>> engine = follow(columns(record, int(record.day[0]), int(record.day[-1])))
    >>> [s.kind for s in engine.stretches if s.kind == "backstep"]
    ['backstep', 'backstep']
    """
    f = weigh_in(c, run(c, whole=whole))
    said = announce(c, f)
    return Engine(c, f, said, track(c, f), stretches(f, said))
