"""A record as daily columns: what the filter reads, and nothing that a later day brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onward.measures import catalogue, totals
from onward.record import Record

Floats = NDArray[np.float64]
CHANNELS = ("distress", "feelings", "functioning")
EMOTIONAL = 6.0
SELF_HARM = "self_harm"
FLAG_DAYS = 14
# Days with check-ins, or scores, before anything can be told.
SETTLED, SETTLED_SCORES = 14, 4
# Measures that do not speak of distress: drinking is kept and scored, not put on the scale.
NO_DISTRESS = ("audit_c",)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One number a channel for each calendar day.

    Attributes
    ----------
    first : int
        Ordinal of the first day.
    y : (n, 4) array
        Distress (or an issue), feelings, functioning, scores of measures placed on the scale
        of distress; NaN where nothing was written.
    error : (n,) array
        Error variance of the placed scores; 0 where there is none.
    cutoff : (n,) array
        The measure's main cut-off on the same scale; NaN where there is none.
    done : (n,) array
        Practised 1, not 0, unknown -1.
    hope : (n,) array
        Hope, for the sign of a deeper step.
    emotional, event, dropped : (n,) bool arrays
        A session of emotional work or emotional writing within five days; an event within
        ten; flags for the chance that an excursion begins.
    flagged : (n,) bool array
        A risk answer or self-harm within the 14 days before.
    muted : (n,) bool array
        Highs, psychotic symptoms or the person's word for them, so far.
    scores, days : (n,) int arrays
        Scores of a measure and days with check-ins so far.
    """

    first: int
    y: Floats
    error: Floats
    cutoff: Floats
    done: Floats
    hope: Floats
    emotional: NDArray[np.bool_]
    event: NDArray[np.bool_]
    flagged: NDArray[np.bool_]
    muted: NDArray[np.bool_]
    scores: NDArray[np.int64]
    days: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.y)

    @property
    def lead(self) -> NDArray[np.bool_]:
        """Whether the level is told from check-ins by that day (else from scores).

        A few check-ins do not push a record of scores aside.
        """
        checkins, scores = (np.cumsum(~np.isnan(self.y[:, c])) for c in (0, 3))
        return np.asarray((checkins >= SETTLED) | (scores == 0))


def columns(record: Record, first: int, last: int) -> Columns:
    """The whole person's columns from day `first` to day `last` (ordinals, inclusive)."""
    n = last - first + 1
    y = np.full((n, 4), np.nan)
    for c, name in enumerate(CHANNELS):
        put(y[:, c], first, record, "checkin", name)
    mood = np.full(n, np.nan)
    put(mood, first, record, "checkin", "mood")
    y[:, 0] = np.where(np.isnan(y[:, 0]), 10.0 - mood, y[:, 0])
    y[:, 3], error, cutoff = _place_measures(record, first, n)
    hope = np.full(n, np.nan)
    put(hope, first, record, "checkin", "hope")
    answered = days_with(record, first, n, "checkin") | days_with(record, first, n, "issue")
    practised = np.zeros(n, dtype=bool)
    for name in record.names("practice"):
        practised[record.done("practice", name) - first] = True
    done = np.where(practised, 1.0, np.where(answered, 0.0, -1.0))
    if not practised.any():
        done[:] = -1.0
    else:
        done[: int(np.argmax(practised))] = -1.0
    return Columns(
        first=first,
        y=y,
        error=error,
        cutoff=cutoff,
        done=done,
        hope=hope,
        emotional=spread(_emotional(record, first, n), 6),
        event=spread(days_with(record, first, n, "event"), 11),
        flagged=spread(_risk_days(record, first, n), FLAG_DAYS),
        muted=np.maximum.accumulate(_highs(record, first, n)),
        scores=_scores_so_far(record, first, n),
        days=np.cumsum(~np.isnan(y[:, 0])).astype(np.int64),
    )


def issue_columns(record: Record, name: str, first: int, last: int) -> Columns:
    """The columns of one issue; a behaviour of the same name is evidence in its course."""
    n = last - first + 1
    y = np.full((n, 4), np.nan)
    put(y[:, 0], first, record, "issue", name)
    rated = ~np.isnan(y[:, 0])
    came = np.zeros(n, dtype=bool)
    came[record.done("behaviour", name) - first] = True
    noted = np.logical_or.accumulate(days_with(record, first, n, "behaviour", name))
    # whether the behaviour came, on days on which it could have been noted, once it ever was
    y[:, 1] = np.where(came, 10.0, np.where(rated & noted, 0.0, np.nan))
    nothing = np.zeros(n, dtype=bool)
    return Columns(
        first=first,
        y=y,
        error=np.zeros(n),
        cutoff=np.full(n, np.nan),
        done=np.full(n, -1.0),
        hope=np.full(n, np.nan),
        emotional=nothing,
        event=spread(days_with(record, first, n, "event"), 11),
        flagged=nothing,
        muted=np.maximum.accumulate(_highs(record, first, n)),
        scores=np.zeros(n, dtype=np.int64),
        days=np.cumsum(rated).astype(np.int64),
    )


def put(into: Floats, first: int, record: Record, kind: str, name: str) -> None:
    """Write the day means of one name into a column."""
    days, values, _ = record.daily(kind, name)
    into[days - first] = values


def days_with(
    record: Record, first: int, n: int, kind: str, name: str | None = None
) -> NDArray[np.bool_]:
    """Days on which something of a kind (and name) was written down."""
    out = np.zeros(n, dtype=bool)
    out[record.day[record.rows(kind, name)] - first] = True
    return out


def spread(marks: NDArray[np.bool_], days: int) -> NDArray[np.bool_]:
    """True on a marked day and the `days` - 1 days after it."""
    total = np.cumsum(np.concatenate([np.zeros(days, dtype=np.int64), marks.astype(np.int64)]))
    return np.asarray(total[days:] - total[:-days] > 0)


def risk_rows(record: Record) -> list[tuple[int, str, float]]:
    """Rows of risk items above 0 and of self-harm: (row, what, value), in day order."""
    out = []
    for name in record.names("measure"):
        base, _, item = name.partition(".")
        if item and int(item) in catalogue()[base].risk_items:
            at = record.rows("measure", name)
            out += [(int(i), name, float(record.value[i])) for i in at if record.value[i] > 0]
    for i in record.rows("behaviour", SELF_HARM):
        times = float(record.value[i])
        if times != 0:
            out.append((int(i), SELF_HARM, 1.0 if np.isnan(times) else times))
    return sorted(out)


def _risk_days(record: Record, first: int, n: int) -> NDArray[np.bool_]:
    out = np.zeros(n, dtype=bool)
    for i, _, _ in risk_rows(record):
        out[record.day[i] - first] = True
    return out


def _highs(record: Record, first: int, n: int) -> NDArray[np.bool_]:
    out = np.zeros(n, dtype=bool)
    for name in ("elevated", "psychotic"):
        at = record.rows("checkin", name)
        out[record.day[at[record.value[at] > 0]] - first] = True
    for name in ("bipolar", "psychosis"):
        out[record.day[record.rows("label", name)] - first] = True
    return out


def _emotional(record: Record, first: int, n: int) -> NDArray[np.bool_]:
    out = np.zeros(n, dtype=bool)
    at = record.rows("session")
    out[record.day[at[record.value[at] >= EMOTIONAL]] - first] = True
    for name in ("journaling", "emotional_expression"):
        at = record.rows("practice", name)
        out[record.day[at[record.value[at] >= 20]] - first] = True
    return out


def _scores_so_far(record: Record, first: int, n: int) -> NDArray[np.int64]:
    """Most scores of one measure of distress so far."""
    out = np.zeros(n, dtype=np.int64)
    for name, scores in _totals(record, first, n).items():
        if name not in NO_DISTRESS:
            out = np.maximum(out, np.cumsum(~np.isnan(scores)))
    return out


def _totals(record: Record, first: int, n: int) -> dict[str, Floats]:
    """Day totals of each measure; items count where that day's total is absent."""
    out: dict[str, Floats] = {}
    for name in sorted(record.names("measure")):
        if "." not in name:
            put(out.setdefault(name, np.full(n, np.nan)), first, record, "measure", name)
    items: dict[str, dict[int, Floats]] = {}
    for name in sorted(record.names("measure")):
        base, _, item = name.partition(".")
        if item:
            column = np.full(n, np.nan)
            put(column, first, record, "measure", name)
            items.setdefault(base, {})[int(item)] = column
    for base, answers in items.items():
        had = out.setdefault(base, np.full(n, np.nan))
        out[base] = np.where(np.isnan(had), totals(base, answers), had)
    return out


def _place_measures(record: Record, first: int, n: int) -> tuple[Floats, Floats, Floats]:
    """Scores on the scale of distress, measures of one day weighed by their error.

    Their errors and cut-offs, too.
    """
    weight, mean, marked, cut = np.zeros((4, n))
    for name, scores in sorted(_totals(record, first, n).items()):
        if name in NO_DISTRESS:
            continue
        at = np.flatnonzero(~np.isnan(scores))
        measure = catalogue()[name]
        level, sd = measure.on_scale(scores[at])
        weight[at] += 1 / np.square(sd)
        mean[at] += level / np.square(sd)
        line = measure.main_cutoff()
        if line is not None:
            marked[at] += 1 / np.square(sd)
            cut[at] += measure.on_scale(line.score)[0] / np.square(sd)
    return _over(mean, weight), np.nan_to_num(_over(np.ones(n), weight)), _over(cut, marked)


def _over(x: Floats, weight: Floats) -> Floats:
    """`x / weight`, NaN where there is no weight."""
    return np.where(weight > 0, x / np.where(weight > 0, weight, 1.0), np.nan)
