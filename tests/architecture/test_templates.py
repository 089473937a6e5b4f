"""Pages hold no styles, scripts or handlers of their own and load nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from template_rules import fixed_dates, fixed_sides, foreign_load, loose_markup
from tree import APP, below, listed, name_of

TEMPLATES = below(APP / "templates", ".html", ".svg", ".txt")
STATIC = [p for p in below(APP / "static", ".css", ".js") if "/vendor/" not in p.as_posix()]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_markup_only(path: Path) -> None:
    assert not (found := loose_markup(path)), listed(found)


def test_no_style_or_script_loads_from_elsewhere() -> None:
    found = [o for path in STATIC for o in foreign_load(path)]
    assert not found, listed(found)


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">a</p>',
        "<style>p { color: red }</style>",
        "<script>go()</script>",
        '<button onclick="go()">Go</button>',
        '<a href="javascript:go()">Go</a>',
        '<img src="https://example.org/a.png">',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<form action="https://example.org/in">',
        '<p hx-get="https://example.org/part">a</p>',
        '<p hx-on:click="go()">a</p>',
        "<input {% if x %}disabled{% endif %} style='top: 0'>",
    ],
)
def test_loose_markup_is_found(tmp_path: Path, markup: str) -> None:
    bad = tmp_path / "page.html"
    bad.write_text(markup)
    assert loose_markup(bad)


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="{% static "a.js" %}" defer></script>',
        '<a href="https://example.org">A page elsewhere, when the person chooses</a>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '{# <p style="a"> #}<p class="b">{{ x|default:"<b style=c>" }}</p>',
        '<a href="{{ line.url }}" rel="noreferrer">a</a>',
    ],
)
def test_plain_markup_is_allowed(tmp_path: Path, markup: str) -> None:
    good = tmp_path / "page.html"
    good.write_text(markup)
    assert not loose_markup(good)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "@import 'https://example.org/a.css';"),
        ("a.css", "p { background: url(//example.org/a.png) }"),
        ("a.js", "fetch('https://example.org/')"),
        ("a.js", "import x from 'https://example.org/x.js'"),
        ("a.js", "eval(text)"),
    ],
)
def test_a_load_from_elsewhere_is_found(tmp_path: Path, name: str, text: str) -> None:
    bad = tmp_path / name
    bad.write_text(text)
    assert foreign_load(bad)


def test_a_load_from_here_is_allowed(tmp_path: Path) -> None:
    good = tmp_path / "a.css"
    good.write_text('@font-face { src: url("fonts/a.woff2") }')
    assert not foreign_load(good)


@pytest.mark.parametrize("path", [p for p in STATIC if p.suffix == ".css"], ids=name_of)
def test_a_style_names_start_and_end_so_that_pages_turn_round(path: Path) -> None:
    assert not (found := fixed_sides(path)), listed(found)


@pytest.mark.parametrize(
    "text", ["a { margin-left: 1px }", "a { left: 0 }", "a { text-align: right }"]
)
def test_a_fixed_side_is_found(tmp_path: Path, text: str) -> None:
    (path := tmp_path / "room.css").write_text(text)
    assert fixed_sides(path)


def test_a_day_is_written_as_the_language_writes_it(tmp_path: Path) -> None:
    found = [o for path in TEMPLATES for o in fixed_dates(path)]
    assert not found, listed(found)
    (path := tmp_path / "page.html").write_text('{{ day|date:"j F" }}')
    assert fixed_dates(path)
