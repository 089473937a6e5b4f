"""Holds sentences to the voice (docs/reference/words.md) and finds those that a person meets."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from reading import grade, sentences, words

GRADE = 6.0
LONGEST = 19
ENOUGH = 20  # words of whole sentences below which a page has no grade worth the name

FORBIDDEN = {
    r"fail(?:s|ed|ing|ure|ures)?": "nobody fails here",
    r"miss(?:ed|ing)?": "a gap in the record is a gap",
    r"overdue": "nothing is overdue",
    r"non-?complian\w*|complian\w+|adheren\w+": "no grading of the person",
    r"bad|badly|worse than others|lazy|wrong with you": "no blame",
    r"should(?:n't| not)? have|you must": "no orders looking back",
    r"don(?:'|’)?t worry|do not worry|calm down|cheer up": "no waving away",
    r"streaks?|badges?|well done|good job|keep it up": "no rewards",
    r"severe\w*|abnormal\w*|(?<!bipolar )disorder\w*|symptoms?": "no clinical words",
    r"deteriorat\w+|patients?": "no clinical words",
    r"diagnos\w+ (?:you|with)|your score is": "no verdict on the person",
    r"relaps\w+": 'a relapse is "a bigger setback" on screens',
    r"caus(?:e|ed|es) (?:it|this|the)|because you": "what goes together is not what caused",
    r"guarantee\w*|always works?|cure\w*": "no promises",
}
_FORBIDDEN = [(re.compile(rf"\b(?:{p})\b", re.IGNORECASE), why) for p, why in FORBIDDEN.items()]
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_OWN_WORD = re.compile(r"(?:.*; some call it )?(?:a )?relapse\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """One piece of text that a person may meet, and where it stands."""

    where: str
    text: str


@dataclass(frozen=True)
class Offence:
    """A sentence that breaks the voice, and why."""

    where: str
    sentence: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence!r}: {self.why}"


def offences(page: list[Said]) -> list[Offence]:
    """What is against the voice in a page: each sentence by itself, then the page's grade."""
    found = [o for said in page for s in sentences(said.text) for o in _of_sentence(said.where, s)]
    whole = [s for said in page for s in sentences(said.text) if len(words(s)) > 3]
    text = "\n".join(whole)
    if len(words(text)) >= ENOUGH and grade(text) > GRADE:
        hardest = max(whole, key=grade)
        why = f"the page has reading grade {grade(text):.1f}, allowed {GRADE:g}; its hardest here"
        found.append(Offence(page[0].where, hardest, why))
    return found


def _of_sentence(where: str, sentence: str) -> Iterator[Offence]:
    if (count := len(words(sentence))) > LONGEST:
        yield Offence(where, sentence, f"{count} words; allowed {LONGEST}")
    if "!" in sentence:
        yield Offence(where, sentence, "an exclamation mark")
    if _EMOJI.search(sentence):
        yield Offence(where, sentence, "an emoji carries no meaning for everybody")
    if _OWN_WORD.fullmatch(sentence):
        return  # the person's own word, offered to choose
    for pattern, why in _FORBIDDEN:
        if hit := pattern.search(sentence):
            yield Offence(where, sentence, f"{hit[0]!r}: {why}")


# Where sentences come from -------------------------------------------------------------------

_TOML_SKIP = {
    "url", "source", "source_url", "source_note", "checked_on", "page_dated", "stored_copy",
    "number", "code", "id", "licence", "slug", "language", "languages", "phone", "text_number",
    "chat", "page",
}  # fmt: skip
_FIELD = re.compile(r"\{[^{}]*\}|%\(\w+\)[sd]|%[sd]")


def from_toml(path: Path) -> list[Said]:
    """Every string of a TOML file; what is filled in counts as one short word."""

    def walk(value: Any, at: str) -> Iterator[Said]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key not in _TOML_SKIP:
                    yield from walk(inner, f"{at}.{key}" if at else key)
        elif isinstance(value, list):
            for i, inner in enumerate(value):
                yield from walk(inner, f"{at}[{i}]")
        elif isinstance(value, str):
            yield Said(f"{path.name} {at}", _FIELD.sub("it", value))

    return list(walk(tomllib.loads(path.read_text(encoding="utf-8")), ""))


_GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "ngettext_lazy"}


def from_python(path: Path) -> list[Said]:
    """Strings that a module hands to gettext."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
        name = called.id if isinstance(called, ast.Name) else called
        if name in _GETTEXT:
            found += [
                Said(f"{path.name} line {node.lineno}", _FIELD.sub("it", arg.value))
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
    return found


_EXEMPT = re.compile(r"\{# voice: exempt.*?#\}.*?\{# voice: end #\}", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
_TRANSLATE = re.compile(r"\{%\s*trans(?:late)?\s+([\"'])(.*?)\1[^%]*%\}", re.DOTALL)
_BREAK = re.compile(
    r"\{%\s*(?:else|elif|empty|for|endfor|block|endblock|plural|include|extends|cycle)\b.*?%\}"
)
_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_SPOKEN = ("aria-label", "title", "placeholder", "alt")
_INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "q", "small", "span", "strong",
           "time", "u", "wbr"}  # fmt: skip


def from_template(path: Path) -> list[Said]:
    """The text of a Django template as a reader or a screen reader meets it."""
    source = _COMMENT.sub(" ", _EXEMPT.sub(" ", path.read_text(encoding="utf-8")))
    # A word taken out of quotes must not close the attribute that it stands in.
    source = _TRANSLATE.sub(lambda m: m[2].replace('"', "”").replace("'", "’"), source)
    source = _VARIABLE.sub("it", _TAG.sub(" ", _BREAK.sub(" <p> ", source)))
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.cut()
    return [Said(str(path.name), text) for text in reader.found]


class _Reader(HTMLParser):
    """Collects text between tags that break a line, and attributes that are read out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._now = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        if tag not in _INLINE:
            self.cut()
        self.found += [v for k, v in attrs if k in _SPOKEN and v and v.strip(" it")]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1
        if tag not in _INLINE:
            self.cut()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        said = self._now.rstrip()
        if said and said[-1] not in ".,;:—" and data.lstrip()[:1].isupper():
            self.cut()  # two labels side by side, not one sentence
        self._now += data

    def cut(self) -> None:
        text = " ".join(self._now.split())
        self._now = ""
        if text and text != "it":
            self.found.append(text)
