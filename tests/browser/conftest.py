"""A real Chromium in front of the whole app: with script and without, signed in as the owner."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

WEIGHTY = ("serious", "critical")


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> Iterator[None]:
    """Playwright's loop runs in this thread; Django would take it for a server's."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def _static_files_as_served() -> None:
    """The collected, hashed files, served by the app's own middleware."""
    from django.contrib.staticfiles import handlers
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    # pytest-django would answer in front of the app, from files without a hash
    handlers.StaticFilesHandler._should_handle = lambda self, path: False  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; none is downloaded."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return {**browser_type_launch_args, "executable_path": found, "args": ["--no-sandbox"]}


@pytest.fixture
def page(browser: Browser, live_server: Any, owner_client: Client) -> Iterator[Page]:
    """A signed-in page; every request to another host fails the test."""
    yield from _page(browser, live_server, owner_client, script=True)


@pytest.fixture
def plain_page(browser: Browser, live_server: Any, owner_client: Client) -> Iterator[Page]:
    """The same without JavaScript."""
    yield from _page(browser, live_server, owner_client, script=False)


def _page(browser: Browser, live_server: Any, client: Client, *, script: bool) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=script, locale="en-GB"
    )
    context.set_default_timeout(10_000)
    _sign_in(context, live_server.url, client)
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda r: _note_foreign(r.url, live_server.url, wrong))
    page.on("console", lambda m: wrong.append(m.text) if "Content Security" in m.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def _sign_in(context: BrowserContext, url: str, client: Client) -> None:
    for name, cookie in client.cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": url}])


def _note_foreign(url: str, own: str, wrong: list[str]) -> None:
    if not url.startswith((own, "data:", "blob:", "about:")):
        wrong.append(f"a request to {url}")


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds serious or critical on a page."""

    def look(page: Page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [
            f"{v['id']}: {node['html']}"
            for v in found
            if v["impact"] in WEIGHTY
            for node in v["nodes"]
        ]

    return look
