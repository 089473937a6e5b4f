"""How this person came back before: each earlier setback that ended, and what went with it."""

from __future__ import annotations

from datetime import date

from onward.record import Record
from onward.results import Recovery

# A practice went with coming back where it was done on at least this share of the last days,
# and on more of them than in the first half of the setback.
SHARE = 0.25
LAST_DAYS = 14


def recoveries(record: Record, ended: list[tuple[int, int]]) -> list[Recovery]:
    """Earlier ways back.

    Parameters
    ----------
    record : Record
        One person's entries.
    ended : list of (int, int)
        First day and first day back of each ended setback, as ordinals.

    Returns
    -------
    list of Recovery
        In order; `days` is the length in days.
    """
    return [
        Recovery(
            date.fromordinal(a),
            date.fromordinal(b),
            b - a,
            tuple(_went_with(record, a, b)),
        )
        for a, b in ended
    ]


def _went_with(record: Record, start: int, end: int) -> list[str]:
    late_from = max(start, end - min(LAST_DAYS, max((end - start) // 2, 3)))
    found = []
    for name in record.names("practice"):
        days = record.done("practice", name)
        late = ((days >= late_from) & (days <= end)).sum() / (end - late_from + 1)
        early = ((days >= start) & (days < late_from)).sum() / max(late_from - start, 1)
        if late >= SHARE and late >= early:
            found.append((float(late), name))
    return [name for _, name in sorted(found, reverse=True)[:3]]
