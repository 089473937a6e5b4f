"""What the record puts before a person on the way back, unticked: pure, tested without a web."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onward import words
from onward.record import EVENTS
from onward.results import STATES, Episode, Review
from onward_app.entries.vocabulary import is_quiet, is_self_harm, label

FLAG_DAYS = 14
EVENT_DAYS = 30
LOSS_DAYS = 90
SILENT_DAYS = 14
RECENT_DAYS = 30
CHANGED_DAYS = 60
# After these, and after an event in own words, writing about feelings waits longer.
HEAVY_EVENTS = ("loss", "relationship_ended", "illness")
LOOKS = 0.6
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that the record puts before a person, unticked.

    Attributes
    ----------
    id : str
        Its key in the form.
    text, note : str
        What it is; when, and how it stands to the dip.
    """

    id: str
    text: str
    note: str = ""


def numbered(found: Iterable[tuple[str, str]]) -> list[Seen]:
    """Texts with their notes, each text once, as they stand in a form."""
    each: dict[str, str] = {}
    for text, note in found:
        each.setdefault(text, note)
    return [Seen(f"seen_{at}", *one) for at, one in enumerate(list(each.items())[:SHOWN])]


def writing_is_offered(review: Review | None) -> bool:
    """Whether emotional writing may be offered: never soon after a risk answer or an event."""
    if review is None or review.muted:
        return False
    if any((review.until - flag.when).days < FLAG_DAYS for flag in review.flags):
        return False
    events = (e for e in review.record if e.kind == "event")
    return not any(_holds_back(e.name, _days_ago(review, e.when)) for e in events)


def _holds_back(event: str, days: int) -> bool:
    heavy = event in HEAVY_EVENTS or event not in EVENTS
    return days <= (LOSS_DAYS if heavy else EVENT_DAYS)


def _days_ago(review: Review, when: str) -> int:
    return (review.until - date.fromisoformat(when[:10])).days


def is_told(review: Review) -> bool:
    """Whether ways back, dips and better days are spoken of.

    They are not where highs are recorded or named (safety), nor where the owner of this
    Onward switched all verdicts off.
    """
    return bool(settings.INTERPRETATION) and not review.muted


def deeper_or_not(review: Review | None, stands: dict[str, str]) -> list[str]:
    """What is said at "Is it a deeper step?": never other than what the path says.

    Parameters
    ----------
    review : Review or None
    stands : dict
        The sentences of the step, by where the record stands.
    """
    if review is None or _silent(review):
        return [_(stands["open"])]
    state = review.standing.state
    if not is_told(review) or review.standing.own_word or state in ("pause", "stuck"):
        return [_(stands["neutral"])]
    if state in ("backstep", "relapse"):
        held = words.held(review.standing.gain_kept, language=review.language)
        return [*([held] if held else []), _(stands[_how_sure(review)])]
    if state == "deeper":
        return [_(stands["deeper"])]
    return [_(stands["open"])]


def _silent(review: Review) -> bool:
    return review.until.toordinal() - int(review.record.day.max()) >= SILENT_DAYS


def _how_sure(review: Review) -> str:
    belief = dict(zip(STATES, review.daily.states[-1].tolist(), strict=True))
    return "looks" if belief["backstep"] + belief["relapse"] >= LOOKS else "may_be"


def went_with(review: Review | None) -> dict[str, str]:
    """Practices that went with earlier ways back and with better days, each with its note."""
    notes: dict[str, str] = {}
    if review is None or not is_told(review):
        return notes
    for way in sorted(review.recoveries, key=lambda r: r.ended, reverse=True):
        for name in way.went_with:
            notes.setdefault(name, _came_back(way.started, way.days))
    for link in review.practices:
        if link.verdict == "goes with better days":
            notes.setdefault(link.name, _("It went with better days."))
    return {name: note for name, note in notes.items() if not is_quiet(name)}


def noted(review: Review | None) -> list[str]:
    """Practices that were noted, the latest words last."""
    names = review.record.names("practice") if review else []
    return [name for name in names if not is_quiet(name)]


def did_before(review: Review | None, helps: Iterable[str] = ()) -> list[Seen]:
    """What went with earlier ways back and with better days, and what the plan says that helps."""
    found = [(label("practice", name), note) for name, note in went_with(review).items()]
    found += [(text, _("It is in your plan.")) for text in helps]
    found += [(label("practice", name), _("You noted it before.")) for name in noted(review)]
    return numbered(found)


def came_back(review: Review | None) -> list[Seen]:
    """Old behaviours noted lately. Those about self-harm, food and weight are not shown."""
    if review is None:
        return []
    return numbered(
        (
            label("behaviour", name),
            _("Noted on %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")},
        )
        for day, name in _lately(review, "behaviour", RECENT_DAYS)
        if not is_self_harm(name)
    )


def _lately(review: Review, kind: str, days: int) -> list[tuple[date, str]]:
    """What was noted of a kind in the last days, the newest first."""
    first = review.until - timedelta(days=days)
    found = [
        (day, entry.name)
        for entry in review.record
        if entry.kind == kind and entry.name and entry.value != 0 and not is_quiet(entry.name)
        if first <= (day := date.fromisoformat(entry.when[:10])) <= review.until
    ]
    return sorted(found, reverse=True)


def _came_back(started: date, days: int) -> str:
    month = date_format(started, "YEAR_MONTH_FORMAT")
    text = ngettext(
        "From %(month)s you came back in %(days)s day. This went with it.",
        "From %(month)s you came back in %(days)s days. This went with it.",
        days,
    )
    return text % {"month": month, "days": days}


def what_changed(review: Review | None) -> list[Seen]:
    """What came before the latest dip, and events noted lately; never called a cause."""
    if review is None:
        return []
    events = [
        (
            label("event", name),
            _("Noted on %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")},
        )
        for day, name in _lately(review, "event", CHANGED_DAYS)
    ]
    return numbered([*_came_before(_latest_dip(review)), *events])


def _came_before(episode: Episode | None) -> list[tuple[str, str]]:
    out = []
    for came in episode.came_before if episode else ():
        if is_quiet(came.what):
            continue
        day = date_format(came.when, "MONTH_DAY_FORMAT")
        if came.kind == "practice":
            text = _("Less of this: %(what)s") % {"what": label("practice", came.what).lower()}
            note = _("Noted since %(day)s. This may be part of the dip.") % {"day": day}
        else:
            text = _what(came.kind, came.what)
            note = _before(day, (episode.started - came.when).days) if episode else ""
        out.append((text, note))
    return out


def _what(kind: str, name: str) -> str:
    return _("A session with strong feelings") if kind == "session" else label(kind, name)


def _before(day: str, days: int) -> str:
    if days <= 0:
        return _("%(day)s, about when things got heavier") % {"day": day}
    text = ngettext(
        "%(day)s, %(days)s day before things got heavier",
        "%(day)s, %(days)s days before things got heavier",
        days,
    )
    return text % {"day": day, "days": days}


def _latest_dip(review: Review) -> Episode | None:
    if not is_told(review):
        return None
    dips = [e for e in review.episodes if e.kind in ("backstep", "relapse", "pause", "deeper")]
    running = [e for e in dips if e.ended is None]
    return max(running or dips, key=lambda e: e.started, default=None)


def goals(review: Review | None, own: str = "") -> list[Seen]:
    """The goal of the plan, and the goals that the record names, the latest words first."""
    found = [(own, _("It is in your plan."))] if own else []
    names = reversed(review.record.names("goal")) if review else ()
    found += [(name.replace("_", " "), _("You named this before.")) for name in names]
    return numbered(found)[:4]


def hard_weeks(review: Review | None) -> bool:
    """Whether things have stayed hard for long, or stand below the start (safety.md 4)."""
    return (
        review is not None
        and is_told(review)
        and (review.standing.state == "stuck" or review.standing.below_start)
    )
