"""The repository names no machine, holds its licence word for word, and tells one version."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from tree import ROOT, files, listed, name_of, text_of

# Written so that the patterns do not find themselves.
MACHINE_PATH = re.compile(r"(^|[^a-z])/(w[o]rk|r[o]ot|t[m]p)/", re.MULTILINE)
REGISTRY = re.compile(
    r"p[y]pi\.org/simple|p[y]thonhosted\.org|registry\.n[p]mjs|art[i]factory|n[e]xus\.|d[e]vpi"
    r"|--(?:extra-)?index-u[r]l|--trusted-h[o]st|--find-l[i]nks|p[i]p\.conf",
    re.IGNORECASE,
)
# The text of https://www.apache.org/licenses/LICENSE-2.0.txt.
APACHE = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


def found_in(path: Path, pattern: re.Pattern[str]) -> list[str]:
    """Lines of a text file that a pattern finds."""
    text = text_of(path)
    if text is None:
        return []
    lines = enumerate(text.splitlines(), 1)
    return [f"{name_of(path)}, line {i}: {t.strip()[:80]}" for i, t in lines if pattern.search(t)]


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY, SECRET], ids=["path", "host", "key"])
def test_no_file_names_a_machine_a_registry_or_a_key(pattern: re.Pattern[str]) -> None:
    found = [o for path in files() for o in found_in(path, pattern)]
    assert not found, listed(found)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATH, "open('@tmp@a')".replace("@", "/")),
        (MACHINE_PATH, "@root@a".replace("@", "/")),
        (REGISTRY, "--extra-index-" + "url https://example.org"),
        (SECRET, "-----BEGIN " + "PRIVATE KEY-----"),
    ],
)
def test_a_machine_a_registry_or_a_key_is_found(
    tmp_path: Path, pattern: re.Pattern[str], line: str
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text(f"first\n{line}\n")
    assert found_in(bad, pattern)


def test_a_word_that_ends_like_a_path_is_allowed(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("framework/work/ network/root/ tmp_path / 'a'\n")
    assert not found_in(good, MACHINE_PATH)


def test_the_licence_is_the_official_text() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE


def test_one_version_is_told_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    assert f'\nversion: "{version}"\n' in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_citation_has_what_the_format_asks_for() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    keys = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    assert {"cff-version", "message", "title", "authors"} <= keys
    assert keys <= {
        "abstract",
        "authors",
        "cff-version",
        "keywords",
        "license",
        "message",
        "title",
        "type",
        "version",
    }


@pytest.mark.parametrize(
    "name",
    ["README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG", "SECURITY", "INTENDED_USE"],
)
def test_the_house_has_its_papers(name: str) -> None:
    assert (ROOT / f"{name}.md").read_text(encoding="utf-8").startswith("# ")
