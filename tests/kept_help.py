"""What tests of the pages of help do in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


def answer(page: Page, words: str) -> Any:
    """Tap an answer; returns its part of the page."""
    part = page.locator("details.answer", has=page.locator("summary b", has_text=words)).first
    part.locator("summary").click()
    return part


def signed_out(page: Page) -> Page:
    """Nobody signed in, on a phone."""
    page.context.clear_cookies()
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def wait_for_the_worker(page: Page) -> None:
    """Until the browser has kept the pages of help."""
    page.evaluate("navigator.serviceWorker.ready.then((r) => r.active.state)")


def until(page: Page, asked: str) -> None:
    """Until a promise holds something true."""
    for _ in range(200):
        if page.evaluate(asked):
            return
        page.wait_for_timeout(25)
    raise AssertionError(asked)


def all_that_is_kept(page: Page) -> str:
    """Every word that the browser's storage holds for this site, of whichever kind."""
    return str(
        page.evaluate(
            """async () => {
              const found = [JSON.stringify([localStorage, sessionStorage])];
              for (const { name } of await indexedDB.databases()) found.push(name);
              for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys())
                  found.push(name, request.url, await (await cache.match(request)).text());
              }
              return found.join("\\n");
            }"""
        )
    )
