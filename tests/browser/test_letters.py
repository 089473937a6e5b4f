"""The first page stands before its letters; later pages have them at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
LETTERS = "link[rel=preload][as=font]"
HAS = """async () => {
  for (let tries = 0; tries < 100 && !document.cookie.includes("face=1"); tries += 1)
    await new Promise((done) => setTimeout(done, 50));
  return document.cookie.includes("face=1");
}"""
SHOWS = """() => document.fonts.ready.then(
  () => [...document.fonts].some((face) => face.status === "loaded"))"""


def test_the_letters_wait_on_the_first_page_and_stand_on_the_next(page: Page) -> None:
    page.goto("/path/example")
    assert page.locator(LETTERS).count() == 0
    assert page.evaluate(HAS)
    page.goto("/support/")
    assert page.locator(LETTERS).count() == 1
    assert page.evaluate(SHOWS)


def test_without_script_the_letters_are_there_at_once(plain_page: Page) -> None:
    plain_page.goto("/path/example")
    assert plain_page.locator("noscript link[href*=fonts]").count() == 1
