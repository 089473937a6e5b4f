"""The files of the repository, as the rules read them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
SCIENCE = SRC / "onward"
APP = SRC / "onward_app"
DOCS = ROOT / "docs"
TESTS = ROOT / "tests"


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the repository: tracked, or new and not ignored."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        found = (p for p in ROOT.rglob("*") if not _hidden(p.relative_to(ROOT)))
        return tuple(sorted(p for p in found if p.is_file()))
    named = {ROOT / name for name in listed.split("\0") if name}
    return tuple(sorted(p for p in named if p.is_file()))


def _hidden(path: Path) -> bool:
    skip = {".venv", ".git", "__pycache__", ".hypothesis", "dist", "node_modules"}
    return any(part in skip or part.endswith("_cache") for part in path.parts)


def below(folder: Path, *endings: str) -> list[Path]:
    """Files of the repository below `folder` that end with one of `endings`."""
    return [p for p in files() if p.is_relative_to(folder) and p.name.endswith(endings or ("",))]


def text_of(path: Path) -> str | None:
    """The text of a file; None for pictures, fonts and other bytes."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def name_of(path: Path) -> str:
    """How a file is called in a message."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def listed(offences: list[str]) -> str:
    """Offences as a message, one a line."""
    return "\n  ".join(["", *offences])
