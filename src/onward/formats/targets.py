"""Where a foreign number is kept, and how it gets onto that scale."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onward.errors import BadMap, shorten
from onward.formats.reading import listed
from onward.measures import catalogue
from onward.record import CHECKINS

HARDER = 1
BETTER = -1
# Check-ins whose higher numbers are lighter; of all others the higher numbers are harder.
LIGHTER = ("functioning", "hope", "sleep", "connection", "mood")


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from a range of the file to a range of the record.

    Attributes
    ----------
    kind, name : str
        Where the number is kept.
    low, high : float
        The range in the file.
    to_low, to_high : float
        The range in the record.
    turned : bool
        The file counts the other way round.
    """

    kind: str
    name: str
    low: float
    high: float
    to_low: float
    to_high: float
    turned: bool

    def rescaled(self, number: float) -> float:
        """The number on the record's scale; a number outside of the range ends at its edge."""
        part = (number - self.low) / (self.high - self.low)
        part = min(max(1 - part if self.turned else part, 0.0), 1.0)
        place = self.to_low + part * (self.to_high - self.to_low)
        # thirds and sevenths miss a whole answer by the last digit
        return float(round(place)) if abs(place - round(place)) < 1e-9 else place


def scale_of(kind: str, name: Any, raw: dict[str, Any], where: str) -> Scale:
    """The scale of a check-in, an issue, a goal, a session or a measure.

    Parameters
    ----------
    kind, name : str
        Where the number is kept.
    raw : dict
        ``range`` of the file (by default that of the record) and ``higher_is`` (by default
        as the record has it).
    where : str
        Place in the map, for errors.

    Raises
    ------
    BadMap
        A name, range or direction is not usable.
    """
    if not isinstance(name, str):
        raise BadMap(f"{where}: the name of a {kind} is a word.")
    to_low, to_high, direction = _of_record(kind, name, where)
    low, high = range_of(raw.get("range", [to_low, to_high]), where)
    turned = _direction(raw.get("higher_is"), direction, where) != direction
    return Scale(kind, name, low, high, to_low, to_high, turned)


def _of_record(kind: str, name: str, where: str) -> tuple[float, float, int]:
    if kind == "checkin":
        if name not in CHECKINS:
            raise BadMap(f"{where}: found {shown(name)}; allowed: {', '.join(CHECKINS)}.")
        return *CHECKINS[name], BETTER if name in LIGHTER else HARDER
    if kind == "measure":
        return _of_measure(name, where)
    if not name.strip() and kind != "session":
        raise BadMap(f"{where}: a name is needed.")
    return 0.0, 10.0, BETTER if kind == "goal" else HARDER


def _of_measure(name: str, where: str) -> tuple[float, float, int]:
    known = catalogue()
    base, dot, item = name.partition(".")
    if base not in known:
        raise BadMap(f"{where}: found {shown(name)}; allowed: {', '.join(known)}.")
    measure = known[base]
    if not dot:
        return *measure.range, measure.direction
    if item not in map(str, range(1, measure.item_count + 1)):
        allowed = f"{base} or {base}.1 to {base}.{measure.item_count}"
        if not measure.item_count:
            allowed = base
        raise BadMap(f"{where}: found {shown(name)}; allowed: {allowed}.")
    turned = -1 if int(item) in measure.reversed_items else 1
    return *measure.item_range, measure.direction * turned


def range_of(value: Any, where: str) -> tuple[float, float]:
    """Two numbers, the lower first."""
    if isinstance(value, list) and len(value) == 2 and all(is_number(v) for v in value):
        low, high = float(value[0]), float(value[1])
        if low < high:
            return low, high
    raise BadMap(f"{where}: range: allowed: two numbers, the lower first, such as [1, 7].")


def _direction(value: Any, same: int, where: str) -> int:
    if value is None:
        return same
    if value not in ("better", "worse"):
        raise BadMap(f'{where}: higher_is: allowed: "better" or "worse".')
    return BETTER if value == "better" else HARDER


def number_of(value: Any, low: float, high: float, where: str) -> float:
    """A number of a map that has to lie in a range."""
    if not is_number(value) or not low <= value <= high:
        raise BadMap(f"{where}: found {shown(value)}; allowed: a number from {low:g} to {high:g}.")
    return float(value)


def shown(value: Any) -> str:
    """A value of a map as it may stand in an error."""
    try:
        return shorten(repr(value))
    except ValueError:  # a whole number of more digits than Python writes
        return "a number without end"
    except RecursionError:
        return "tables in tables without end"


def is_number(value: Any) -> bool:
    """Whether a value of a map is a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


def refuse_unknown_keys(raw: dict[str, Any], allowed: Iterable[str], where: str) -> None:
    """Raise where a map has a key that nothing reads, most often a slip of the pen."""
    known = tuple(allowed)
    if unknown := [key for key in raw if key not in known]:
        raise BadMap(f"{where}: unknown key {listed(unknown)}; allowed: {', '.join(known)}.")
