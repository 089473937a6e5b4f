"""Two pages that write at one step: what was typed on either stays. Pure, tested without a web.

A page says which one it is and what it was shown. Where that still stands, what it sends takes its
place. Where another page, tab or device wrote meanwhile, both are put together: what the page left
as it was shows nothing, and what it changed is added.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

# One a line, so that lines are put together and not whole texts.
LINED = ("signs", "helps")
LONG = ("words", "first")
CHOSEN = ("choice", "who")
# Rows of two fields, as (first half, second half), and how many of them fit.
ROWS = (("when_%d", "will_%d", 3), ("person_%d_name", "person_%d_reach", 6))
PAGES = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A page with a step, as its form names it.

    Attributes
    ----------
    id : str
        New with each page.
    shown : str
        Of what stood there when it was shown (`digest`).
    turn : int
        Which sending of this page it is; an older one that comes late is left alone.
    """

    id: str
    shown: str
    turn: int = 0


def page_of(posted: Mapping[str, str]) -> Page | None:
    """The page that sent a form; None where it does not say."""
    name, turn = posted.get("page", "")[:40], posted.get("turn", "")
    if not name:
        return None
    return Page(name, posted.get("shown", ""), int(turn) if turn[:9].isdecimal() else 0)


def digest(stands: dict[str, Any]) -> str:
    """A short id of what stands at a step."""
    return sha256(json.dumps(stands, sort_keys=True).encode()).hexdigest()[:16]


def together(
    value: dict[str, Any], key: str, stands: dict[str, Any], sent: dict[str, Any], page: Page | None
) -> dict[str, Any]:
    """What is to stand at a step, and in `value` a note of what this page sent.

    Parameters
    ----------
    value : dict
        What the seal holds; its ``pages`` are the last few that wrote at each step.
    key : str
        The step.
    stands, sent : dict
        What stands there, and what this page sends.
    page : Page or None
        Without one, what is sent takes the place of what stands.
    """
    if page is None:
        return sent
    pages = value.setdefault("pages", {}).get(key, [])
    mine = next((one for one in pages if one[0] == page.id), None)
    if mine and page.turn < mine[1]:
        return stands
    others = [one for one in pages if one[0] != page.id]
    value["pages"][key] = [[page.id, page.turn, sent], *others][:PAGES]
    shown = stands if page.shown == digest(stands) else {}
    before = mine[2] if mine else shown
    return sent if before == stands else fields(before, stands, sent)


def fields(before: dict[str, Any], stands: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    """The answers of two pages as one, from what both began with."""
    out = dict(stands)
    for name, new in sent.items():
        out[name] = _one(name, before.get(name), stands.get(name), new)
    for first, second, most in ROWS:
        names = [(first % at, second % at) for at in range(1, most + 1)]
        if names[0][0] in sent:
            out |= _rows(names, before, stands, sent)
    return out


def _one(name: str, before: Any, stands: Any, new: Any) -> Any:
    if isinstance(new, list):
        return _lists(before or [], stands or [], new)
    before, stands, new = (_plain(text) for text in (before, stands, new))
    if name in LINED:
        return "\n".join(_lists(before.split("\n"), stands.split("\n"), new.split("\n"))).strip()
    if name in CHOSEN:
        return stands if new == before else new or stands
    return _texts(before, stands, new, "\n" if name in LONG else " / ")


def _texts(before: str, stands: str, new: str, between: str) -> str:
    if new == before or new in stands:
        return stands
    if stands == before or stands in new:
        return new
    if before and before in stands:
        return stands.replace(before, new, 1)
    return f"{stands}{between}{new}"


def _lists(before: list[Any], stands: list[Any], new: list[Any]) -> list[Any]:
    left = [one for one in stands if one not in before or one in new]
    return left + [one for one in new if one not in left and one not in before]


def _rows(
    names: list[tuple[str, str]],
    before: dict[str, Any],
    stands: dict[str, Any],
    sent: dict[str, Any],
) -> dict[str, Any]:
    """Rows of both pages one after another; where they do not fit, each field holds both."""
    was, now, new = ([_pair(one, pair) for pair in names] for one in (before, stands, sent))
    rows = [row for row in _lists(was, now, new) if any(row)]
    if len(rows) > len(names):
        return {}
    rows += [("", "")] * (len(names) - len(rows))
    filled = [zip(pair, row, strict=True) for pair, row in zip(names, rows, strict=True)]
    return dict(one for row in filled for one in row)


def _pair(answers: dict[str, Any], names: tuple[str, str]) -> tuple[str, str]:
    return _plain(answers.get(names[0])), _plain(answers.get(names[1]))


def _plain(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n")
