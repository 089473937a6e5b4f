"""Modules stay small, carry a name that says something, and are finished."""

from __future__ import annotations

from pathlib import Path

import pytest
from code_rules import (
    more_than_names,
    too_long,
    undocumented,
    unfinished,
    vague_name,
)
from tree import ROOT, SRC, below, listed, name_of, text_of

# Written by others and kept as they came.
VENDORED = ("/static/vendor/", "/migrations/")


def ours(ending: str) -> list[Path]:
    return [p for p in below(SRC, ending) if not any(v in p.as_posix() for v in VENDORED)]


def every_module() -> list[Path]:
    return ours(".py") + below(ROOT / "tests", ".py") + below(ROOT / "benchmarks", ".py")


@pytest.mark.parametrize("path", ours(".py"), ids=name_of)
def test_a_module_and_its_functions_are_short(path: Path) -> None:
    assert not (found := too_long(path)), listed(found)


def test_modules_of_tests_are_short_too() -> None:
    found = [o for p in every_module() if not p.is_relative_to(SRC) for o in too_long(p)]
    assert not found, listed(found)


def test_an_init_holds_names_only() -> None:
    found = [o for p in ours("__init__.py") for o in more_than_names(p)]
    assert not found, listed(found)


def test_every_module_says_in_its_name_what_it_holds() -> None:
    found = [o for p in every_module() for o in vague_name(p)]
    assert not found, listed(found)


def test_nothing_is_left_for_later() -> None:
    found = [
        o for p in below(SRC) if text_of(p) and "/vendor/" not in str(p) for o in unfinished(p)
    ]
    assert not found, listed(found)


def test_every_module_and_public_function_has_a_docstring() -> None:
    found = [o for p in ours(".py") for o in undocumented(p)]
    assert not found, listed(found)


def bad(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_module_of_401_lines_is_found(tmp_path: Path) -> None:
    assert too_long(bad(tmp_path, "long.py", "x = 1\n" * 401))
    assert not too_long(bad(tmp_path, "right.py", "x = 1\n" * 400))


def test_a_function_of_41_lines_is_found(tmp_path: Path) -> None:
    def function(lines: int) -> str:
        return "def f():\n" + "    x = 1\n" * (lines - 1)

    assert too_long(bad(tmp_path, "long.py", function(41)))
    assert not too_long(bad(tmp_path, "right.py", function(40)))
    (tmp_path / "_kernels").mkdir()
    assert not too_long(bad(tmp_path / "_kernels", "day.py", function(60)))
    assert too_long(bad(tmp_path / "_kernels", "day.py", function(61)))


def test_a_docstring_is_not_counted(tmp_path: Path) -> None:
    doc = '    """' + "Long.\n" * 30 + '    """\n'
    assert not too_long(bad(tmp_path, "said.py", "def f():\n" + doc + "    x = 1\n" * 39))
    assert too_long(bad(tmp_path, "said.py", "def f():\n" + doc + "    x = 1\n" * 40))


@pytest.mark.parametrize("text", ["x = 1\n", "def f():\n    pass\n", "if True:\n    import os\n"])
def test_an_init_that_does_something_is_found(tmp_path: Path, text: str) -> None:
    assert more_than_names(bad(tmp_path, "__init__.py", text))


def test_an_init_with_names_is_allowed(tmp_path: Path) -> None:
    text = '"""Doc."""\n\nfrom os import path\n\n__all__ = ["path"]\n\n__version__ = "1"\n'
    assert not more_than_names(bad(tmp_path, "__init__.py", text))


def test_a_vague_name_is_found(tmp_path: Path) -> None:
    assert vague_name(tmp_path / "utils.py")
    assert vague_name(tmp_path / "helpers" / "dates.py")
    assert not vague_name(tmp_path / "helplines.py")


@pytest.mark.parametrize(
    "line",
    ["# TO" + "DO: later", "raise NotImpl" + "ementedError", "x = 1  # pragma: no " + "cover"],
)
def test_unfinished_work_is_found(tmp_path: Path, line: str) -> None:
    assert unfinished(bad(tmp_path, "half.py", line + "\n"))


def test_a_function_without_docstring_is_found(tmp_path: Path) -> None:
    assert undocumented(bad(tmp_path, "bare.py", '"""Doc."""\n\n\ndef f():\n    return 1\n'))
    assert undocumented(bad(tmp_path, "none.py", "x = 1\n"))
    assert not undocumented(bad(tmp_path, "own.py", '"""Doc."""\n\n\ndef _f():\n    return 1\n'))
