"""The look: readable in both themes, markup only, and help on every page, broken ones too."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from onward.charts.theme import COLOURS

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

APP = Path(__file__).parents[2] / "src" / "onward_app"
CSS = (APP / "static" / "onward.css").read_text()
_TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{6})\b")
_BLOCK = re.compile(r":root \{(.*?)\n?\s*\}", re.DOTALL)
LIGHT, DARK = (dict(_TOKEN.findall(block)) for block in _BLOCK.findall(CSS)[:2])

# What is read on what; AA asks for 4.5 of text and 3 of what bounds something to touch.
TEXT, SHAPE = 4.5, 3.0
GROUNDS = ("paper", "card", "teal-soft", "backstep-soft")
KINDS = ("deeper", "backstep", "pause", "relapse")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "soft", "teal") for ground in GROUNDS),
    *(("on-teal", ground, TEXT) for ground in ("teal", "teal-deep")),
    *((kind, f"{kind}-soft", TEXT) for kind in KINDS),
    *((kind, "card", TEXT) for kind in KINDS),
    *(("edge", ground, SHAPE) for ground in ("paper", "card")),
    *(("teal", ground, SHAPE) for ground in GROUNDS),
]

SIGNED_IN = [
    "entries:start", "entries:today", "entries:list", "path:path", "path:example", "plan:plan",
    "plan:edit", "way_back:start", "way_back:stuck", "support:help", "support:safe",
    "takeout:bring", "accounts:looks",
]  # fmt: skip
OPEN = ["entries:start", "path:example", "way_back:start", "support:help", "accounts:closed"]
BROKEN = ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "500.html"]
HERE = {
    "entries:today": "Today",
    "path:path": "Path",
    "way_back:start": "Way back",
    "plan:plan": "Plan",
}


def _light(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


class _Page(HTMLParser):
    """The links, the loose styles and scripts, and the current room of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: dict[str, str] = {}
        self.loose: list[str] = []
        self.current: list[str] = []
        self.labels: list[str | None] = []
        self._link: dict[str, str | None] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given):
            self.loose.append(self.get_starttag_text() or tag)
        if any(name.startswith("on") for name in given):
            self.loose.append(self.get_starttag_text() or tag)
        if tag == "a":
            self._link = given
        if tag == "nav":
            self.labels.append(given.get("aria-label"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._link is None or not data.strip():
            return
        self.links[data.strip()] = str(self._link.get("href"))
        if self._link.get("aria-current") == "page":
            self.current.append(data.strip())


def _read(client: Client, name: str) -> _Page:
    return _Page(client.get(reverse(name)).content.decode())


def test_the_contrast_is_that_of_known_pairs() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_what_is_shown_can_be_read(
    theme: dict[str, str], front: str, ground: str, least: float
) -> None:
    assert _contrast(theme[front], theme[ground]) >= least


def test_the_dark_theme_has_a_colour_for_each_of_the_light_one() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_paper_is_always_light() -> None:
    assert re.findall(r"@media ([^{]*prefers-color-scheme: dark[^{]*) \{", CSS) == [
        "screen and (prefers-color-scheme: dark)"
    ]


def test_pictures_outside_of_a_page_have_the_colours_of_the_light_theme() -> None:
    assert {name: LIGHT[name] for name in COLOURS} == COLOURS


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_as_served_has_no_style_or_script_of_its_own(
    owner_client: Client, name: str
) -> None:
    assert _read(owner_client, name).loose == []


@pytest.mark.parametrize("name", SIGNED_IN)
def test_help_and_safety_are_on_every_page(owner_client: Client, name: str) -> None:
    links = _read(owner_client, name).links
    assert links["Help now"] == reverse("support:help")
    assert links["I do not feel safe"].startswith(reverse("support:safe"))


@pytest.mark.parametrize("name", OPEN)
def test_help_and_safety_need_no_sign_in(anonymous_client: Client, name: str) -> None:
    links = _read(anonymous_client, name).links
    assert links["Help now"] == reverse("support:help")
    assert links["I do not feel safe"].startswith(reverse("support:safe"))


@pytest.mark.parametrize("name", BROKEN)
def test_help_and_safety_are_there_where_a_page_broke(name: str) -> None:
    page = _Page(render_to_string(name))  # without a request, as Django renders 400 and 500
    assert page.links["Help now"] == reverse("support:help")
    assert page.links["I do not feel safe"] == reverse("support:safe")
    assert page.loose == []


def test_the_page_of_an_error_needs_no_collected_files(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = "/nowhere"
    assert "/static/onward.css" in render_to_string("500.html")


@pytest.mark.parametrize(("name", "word"), HERE.items())
def test_a_room_is_marked_where_one_is(owner_client: Client, name: str, word: str) -> None:
    assert _read(owner_client, name).current == [word]


def test_who_is_not_signed_in_sees_no_rooms(anonymous_client: Client) -> None:
    page = _read(anonymous_client, "support:help")
    assert "Main" not in page.labels
    assert "Bring or take out" not in page.links


def test_help_opened_without_a_sign_in_sets_no_cookie(anonymous_client: Client) -> None:
    assert not anonymous_client.get(reverse("support:help")).cookies


def test_a_message_is_said_calmly() -> None:
    page = render_to_string("base.html", {"messages": ["Kept."]})
    assert re.search(r'<div class="said" role="status"><p>Kept\.</p></div>', page)


def test_htmx_evaluates_nothing_and_keeps_no_page() -> None:
    page = render_to_string("base.html")
    found = re.search(r"<meta name=\"htmx-config\" content='(.*?)'>", page)
    assert found
    told = json.loads(found[1])
    assert told["allowEval"] is False
    assert told["includeIndicatorStyles"] is False
    assert told["selfRequestsOnly"] is True
    assert told["historyCacheSize"] == 0


def test_the_page_names_its_language() -> None:
    assert f'<html lang="{settings.LANGUAGE_CODE}">' in render_to_string("base.html")
