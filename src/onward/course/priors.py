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
# Questionnaires ask about the last two weeks: they follow so many days later, and show half of
# what is short.
LATE = 12.0


class Rates(NamedTuple):
    """Daily chances that each template begins, (templates,), and what is added to them."""

    usual: Floats
    of_issue: Floats
    more_after_emotional: Floats
    more_after_event: Floats


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
    first = np.concatenate([[0], np.cumsum(ring + is_loss(kinds))])
    every = np.concatenate(
        [told["every"][n] for n in ("blip", "deeper", "backstep", "relapse", "large", "gain")]
    )
    of = np.repeat(np.arange(len(kinds)), ring + is_loss(kinds))  # the template of each slot
    what: Ints = kinds[of]
    length = days[of].astype(float)
    stays = np.isin(what, (BLIP, DEEPER), invert=True)
    return (
        Beliefs(**known),
        Templates(
            kind=kinds,
            ring=ring,
            first=first,
            of_kind=first[np.searchsorted(kinds, np.arange(GAIN + 2))],
            bump=np.where(what == DEEPER, 1.0, 0.0),
            per_day=np.where(what == BLIP, 1.0, 1.0 / length),
            per_day_scores=np.where(stays, 1.0 / (length + LATE), 1.0),
            most_scores=np.where(stays, 1.0, 0.5),
            member=np.where(what == np.arange(GAIN + 1)[:, None], 1.0, 0.0),
        ),
        _rates(kinds, 1.0 / every, told["after"]),
    )


def _rates(kind: Ints, usual: Floats, after: dict[str, float]) -> Rates:
    return Rates(
        usual=usual,
        of_issue=np.where(kind == DEEPER, 0.0, usual),
        more_after_emotional=np.where(kind == DEEPER, (after["emotional"] - 1.0) * usual, 0.0),
        more_after_event=np.where(is_loss(kind), (after["event"] - 1.0) * usual, 0.0),
    )


def is_loss(kind: Ints) -> NDArray[np.bool_]:
    """Which templates are a backstep or a relapse."""
    return np.asarray((kind >= BACKSTEP) & (kind <= LARGE))


def hazards(
    emotional: NDArray[np.bool_], event: NDArray[np.bool_], whole: bool, r: Rates
) -> Floats:
    """Chance that each template begins on each day, (n, templates).

    `whole` is False for an issue: deeper steps are not among its kinds.
    """
    h = (r.usual if whole else r.of_issue) + np.multiply.outer(event, r.more_after_event)
    return np.asarray(h + np.multiply.outer(emotional, r.more_after_emotional) if whole else h)
