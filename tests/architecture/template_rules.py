"""What templates, styles and scripts keep, so that the strict content policy holds."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from tree import name_of

_LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "xlink:href"}
_FOREIGN = re.compile(r"(?:^|[\s,])(?:https?:)?//", re.IGNORECASE)
_TAGS = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)
_VALUES = re.compile(r"{{.*?}}", re.DOTALL)
_COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}", re.DOTALL)
_CSS = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)(?:https?:)?//", re.IGNORECASE)
# Sides that stay where they are when a language is written from the right.
_SIDES = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|left|right)"
    r"(?:-[\w-]+)?\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
_JS = re.compile(
    r"(?:fetch|import|open|WebSocket|EventSource|Worker|importScripts|sendBeacon)\s*\(?\s*"
    r"['\"`](?:https?:|wss?:)?//"
    r"|from\s+['\"](?:https?:)?//|\beval\s*\(|\bnew Function\b",
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        given = dict(attrs)
        if tag == "style":
            self.found.append(f"line {line}: <style>")
        if tag == "script" and "src" not in given:
            self.found.append(f"line {line}: a script without src")
        for name, value in attrs:
            self._attribute(tag, name, value or "", line)

    def _attribute(self, tag: str, name: str, value: str, line: int) -> None:
        if name == "style":
            self.found.append(f"line {line}: a style attribute on <{tag}>")
        if name.startswith(("on", "hx-on", "data-hx-on")):
            self.found.append(f"line {line}: {name} on <{tag}>")
        if value.strip().lower().startswith(("javascript:", "js:")):
            self.found.append(f"line {line}: code in {name} of <{tag}>")
        loads = name in _LOADS or (name == "href" and tag in {"link", "use", "image", "base"})
        if (loads or name.startswith("hx-")) and _FOREIGN.search(value):
            self.found.append(f"line {line}: {name}={value!r} loads from elsewhere")


def loose_markup(path: Path) -> list[str]:
    """A style, a script or a handler in the page, or something loaded from elsewhere."""
    text = path.read_text(encoding="utf-8")
    for pattern, by in ((_COMMENT, ""), (_TAGS, ""), (_VALUES, "x")):
        text = pattern.sub(lambda m, by=by: by + "\n" * m.group().count("\n"), text)
    reader = _Reader()
    reader.feed(text)
    return [f"{name_of(path)}, {offence}" for offence in reader.found]


def foreign_load(path: Path) -> list[str]:
    """A style or a script of ours that loads from elsewhere, or evaluates text."""
    pattern = _CSS if path.suffix == ".css" else _JS
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{name_of(path)}, line {i}" for i, line in enumerate(lines, 1) if pattern.search(line)]


def fixed_sides(path: Path) -> list[str]:
    """A style that says left or right where it means the start or the end of a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{name_of(path)}, line {i}" for i, line in enumerate(lines, 1) if _SIDES.search(line)]


_DATED = re.compile(r"date:\"(?!(?:\w+_FORMAT|l|F|Y-m-d)\")")


def fixed_dates(path: Path) -> list[str]:
    """A day that is written as one language writes it, whatever is spoken."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{name_of(path)}, line {i}" for i, line in enumerate(lines, 1) if _DATED.search(line)]
