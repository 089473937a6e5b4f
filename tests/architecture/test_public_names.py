"""What researchers import: one sorted list, and a docstring for each name on it."""

from __future__ import annotations

import importlib
import inspect
from types import ModuleType

import pytest
from import_rules import PUBLIC

import onward


def modules() -> list[ModuleType]:
    return [importlib.import_module(name) for name in sorted(PUBLIC)]


def undescribed(module: ModuleType) -> list[str]:
    """Public functions and classes without a docstring that a person wrote."""
    found = []
    for name in getattr(module, "__all__", ()):
        value = getattr(module, name)
        if inspect.isclass(value) or inspect.isroutine(value):
            doc = inspect.getdoc(value) or ""
            # dataclass and NamedTuple write one themselves, which says nothing.
            if not doc or doc.startswith((f"{value.__name__}(", "Create and return")):
                found.append(f"{module.__name__}.{name}")
    return found


def test_the_public_names_are_these() -> None:
    assert onward.__all__ == ["ENGINE", "Entry", "Record", "Review", "__version__", "review"]


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.__name__)
def test_public_names_are_sorted_and_there(module: ModuleType) -> None:
    names = getattr(module, "__all__", [])
    # constants first, as the linter sorts them
    assert names == sorted(set(names), key=lambda name: (not name.isupper(), name))
    assert not [name for name in names if not hasattr(module, name)]


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.__name__)
def test_every_public_name_has_a_docstring(module: ModuleType) -> None:
    assert module.__doc__
    assert not undescribed(module)


def test_a_public_name_without_docstring_is_found() -> None:
    def f() -> int:
        return 1

    bare = ModuleType("bare")
    bare.__dict__.update(__all__=["f"], f=f)
    assert undescribed(bare) == ["bare.f"]


def test_the_science_runs_without_the_app() -> None:
    assert "django" not in onward.__dict__
    assert onward.__version__.count(".") == 2
