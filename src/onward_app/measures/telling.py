"""What the answers come to, told in words beside earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from onward.change import Since, measurement_error, since
from onward.measures import Measure, Score

SHOWN = 12
SURE = 1.96


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands behind "Show the numbers".

    Attributes
    ----------
    total, low, high : str
        The total, and the ends of its questionnaire.
    between : tuple of str or None
        Where it may lie with the usual error, where that is known.
    points, source : str
        The change that counts, and whose number that is; empty where none is known.
    earlier : list of (date, str)
        The totals before, the latest first.
    """

    total: str
    low: str
    high: str
    between: tuple[str, str] | None
    points: str
    source: str
    earlier: list[tuple[date, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one questionnaire.

    Attributes
    ----------
    sentences, sure : list of str
        The paragraph; how sure that is.
    harder : bool
        Whether it is harder than before by more than chance.
    numbers : Numbers or None
        Absent where there is no total.
    """

    sentences: list[str]
    sure: list[str]
    harder: bool
    numbers: Numbers | None


def tell(
    measure: Measure, score: Score, day: date, today: date, before: list[tuple[date, float]]
) -> Told:
    """Say how a total stands beside the last one and the first one; never what a total "is".

    Parameters
    ----------
    measure, score
        Which questionnaire, and what its answers come to.
    day, today : date
        When it was answered, and when it is read.
    before : list of (date, float)
        Earlier totals, the oldest first.
    """
    total = score.total
    if total is None:
        left = _("Some questions were left out, so these answers have no total.")
        return Told([left, _("They are kept as they are.")], [], False, None)
    sure = _sure(score)
    if not before:
        first = _("There is no earlier time yet, and one time alone says little.")
        later = _("It gives a later time something to stand beside.")
        return Told([first, later], sure, False, _numbers(measure, total, before, None))
    beside = since(measure, before[-1][1], total)
    who = _("Your answers today") if day == today else _on(day)
    sentences = _last(beside, who, _day(before[-1][0], day), measure)
    harder = beside.verdict == "deteriorated"
    if before[0][0] != before[-1][0]:
        start = since(measure, before[0][1], total)
        sentences += _first(start, _day(before[0][0], day))
        harder = harder or start.verdict == "deteriorated"
    if beside.verdict == "not_known":
        sure = [_("How far chance alone moves this total is not known to Onward."), *sure]
    return Told(sentences, sure, harder, _numbers(measure, total, before, beside))


def _on(day: date) -> str:
    return _("Your answers of %(day)s") % {"day": date_format(day, "DATE_FORMAT")}


def _day(day: date, other: date) -> str:
    if day == other:
        return _("earlier that day")
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == other.year else "DATE_FORMAT")


def _last(beside: Since, who: str, day: str, measure: Measure) -> list[str]:
    words = {"who": who, "day": day}
    chance = _("The difference is more than chance alone tends to make.")
    if beside.verdict == "improved":
        return [_("%(who)s speak of an easier time than those of %(day)s.") % words, chance]
    if beside.verdict == "deteriorated":
        return [_("%(who)s speak of a harder time than those of %(day)s.") % words, chance]
    if beside.verdict == "unchanged":
        return [
            _("%(who)s are much like those of %(day)s.") % words,
            _("The difference is within what this questionnaire can tell apart."),
        ]
    worse = measure.direction * beside.change
    if worse == 0:
        return [_("%(who)s add up to the same as those of %(day)s.") % words]
    way = (
        _("%(who)s point to somewhat more trouble than those of %(day)s.")
        if worse > 0
        else _("%(who)s point to somewhat less trouble than those of %(day)s.")
    )
    return [way % words, _("It may be chance, and it may be more.")]


def _first(start: Since, day: str) -> list[str]:
    said = {
        "improved": _("Beside the first time, %(day)s, they are easier by more than chance."),
        "deteriorated": _("Beside the first time, %(day)s, they are harder by more than chance."),
        "unchanged": _("Beside the first time, %(day)s, no clear difference shows."),
    }
    return [said[start.verdict] % {"day": day}] if start.verdict in said else []


def _sure(score: Score) -> list[str]:
    sure = [
        _("No questionnaire measures exactly."),
        _("Answers shift a little from day to day, even when nothing has changed."),
    ]
    if score.prorated:
        sure.append(_("For what was left out, the mean of your other answers stands in."))
    return [*sure, _("It is no diagnosis.")]


def _numbers(
    measure: Measure, total: float, before: list[tuple[date, float]], beside: Since | None
) -> Numbers:
    low, high = measure.range
    between, best = None, measure.best_reliability()
    if measure.clinical is not None and best is not None:
        error = SURE * measurement_error(measure.clinical.sd, best.value)
        between = (_short(max(low, total - error)), _short(min(high, total + error)))
    known = beside if beside is not None else since(measure, total, total)
    points = "" if known.points is None else _short(known.points)
    earlier = [(day, _short(value)) for day, value in before[: -SHOWN - 1 : -1]]
    return Numbers(_short(total), f"{low:g}", f"{high:g}", between, points, known.source, earlier)


def _short(number: float) -> str:
    return f"{round(number, 1):g}"
