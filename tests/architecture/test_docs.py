"""Every setting, command, page, measure, importer and method has its heading in the docs."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from docs_rules import (
    dead_links,
    heading_of_nothing,
    headings,
    pages_linked,
    slug,
    without_heading,
)
from tree import APP, DOCS, ROOT, SCIENCE, TESTS, below, listed, name_of, parsed
from urlconf import names

from onward.cli import app as command_line
from onward.cli.plugins import add_plugins
from onward.formats import FORMATS
from onward.measures import catalogue

METHODS = DOCS / "methods"
REFERENCE = DOCS / "reference"
PICTURES = DOCS / "pictures"
SETTING = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
# Not methods of their own: where their page is, and why.
PART_OF = {
    "since": "reliable_change",  # the published sizes of change of the shipped measures
}
# Modules of the science that are methods; packages stand for the method that they hold.
ALONE = ("came_before", "fair_test", "next_time", "practices", "reasons", "recoveries")
PACKAGES = ("course", "measures", "simulate")
# Pages among the methods that belong to no module, and why they stand there.
OTHER_PAGES = {"index": "leads to the others", "visits": "a module of course with its own model"}


def methods() -> list[str]:
    change = [p.stem for p in below(SCIENCE / "change", ".py") if p.parent.name == "change"]
    alone = [name for name in ALONE if (SCIENCE / f"{name}.py").is_file()]
    return sorted({*change, *alone, *PACKAGES} - {"__init__"})


def settings_of(path: Path) -> set[str]:
    """Names that a settings file knows: those asked for, and those that it lets pass."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("environment."):
            for inner in ast.walk(node.args[0]) if node.args else ():
                if isinstance(inner, ast.Constant) and SETTING.fullmatch(str(inner.value)):
                    found.add(f"ONWARD_{inner.value}")
    return found


def commands() -> set[str]:
    """Every command, those that the app adds among them; of a group, those in it."""
    whole = typer.Typer()
    whole.add_typer(command_line, name="onward")
    add_plugins(command_line)
    return set(_below(typer.main.get_command(whole), "")) or {"onward"}


def _below(command: object, name: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name
        return
    for word, one in inner.items():
        yield from _below(one, f"{name} {word}".strip())


@pytest.mark.parametrize("method", methods())
def test_a_method_has_its_page_and_its_test(method: str) -> None:
    page = METHODS / f"{PART_OF.get(method, method)}.md"
    assert page.is_file(), f"{name_of(page)} is missing"
    if method in PART_OF:
        assert any(method in h for h in headings(page.read_text(encoding="utf-8")))
    tests = TESTS / "onward"
    assert list(tests.rglob(f"test_{method}.py")) or list((tests / method).glob("test_*.py"))


@pytest.mark.parametrize("path", below(METHODS, ".md"), ids=lambda p: p.stem)
def test_a_page_of_a_method_belongs_to_a_module_that_is_there(path: Path) -> None:
    known = {*methods(), *OTHER_PAGES}
    assert path.stem in known, f"{name_of(path)} has no module of its name"


def test_every_setting_has_a_heading() -> None:
    settings = settings_of(APP / "settings.py")
    assert settings
    found = without_heading(REFERENCE / "settings.md", settings)
    assert not found, listed(found)


def test_every_command_has_a_heading() -> None:
    found = without_heading(REFERENCE / "command_line.md", commands())
    assert not found, listed(found)


def test_every_measure_has_a_heading() -> None:
    page = REFERENCE / "measures.md"
    found = without_heading(page, catalogue()) + heading_of_nothing(page, catalogue())
    assert not found, listed(found)


def test_every_importer_has_a_heading() -> None:
    found = without_heading(DOCS / "guides" / "import.md", FORMATS)
    assert not found, listed(found)


def test_every_address_has_a_heading() -> None:
    page = REFERENCE / "pages.md"
    found = without_heading(page, names()) + heading_of_nothing(page, names(), level="###")
    assert not found, listed(found)


def test_every_part_of_others_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = project["dependencies"] + project["optional-dependencies"]["app"]
    names_of_parts = {re.match(r"[\w-]+", part).group().lower() for part in parts}  # type: ignore[union-attr]
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").lower()
    short = {re.sub(r"-(python|cffi)$", "", name) for name in names_of_parts}
    assert not [name for name in sorted(short) if name not in table]


PAGES = [
    *[p for p in sorted(ROOT.glob("*.md")) if p in below(ROOT, ".md")],
    *below(DOCS, ".md"),
]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    found = dead_links(path)
    if not PICTURES.is_dir():
        found = [o for o in found if "/pictures/" not in o]
    assert not found, listed(found)


def test_every_page_of_the_docs_is_on_its_index() -> None:
    indexes = (DOCS, METHODS, REFERENCE / "security")
    linked = {page for folder in indexes for page in pages_linked(folder / "index.md")}
    lost = [name_of(p) for p in below(DOCS, ".md") if p not in linked and p.name != "index.md"]
    assert not lost, listed(lost)


def a_page(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text)
    return page


def test_a_missing_heading_is_found(tmp_path: Path) -> None:
    page = a_page(tmp_path, "# Page\n\n## `here`\n\n## Two words (`there`)\n")
    assert not without_heading(page, ["here", "there"])
    assert without_heading(page, ["nowhere"])
    assert without_heading(tmp_path / "none.md", ["here"])


def test_a_heading_inside_code_is_no_heading(tmp_path: Path) -> None:
    assert without_heading(a_page(tmp_path, "```\n# here\n```\n"), ["here"])


def test_a_heading_of_something_gone_is_found(tmp_path: Path) -> None:
    assert heading_of_nothing(a_page(tmp_path, "## `gone`\n"), ["here"])


@pytest.mark.parametrize(
    "link",
    [
        "[a](missing.md)",
        "![a](missing.png)",
        "[a]: missing.md",
        "[a](#no-such-heading)",
        "{doc}`missing`",
        "[a](../outside.md)",
    ],
)
def test_a_dead_link_is_found(tmp_path: Path, link: str) -> None:
    (tmp_path / "outside.md").write_text("")
    inside = tmp_path / "inside"
    inside.mkdir()
    assert dead_links(a_page(inside, f"# Page\n\n{link}\n"), root=inside)


def test_a_link_that_leads_somewhere_is_allowed(tmp_path: Path) -> None:
    text = "# Two Words\n\n[a](#two-words) [b](https://example.org) [c](page.md#two-words)\n"
    assert not dead_links(a_page(tmp_path, text), root=tmp_path)


def test_an_anchor_is_made_as_readers_make_it() -> None:
    assert slug("For one measure: `since`") == "for-one-measure-since"


def test_settings_are_read_from_the_calls(tmp_path: Path) -> None:
    file = tmp_path / "settings.py"
    file.write_text(
        'environment.refuse_unknown(frozenset({"HOME", "SHARED"}))\n'
        'A = environment.choice("INTERPRETATION", "on", ("on", "off"))\nB = other("NOT_ONE")\n'
    )
    assert settings_of(file) == {"ONWARD_HOME", "ONWARD_SHARED", "ONWARD_INTERPRETATION"}
