"""Rows of a record as lines to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onward.measures import catalogue
from onward_app.entries.actions import Row
from onward_app.entries.vocabulary import label, sign_of


@dataclass(frozen=True, slots=True)
class Line:
    """One row to read: what it is, how much, and the words with it.

    Attributes
    ----------
    what, much, words : str
        `much` and `words` may be empty.
    time : str
        The time of day, or empty.
    parts : tuple of Line
        Of a questionnaire: its total and its answers, to unfold.
    """

    what: str
    much: str
    words: str
    time: str
    parts: tuple[Line, ...] = ()


def lines(rows: Sequence[Row], *, numbers: bool = True, signs: Iterable[str] = ()) -> list[Line]:
    """The rows of an entry, to read; without `numbers`, words tell how much.

    A behaviour that is one of the early `signs` of the plan is called that.
    """
    much = _much if numbers else in_words
    named = {sign_of(sign) for sign in signs}
    return [Line(_what(row, named), much(row), row[4], row[0][11:16]) for row in rows]


def in_short(rows: Sequence[Row], *, numbers: bool = True, signs: Iterable[str] = ()) -> list[Line]:
    """The same, with the rows of one questionnaire as one line.

    Its numbers can be unfolded; without `numbers` there is nothing to unfold.
    """
    sat: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row[1] == "measure":
            sat.setdefault(_sitting(row), []).append(row)
    signs = tuple(signs)
    found = []
    for row in rows:
        group = sat.get(_sitting(row), []) if row[1] == "measure" else []
        if not group or (len(group) == 1 and "." not in row[2]):
            found += lines([row], numbers=numbers, signs=signs)
        elif row is group[0]:
            found.append(_one_line(group, numbers))
    return found


def _sitting(row: Row) -> tuple[str, str]:
    return row[0], row[2].partition(".")[0]


def _one_line(rows: Sequence[Row], numbers: bool) -> Line:
    when, name = _sitting(rows[0])
    total_first = sorted(rows, key=lambda row: "." in row[2])
    parts = tuple(Line(_part(row[2]), _much(row), "", "") for row in total_first if numbers)
    return Line(_measure(name), _("answered"), "", when[11:16], parts)


def _part(name: str) -> str:
    item = name.partition(".")[2]
    return _("Question %(item)s") % {"item": item} if item else _("The total")


def _what(row: Row, signs: Collection[tuple[str, str]]) -> str:
    _when, kind, name, _value, note = row
    if kind == "behaviour" and (name, note) in signs:
        return _("An early sign: %(sign)s") % {"sign": label(kind, name)}
    if kind == "measure":
        return _measure(name)
    if kind == "note":
        return _("In your own words")
    text = label(kind, name)
    heads = {
        "session": _("A session"),
        "behaviour": _("An old behaviour"),
        "label": _("Your word for the day"),
        "goal": _("A goal"),
    }
    if kind == "session" and not name:
        return _("A session")
    return f"{heads[kind]}: {text}" if kind in heads else text


# From the lowest to the highest of a range.
_HOW_MUCH = (
    gettext_lazy("hardly any"),
    gettext_lazy("a little"),
    gettext_lazy("some"),
    gettext_lazy("a lot"),
    gettext_lazy("very much"),
)
_HOW_WELL = (
    gettext_lazy("hardly"),
    gettext_lazy("a little"),
    gettext_lazy("so-so"),
    gettext_lazy("well"),
    gettext_lazy("very well"),
)
_HOW_GOOD = (
    gettext_lazy("very low"),
    gettext_lazy("low"),
    gettext_lazy("in between"),
    gettext_lazy("good"),
    gettext_lazy("very good"),
)
_HOW_NEAR = (
    gettext_lazy("still far"),
    gettext_lazy("a little nearer"),
    gettext_lazy("about half way"),
    gettext_lazy("near"),
    gettext_lazy("there"),
)
_SCALES = {"sleep": _HOW_WELL, "mood": _HOW_GOOD}
# Of 0..10: at each of these the next word begins.
_BOUNDS = (1, 4, 7, 9)


def in_words(row: Row) -> str:
    """How much a row tells, without a digit; empty where it tells no amount."""
    _when, kind, name, value, _note = row
    if value is None or kind == "behaviour":
        return ""
    if kind == "practice":
        return _("a short while") if value < 10 else _("a while") if value < 30 else _("long")
    if kind == "event":
        words = (_("weighs a little"), _("weighs somewhat"), _("weighs a lot"))
        return words[0 if value < 2.5 else 1 if value < 3.5 else 2]
    if kind == "measure":
        return _("answered")
    if kind == "checkin" and name == "numb":
        return _("yes") if value else _("no")
    if kind == "checkin" and name in ("elevated", "psychotic"):
        return str(_HOW_MUCH[min(3, round(value))])
    said = _HOW_NEAR if kind == "goal" else _SCALES.get(name, _HOW_MUCH)
    return str(said[sum(value >= bound for bound in _BOUNDS)])


def _measure(name: str) -> str:
    base, _dot, item = name.partition(".")
    found = catalogue().get(base)
    title = found.title if found else base
    return _("%(title)s, question %(item)s") % {"title": title, "item": item} if item else title


def _much(row: Row) -> str:
    _when, kind, name, value, _note = row
    if value is None or kind == "behaviour":
        return ""
    number = f"{value:g}"
    if kind == "practice":
        return ngettext("%(number)s minute", "%(number)s minutes", round(value)) % {
            "number": number
        }
    if kind == "event":
        return _("weighs %(number)s of 5") % {"number": number}
    if kind == "checkin" and name == "numb":
        return _("yes") if value else _("no")
    if kind == "session":
        return _("emotional work %(number)s of 10") % {"number": number}
    if kind == "measure":
        return number
    if kind == "checkin" and name in ("elevated", "psychotic"):
        return _("%(number)s of 3") % {"number": number}
    return _("%(number)s of 10") % {"number": number}
