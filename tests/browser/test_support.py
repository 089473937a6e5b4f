"""Help in a real browser: no sign-in, no script, and an answer that never leaves the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Page, expect

from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, Plan

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
ANSWERS = ("Yes", "I am not sure", "No, but it is hard")
PHONE = {"width": 390, "height": 844}
PLAN = Plan(
    first="Sit by the window",
    people=(Contact("Anna", "+44 20 7946 0000"), Contact("Ben", "ben@example.org")),
    country="GB",
)


def answer(page: Page, words: str) -> Any:
    """Tap an answer; returns its part of the page."""
    part = page.locator("details.answer", has=page.locator("summary b", has_text=words)).first
    part.locator("summary").click()
    return part


def signed_out(page: Page) -> Page:
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    return page


@pytest.mark.parametrize("words", ANSWERS)
def test_an_answer_sends_nothing_and_changes_no_address(page: Page, words: str) -> None:
    page.goto("/support/safe?country=GB")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    before = traces(page)
    answer(page, words)
    page.wait_for_timeout(300)
    assert [url for url in sent if "/static/" not in url] == []
    assert traces(page) == before


def traces(page: Page) -> list[Any]:
    """What the browser would remember."""
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, history.length])")
    return [page.url, stored, page.context.cookies()]


def test_the_answer_is_nowhere_in_the_databases(page: Page) -> None:
    page.goto("/support/safe?country=GB")
    before = {name: rows(name) for name in ("default", "keys")}
    for words in ANSWERS:
        answer(page, words)
    page.goto("/support/")
    page.goto("/way_back/tonight/1")
    for words in ANSWERS:
        answer(page, words)
    page.goto("/way_back/tonight/2")
    assert {name: rows(name) for name in ("default", "keys")} == before


def rows(name: str) -> dict[str, list[Any]]:
    """Everything that a database holds."""
    with connections[name].cursor() as cursor:
        tables = connections[name].introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_yes_shows_the_emergency_number_without_scrolling_on_a_phone(
    page: Page,
) -> None:
    signed_out(page).goto("/support/safe?country=GB")
    part = answer(page, "Yes")
    expect(part.get_by_role("link", name="Call 999")).to_be_in_viewport()
    expect(part.get_by_role("link", name="Call Samaritans")).to_be_visible()


def test_help_works_without_script_and_without_sign_in(plain_page: Page) -> None:
    signed_out(plain_page).goto("/support/")
    expect(plain_page.get_by_role("heading", name="Help now")).to_be_visible()
    plain_page.get_by_label("Country", exact=True).select_option("Ireland")
    plain_page.get_by_role("button", name="Show").click()
    expect(plain_page.get_by_role("link", name="Call 112 or 999")).to_be_visible()
    expect(plain_page.get_by_text("You chose the country: Ireland.")).to_be_visible()
    plain_page.get_by_role("link", name="I do not feel safe").first.click()
    part = answer(plain_page, "I am not sure")
    expect(part.get_by_role("link", name="Call 112 or 999")).to_be_visible()


def test_another_country_shows_no_number_and_a_way_to_find_one(
    plain_page: Page,
) -> None:
    signed_out(plain_page).goto("/support/safe?country=GB")
    plain_page.get_by_label("Country", exact=True).select_option("Another country")
    plain_page.get_by_role("button", name="Show").click()
    part = answer(plain_page, "Yes")
    expect(part.get_by_text("Call your local emergency number.")).to_be_visible()
    expect(part.get_by_role("link", name="Find a line in your country")).to_be_visible()


def test_the_own_people_come_first_after_no(page: Page, owner: Any) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    page.goto("/support/safe")
    part = answer(page, "No, but it is hard")
    links = part.get_by_role("link").all_inner_texts()
    assert links[0].startswith("Call Anna")
    assert any(text.startswith("Call Samaritans") for text in links)


def test_the_question_is_answered_by_keyboard_alone(page: Page) -> None:
    page.goto("/support/safe?country=GB")
    page.locator("details.answer summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:999"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("url", ["/support/?country=GB", "/support/", "/support/safe?country=US"])
def test_help_is_accessible(page: Page, owner: Any, url: str, width: int, scheme: Any) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(url)
    for summary in page.locator("main summary").all():
        summary.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_file_of_help_comes_from_elsewhere(page: Page) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto("/support/?country=GB")
    page.goto("/support/safe?country=GB")
    assert len(hosts) == 1


def test_no_script_is_needed_by_a_page_of_help() -> None:
    templates = Path(__file__).parents[2] / "src" / "onward_app" / "templates" / "support"
    for template in templates.glob("*.html"):
        assert "<script" not in template.read_text("utf-8")
