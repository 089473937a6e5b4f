"""On which day a row of a table was written: from its own date, or from a day's number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from onward.errors import BadMap
from onward.formats.targets import refuse_unknown_keys
from onward.record import check_when

UNITS = ("day", "week", "month")
_CLOCK = re.compile(r"%[HIM]")
_YEAR = re.compile(r"%[Yy]")
_WHOLE = re.compile(r"[+-]?\d{1,6}(?:\.0*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """How to tell the day of a row.

    Attributes
    ----------
    columns : tuple of str
        Cells that make the date, put together with a space between them.
    format : str or None
        As `datetime.strptime` has it; None is ISO 8601.
    start : date or None
        The date of the number `first`, where the file only counts; then `unit` is what it
        counts.
    """

    columns: tuple[str, ...]
    format: str | None
    start: date | None
    first: int
    unit: str

    @classmethod
    def of(cls, raw: dict[str, Any]) -> When:
        """Check the block ``[when]`` of a map."""
        counted = any(unit in raw for unit in UNITS)
        keys = (*UNITS, "start", "first") if counted else ("column", "columns", "format")
        refuse_unknown_keys(raw, keys, "when")
        return cls._counted(raw) if counted else cls._dated(raw)

    @classmethod
    def _dated(cls, raw: dict[str, Any]) -> When:
        listed = raw.get("columns", [raw["column"]] if "column" in raw else [])
        if not isinstance(listed, list) or not listed or ("column" in raw and "columns" in raw):
            raise BadMap("when: needed: column, or columns, or one of day, week and month.")
        if not all(isinstance(c, str) and c.strip() for c in listed):
            raise BadMap("when: a column is named by a text.")
        form = raw.get("format")
        if form is not None:
            _check_format(form)
        return cls(tuple(c.strip() for c in listed), form, None, 0, "day")

    @classmethod
    def _counted(cls, raw: dict[str, Any]) -> When:
        units = [unit for unit in UNITS if unit in raw]
        column, start, first = raw[units[0]], raw.get("start"), raw.get("first", 0)
        if len(units) > 1 or not isinstance(column, str) or not column.strip():
            raise BadMap("when: needed: one of day, week and month, with the column that counts.")
        if not isinstance(start, date) or isinstance(start, datetime):
            raise BadMap("when: start: needed: the date of the first number, such as 2025-01-01.")
        if not isinstance(first, int) or isinstance(first, bool) or abs(first) > 1_000_000:
            raise BadMap("when: first: allowed: a whole number, such as 1.")
        return cls((column.strip(),), None, start, first, units[0])

    def of_cells(self, cells: list[str]) -> str | None:
        """The day of one row as ISO 8601, or None where the cells hold none."""
        text = " ".join(part for cell in cells if (part := cell.strip()))
        if self.start is not None:
            return self._from_number(text)
        if self.format is None:
            return text.replace(" ", "T", 1) if text else None
        try:
            # The local day as written: an offset never moves it.
            moment = datetime.strptime(text, self.format)  # noqa: DTZ007
        except ValueError:
            return None
        if _CLOCK.search(self.format):
            return moment.isoformat(timespec="minutes")
        return moment.date().isoformat()

    def allowed(self) -> str:
        """What may stand in the cells, for errors."""
        if self.start is not None:
            return f"a whole number of {self.unit}s"
        if self.format is not None:
            return f"a date that reads as {self.format}"
        return "an ISO 8601 date or date-time such as 2026-05-19 or 2026-05-19T21:30"

    def _from_number(self, text: str) -> str | None:
        assert self.start is not None
        if not _WHOLE.fullmatch(text):
            return None
        number = int(text.split(".")[0]) - self.first
        try:
            if self.unit == "month":
                return _months_after(self.start, number).isoformat()
            days = number * (7 if self.unit == "week" else 1)
            return (self.start + timedelta(days)).isoformat()
        except (ValueError, OverflowError):
            return None


def _months_after(start: date, months: int) -> date:
    """The same day of a later month, or the last one where that month is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 27))


def _check_format(form: Any) -> None:
    if not isinstance(form, str) or not _YEAR.search(form):
        raise BadMap("when: format: needed: a form with the year, such as %d.%m.%Y.")
    try:
        sample = datetime(2026, 5, 19, 21, 30, tzinfo=UTC).strftime(form)
        check_when(datetime.strptime(sample, form).date().isoformat())  # noqa: DTZ007
    except (ValueError, re.error):
        raise BadMap(f"when: format: {form!r} cannot be read as a date.") from None
