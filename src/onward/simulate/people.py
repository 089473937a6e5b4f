"""What kind of person to invent, and what is known of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onward.record import Record

Kind = Literal["deeper", "backstep", "pause", "relapse"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What kind of person and record to invent.

    Attributes
    ----------
    days : int
        Length of the course.
    noise : float
        Factor on the day-to-day noise.
    inertia : float
        Added to the autocorrelation of mood.
    tails : float
        Degrees of freedom of the noise; infinity is normal.
    answered : float
        Chance of a check-in on an ordinary day.
    weekly : bool
        A PHQ-9 each week and no check-ins.
    channels : tuple of str
        Which check-ins are written down.
    began_well, stuck : float
        Shares of people who have no gain to lose because they began well, or because
        nothing has moved yet.
    quiet_days : int
        Days at the start in which nothing but ordinary days happens.
    issues : tuple of str
        What this person works on and rates about three times a week.
    """

    days: int = 365
    noise: float = 1.0
    inertia: float = 0.0
    tails: float = np.inf
    answered: float = 0.85
    weekly: bool = False
    channels: tuple[str, ...] = ("distress", "feelings", "functioning")
    began_well: float = 0.12
    stuck: float = 0.05
    quiet_days: int = 35
    issues: tuple[str, ...] = ()


ORDINARY = Setting()
VARIANTS: dict[str, Setting] = {
    "ordinary": ORDINARY,
    "noisy": replace(ORDINARY, noise=1.35, inertia=0.15),
    "heavy_tails": replace(ORDINARY, tails=3.0),
    "sparse": replace(ORDINARY, answered=3 / 7),
    "weekly": replace(ORDINARY, weekly=True),
    "one_channel": replace(ORDINARY, channels=("distress",)),
    "long": replace(ORDINARY, days=5 * 365),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """One true episode.

    Attributes
    ----------
    kind : str
    start, end : int
        First day and first day back, counted from 0.
    loss : float
        Share of the gain that is lost.
    issue : str or None
        The one issue that goes back while the rest holds; None for the whole person.
    """

    kind: Kind
    start: int
    end: int
    loss: float
    issue: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Virtual:
    """An invented person.

    Attributes
    ----------
    record : Record
        What they wrote down.
    truth : tuple of Truth
        What was going on.
    level : (days,) float64 array
        The true level of distress, 0..10.
    """

    record: Record
    truth: tuple[Truth, ...]
    level: NDArray[np.float64]
