"""Vendored files are those of the version that is written beside them, and each is used."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "src" / "onward_app"
VENDOR = APP / "static" / "vendor"
PARTS: dict[str, dict[str, Any]] = tomllib.loads((VENDOR / "VERSIONS.toml").read_text())
FILES = [(part, name) for part, told in PARTS.items() for name in told["sha256"]]
SAYS = {
    "htmx": "Zero-Clause BSD",
    "atkinson": "SIL OPEN FONT LICENSE",
    "lucide": "ISC License",
    "vega": "Redistribution and use in source and binary forms",
    "vega-interpreter": "Redistribution and use in source and binary forms",
}

_ICON = re.compile(r'_icon\.html" with icon="([\w-]+)"')
_URL = re.compile(r'url\("(vendor/[^"]+)"\)')
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="0 0 24 24">')


def _pages() -> str:
    return "\n".join(p.read_text() for p in sorted((APP / "templates").rglob("*.html")))


def test_every_vendored_file_is_written_down() -> None:
    there = {(p.parent.name, p.name) for p in VENDOR.rglob("*") if p.is_file()}
    assert there == {*FILES, ("vendor", "VERSIONS.toml")}


@pytest.mark.parametrize(("part", "name"), FILES)
def test_a_vendored_file_is_unchanged(part: str, name: str) -> None:
    found = hashlib.sha256((VENDOR / part / name).read_bytes()).hexdigest()
    assert found == PARTS[part]["sha256"][name]


def test_htmx_is_the_version_that_is_written_down() -> None:
    script = (VENDOR / "htmx" / "htmx.min.js").read_text()
    assert f'version:"{PARTS["htmx"]["version"]}"' in script


def test_vega_is_the_version_that_is_written_down() -> None:
    script = (VENDOR / "vega" / "vega.min.js").read_text()
    assert f't.version="{PARTS["vega"]["version"]}"' in script


def test_each_icon_is_of_the_version_that_is_written_down() -> None:
    header = f"@license lucide-static v{PARTS['lucide']['version']} - ISC"
    icons = list((VENDOR / "lucide").glob("*.svg"))
    assert icons
    assert [icon.name for icon in icons if header not in icon.read_text()] == []


def test_the_fonts_are_woff2() -> None:
    fonts = list((VENDOR / "atkinson").glob("*.woff2"))
    assert [font.read_bytes()[:4] for font in fonts] == [b"wOF2", b"wOF2"]


@pytest.mark.parametrize("part", PARTS)
def test_a_vendored_part_brings_its_licence(part: str) -> None:
    assert SAYS[part] in (VENDOR / part / "LICENSE").read_text()


@pytest.mark.parametrize("part", PARTS)
def test_the_notice_names_a_vendored_part(part: str) -> None:
    assert f"static/vendor/{part}/" in (ROOT / "NOTICE").read_text()


def test_the_sprite_holds_the_icons_that_pages_show_and_no_other() -> None:
    sprite = (VENDOR / "lucide" / "sprite.svg").read_text()
    assert set(_SYMBOL.findall(sprite)) == set(_ICON.findall(_pages()))


def test_each_vendored_file_is_used() -> None:
    styles = [p.read_text() for p in sorted((APP / "static").glob("*.css"))]
    used = set(_URL.findall("\n".join(styles)))
    used |= set(re.findall(r"'(vendor/[^']+)'", _pages()))
    brought = {f"vendor/{part}/{name}" for part, name in FILES if name != "LICENSE"}
    assert brought == used
