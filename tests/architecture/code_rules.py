"""What every module keeps: its size, its name, and what it may not hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tree import name_of, parsed

MODULE = 400
FUNCTION = 40
KERNEL = 60
KERNELS = "_kernels"
DECLARATIVE = {"settings.py"}  # one long list of settings reads best in one piece
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools"}
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|NotImpl" + r"ementedError")
UNTESTED = re.compile(r"pragma:\s*no " + "cover")


def too_long(path: Path) -> list[str]:
    """A module over 400 lines, or a function in it over 40 (60 in the kernels).

    The docstring of a function is not counted: nobody should shorten what it says, or cut the
    function up, only to pass.
    """
    if path.name in DECLARATIVE:
        return []
    found = []
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > MODULE:
        found.append(f"{name_of(path)}: {lines} lines, at most {MODULE}")
    most = KERNEL if path.parent.name == KERNELS else FUNCTION
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = _lines(node)
            if length > most:
                found.append(f"{name_of(path)}: {node.name} has {length} lines, at most {most}")
    return found


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return whole
    doc = function.body[0]
    return whole - ((doc.end_lineno or doc.lineno) - doc.lineno + 1)


def more_than_names(path: Path) -> list[str]:
    """Something in an ``__init__`` that is no docstring, import or list of names."""
    found = []
    for node in parsed(path).body:
        doc = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (doc or isinstance(node, ast.Import | ast.ImportFrom) or _dunder(node)):
            found.append(f"{name_of(path)}, line {node.lineno}: an __init__ holds names only")
    return found


def _dunder(node: ast.stmt) -> bool:
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    names = [t.id for t in targets if isinstance(t, ast.Name)]
    return bool(names) and all(n.startswith("__") and n.endswith("__") for n in names)


def vague_name(path: Path) -> list[str]:
    """A module or folder whose name says nothing about what is in it."""
    parts = {path.stem, path.parent.name}
    return [f"{name_of(path)}: `{word}` says nothing" for word in sorted(parts & VAGUE)]


def unfinished(path: Path) -> list[str]:
    """Work that was left for later, or code that was hidden from the tests."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if UNFINISHED.search(line) or UNTESTED.search(line):
            found.append(f"{name_of(path)}, line {number}: {line.strip()}")
    return found


def undocumented(path: Path) -> list[str]:
    """A module or a public function or class without a docstring."""
    tree = parsed(path)
    found = [] if ast.get_docstring(tree) or not tree.body else [f"{name_of(path)}: no docstring"]
    named = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    for node in named:
        if not node.name.startswith("_") and not ast.get_docstring(node):
            found.append(f"{name_of(path)}, line {node.lineno}: {node.name} has no docstring")
    return found
