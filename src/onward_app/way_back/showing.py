"""How a step is shown and how what was written at it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.forms import BoundField, Form
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from onward.results import Review
from onward_app.entries.vocabulary import label
from onward_app.plan import forms as plan_forms
from onward_app.plan.queries import Contact, Plan, plan_of
from onward_app.vault.errors import VaultError
from onward_app.way_back import both, queries, seen
from onward_app.way_back.follow import Follow
from onward_app.way_back.forms import Offer, Offered, people_in, step_text, with_taken
from onward_app.way_back.queries import STEPS, Gone, step_words
from onward_app.way_back.shape import KEYS

DRAFT_LENGTH = 20_000  # far more than fits, so that what is typed too long stays whole
OFFERED = 3
OFFERS, OFFERS_BEFORE_IDEAS = 6, 5
WITH_RECORD = ("gentle", "feeling", "before", "deeper", "changed", "small_steps", "goal")
CHOSEN = ("choice", "who")
TICKED = ("seen", "ticks")


def dots(at: int, of: int) -> list[bool]:
    """Which dots are full."""
    return [number <= at for number in range(1, of + 1)]


def for_tomorrow(plan: Plan | None) -> list[str]:
    """What may be picked for tomorrow: from the own plan, else small ideas of ours."""
    if plan and (plan.steps or plan.people):
        steps = [step_text(when, will) for when, will in plan.steps[:OFFERED]]
        return steps + [_reach(p) for p in plan.people[:OFFERED]]
    return [_(idea) for idea in queries.guide()["tonight"]["tomorrow"]["ideas"]]


def for_today(plan: Plan, gone: Gone | None) -> tuple[list[str], bool]:
    """What may be picked for today, and whether it is from the own steps and people.

    The steps and the person of the way back that has just ended come first.
    """
    answers = gone.value["answers"] if gone else {}
    steps = [*plan_forms.small_steps(answers.get("small_steps", {})), *plan.steps]
    found = [step_text(when, will) for when, will in steps[:OFFERED]]
    who = answers.get("people", {}).get("who", "")
    found += [_("Reach %(name)s") % {"name": who}] if who else []
    found += [_reach(p) for p in plan.contacts]
    own = list(dict.fromkeys(found))[: 2 * OFFERED]
    if own:
        return own, True
    return [_(idea) for idea in queries.guide()["tonight"]["tomorrow"]["ideas"]], False


def _reach(who: Contact) -> str:
    return _("Reach %(name)s") % {"name": who.name}


def review_at(step: int, person: UUID) -> Review | None:
    """The person's review, where the step has a use for it."""
    return queries.review_of(person) if KEYS[step - 1] in WITH_RECORD else None


def offered(step: int, review: Review | None, plan: Plan, ways: list[Gone]) -> Offered:
    """What the record, the plan and earlier ways back put before the person at a step."""
    key = KEYS[step - 1]
    if key == "gentle":
        return Offered(seen=seen.came_back(review))
    if key == "feeling":
        return Offered(more=[(e["id"], _(e["name"])) for e in _exercises(review)])
    if key == "before":
        return Offered(seen=seen.did_before(review, plan.helps))
    if key == "changed":
        return Offered(seen=seen.what_changed(review))
    if key == "small_steps":
        return Offered(offers=offers(review, plan, ways))
    if key == "goal":
        return Offered(seen=seen.goals(review, plan.goal))
    if key == "people":
        first = (plan.therapist,) if plan.therapist else ()
        return Offered(contacts=first + plan.people, therapist=plan.therapist is None)
    return Offered()


def offers(review: Review | None, plan: Plan, ways: list[Gone]) -> list[Offer]:
    """Small steps to take with a tap.

    First those of practices that went with better days or with an earlier way back, then what
    was noted before, then ideas of ours.
    """
    first = seen.went_with(review)
    found = [(*row, note) for name, note in first.items() if (row := _of(name, review))][:OFFERED]
    found += [(when, will, _("It is in your plan.")) for when, will in plan.steps]
    for gone in ways:
        rows = plan_forms.small_steps(gone.value["answers"].get("small_steps", {}))
        found += [(when, will, _("You wrote it on an earlier way back.")) for when, will in rows]
    noted = [name for name in reversed(seen.noted(review)) if name not in first]
    note = _("You noted it before.")
    found += [(*row, note) for name in noted if (row := _of(name, review))]
    ideas = [(_(i["when"]), _(i["will"])) for i in queries.guide()["offers"]["idea"]]
    each: dict[tuple[str, str], str] = {}
    for when, will, why in found:
        if len(each) < OFFERS_BEFORE_IDEAS:
            each.setdefault((when, will), why)
    for row in ideas[: OFFERS - len(each)]:
        each.setdefault(row, _("A small idea"))
    return [
        Offer(f"offer_{at}", when, will, why) for at, ((when, will), why) in enumerate(each.items())
    ]


def _of(practice: str, review: Review | None) -> tuple[str, str] | None:
    """A practice as a small step; none of writing where that is not offered."""
    texts = queries.guide()["offers"]
    known = texts["practice"].get(practice)
    if known is None:
        will = _(texts["other"]["will"]) % {"what": label("practice", practice)}
        return _(texts["other"]["when"]), will
    if known.get("writing") and not seen.writing_is_offered(review):
        return None
    return _(known["when"]), _(known["will"])


def _exercises(review: Review | None) -> list[dict[str, Any]]:
    writing = seen.writing_is_offered(review)
    return [e for e in queries.exercises() if writing or not e.get("writing")]


def exercise_texts(step: int, review: Review | None) -> list[str]:
    """What to do in each way to be with a feeling."""
    return [_(e["text"]) for e in _exercises(review)] if KEYS[step - 1] == "feeling" else []


def rows(form: Form, name: str, notes: list[str]) -> list[tuple[Any, str]]:
    """The boxes of a field, each with the words beside it."""
    if name not in form.fields:
        return []
    field: BoundField = form[name]
    boxes = list(field)
    return list(zip(boxes, notes + [""] * (len(boxes) - len(notes)), strict=False))


def written(form: Form, what: Offered, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was written at a step, as it is kept.

    Texts are kept as typed, even where the form would ask for another look, so that stopping
    never loses a word. What the record put before the person is kept in its words, and a small
    step that was taken with a tap as if it had been typed.
    """
    out: dict[str, Any] = {}
    for name in form.fields:
        if name == "offers":
            continue
        if name in TICKED:
            out[name] = form.cleaned_data.get(name) or []
        elif name in CHOSEN:
            out[name] = form.cleaned_data.get(name) or ""
        else:
            out[name] = typed.get(name, "")[:DRAFT_LENGTH]
    if "seen" in out:
        out["seen"] = [s.text for s in what.seen if s.id in out["seen"]]
    ids = form.cleaned_data.get("offers", [])
    for at, row in enumerate(with_taken(out, [o for o in what.offers if o.id in ids]), 1):
        if ids and at <= plan_forms.STEPS:
            out[f"when_{at}"], out[f"will_{at}"] = row
    return out


def plan_at(person: UUID) -> Plan:
    """The plan, to show again what it holds; an empty one where it cannot be read."""
    try:
        return plan_of(person)
    except VaultError:
        return Plan()


def stands(step: int, value: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """What stands at a step: what was written there; at the last one what the plan holds too.

    Where the plan was changed after the last step was written, both changes stand.
    """
    own = dict(value["answers"].get(KEYS[step - 1], {}))
    if step != STEPS:
        return own
    now = net_of(value["answers"], plan)
    return both.fields(value.get("plan_then", {}), now, own) if own else now


def net_of(answers: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """What the last step shows of the plan and of the way so far, as texts."""
    helps = "\n".join(_helps(answers, plan))
    signs = "\n".join(plan.signs)
    return {"first": plan.first, "signs": signs, "helps": helps, "words": plan.words}


def initial_of(step: int, value: dict[str, Any], what: Offered, plan: Plan) -> dict[str, Any]:
    """What a step shows again: what was written at it, else what the plan holds."""
    own = stands(step, value, plan)
    if "seen" in own:
        own["seen"] = [s.id for s in what.seen if s.text in own["seen"]]
    return own


def not_taken(what: list[Offer], answers: dict[str, Any]) -> list[Offer]:
    """Small steps that do not stand among the typed ones already."""
    taken = plan_forms.small_steps(answers.get("small_steps", {}))
    return [offer for offer in what if (offer.when, offer.will) not in taken]


def _helps(answers: dict[str, Any], plan: Plan) -> list[str]:
    """What helps: the plan's, and what was ticked among what helped before."""
    before = answers.get("before", {})
    ticked = set(before.get("ticks", []))
    texts = [_(t["text"]) for t in step_words(_number("before"))["ticks"] if t["id"] in ticked]
    return list(dict.fromkeys([*plan.helps, *before.get("seen", []), *texts]))


def _number(key: str) -> int:
    return KEYS.index(key) + 1


def parts(gone: Gone) -> list[tuple[str, list[str]]]:
    """An earlier way back as headings with the lines that were written under each."""
    out = []
    for step in range(1, STEPS + 1):
        answers = gone.value["answers"].get(KEYS[step - 1], {})
        lines = _lines(step, answers)
        if lines:
            out.append((_(step_words(step)["title"]), lines))
    return out


def _lines(step: int, answers: dict[str, Any]) -> list[str]:
    key, words = KEYS[step - 1], step_words(step)
    texts = {e["id"]: e["name"] for e in queries.exercises()} if key == "feeling" else {}
    texts |= {t["id"]: t["text"] for t in words.get("ticks", []) + words.get("choices", [])}
    lines = [str(text) for text in answers.get("seen", [])]
    lines += [_(texts[tick]) for tick in answers.get("ticks", []) if tick in texts]
    if answers.get("choice") in texts:
        lines.append(_(texts[answers["choice"]]))
    lines += [step_text(when, will) for when, will in plan_forms.small_steps(answers)]
    if answers.get("who"):
        lines.append(_("Reach %(name)s") % {"name": answers["who"]})
    for name in ("words", "signs", "helps", "first") if key == "net" else ("words",):
        lines += [line for line in str(answers.get(name, "")).splitlines() if line.strip()]
    return lines + [" ".join((who.name, who.reach)).strip() for who in _people(answers)]


def _people(answers: dict[str, Any]) -> list[Contact]:
    therapist, people = people_in(answers)
    return ([therapist] if therapist else []) + people


def days_ahead(person: UUID, today: date) -> str:
    """The days on which it is still asked about the small step, in words; empty without any."""
    found = queries.following(person)
    days = found[1].ahead(today) if found else []
    return ", ".join(date_format(day, "MONTH_DAY_FORMAT") for day in days)


def kind_answer(follow: Follow) -> str:
    """What is said to the latest answer."""
    kind: dict[str, str] = queries.guide()["follow"]["kind"]
    how = follow.done[max(follow.done)] if follow.done else ""
    return _(kind.get(how, kind["changed"]))
