"""Which early signs of a plan show in what was written lately; pure, tested without a web.

A sign shows in one of three ways, each of them the person's own doing: it was ticked in a
check-in, its own words stand in a note, or the answer that the person tied it to reached the
number that the person picked. It leans to the quiet side: a sign too few costs nothing, for the
plan is never far; an offer too many wears the next one out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from onward_app.entries.actions import Row
from onward_app.entries.vocabulary import is_self_harm, sign_of
from onward_app.plan.queries import Plan, Watched

# Which answers a sign may be tied to, and whether it shows at low or at high ones.
LOW, HIGH = "low", "high"
ANSWERS = {
    "sleep": LOW,
    "hope": LOW,
    "connection": LOW,
    "functioning": LOW,
    "distress": HIGH,
    "feelings": HIGH,
}
# A tick or a word is of these last days; an answer shows on two of the last three days that have
# it, the newest among them. Weekly noters have three such days in as many weeks.
LATELY = 3
OF_THE_LAST, NEEDED = 3, 2
LOOKS_BACK = 21


def _words(text: str) -> list[str]:
    """Letters and digits only, without case and accents; "didn't" is one word."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", re.sub(r"['\u2019\u02bc`]", "", letters)).split()


# Words of a sign that say nothing by themselves.
_LIGHT = frozenset(
    _words(
        "a an the and or but of to in on at for with from by as it its i im ive id ill me my mine "
        "myself we our am is are was were be been being do does did done have has had very so too "
        "just really more much again always often when then that this these those there get gets "
        "got start starts feel feels felt"
    )
)
_NOT = frozenset(
    _words(
        "not no never nothing nobody none without cannot cant dont doesnt didnt isnt wasnt arent "
        "werent wont wouldnt couldnt shouldnt havent hasnt hadnt hardly barely instead"
    )
)
# A sentence with one of these may be about what is feared, wished or long past, or about another.
_ELSEWHERE = frozenset(
    _words(
        "if unless would might may used ago once afraid fear feared worry worried scared hope "
        "hoped hoping wish wished want wanted could he she they him her them his their hers theirs "
        "mother mum mom father dad son daughter child kids brother sister partner wife husband "
        "friend neighbour colleague boss everybody everyone people"
    )
)
_SENTENCES = re.compile(r"[.!?;\n]+")
_FEW_LETTERS, _ALONE = 3, 5


def shown(plan: Plan, rows: Iterable[Row], today: date) -> tuple[str, ...]:
    """The signs of a plan that show, in the plan's order.

    Parameters
    ----------
    plan : Plan
    rows : iterable of Row
        What is written; only the last days of it are looked at.
    today : date

    Returns
    -------
    tuple of str
    """
    first, until = (today - timedelta(days=LOOKS_BACK)).isoformat(), today.isoformat()
    near = sorted((r for r in rows if first < r[0][:10] <= until), key=lambda r: r[0])
    lately = [r for r in near if r[0][:10] > (today - timedelta(days=LATELY)).isoformat()]
    said = {(name, note) for _w, kind, name, value, note in lately if _ticked(kind, value)}
    notes = [note for _w, kind, _n, _v, note in lately if kind == "note"]
    ties = {w.sign: w for w in plan.watched}
    return tuple(
        sign
        for sign in plan.signs
        if sign_of(sign) in said
        or any(said_in(sign, note) for note in notes)
        or (sign in ties and reached(ties[sign], near, today))
    )


def _ticked(kind: str, value: float | None) -> bool:
    """Whether a row says that a behaviour was there; a number of 0 says that it was not."""
    return kind == "behaviour" and value != 0


def reached(tie: Watched, rows: Sequence[Row], today: date) -> bool:
    """Whether the tied answer reached its number on two of the last three days that have it.

    The newest of them has to be one, and not older than a tick may be. Of several answers of a
    day the last one counts.
    """
    if tie.answer not in ANSWERS:
        return False
    by_day = {
        when[:10]: value
        for when, kind, name, value, _note in rows
        if kind == "checkin" and name == tie.answer and value is not None
    }
    days = sorted(by_day)[-OF_THE_LAST:]
    if not days or days[-1] <= (today - timedelta(days=LATELY)).isoformat():
        return False
    low = ANSWERS[tie.answer] == LOW
    there = [by_day[d] <= tie.bound if low else by_day[d] >= tie.bound for d in days]
    return there[-1] and sum(there) >= NEEDED


def said_in(sign: str, note: str) -> bool:
    """Whether the words of a sign stand in one sentence of a note, whole and in their order.

    Light words between them do not matter. A sentence with a "not" that the sign has not, with
    an "if", or about another person, says nothing of the sign.
    """
    own = _weighty(sign)
    heavy = [w for w in own if w != "not"]
    if is_self_harm(sign) or not heavy or (len(own) == 1 and len(heavy[0]) < _ALONE):
        return False
    return any(_holds(own, set(_words(sign)), part) for part in _SENTENCES.split(note))


def _holds(own: list[str], sign: set[str], sentence: str) -> bool:
    words = _words(sentence)
    there = _weighty(sentence)
    if (_ELSEWHERE - sign) & set(words) or ("not" in there) != ("not" in own):
        return False
    return any(there[at : at + len(own)] == own for at in range(len(there) - len(own) + 1))


def _weighty(text: str) -> list[str]:
    """Words that say something; every way of saying no is one word."""
    found = ["not" if word in _NOT else word for word in _words(text)]
    return [w for w in found if w not in _LIGHT and len(w) >= _FEW_LETTERS]
