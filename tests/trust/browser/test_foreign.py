"""The program speaks to no other host; the trap that shows it does catch what tries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from in_a_browser import Trap
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PLACES = (
    "/", "/entries/today", "/entries/", "/path/", "/path/example", "/way_back/", "/plan/",
    "/support/", "/support/safe", "/takeout/", "/accounts/account", "/accounts/looks",
)  # fmt: skip
WAYS_OUT = {
    "picture": '<img src="http://p.example.org/x.png">',
    "style": '<link rel="stylesheet" href="http://s.example.org/x.css">',
    "preload": '<link rel="preload" as="font" href="http://f.example.org/x" crossorigin>',
    "beacon": "<script>navigator.sendBeacon('http://b.example.org/', 'x')</script>",
    "fetch": "<script>fetch('https://q.example.org/').catch(() => 0)</script>",
    "socket": "<script>new WebSocket('ws://w.example.org/')</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob(["
    "\"fetch('http://k.example.org/').catch(() => 0)\"])))</script>",
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_the_trap_catches_each_way_to_another_host(way: str, browser: Browser, trap: Trap) -> None:
    context = browser.new_context()
    page = context.new_page()
    here, body = "http://127.0.0.1:9/", WAYS_OUT[way]
    page.route(here, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(here)
    for _ in range(100):
        if any(".example.org" in line for line in trap.asked):
            break
        page.wait_for_timeout(30)
    context.close()
    caught = [line for line in trap.asked if ".example.org" in line]
    trap.asked[:] = [line for line in trap.asked if ".example.org" not in line]
    assert caught


def test_no_page_asks_another_host(page: Page, trap: Trap) -> None:
    for place in PLACES:
        page.goto(place)
    page.wait_for_timeout(500)
    assert trap.asked == []


URL = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'`)<>]*", re.IGNORECASE)
NAMES_ONLY = ("http://www.w3.org/",)


def test_no_file_that_is_served_names_another_host() -> None:
    """Ours; what is taken from others is looked through in tests/architecture/test_templates."""
    found, looked = [], 0
    for path in Path(settings.STATICFILES_DIRS[0]).rglob("*"):
        if path.suffix not in (".css", ".js", ".svg", ".json", ".html", ".webmanifest"):
            continue
        if "vendor" in path.parts and path.suffix != ".css":
            continue
        looked += 1
        urls = URL.findall(path.read_text())
        found += [f"{path.name}: {u}" for u in urls if not u.startswith(NAMES_ONLY)]
    assert looked > 5
    assert found == []
