"""The people of Claus and others 2020: 43 inpatients, four times, several questionnaires."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Pairs = tuple[NDArray[np.float64], NDArray[np.float64]]


@pytest.fixture
def claus_2020(shared_data: Path) -> Callable[[str], Pairs]:
    """First and last scores on a questionnaire, of those who have both."""

    def pairs(outcome: str) -> Pairs:
        rows: dict[str, dict[str, str]] = {}
        with (shared_data / "clinicalsignificance" / "claus_2020.csv").open() as file:
            for row in csv.DictReader(file):
                rows.setdefault(row["id"], {})[row["time"]] = row[outcome]
        both = [(r.get("1"), r.get("4")) for r in rows.values()]
        kept = np.array([(float(a), float(b)) for a, b in both if a and b])
        return kept[:, 0], kept[:, 1]

    return pairs
