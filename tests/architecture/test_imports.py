"""Arrows point inwards only: the app may import the science, never the other way round."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_rules import (
    PUBLIC,
    imports,
    models_of_another_room,
    names_of,
    private_science,
)
from importlinter.cli import lint_imports
from tree import APP, ROOT, SCIENCE, below, listed

WEB = {"django", "onward_app"}


def test_the_import_contracts_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_an_import_contract_can_be_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("inner_part", "import outer_part\n"), ("outer_part", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(text)
    (tmp_path / "contracts").write_text(
        "[importlinter]\nroot_packages =\n  inner_part\n  outer_part\n"
        "[importlinter:contract:1]\nname = n\ntype = forbidden\n"
        "source_modules = inner_part\nforbidden_modules = outer_part\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    config = str(tmp_path / "contracts")
    assert lint_imports(config_filename=config, no_cache=True, no_logo=True) == 1
    assert "BROKEN" in capsys.readouterr().out


@pytest.mark.parametrize("path", below(SCIENCE, ".py"), ids=lambda p: p.name)
def test_the_science_imports_nothing_of_the_web(path: Path) -> None:
    assert not [m for _, m, _ in imports(path) if m.split(".")[0] in WEB]


def test_the_app_imports_the_science_by_public_names() -> None:
    found = [o for path in below(APP, ".py") for o in private_science(path)]
    assert not found, listed(found)


@pytest.mark.parametrize("module", sorted(PUBLIC))
def test_a_public_module_is_there(module: str) -> None:
    names = names_of(module)
    assert names is None or names


@pytest.mark.parametrize(
    "line",
    [
        "from onward.course import follow",
        "import onward._kernels",
        "from onward.words.say import say",
        "from onward.record import _day",
        "from onward.formats import load",
        "from onward import cli",
    ],
)
def test_an_import_of_private_science_is_found(tmp_path: Path, line: str) -> None:
    bad = tmp_path / "views.py"
    bad.write_text(f"def late():\n    {line}\n")
    assert private_science(bad)


@pytest.mark.parametrize(
    "line",
    [
        "from onward import Review, review, simulate",
        "from onward.record import Entry, Record",
        "from onward.formats import Read, read",
        "import onward",
    ],
)
def test_an_import_of_public_science_is_allowed(tmp_path: Path, line: str) -> None:
    good = tmp_path / "views.py"
    good.write_text(line + "\n")
    assert not private_science(good)


def test_no_view_imports_a_model_of_another_app() -> None:
    views = [p for p in below(APP, ".py") if p.name == "views.py"]
    found = [o for path in views for o in models_of_another_room(path)]
    assert not found, listed(found)


@pytest.mark.parametrize(
    "line",
    [
        "from onward_app.entries.models import Entry",
        "from onward_app.entries import models",
        "import onward_app.entries.models",
    ],
)
def test_a_view_with_a_model_of_another_app_is_found(tmp_path: Path, line: str) -> None:
    bad = tmp_path / "path" / "views.py"
    bad.parent.mkdir()
    bad.write_text(line + "\n")
    assert models_of_another_room(bad)


def test_a_view_may_use_a_model_of_its_own_app(tmp_path: Path) -> None:
    good = tmp_path / "entries" / "views.py"
    good.parent.mkdir()
    good.write_text("from onward_app.entries.models import Entry\n")
    assert not models_of_another_room(good)
