"""One invented person from a seed, and the example that the app shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from onward.record import Entry, Record
from onward.simulate.life import Life, episodes_of
from onward.simulate.people import ORDINARY, Setting, Truth, Virtual
from onward.simulate.writing import write

_EXAMPLE = 1149
FIRST_DAY = date(2025, 1, 1)


def course(
    seed: int,
    setting: Setting = ORDINARY,
    *,
    start: date = FIRST_DAY,
    episodes: tuple[Truth, ...] | None = None,
    person: str = "me",
) -> Virtual:
    """Invent one person.

    Parameters
    ----------
    seed : int
        The same seed gives the same person.
    setting : Setting
        One of `VARIANTS`, or your own.
    start : date
        The first day.
    episodes : tuple of Truth, optional
        What is to happen; drawn where it is left out.
    person : str
        Id in the record.

    Returns
    -------
    Virtual
    """
    rng = np.random.default_rng(seed)
    truth = episodes_of(rng, setting) if episodes is None else episodes
    life = Life(rng, setting, truth)
    return Virtual(Record.of(write(life, start), person), truth, life.level)


def example() -> Record:
    """The invented record that the app and the documentation show: fourteen months.

    The seed was picked so that the picture is easy to read; it is no measure of anything.
    """
    truth = (
        Truth("deeper", 118, 129, 0.0),
        Truth("backstep", 190, 222, 0.5),
        Truth("pause", 268, 292, 0.0),
        Truth("backstep", 372, 430, 0.38),
        Truth("backstep", 360, 430, 0.45, issue="calls"),
    )
    setting = replace(
        ORDINARY,
        days=412,
        began_well=0.0,
        stuck=0.0,
        answered=0.9,
        issues=("calls", "sleeping alone"),
    )
    made = course(_EXAMPLE, setting, start=date(2025, 9, 1), episodes=truth, person="example")
    words = (
        ("2026-02-08", "A good week. I called my sister and it was easy."),
        (
            "2026-08-02",
            "I notice that I get up without a fight. Walking before work does it.",
        ),
        ("2026-09-20", "The new flat is loud. I go to bed late and do not walk."),
    )
    notes = [Entry(when, "note", "", None, text) for when, text in words]
    moved = [Entry("2026-09-03", "event", "moved_home", 4.0, "")]
    return Record.of([*made.record, *moved, *notes], made.record.person)
