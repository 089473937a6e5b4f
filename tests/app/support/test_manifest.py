"""What a home screen is told of the app: enough to be installed, nothing private."""

from __future__ import annotations

import re
import struct
from typing import Any

import pytest
from django.test import Client

from onward_app.support import offline
from onward_app.support.manifest import ICONS, MASKABLE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def told(anonymous_client: Client) -> Any:
    answer = anonymous_client.get("/support/app.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    return answer.json()


def test_it_says_what_browsers_ask_of_an_app(told: dict[str, Any]) -> None:
    assert told["name"] and told["short_name"] and told["id"] == told["start_url"] == "/"
    assert told["display"] == "standalone"
    assert not told.get("prefer_related_applications")
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


def test_its_one_shortcut_is_help_and_no_room_is_named(told: dict[str, Any]) -> None:
    assert [cut["url"] for cut in told["shortcuts"]] == ["/support/"]
    for word in ("plan", "setback", "therap", "path", "mood"):
        assert word not in str(told).lower()


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        *((name, sizes) for name, sizes, _ in (*ICONS, MASKABLE)),
        ("icons/apple-touch-180.png", "180x180"),
    ],
)
def test_an_icon_has_the_size_that_it_says(name: str, sizes: str) -> None:
    head = (offline.STATIC / name).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert "{}x{}".format(*struct.unpack(">II", head[16:24])) == sizes


def test_its_colour_is_that_of_the_light_page_and_the_dark_one_comes_with_the_page(
    told: dict[str, Any], anonymous_client: Client
) -> None:
    page = anonymous_client.get("/").content.decode()
    colours = dict(
        reversed(found)
        for found in re.findall(
            r'theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)', page
        )
    )
    assert told["theme_color"] == told["background_color"] == colours["light"]
    assert colours["dark"] != colours["light"]


def test_every_page_names_it(anonymous_client: Client) -> None:
    for url in ("/", "/support/", "/path/example"):
        page = anonymous_client.get(url).content.decode()
        assert 'rel="manifest" href="/support/app.webmanifest"' in page
        assert 'rel="apple-touch-icon"' in page
