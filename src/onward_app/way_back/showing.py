"""How a step is shown and how what was written at it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms import BoundField
from django.utils.translation import gettext as _

from onward.results import Review
from onward_app.plan import forms as plan_forms
from onward_app.plan.queries import Plan, plan_of
from onward_app.vault.errors import VaultError
from onward_app.way_back import queries
from onward_app.way_back.forms import Net, Step
from onward_app.way_back.queries import STEPS, Gone, Seen, step_words

DRAFT_LENGTH = 2000
OFFERED = 3
WITH_RECORD = (2, 3, 4, 5, 7)


def dots(at: int, of: int) -> list[bool]:
    """Which dots are full."""
    return [number <= at for number in range(1, of + 1)]


def for_tomorrow(plan: Plan | None) -> list[str]:
    """What may be picked for tomorrow: from the own plan, else small ideas of ours."""
    if plan and (plan.steps or plan.people):
        steps = [step_text(when, will) for when, will in plan.steps[:OFFERED]]
        return steps + [_("Reach %(name)s") % {"name": p.name} for p in plan.people[:OFFERED]]
    return [_(idea) for idea in queries.guide()["tonight"]["tomorrow"]["ideas"]]


def step_text(when: str, will: str) -> str:
    """A small step as a sentence."""
    if when and will:
        return _("When %(when)s, I will %(will)s") % {"when": when, "will": will}
    return _("I will %(will)s") % {"will": will} if will else _("When %(when)s") % {"when": when}


def review_at(step: int, person: UUID) -> Review | None:
    """The person's review, where the step has a use for it."""
    return queries.review_of(person) if step in WITH_RECORD else None


def seen_at(step: int, review: Review | None) -> list[Seen]:
    """What the record puts before the person at a step."""
    if step == 3:
        return queries.did_before(review)
    return queries.what_changed(review) if step == 5 else []


def _exercises(step: int, review: Review | None) -> list[dict[str, Any]]:
    if step != 2:
        return []
    writing = queries.writing_is_offered(review)
    return [e for e in queries.exercises() if writing or not e.get("writing")]


def exercise_choices(step: int, review: Review | None) -> list[tuple[str, str]]:
    """The ways to be with a feeling, to tick at the second step."""
    return [(e["id"], _(e["name"])) for e in _exercises(step, review)]


def exercise_texts(step: int, review: Review | None) -> list[str]:
    """What to do in each of them."""
    return [_(e["text"]) for e in _exercises(step, review)]


def rows(form: Step | Net, name: str, notes: list[str]) -> list[tuple[Any, str]]:
    """The boxes of a field, each with the words beside it."""
    if name not in form.fields:
        return []
    field: BoundField = form[name]
    boxes = list(field)
    return list(zip(boxes, notes + [""] * (len(boxes) - len(notes)), strict=False))


def written(form: Step | Net, seen: list[Seen], typed: Mapping[str, str]) -> dict[str, Any]:
    """What was written at a step, as it is kept.

    Texts are kept as typed, even where the form would ask for another look, so that stopping
    never loses a word. What the record put before the person is kept in its words.
    """
    out: dict[str, Any] = {}
    for name in form.fields:
        if name in ("seen", "ticks", "choice"):
            out[name] = form.cleaned_data.get(name) or ([] if name != "choice" else "")
        else:
            out[name] = typed.get(name, "")[:DRAFT_LENGTH]
    if "seen" in out:
        out["seen"] = [s.text for s in seen if s.id in out["seen"]]
    return out


def plan_at(person: UUID) -> Plan:
    """The plan, to show again what it holds; an empty one where it cannot be read."""
    try:
        return plan_of(person)
    except VaultError:
        return Plan()


def initial_of(step: int, answers: dict[str, Any], seen: list[Seen], plan: Plan) -> dict[str, Any]:
    """What a step shows again: what was written at it, else what the plan holds."""
    own = dict(answers.get(str(step), {}))
    if step == STEPS:
        return plan_forms.initial(plan) | {"helps": _helps(answers, plan)} | own
    if "seen" in own:
        own["seen"] = [s.id for s in seen if s.text in own["seen"]]
    if step == 6 and not own:
        return {k: v for k, v in plan_forms.initial(plan).items() if k.startswith(("when", "will"))}
    return own


def _helps(answers: dict[str, Any], plan: Plan) -> list[str]:
    """What helps: the plan's, and what was ticked among what helped before."""
    before = answers.get("3", {})
    ticked = set(before.get("ticks", []))
    texts = [_(t["text"]) for t in step_words(3)["ticks"] if t["id"] in ticked]
    return list(dict.fromkeys([*plan.helps, *before.get("seen", []), *texts]))


def parts(gone: Gone) -> list[tuple[str, list[str]]]:
    """An earlier way back as headings with the lines that were written under each."""
    out = []
    for step in range(1, STEPS + 1):
        answers = gone.value["answers"].get(str(step), {})
        lines = _lines(step, answers)
        if lines:
            out.append((_(step_words(step)["title"]), lines))
    return out


def _lines(step: int, answers: dict[str, Any]) -> list[str]:
    words = step_words(step)
    texts = {e["id"]: e["name"] for e in queries.exercises()} if step == 2 else {}
    texts |= {t["id"]: t["text"] for t in words.get("ticks", []) + words.get("choices", [])}
    lines = [str(text) for text in answers.get("seen", [])]
    lines += [_(texts[key]) for key in answers.get("ticks", []) if key in texts]
    if answers.get("choice") in texts:
        lines.append(_(texts[answers["choice"]]))
    for at in range(1, plan_forms.STEPS + 1):
        when, will = answers.get(f"when_{at}", ""), answers.get(f"will_{at}", "")
        if when or will:
            lines.append(step_text(when, will))
    kept = ("words", "signs", "helps", "first") if step == STEPS else ("words",)
    for name in kept:
        lines += [line for line in str(answers.get(name, "")).splitlines() if line.strip()]
    for at in range(1, plan_forms.PEOPLE + 1):
        who = (
            answers.get(f"person_{at}_name", ""),
            answers.get(f"person_{at}_reach", ""),
        )
        lines += [" ".join(who).strip()] if any(who) else []
    return lines
