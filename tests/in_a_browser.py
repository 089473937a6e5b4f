"""A real Chromium in front of the whole app, known to every test as the cast is.

Every request that leaves the browser for another host ends at a trap on this machine: whichever
context, worker, socket, beacon or preload asked for it. One request there fails the run.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

WEIGHTY = ("serious", "critical")
OWN = ("data:", "blob:", "about:")
# what Chromium asks for itself, whatever is open
BROWSERS_OWN = tuple(
    f"{before}{host}.{end}"
    for host, end in (
        ("accounts", "google.com"),
        ("clients2", "google.com"),
        ("redirector", "gvt1.com"),
        ("content-autofill", "googleapis.com"),
        ("update", "googleapis.com"),
    )
    for before in ("//", " ")
)


class Trap:
    """Stands where the way to other hosts would be, answers nothing, and notes who wanted there.

    Attributes
    ----------
    asked : list of str
        The first line of each request, such as ``CONNECT example.org:443``; what the browser
        asks for itself (whether there is a newer one) is left out.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = "http://{}:{}".format(*self._door.getsockname())
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            try:
                caller, _from = self._door.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(2)
                try:
                    line = caller.recv(4096).split(b"\r\n")[0].decode("latin-1")
                except OSError:
                    line = "a request without a word"
                # a door that is opened and closed without a word is the browser's own haste
                if line and not any(host in line for host in BROWSERS_OWN):
                    self.asked.append(line)

    def close(self) -> None:
        """Stop watching."""
        self._door.close()


@pytest.fixture(scope="session")
def trap() -> Iterator[Trap]:
    """What was asked of other hosts in the whole run; nothing may be."""
    found = Trap()
    yield found
    found.close()
    assert not found.asked, found.asked


@pytest.fixture(scope="session")
def _database_beside_the_browser() -> Iterator[None]:
    """Playwright's loop runs in this thread; Django would take it for a server's."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def _static_files_as_served() -> None:
    """The collected, hashed files, served by the app's own middleware."""
    from django.contrib.staticfiles import handlers
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    # pytest-django would answer in front of the app, from files without a hash
    handlers.StaticFilesHandler._should_handle = lambda self, path: False  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
    trap: Trap,
    _database_beside_the_browser: None,
    _static_files_as_served: None,
) -> dict[str, Any]:
    """The system's Chromium; none is downloaded."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    arguments = [
        "--no-sandbox",
        f"--proxy-server={trap.address}",
        "--disable-component-update",
        "--disable-sync",
        "--disable-background-networking",
    ]
    return {**browser_type_launch_args, "executable_path": found, "args": arguments}


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
    sign_in(context, live_server.url, client)
    wrong: list[str] = []
    context.on("request", lambda r: _note_foreign(r.url, live_server.url, wrong))
    context.on("weberror", lambda e: wrong.append(str(e.error)))
    page = context.new_page()
    page.on("websocket", lambda w: _note_foreign(w.url, live_server.url, wrong))
    page.on("console", lambda m: wrong.append(m.text) if "Content Security" in m.text else None)
    yield page
    context.close()
    assert wrong == []


def sign_in(context: BrowserContext, url: str, client: Client) -> None:
    """Give a browser the cookies of a client."""
    for name, cookie in client.cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": url}])


def _note_foreign(url: str, own: str, wrong: list[str]) -> None:
    if not url.startswith((own, *OWN)):
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
