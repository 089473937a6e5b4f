"""What the seal of a way back holds, and how one of before is read: pure, without a web."""

from __future__ import annotations

from typing import Any

FORMAT = 2
# The steps in their order. Answers are kept under these names, so that a step may move.
KEYS = (
    "gentle",
    "accepted",
    "feeling",
    "before",
    "deeper",
    "changed",
    "small_steps",
    "goal",
    "people",
    "net",
)
LENGTHS = ("steps", "tonight", "stuck", "today", "follow")
# Format 1 had eight numbered steps: acceptance was part of the first, people of the last.
OLD_KEYS = {
    "1": "gentle",
    "2": "feeling",
    "3": "before",
    "4": "deeper",
    "5": "changed",
    "6": "small_steps",
    "7": "goal",
    "8": "net",
}
_OLD_LAST = 8


def as_now(value: dict[str, Any]) -> dict[str, Any]:
    """What a seal holds, in today's shape; nothing of it is lost.

    Parameters
    ----------
    value : dict
        As it was sealed, in any format.

    Returns
    -------
    dict
        ``{"format", "length", "at", "ended", "begun", "answers"}`` and what stands besides.
    """
    if value["length"] != "steps" or value.get("format") == FORMAT:
        return value
    answers = {OLD_KEYS[step]: dict(written) for step, written in value["answers"].items()}
    if "accept" in answers.get("gentle", {}).get("ticks", []):
        answers["gentle"]["ticks"] = [t for t in answers["gentle"]["ticks"] if t != "accept"]
        answers["accepted"] = {"ticks": ["accept"]}
    if "net" in answers:
        net = answers["net"]
        people = {k: net.pop(k) for k in list(net) if k.startswith(("person_", "therapist_"))}
        if people:
            answers["people"] = people
    return value | {"format": FORMAT, "at": _at(value["at"]), "answers": answers}


def _at(at: int) -> int:
    """Today's step for one of the eight; the last one began with people."""
    key = "people" if at >= _OLD_LAST else OLD_KEYS[str(at)]
    return KEYS.index(key) + 1
