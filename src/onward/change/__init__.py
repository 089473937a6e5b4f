"""The field's published ways to say whether a score changed, one method a file."""

from onward.change.clinical_significance import (
    ClinicalSignificance,
    Cutoffs,
    against_cutoff,
    clinical_significance,
    cutoffs,
)
from onward.change.regression_to_mean import (
    edwards_nunnally,
    gulliksen_lord_novick,
    hageman_arrindell,
    hageman_arrindell_functional,
    hsu_linn_lord,
    nunnally_kotsch,
)
from onward.change.reliable_change import (
    BadChange,
    ReliableChange,
    difference_error,
    measurement_error,
    reliable_change,
)
from onward.change.since import Since, since

__all__ = [
    "BadChange",
    "ClinicalSignificance",
    "Cutoffs",
    "ReliableChange",
    "Since",
    "against_cutoff",
    "clinical_significance",
    "cutoffs",
    "difference_error",
    "edwards_nunnally",
    "gulliksen_lord_novick",
    "hageman_arrindell",
    "hageman_arrindell_functional",
    "hsu_linn_lord",
    "measurement_error",
    "nunnally_kotsch",
    "reliable_change",
    "since",
]
