"""Which modules may import which, beyond what import-linter can say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tree import SCIENCE, name_of, parsed

PUBLIC = {
    "onward",
    "onward.change",
    "onward.charts",
    "onward.errors",
    "onward.fair_test",
    "onward.formats",
    "onward.measures",
    "onward.next_time",
    "onward.record",
    "onward.results",
    "onward.simulate",
    "onward.words",
}


def imports(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Line, module and names of each import, wherever it stands."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, []
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "", [alias.name for alias in node.names]


def names_of(module: str) -> set[str] | None:
    """The ``__all__`` of a public module, read and not imported; None where it has none."""
    tail = module.split(".")[1:]
    file = SCIENCE.joinpath(*tail, "__init__.py")
    if not file.is_file():
        file = SCIENCE.joinpath(*tail).with_suffix(".py")
    for node in parsed(file).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return None


def private_science(path: Path) -> list[str]:
    """An import of the science by anything but a public name."""
    found = []
    for line, module, names in imports(path):
        if module.split(".")[0] != "onward":
            continue
        where = f"{name_of(path)}, line {line}"
        if module not in PUBLIC:
            found.append(f"{where}: {module} is not public")
            continue
        known = names_of(module)
        for name in names:
            open_module = f"{module}.{name}" in PUBLIC
            if name.startswith("_") or not (open_module or known is None or name in known):
                found.append(f"{where}: {module}.{name} is not public")
    return found


def models_of_another_room(path: Path) -> list[str]:
    """A view that touches a model of another app."""
    room = path.parent.name
    found = []
    for line, module, names in imports(path):
        parts = module.split(".")
        whole = [*parts, "models"] if "models" in names and len(parts) == 2 else parts
        if whole[0] == "onward_app" and whole[2:3] == ["models"] and whole[1] != room:
            found.append(f"{name_of(path)}, line {line}: a view of {room} uses {module}")
    return found
