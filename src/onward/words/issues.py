"""What a paragraph says of the things that a person works through in therapy."""

from __future__ import annotations

from collections.abc import Iterator

from onward.results import Issue, Review
from onward.words.calm import ALL_THERE
from onward.words.facts import CALM_VIEWS, LOSSES, Facts, facts
from onward.words.language import capital, spoken
from onward.words.phrases import of_issue, own

MOST = 3


def issues_apart(review: Review, *, language: str = "en") -> str | None:
    """One sentence that sets apart what got harder: "Calls got harder; the rest holds."

    It is fit to open a page: what holds is said with what does not.

    Parameters
    ----------
    review : Review
        Its issues are looked at, those that were rated in the last two weeks.
    language : str
        One of `LANGUAGES`.

    Returns
    -------
    str or None
        None where nothing that is worked on got harder, and where it may not be said that the
        rest holds: in a setback, beside a risk answer, with highs, after two weeks of silence,
        too early.
    """
    f = facts(review, spoken(language))
    worse = [i for i in f.known_issues() if i.standing.state in LOSSES]
    if len(worse) != 1 or not _rest_holds(f, worse[0]):
        return None
    return next(harder_issues(f), None)


def harder_issues(f: Facts) -> Iterator[str]:
    """One thing that got harder must never read as if all were lost."""
    known = f.known_issues()
    worse = [i for i in known if i.standing.state in LOSSES]
    if len(worse) > 1:
        yield f.lang.text("issue.some_harder")
    elif worse:
        key = "issue.one_harder" if _rest_holds(f, worse[0]) else "issue.harder"
        yield f.lang.text(key, name=capital(own(worse[0].name)))


def _rest_holds(f: Facts, one: Issue) -> bool:
    return f.view in CALM_VIEWS and f.calm and all(map(_holds, _others(f, one)))


def _others(f: Facts, one: Issue) -> list[Issue]:
    return [i for i in f.review.issues if i is not one and i.standing.state != "too_early"]


def _holds(issue: Issue) -> bool:
    kept = issue.standing.gain_kept
    there = kept is None or kept.high >= ALL_THERE
    return there and issue.standing.state in (*CALM_VIEWS, "pause") and not _below(issue)


def _below(issue: Issue) -> bool:
    return issue.standing.below_start


def each_issue(f: Facts, known: tuple[Issue, ...]) -> Iterator[str]:
    """Where only what is worked on can be told: what got lighter first, then what got harder."""
    for issue in sorted(known, key=_weight)[:MOST]:
        where = issue.standing
        kept = where.gain_kept
        name = capital(own(issue.name))
        if where.state in LOSSES and not where.below_start:
            yield f.lang.text("issue.harder", name=name)
        elif where.state == "gaining" and (kept is None or kept.high >= ALL_THERE):
            yield f.lang.text("issue.lighter", name=name)
        else:
            yield from of_issue(issue, f.lang)


def _weight(issue: Issue) -> int:
    state = issue.standing.state
    return 2 if state in LOSSES or _below(issue) else 0 if state in CALM_VIEWS else 1
