"""The pages on security answer every requirement once, truly, with something that shows it.

The list of ids is kept as data (`asvs_5_0.txt`), so that a row that is forgotten fails. What a row
says may be wrong all the same: a reader checks that, a test cannot.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from docs_rules import dead_links, headings, slug
from security_rules import (
    RISK,
    Hazard,
    Row,
    hazards,
    rows,
    totals,
    what_a_link_lacks,
    what_a_row_lacks,
)
from tree import APP, DOCS, SCIENCE, below, listed, name_of, parsed

SECURITY = DOCS / "reference" / "security"
INDEX = SECURITY / "index.md"
HAZARDS = SECURITY / "hazard_log.md"
PAGES = sorted(SECURITY.glob("asvs_*.md"))
IDS = Path(__file__).with_name("asvs_5_0.txt")
GUIDES = [DOCS / "guides" / f"{name}.md" for name in ("breach", "retention")]
ALL = [*PAGES, HAZARDS, INDEX, *GUIDES]
# What brings a cipher, a hash or a secret into a module.
CIPHERS = ("argon2", "cryptography", "fido2", "hashlib", "hmac", "secrets")
CIPHER_CALLS = ("urandom", "salted_hmac", "Signer", "TimestampSigner", "make_password")


def wanted() -> dict[str, int]:
    lines = [line.split() for line in IDS.read_text("utf-8").splitlines() if line[:1] == "v"]
    return {one: int(level) for one, level in lines}


def answered() -> list[Row]:
    return [row for page in PAGES for row in rows(page)]


def uses_a_cipher(path: Path) -> bool:
    """Whether a module imports or calls something of a cipher, a hash or a secret."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import) and any(_of_a_cipher(a.name) for a in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and _of_a_cipher(node.module or ""):
            return True
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in CIPHER_CALLS:
                return True
    return False


def _of_a_cipher(module: str) -> bool:
    return module.split(".")[0] in CIPHERS or module == "django.core.signing"


def test_the_list_is_that_of_the_standard() -> None:
    ids = wanted()
    assert len(ids) == 273
    assert [sum(level == n for level in ids.values()) for n in (1, 2, 3)] == [70, 183, 20]


def test_every_requirement_is_answered_once() -> None:
    ids = [row.id for row in answered()]
    assert sorted(i for i in set(ids) if ids.count(i) > 1) == []
    assert sorted(set(wanted()) - set(ids)) == []
    assert sorted(set(ids) - set(wanted())) == []


def test_every_row_bears_the_level_of_the_standard() -> None:
    ids = wanted()
    assert [row.id for row in answered() if row.level != ids.get(row.id)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_every_row_is_answered_in_one_of_three_words_with_what_shows_it(path: Path) -> None:
    found = [f"{row.id}: {lack}" for row in rows(path) for lack in what_a_row_lacks(row)]
    assert not found, listed(found)


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.stem)
def test_every_link_leads_to_a_file_and_to_the_name_in_it(path: Path) -> None:
    found = dead_links(path) + what_a_link_lacks(path)
    assert not found, listed(found)


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.stem)
def test_nothing_is_left_to_be_checked(path: Path) -> None:
    """A row that was written before its part was there says `(check)` until somebody looked."""
    left = [line[:60] for line in path.read_text("utf-8").splitlines() if "(check)" in line]
    assert not left, listed(left)


def test_the_totals_are_those_of_the_rows() -> None:
    said = INDEX.read_text("utf-8")
    assert [line for line in totals(answered()) if line not in said] == []


def test_every_page_is_on_the_index() -> None:
    said = INDEX.read_text("utf-8")
    assert [p.name for p in sorted(SECURITY.glob("*.md")) if f"({p.name})" not in said] == [
        "index.md"
    ]


def test_every_use_of_a_cipher_is_on_the_list() -> None:
    section = INDEX.read_text("utf-8").partition("## Keys and ciphers")[2].partition("\n## ")[0]
    modules = [p for p in below(APP, ".py") + below(SCIENCE, ".py") if "migrations" not in p.parts]
    using = [p for p in modules if uses_a_cipher(p)]
    assert using
    lost = [name_of(p) for p in using if f"`{name_of(p).removeprefix('src/')}`" not in section]
    assert not lost, "not in the list of index.md, Keys and ciphers:\n" + listed(lost)


def test_the_list_of_ciphers_names_no_module_that_is_gone() -> None:
    section = INDEX.read_text("utf-8").partition("## Keys and ciphers")[2].partition("\n## ")[0]
    named = re.findall(r"`(onward(?:_app)?/[\w/]+\.py)`", section)
    assert [n for n in named if not (APP.parent / n).is_file()] == []


def test_there_are_hazards_enough_and_each_is_whole() -> None:
    found = hazards(HAZARDS)
    assert len(found) >= 25
    assert [h.id for h in found] == [f"H{n:02d}" for n in range(1, len(found) + 1)]
    assert [f"{h.id}: {lack}" for h in found for lack in h.lacks()] == []


@pytest.mark.parametrize("hazard", hazards(HAZARDS), ids=lambda h: h.id)
def test_the_risk_of_a_hazard_is_that_of_the_matrix(hazard: Hazard) -> None:
    for severity, likelihood, risk in (hazard.initial, hazard.residual):
        assert RISK[likelihood][severity] == risk
    assert hazard.residual[2] <= hazard.initial[2]


def test_the_hazard_log_says_that_nobody_signed_it() -> None:
    first = HAZARDS.read_text("utf-8").partition("\n## ")[0]
    assert "Draft. A clinical safety officer must review and sign it; nobody has." in first


def test_every_rule_of_safety_is_a_control_somewhere() -> None:
    """The rules are fourteen; one that guards against nothing here was forgotten."""
    controls = " ".join(h.fields["existing controls"] for h in hazards(HAZARDS))
    named = " ".join(re.findall(r"[Ss]afety rules? (\d+(?:(?:, | and )\d+)*)", controls))
    assert sorted({str(n) for n in range(1, 15)} - set(re.findall(r"\d+", named))) == []


def a_page(folder: Path, row: str) -> Path:
    page = folder / "asvs_a.md"
    page.write_text(f"| id | level | asks | so | how |\n|---|---|---|---|---|\n{row}\n")
    return page


@pytest.mark.parametrize(
    ("row", "lack"),
    [
        ("| v5.0.0-1.2.1 | 1 | Escaped | met | By hope. |", "no link"),
        ("| v5.0.0-1.2.1 | 1 | Escaped | partly | [a](a.py) |", "three words"),
        ("| v5.0.0-1.2.1 | 1 | Escaped | not met | |", "no reason"),
        ("| v5.0.0-1.2.1 | 1 | Escaped | not for us | |", "no reason"),
        ("| v5.0.0-1.2.1 | 1 | | met | [a](a.py) |", "does not say"),
    ],
)
def test_a_row_that_lacks_something_is_found(tmp_path: Path, row: str, lack: str) -> None:
    (found,) = rows(a_page(tmp_path, row))
    assert any(lack in said for said in what_a_row_lacks(found))


def test_a_whole_row_is_allowed(tmp_path: Path) -> None:
    (found,) = rows(a_page(tmp_path, "| v5.0.0-1.2.1 | 1 | Escaped | met | [a](a.py) |"))
    assert found == Row("v5.0.0-1.2.1", 1, "Escaped", "met", "[a](a.py)")
    assert what_a_row_lacks(found) == []


@pytest.mark.parametrize("name", ["test_gone", "GONE", "gone"])
def test_a_link_to_a_name_that_is_gone_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "code.py").write_text("HERE = 1\n\n\ndef test_here() -> None: ...\n")
    row = f"| v5.0.0-1.2.1 | 1 | Escaped | met | [{name}](code.py#{name}) |"
    assert what_a_link_lacks(a_page(tmp_path, row))


def test_a_link_to_a_name_that_is_there_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("A, B = 1, 2\nHERE = 1\n\n\ndef test_here() -> None: ...\n")
    row = (
        "| v5.0.0-1.2.1 | 1 | E | met | [a](code.py#HERE), [b](code.py#test_here), [c](code.py#B) |"
    )
    assert what_a_link_lacks(a_page(tmp_path, row)) == []


def test_a_module_with_a_cipher_is_found(tmp_path: Path) -> None:
    for text in ("from hashlib import sha256\n", "import os\nx = os.urandom(4)\n"):
        module = tmp_path / "module.py"
        module.write_text(text)
        assert uses_a_cipher(module)
    module.write_text("import os\n")
    assert not uses_a_cipher(module)


def test_the_headings_that_rows_point_to_are_on_the_index() -> None:
    there = {slug(h) for h in headings(INDEX.read_text("utf-8"))}
    asked = {
        anchor
        for page in PAGES
        for anchor in re.findall(r"\(index\.md#([\w-]+)\)", page.read_text("utf-8"))
    }
    assert asked - there == set()
