"""A fair test as a person meets it: whether one may begin, today's coin, and what it says.

The science is `onward.fair_test`; here are the record's days put into it and its answers put
into words. Pure, tested without a web.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from django.utils.translation import gettext as _

from onward.fair_test import FairTest, Nature, Stop, may_test, must_stop, plan, read
from onward.record import Entry, Record
from onward.results import Review
from onward_app.entries.vocabulary import label, plain
from onward_app.practices.queries import Written, content

HIGHEST = 10


@dataclass(frozen=True, slots=True)
class Look:
    """A fair test on one day.

    Attributes
    ----------
    sheet : Written
    name : str
        The practice, as the page names it.
    begins, until : date
        The first and the last day of the plan.
    coin : bool or None
        Whether today is a day with it; None before, after, and once it has ended.
    said : bool or None
        Whether the person did it today; None where nothing is said.
    over, waits : bool
        Whether it has ended; whether only the last check-ins are still to come.
    verdict, sure, ended : str
        In words; `ended` is empty while it runs. `verdict` is empty where none may be told.
    much : str
        How much the days differ, in numbers; empty where there is nothing to tell.
    """

    sheet: Written
    name: str
    begins: date
    until: date
    coin: bool | None
    said: bool | None
    over: bool
    waits: bool
    verdict: str
    sure: str
    ended: str
    much: str


def refusal(review: Review | None, practice: str, nature: Nature) -> str | None:
    """Why a practice may not be tested now, in words; None where it may."""
    words = content()["test"]["refusal"]
    if review is None:
        return _(words["too little is known"])
    found = may_test(review, practice, nature)
    return _(words[found]) if found else None


def look(sheet: Written, review: Review | None, today: date, *, told: bool) -> Look:
    """What there is to say of a test on a day.

    Parameters
    ----------
    sheet : Written
        The sealed plan: practice, seed, start, days, what the person said, when they left.
    review : Review or None
    today : date
    told : bool
        Whether verdicts may be told at all.
    """
    given = sheet.fields
    start = date.fromisoformat(given["start"])
    days = plan(given["seed"], start, given["days"])
    done = _done(given, review.record if review else ())
    outcomes = outcomes_of(review.record) if review else {}
    test = read(days, outcomes, done, today, _stop(given, review, start, today))
    early = _left_before(given, review, start, today)
    over = test.stopped is not None or early is not None
    why = test.stopped or early
    drawn = {d.when: d.practise for d in days}
    verdict, sure, much = _words(test, over=over) if told else ("", "", "")
    return Look(
        sheet=sheet,
        name=label("practice", given["practice"]),
        begins=start,
        until=days[-1].when,
        coin=None if over or not told else drawn.get(today),
        said=done.get(today),
        over=over,
        waits=not over and today > days[-1].when,
        verdict=verdict,
        sure=sure,
        ended=_(content()["test"]["stopped"][why]) if why else "",
        much=much,
    )


def outcomes_of(record: Iterable[Entry]) -> dict[date, float]:
    """Distress by day; of a day that has none, its mood turned round."""
    found: dict[str, dict[date, list[float]]] = {
        "distress": defaultdict(list),
        "mood": defaultdict(list),
    }
    for row in record:
        if row.kind == "checkin" and row.name in found and row.value is not None:
            found[row.name][date.fromisoformat(row.when[:10])].append(row.value)
    moods = {day: HIGHEST - fmean(values) for day, values in found["mood"].items()}
    return moods | {day: fmean(values) for day, values in found["distress"].items()}


def _done(given: dict[str, Any], record: Record | Iterable[Entry]) -> dict[date, bool]:
    """On which days it was done: as the person said, and as the record says."""
    said = {date.fromisoformat(day): did for day, did in given.get("said", {}).items()}
    name = plain(given["practice"])
    noted = (r.when[:10] for r in record if r.kind == "practice" and plain(r.name) == name)
    return said | {date.fromisoformat(day): True for day in noted}


def care(given: dict[str, Any], review: Review | None, since: date) -> Stop | None:
    """What of care ended it from a day on: as it was kept, or as the record says now.

    What was kept stands, also where the words that asked for care were taken away since.
    """
    kept = given.get("care")
    stops = [Stop(date.fromisoformat(kept["when"]), kept["why"])] if kept else []
    seen = must_stop(review, since) if review else None
    found = (s for s in (*stops, seen) if s is not None and s.when >= since)
    return min(found, key=lambda s: s.when, default=None)


def _stop(given: dict[str, Any], review: Review | None, start: date, today: date) -> Stop | None:
    """The first thing that ended it: for care, or because the person left."""
    left = given.get("left")
    found = [Stop(date.fromisoformat(left), "left")] if left else []
    stops = [care(given, review, start), *found]
    there = [s for s in stops if s is not None and start <= s.when <= today]
    return min(there, key=lambda s: s.when, default=None)


def _left_before(
    given: dict[str, Any], review: Review | None, start: date, today: date
) -> str | None:
    """Why it never began: the person left, or care came first, before its first day."""
    begun = date.fromisoformat(given["begun"])
    first = care(given, review, begun)
    if first and first.when < start and first.when <= today:
        return first.why
    left = given.get("left")
    return "left" if left and date.fromisoformat(left) < start else None


def _words(test: FairTest, *, over: bool) -> tuple[str, str, str]:
    """The verdict, how sure it is, and how much it is."""
    words = content()["test"]
    thin = test.verdict == "too early" and (over or test.effect is not None)
    sure = _(words["sure"]["too little to compare" if thin else test.verdict])
    verdict = _(words["verdict"][test.verdict])
    if test.verdict == "no clear link" and not over:
        verdict = _("Nothing clear so far. The test goes on.")
    if test.effect is None or test.low is None or test.high is None or thin:
        return verdict, sure, ""
    much = _(
        "The days after differ by %(mean)s points of 10 on average. Below 0 is lighter. "
        "It is likely to lie between %(low)s and %(high)s."
    ) % {
        "mean": f"{test.effect:.1f}",
        "low": f"{test.low:.1f}",
        "high": f"{test.high:.1f}",
    }
    return verdict, sure, much
