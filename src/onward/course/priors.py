"""What the filter believes of people in general before it has seen this one.

The numbers are in priors.toml; benchmarks/fit_priors.py made them from invented courses
(docs/methods/course.md). Columns are distress, feelings, functioning, placed scores of measures.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onward._kernels.model import BACKSTEP, BLIP, DEEPER, GAIN, LARGE, RELAPSE, Beliefs, Templates

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
AGES = 64  # days of age for which the shapes are written down; older ones are as the last


class Rates(NamedTuple):
    """Days between beginnings on an ordinary day, and what makes them likelier."""

    every: Floats  # (templates,)
    after_emotional: float
    after_event: float


@cache
def priors() -> tuple[Beliefs, Templates, Rates]:
    """The fitted priors."""
    return read(tomllib.loads((resources.files("onward.course") / "priors.toml").read_text()))


def read(told: dict[str, Any]) -> tuple[Beliefs, Templates, Rates]:
    """Priors from the tables of priors.toml."""
    known: dict[str, Any] = {k: float(v) for k, v in told["numbers"].items()}
    known |= {k: np.array(v, dtype=float) for k, v in told["tables"].items()}
    t = told["templates"]
    shapes = [(BLIP, 4, 4)]
    shapes += [(DEEPER, days, days + t["tail"]) for days in t["deeper"]]
    for kind in (BACKSTEP, RELAPSE):
        shapes += [(kind, days, t["loss_kept"]) for days in t["loss"]]
    shapes += [(LARGE, days, t["loss_kept"]) for days in t["large"]]
    shapes += [(GAIN, days, t["gain_kept"]) for days in t["gain"]]
    kinds, days, ring = (np.array(x, dtype=np.int64) for x in zip(*shapes, strict=True))
    rise = np.array([_shape(k, float(d)) for k, d in zip(kinds, days, strict=True)])
    slow = [_of_scores(k, float(d), r) for k, d, r in zip(kinds, days, rise, strict=True)]
    first = np.concatenate([[0], np.cumsum(ring + is_loss(kinds))])
    every = np.concatenate(
        [told["every"][n] for n in ("blip", "deeper", "backstep", "relapse", "large", "gain")]
    )
    of_kind = first[np.searchsorted(kinds, np.arange(GAIN + 2))]
    return (
        Beliefs(**known),
        Templates(kinds, ring, first, of_kind, rise, np.array(slow)),
        Rates(every, told["after"]["emotional"], told["after"]["event"]),
    )


def is_loss(kind: Ints) -> NDArray[np.bool_]:
    """Which templates are a backstep or a relapse."""
    return np.asarray((kind >= BACKSTEP) & (kind <= LARGE))


def _shape(kind: int, days: float) -> Floats:
    age = np.arange(AGES, dtype=float)
    if kind == DEEPER:  # rises and passes
        return np.asarray(np.where(age + 0.7 < days, np.sin(np.pi * (age + 0.7) / days), 0.0))
    return np.ones(AGES) if kind == BLIP else np.clip((age + 1.0) / days, 0.0, 1.0)


def _of_scores(kind: int, days: float, rise: Floats) -> Floats:
    """Questionnaires ask about the last two weeks: they follow later, and half of what is short."""
    if kind in (BLIP, DEEPER):
        return 0.5 * rise
    return np.clip((np.arange(AGES) + 1.0) / (days + 12.0), 0.0, 1.0)


def hazards(
    emotional: NDArray[np.bool_], event: NDArray[np.bool_], whole: bool, t: Templates, r: Rates
) -> Floats:
    """Chance that each template begins on each day, (n, templates).

    `whole` is False for an issue: deeper steps are not among its kinds.
    """
    h = np.tile(1.0 / r.every, (len(event), 1))
    h[:, t.kind == DEEPER] *= np.where(emotional, r.after_emotional, 1.0)[:, None] * float(whole)
    h[:, is_loss(t.kind)] *= np.where(event, r.after_event, 1.0)[:, None]
    return h
