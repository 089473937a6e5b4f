"""A house with something of one person in every room, for tests that go through all of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from onward_app.entries import actions as entries
from onward_app.goals import actions as goals
from onward_app.measures import actions as measures
from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, OwnLine, Plan, plan_of
from onward_app.practices import actions as practices
from onward_app.practices import queries as sheets
from onward_app.sessions import actions as sessions
from onward_app.way_back import actions as way_back
from onward_app.way_back.queries import STEPS

Ids = dict[str, list[list[object]]]


def furnish(person: UUID, word: str = "Tea by the window", *, today: date | None = None) -> Ids:
    """Put something into each room.

    Parameters
    ----------
    word : str
        Stands in everything that is written.

    Returns
    -------
    dict of str to list of lists
        The changing parts of each address that has some, by its name; each way of them once.
    """
    day = today or date.today()
    _plan(person, word, day)
    return (
        _entries(person, word, day)
        | _way_back(person, word, day)
        | _sessions_and_goals(person, word, day)
        | _questionnaires(person)
        | _practised(person, word, day)
        | {
            "drafts:draft": [["today"]],
            "drafts:clear": [["today"]],
            "accounts:open": [["guessed"]],
            "accounts:invited": [["guessed"]],
        }
    )


def address(name: str, ids: Ids) -> list[str]:
    """Every address of a name; none where its parts are not known."""
    try:
        return [reverse(name, args=args) for args in ids.get(name, [[]])]
    except NoReverseMatch:
        return []


def _entries(person: UUID, word: str, day: date) -> Ids:
    note = (day.isoformat(), "note", "", None, f"{word} in a note")
    entry = entries.keep(person=person, rows=[note, (day.isoformat(), "issue", word, 4.0, "")])
    removed = entries.keep(person=person, rows=[note])
    entries.remove(entry=removed)
    label = entries.keep(person=person, rows=[(day.isoformat(), "label", "pause", None, "")])
    there = dict.fromkeys(("edit", "kept", "remove"), entry.pk)
    written = entries.keep(person=person, rows=[note])
    noted = dict.fromkeys(("note", "edit", "remove"), written.pk)
    return {
        **{f"entries:{name}": [[pk]] for name, pk in (there | {"restore": removed.pk}).items()},
        **{f"journal:{name}": [[pk]] for name, pk in (noted | {"restore": removed.pk}).items()},
        "path:take_back": [[label.pk]],
    }


def _plan(person: UUID, word: str, day: date) -> None:
    people = (Contact(f"{word} A", "+44 20 7946 0000"), Contact(f"{word} B", "ben@example.org"))
    lines = (OwnLine(word, "+44 20 7946 0001", word),)
    steps = ((f"I have had {word}", "walk to the corner"),)
    said = (f"{word} first", (word,), (f"{word} helps",), steps, people)
    plan = Plan(*said, own_lines=lines, words=word)
    plans.keep(person=person, plan=plan)
    plans.keep_letter(person=person, words=f"{word} in a letter", today=day)
    assert plan_of(person).letter


def _way_back(person: UUID, word: str, day: date) -> Ids:
    answers = {"words": f"{word} on the way"}
    gone = way_back.keep(person=person, step=1, answers=answers, at=2)
    way_back.anew(person=person)
    way_back.keep(person=person, step=1, answers=answers, at=2)
    way_back.keep_stuck(person=person, answers={"goal": "no", "more": word})
    way_back.keep_today(person=person, thing=f"{word} today", today=day, days=(3,))
    return {
        "way_back:tonight": [[1], [2], [3]],
        "way_back:steps": [[step] for step in range(1, STEPS + 1)],
        **{f"way_back:{name}": [[gone.row.pk]] for name in ("kept", "remove", "restore")},
    }


def _sessions_and_goals(person: UUID, word: str, day: date) -> Ids:
    thing = sessions.bring(person=person, text=f"{word} to bring")
    answers = {"goal": "not_quite"}
    fit = sessions.keep_fit(person=person, day=day, answers=answers, words=f"{word} fitted")
    goal = goals.add(person=person, words=f"{word} as a goal")
    assert goal is not None
    brought = dict.fromkeys(("edit", "brought", "move", "remove", "restore"), thing.pk)
    looked = dict.fromkeys(("fit_again", "fit_kept", "bring_words"), fit.pk)
    near = dict.fromkeys(("goal", "moved", "state", "remove", "restore"), goal.pk)
    return {
        **{f"sessions:{name}": [[pk]] for name, pk in (brought | looked).items()},
        **{f"goals:{name}": [[pk]] for name, pk in near.items()},
    }


def _questionnaires(person: UUID) -> Ids:
    """One that is done, and one under way."""
    found = []
    for name in ("gad2", "phq2"):
        sat = measures.begin(person=person, measure=name)
        for step in sat.steps():
            measures.answer(person=person, sitting=sat.row.pk, step=step, given="1")
        found.append(sat.row.pk)
    measures.finish(person=person, sitting=found[0])
    under_way = dict.fromkeys(("about", "answers", "drop"), found[1])
    return {
        **{f"measures:{n}": [[pk]] for n, pk in (under_way | {"result": found[0]}).items()},
        "measures:question": [[found[1], 1]],
    }


def _practised(person: UUID, word: str, day: date) -> Ids:
    """A sheet, a fair test that runs, and quiet minutes."""
    fields = {"say": f"{word} in a talk"}
    sheet = practices.keep(person=person, kind="talk", fields=fields, day=day)
    test = practices.begin(person=person, practice=f"{word} tea", days=60, seed=1, today=day)
    done = practices.note(person=person, practice="meditation", day=day, minutes=2)
    kept = dict.fromkeys(("sheet", "edit", "talked", "remove", "restore"), sheet.pk)
    tests = dict.fromkeys(("tested", "day", "leave"), test.pk)
    ids = {"did": done.pk} | kept | tests
    return {
        **{f"practices:{name}": [[pk]] for name, pk in ids.items()},
        "practices:write": [[kind] for kind in sheets.content()["kind"]],
    }
