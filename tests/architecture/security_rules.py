"""What the pages on security keep: rows of ASVS and hazards, read from their Markdown."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tree import name_of

WORDS = ("met", "not met", "not for us")
_ROW = re.compile(r"^\| (v5\.0\.0-[\d.]+) \| (\d) \|(.*)\|\s*$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
_HAZARD = re.compile(r"^### (H\d+) (.+)$", re.MULTILINE)
_FIELD = re.compile(r"^\| ([^|]+?) \| (.+?) \|\s*$", re.MULTILINE)
_SCORE = re.compile(r"^(\w+) × ([\w ]+) → (\d)")

SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
# DCB0129, implementation guidance 3.2: likelihood -> severity -> level of risk.
RISK = {
    likelihood: dict(zip(SEVERITIES, levels, strict=True))
    for likelihood, levels in {
        "very low": (1, 1, 2, 2, 3),
        "low": (1, 2, 2, 3, 4),
        "medium": (2, 2, 3, 3, 4),
        "high": (2, 3, 3, 4, 5),
        "very high": (3, 4, 4, 5, 5),
    }.items()
}
FIELDS = (
    "hazard",
    "causes",
    "effect",
    "existing controls",
    "initial",
    "additional controls",
    "residual",
    "actions and owner",
    "status",
)
STATUS = ("open", "transferred", "closed")


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: what it asks, whether it is so, and how."""

    id: str
    level: int
    asks: str
    word: str
    how: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """One hazard with the fields of the standard's log."""

    id: str
    name: str
    fields: dict[str, str]

    @property
    def initial(self) -> tuple[str, str, int]:
        """Severity, likelihood and risk, as they would be without the controls."""
        return _score(self.fields.get("initial", ""))

    @property
    def residual(self) -> tuple[str, str, int]:
        """Severity, likelihood and risk, with the controls that are there."""
        return _score(self.fields.get("residual", ""))

    def lacks(self) -> list[str]:
        """Fields that are not there, or say nothing that counts."""
        out = [f for f in FIELDS if not self.fields.get(f)]
        status = self.fields.get("status", "").partition(".")[0].lower()
        if status not in STATUS:
            out.append(f"the status is one of {', '.join(STATUS)}")
        if not _LINK.search(self.fields.get("existing controls", "")):
            out.append("no link to a control")
        return out


def rows(page: Path) -> list[Row]:
    """The rows of requirements on a page."""
    found = []
    for one, level, rest in _ROW.findall(page.read_text("utf-8")):
        asks, word, how = (cell.strip() for cell in rest.split("|", 2))
        found.append(Row(one, int(level), asks, word, how.replace("\\|", "|")))
    return found


def what_a_row_lacks(row: Row) -> list[str]:
    """What is wrong with a row."""
    out = []
    if row.word not in WORDS:
        out.append(f"{row.word!r} is none of the three words: {', '.join(WORDS)}")
    if not row.asks:
        out.append("does not say what is asked")
    if row.word == "met" and not _LINK.search(row.how):
        out.append("met, and no link to what shows it")
    if row.word != "met" and len(row.how) < 5:
        out.append(f"{row.word}, and no reason")
    return out


def what_a_link_lacks(page: Path) -> list[str]:
    """Links to a name in a Python file that has no such name."""
    out = []
    for file, name in _LINK.findall(page.read_text("utf-8")):
        aim = (page.parent / file).resolve()
        if not name or aim.suffix != ".py" or not aim.is_file():
            continue
        if name not in _names(aim):
            out.append(f"{name_of(page)}: {aim.name} has no {name}")
    return out


def _names(path: Path) -> set[str]:
    """Functions, classes and assignments at the top of a module."""
    out: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            out.add(node.name)
        elif isinstance(node, ast.Assign):
            parts = [p for t in node.targets for p in getattr(t, "elts", [t])]
            out |= {p.id for p in parts if isinstance(p, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            out.add(node.target.id)
    return out


def totals(found: Iterable[Row]) -> list[str]:
    """The lines that the index must have: counts a chapter, and in all."""
    counted: dict[int, Counter[str]] = {}
    for row in found:
        chapter = int(row.id.partition("-")[2].partition(".")[0])
        counted.setdefault(chapter, Counter())[row.word] += 1
    whole = sum(counted.values(), Counter())
    lines = [f"| V{n} | {_counts(counted[n])} |" for n in sorted(counted)]
    return [*lines, f"| all | {_counts(whole)} |"]


def _counts(words: Counter[str]) -> str:
    return " | ".join(str(words[word]) for word in WORDS)


def hazards(page: Path) -> list[Hazard]:
    """The hazards of the log."""
    if not page.is_file():
        return []
    parts = _HAZARD.split(page.read_text("utf-8"))[1:]
    return [
        Hazard(number, name, {k.lower(): v for k, v in _FIELD.findall(text)})
        for number, name, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def _score(text: str) -> tuple[str, str, int]:
    match = _SCORE.match(text.lower())
    return (match[1], match[2], int(match[3])) if match else ("", "", 0)
