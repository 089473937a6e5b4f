"""The questionnaires that a record may hold, one TOML file each.

A file holds only numbers that were seen in the source which it names. What could not be
checked is not there; docs/methods/measures.md says what follows from that.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onward.measures.text import (
    Answer,
    Item,
    Text,
    answers_from,
    closing_from,
    item_from,
    text_from,
)

IDS = (
    "phq2",
    "phq4",
    "phq8",
    "phq9",
    "phq15",
    "gad2",
    "gad7",
    "pcl5",
    "pc_ptsd5",
    "ces_d",
    "who5",
    "audit_c",
    "core10",
    "bdi2",
    "scl90_dep",
    "wsas",
    "oq45",
    "ors",
    "k10",
    "dass21_d",
    "dass21_a",
    "dass21_s",
    "pss10",
)
TOP = 10.0
CLINICAL_LEVEL = 6.0
"""Where the mean of people in care stands on 0..10."""
POINTS_A_SD = 2.0
"""How many points of 0..10 one standard deviation of people in care spans."""
SPREAD_UNCHECKED = 2.0
"""How much wider the error is where a measure has no checked norms."""

Direction = Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well a score repeats.

    Attributes
    ----------
    kind : {"retest", "internal"}
        Retest holds all noise between two days; internal consistency understates it.
    value : float
        0..1.
    source : str
        Where the number was seen.
    statistic : str
        ``ICC``, ``alpha`` or as the source names it.
    """

    kind: str
    value: float
    source: str
    statistic: str = ""


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A score that a source uses as a line.

    Attributes
    ----------
    score : float
        The line itself; a score on it counts as past it.
    meaning : str
        What the source says of scores past the line.
    source : str
        Where the number was seen.
    main : bool
        The one line that a course is judged by; at most one a measure.
    """

    score: float
    meaning: str
    source: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A change in points that a source names.

    Attributes
    ----------
    kind : {"reliable", "matters"}
        More than noise, or the smallest that people notice.
    points : float
        In the measure's own unit; a change of exactly this size counts.
    source : str
        Where the number was seen.
    """

    kind: str
    points: float
    source: str


@dataclass(frozen=True, slots=True)
class Norm:
    """Mean and standard deviation of a named group."""

    mean: float
    sd: float
    who: str
    source: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One questionnaire.

    Attributes
    ----------
    id, title, about : str
        The id of the record file, the published name, what it asks about.
    range : tuple of float
        Lowest and highest total.
    direction : {1, -1}
        1 where a higher total is worse, -1 where it is better.
    item_count : int
        How many items there are; 0 where only a total can be entered.
    item_range : tuple of float
        Lowest and highest answer to an item.
    reversed_items : tuple of int
        Items whose answer counts the other way round in the total.
    risk_items : tuple of int
        Items that ask about ending one's life or harming oneself.
    total : {"sum", "mean"}
        How the items make the total, before `factor`.
    factor : float
        What the sum or mean is multiplied by (WHO-5: 4).
    entry : str
        What to mind when numbers are entered; empty where there is nothing.
    stem : str
        The official sentence above the items; empty where no text is shipped.
    items, answers : tuple
        Official texts; empty where no text is shipped.
    difficulty : Item or None, difficulty_answers : tuple of Answer
        The unscored closing question on how hard the problems made life.
    text : Text or None
        All official words together; None where no text is shipped.
    loinc, loinc_total : str
        Panel code and code of the total.
    reliability, cutoffs, thresholds : tuple
        Numbers, each with its source.
    clinical, functional : Norm or None
        People in care and people at large.
    tier : {"A", "B", "C"}
        A: the text is shipped. B: it might be, under its own licence. C: never shipped.
    licence, notice, source : str
        What is known of the rights, the notice to print, and the paper.
    """

    id: str
    title: str
    about: str
    range: tuple[float, float]
    direction: Direction
    item_count: int
    item_range: tuple[float, float]
    reversed_items: tuple[int, ...]
    risk_items: tuple[int, ...]
    total: str
    factor: float
    entry: str
    stem: str
    items: tuple[Item, ...]
    answers: tuple[Answer, ...]
    difficulty: Item | None
    difficulty_answers: tuple[Answer, ...]
    text: Text | None
    loinc: str
    loinc_total: str
    reliability: tuple[Reliability, ...]
    cutoffs: tuple[Cutoff, ...]
    thresholds: tuple[Threshold, ...]
    clinical: Norm | None
    functional: Norm | None
    tier: str
    licence: str
    notice: str
    source: str

    @property
    def normed(self) -> bool:
        """Norms of people in care and a reliability were checked."""
        return self.clinical is not None and bool(self.reliability)

    def best_reliability(self) -> Reliability | None:
        """The reliability to reckon with: retest before internal, then as the file lists them."""
        ranked = sorted(self.reliability, key=lambda r: r.kind != "retest")
        return ranked[0] if ranked else None

    def reliable_points(self) -> Threshold | None:
        """The published change that counts as reliable; where sources differ, the largest."""
        reliable = [t for t in self.thresholds if t.kind == "reliable"]
        return max(reliable, key=lambda t: t.points) if reliable else None

    def main_cutoff(self) -> Cutoff | None:
        """The line that a course is judged by, or None where none was checked."""
        return next((c for c in self.cutoffs if c.main), None)

    def past(self, cutoff: Cutoff, score: float) -> bool:
        """Whether a total is on the line or on its worse side."""
        return self.direction * (score - cutoff.score) >= 0

    def at_risk(self, item: int, answer: float) -> bool:
        """Whether this answer to this item is a risk answer (a risk item above "never")."""
        return item in self.risk_items and answer > self.item_range[0]

    @overload
    def on_scale(self, score: float) -> tuple[float, float]: ...
    @overload
    def on_scale(self, score: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]: ...
    def on_scale(self, score: Any) -> Any:
        """Place a total on 0..10, lower is better.

        Parameters
        ----------
        score : float or array of float
            Totals in `range`.

        Returns
        -------
        level : float or array
            The place; with checked norms the mean of people in care stands at 6 and their
            standard deviation spans 2 points, else it is linear in the range.
        sd : float
            Error of measurement in the same unit.
        """
        if self.clinical is None or not self.reliability:
            return _linear(score, self.range, self.direction), SPREAD_UNCHECKED * usual_error()
        z = (np.asarray(score, dtype=np.float64) - self.clinical.mean) / self.clinical.sd
        level = np.clip(CLINICAL_LEVEL + POINTS_A_SD * self.direction * z, 0.0, TOP)
        return _as_given(level), self._error()

    def item_on_scale(self, item: int, answer: float) -> tuple[float, float]:
        """Place one item's answer on 0..10 by the range of answers, with a wide error.

        The error of one item is taken as that of the total times the root of the number of
        items, and never under that of a measure without norms.
        """
        worse = -self.direction if item in self.reversed_items else self.direction
        wide = max(SPREAD_UNCHECKED, math.sqrt(max(self.item_count, 1))) * usual_error()
        return float(_linear(answer, self.item_range, worse)), wide

    def items_total(self, answers: dict[int, int | None]) -> float | None:
        """The total of item answers, or None where too many are missing."""
        from onward.measures.score import score  # it needs Measure, so not at the top

        return score(self, answers).total

    def _error(self) -> float:
        best = self.best_reliability()
        assert best is not None
        return POINTS_A_SD * math.sqrt(1.0 - best.value)


def _linear(score: ArrayLike, span: tuple[float, float], direction: int) -> Any:
    low, high = span
    part = (np.asarray(score, dtype=np.float64) - low) / (high - low)
    level = np.clip(TOP * (part if direction > 0 else 1.0 - part), 0.0, TOP)
    return _as_given(level)


def _as_given(level: Any) -> Any:
    return float(level) if np.ndim(level) == 0 else level


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Measure]:
    """Every measure by its id, in the order of the record file's contract."""
    folder = Path(__file__).parent
    return {
        name: _measure(tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))) for name in IDS
    }


@lru_cache(maxsize=1)
def usual_error() -> float:
    """The median error of the measures with checked norms, in points of 0..10."""
    return float(median(m._error() for m in catalogue().values() if m.normed))


def _measure(raw: dict[str, Any]) -> Measure:
    items, loinc = raw["items"], raw.get("loinc", {})
    closing = raw.get("difficulty")
    return Measure(
        id=raw["id"],
        title=raw["title"],
        about=raw["about"],
        range=_pair(raw["range"]),
        direction=1 if raw["higher_is"] == "worse" else -1,
        item_count=items["count"],
        item_range=_pair(items["range"]),
        reversed_items=tuple(items.get("reversed", ())),
        risk_items=tuple(items.get("risk", ())),
        total=items.get("total", "sum"),
        factor=float(items.get("factor", 1)),
        entry=items.get("entry", ""),
        stem=items.get("stem", ""),
        items=tuple(item_from(row) for row in raw.get("item", ())),
        answers=answers_from(raw),
        difficulty=closing_from(closing) if closing else None,
        difficulty_answers=answers_from(closing or {}),
        text=_text(raw) if "item" in raw else None,
        loinc=loinc.get("panel", ""),
        loinc_total=loinc.get("total", ""),
        reliability=tuple(Reliability(**row) for row in raw.get("reliability", ())),
        cutoffs=tuple(Cutoff(**row) for row in raw.get("cutoff", ())),
        thresholds=tuple(Threshold(**row) for row in raw.get("threshold", ())),
        clinical=Norm(**raw["clinical"]) if "clinical" in raw else None,
        functional=Norm(**raw["functional"]) if "functional" in raw else None,
        tier=raw["licence"]["tier"],
        licence=raw["licence"]["terms"],
        notice=raw["licence"].get("notice", ""),
        source=raw["source"],
    )


def _text(raw: dict[str, Any]) -> Text:
    rights = raw["licence"]
    words = {**raw, **raw["items"], "measure": raw["id"]}
    notice = rights.get("notice", "")
    return text_from(words, holder=rights["holder"], terms=rights["terms"], notice=notice)


def _pair(span: list[float]) -> tuple[float, float]:
    low, high = span
    return float(low), float(high)
