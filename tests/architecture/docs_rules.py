"""What the docs keep: a heading for each thing, and links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tree import DOCS, ROOT, name_of

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_REFERENCE = re.compile(r"^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)
_DOC_ROLE = re.compile(r"{doc}`(?:[^`<]*<)?([^`<>]+)>?`")
_CODE = re.compile(r"^(```|~~~|:::).*?^\1", re.MULTILINE | re.DOTALL)
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def headings(text: str) -> list[str]:
    """The headings of a Markdown page, without marks of code."""
    return [h.replace("`", "").strip() for h in _HEADING.findall(_CODE.sub("", text))]


def named(text: str) -> set[str]:
    """What the headings of a page name: a whole heading, or each word in backticks in one."""
    marked = _HEADING.findall(_CODE.sub("", text))
    return set(headings(text)) | {name for h in marked for name in re.findall(r"`([^`]+)`", h)}


def without_heading(page: Path, things: Iterable[str]) -> list[str]:
    """Things that have no heading of their own on a page."""
    if not page.is_file():
        return [f"{name_of(page)} is missing; it holds: {', '.join(sorted(things))}"]
    known = named(page.read_text(encoding="utf-8"))
    return [f"{name_of(page)} has no heading `{t}`" for t in sorted(things) if t not in known]


def heading_of_nothing(page: Path, things: Iterable[str], level: str = "##") -> list[str]:
    """Headings of a page that name a thing which is not there any more."""
    if not page.is_file():
        return []
    known = set(things)
    found = re.findall(rf"^{level} `([^`]+)`", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [f"{name_of(page)}: `{t}` is not there any more" for t in found if t not in known]


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub and MyST make it."""
    kept = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return kept.strip().replace(" ", "-")


def dead_links(page: Path, root: Path = ROOT) -> list[str]:
    """Links of a page that lead to no file, or to no heading of one."""
    text = _CODE.sub("", page.read_text(encoding="utf-8"))
    found = []
    for target in _LINK.findall(text) + _REFERENCE.findall(text):
        if _ELSEWHERE.match(target):
            continue
        file, _, anchor = target.partition("#")
        aim = (page.parent / file).resolve() if file else page
        if not aim.exists():
            found.append(f"{name_of(page)}: {target} leads nowhere")
        elif not aim.is_relative_to(root):
            found.append(f"{name_of(page)}: {target} leads out of the repository")
        elif anchor and aim.suffix == ".md" and anchor not in _anchors(aim):
            found.append(f"{name_of(page)}: {target} has no such heading")
    return found + _dead_roles(page, text)


def _anchors(page: Path) -> set[str]:
    return {slug(h) for h in headings(page.read_text(encoding="utf-8"))}


def _dead_roles(page: Path, text: str, docs: Path = DOCS) -> list[str]:
    found = []
    for target in _DOC_ROLE.findall(text):
        base = docs / target.lstrip("/") if target.startswith("/") else page.parent / target
        if not base.with_name(base.name + ".md").is_file():
            found.append(f"{name_of(page)}: {{doc}} {target} leads nowhere")
    return found


def pages_linked(page: Path) -> set[Path]:
    """The Markdown pages that a page links to."""
    text = page.read_text(encoding="utf-8")
    aims = {(page.parent / t.partition("#")[0]).resolve() for t in _LINK.findall(text)}
    return {aim for aim in aims if aim.suffix == ".md"}
