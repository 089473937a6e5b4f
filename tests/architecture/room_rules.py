"""What the rooms of the app keep: their files, and the one door to a record."""

from __future__ import annotations

import ast
from pathlib import Path

from tree import name_of, parsed

ALIKE = {
    "__init__.py",
    "actions.py",
    "apps.py",
    "forms.py",
    "management",
    "migrations",
    "models.py",
    "queries.py",
    "templatetags",
    "urls.py",
    "views.py",
}


def other_files(room: Path, reasons: dict[str, str]) -> list[str]:
    """A file of a room that other rooms do not have, and no reason beside it."""
    found = []
    for path in sorted(room.iterdir()):
        if path.name == "__pycache__" or path.name in ALIKE:
            continue
        if f"{room.name}/{path.name}" not in reasons:
            found.append(f"{name_of(path)}: rooms look alike; no reason is given for this file")
    return found


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    """The functions of a module by name."""
    return {n.name: n for n in parsed(path).body if isinstance(n, ast.FunctionDef)}


def routed(urls: Path) -> set[str]:
    """The views that a urls module reaches, by their names in views.py."""
    found = set()
    for node in ast.walk(parsed(urls)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "views":
            found.add(node.attr)
    return found


def needs_sign_in(view: ast.FunctionDef) -> bool:
    """Whether a view is decorated so that it answers only to who is signed in."""
    return any(ast.unparse(d).split("(")[0] == "access.needs_sign_in" for d in view.decorator_list)


def reached(view: str, known: dict[str, ast.FunctionDef]) -> set[str]:
    """The functions of the module that a view runs, itself among them."""
    seen: set[str] = set()
    waiting = [view]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for node in ast.walk(known[name]):
            if isinstance(node, ast.Name) and node.id in known:
                waiting.append(node.id)
    return seen


def unguarded(views: Path, urls: Path, open_views: set[str]) -> list[str]:
    """A view that opens a record without the door, or is open without being listed."""
    known, room = functions(views), views.parent.name
    found = []
    for name in sorted(routed(urls)):
        if name not in known:
            found.append(f"{name_of(urls)}: {name} is no function of {name_of(views)}")
            continue
        if f"{room}.{name}" in open_views:
            continue
        run = [known[n] for n in reached(name, known)]
        if not any(needs_sign_in(f) for f in run):
            found.append(f"{name_of(views)}: {name} lacks @access.needs_sign_in")
        if not any("access.record_of(request)" in ast.unparse(f) for f in run):
            found.append(f"{name_of(views)}: {name} reaches a record past access.record_of")
    return found


def past_the_door(path: Path) -> list[str]:
    """Code of a room that takes the person from the request itself, or a view a table."""
    nodes = [n for n in ast.walk(parsed(path)) if isinstance(n, ast.Attribute)]
    # "Is anybody signed in?" says nothing of who it is, so it may be asked anywhere.
    asked = {id(n.value) for n in nodes if n.attr == "is_authenticated"}
    found = []
    for node in nodes:
        whole, where = ast.unparse(node), f"{name_of(path)}, line {node.lineno}"
        if whole == "request.user" and id(node) not in asked:
            found.append(f"{where}: the person comes from access.record_of")
        if path.name == "views.py" and node.attr in {"objects", "_default_manager"}:
            found.append(f"{where}: {whole}; a view reads through queries")
    return found
