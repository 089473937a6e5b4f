"""Questionnaires: what each one is, how it is scored and where its score stands on 0..10."""

from onward.measures.catalogue import Cutoff, Measure, Norm, Reliability, Threshold, catalogue
from onward.measures.score import BadAnswer, Score, risk_items, score, totals
from onward.measures.text import Answer, BadText, Gate, Item, Text, read_text

__all__ = [
    "Answer",
    "BadAnswer",
    "BadText",
    "Cutoff",
    "Gate",
    "Item",
    "Measure",
    "Norm",
    "Reliability",
    "Score",
    "Text",
    "Threshold",
    "catalogue",
    "read_text",
    "risk_items",
    "score",
    "totals",
]
