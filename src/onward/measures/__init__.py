"""Questionnaires: what each one is, how it is scored and where its score stands on 0..10."""

from onward.measures.catalogue import (
    Answer,
    Cutoff,
    Item,
    Measure,
    Norm,
    Reliability,
    Threshold,
    catalogue,
)
from onward.measures.score import BadAnswer, Score, risk_items, score, totals

__all__ = [
    "Answer",
    "BadAnswer",
    "Cutoff",
    "Item",
    "Measure",
    "Norm",
    "Reliability",
    "Score",
    "Threshold",
    "catalogue",
    "risk_items",
    "score",
    "totals",
]
