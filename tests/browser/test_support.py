"""Help in a real browser: no sign-in, no script, and an answer that never leaves the page."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from kept_help import all_that_is_kept, answer, signed_out, until, wait_for_the_worker
from playwright.sync_api import Error, Page, expect

from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, OwnLine, Plan

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
ANSWERS = ("Yes", "I am not sure", "No, but it is hard")
PHONE = {"width": 390, "height": 844}
PLAN = Plan(
    first="Sit by the window",
    people=(Contact("Anna", "+44 20 7946 0000"), Contact("Ben", "ben@example.org")),
    country="GB",
)


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
@pytest.mark.parametrize(
    "url", ["/support/?country=GB", "/support/", "/support/safe?country=US", "/support/keep"]
)
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


def test_after_one_visit_help_opens_without_internet_for_every_country(page: Page) -> None:
    signed_out(page).goto("/support/")
    wait_for_the_worker(page)
    page.context.set_offline(True)
    page.goto("/support/")
    expect(page.get_by_text("This is the copy that was kept on this device on")).to_be_visible()
    expect(page.get_by_text("Your own plan is not in this copy.")).to_be_visible()
    expect(page.get_by_role("link", name="Call 999")).to_be_in_viewport()
    page.get_by_label("Country", exact=True).select_option("Ireland")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Call 112 or 999")).to_be_visible()
    expect(page.get_by_text("Country of these numbers: Ireland.")).to_be_visible()
    page.get_by_role("link", name="I do not feel safe").first.click()
    part = answer(page, "Yes")
    expect(part.get_by_role("link", name="Call 112 or 999")).to_be_visible()
    part = answer(page, "No, but it is hard")
    expect(part.get_by_text("Two calm minutes")).to_be_visible()
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
    page.get_by_label("Country", exact=True).select_option("Another country")
    page.get_by_role("button", name="Show").click()
    part = answer(page, "Yes")
    expect(part.get_by_text("Call your local emergency number.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("link", name="Look for the internet again").click()
    expect(page.get_by_role("link", name="I stop here")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_kept_page_is_accessible_and_used_by_keyboard(page: Page, width: int) -> None:
    signed_out(page).set_viewport_size({"width": width, "height": 800})
    page.goto("/support/")
    wait_for_the_worker(page)
    page.context.set_offline(True)
    for url in ("/support/", "/support/safe"):
        page.goto(url)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("details.answer summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:999"


def test_help_opens_without_internet_after_a_visit_of_another_page(page: Page) -> None:
    signed_out(page).goto("/path/example")
    until(
        page,
        "navigator.serviceWorker.getRegistration('/support/')"
        ".then((r) => r?.active?.state === 'activated')",
    )
    page.context.set_offline(True)
    page.get_by_role("link", name="Help now").click()
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()
    page.get_by_role("link", name="I do not feel safe").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Are you in danger")


def test_the_worker_touches_help_alone(page: Page) -> None:
    page.goto("/support/")
    wait_for_the_worker(page)
    scope = page.evaluate("navigator.serviceWorker.ready.then((r) => r.scope)")
    assert scope.endswith("/support/")
    page.goto("/plan/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/")


def test_a_server_that_breaks_leaves_the_kept_help(page: Page, monkeypatch: Any) -> None:
    signed_out(page).goto("/support/")
    wait_for_the_worker(page)

    def break_down(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("onward_app.support.queries.help_for", break_down)
    page.goto("/support/safe")
    expect(page.get_by_text("This is the copy that was kept on this device on")).to_be_visible()


def test_a_server_that_is_slow_keeps_nobody_waiting_for_help(page: Page, monkeypatch: Any) -> None:
    signed_out(page).goto("/support/")
    wait_for_the_worker(page)
    come = threading.Event()

    def dawdle(*_: object) -> None:
        come.wait(20)
        raise RuntimeError

    monkeypatch.setattr("onward_app.support.queries.help_for", dawdle)
    try:
        began = time.monotonic()
        page.goto("/support/")
        expect(page.get_by_text("It is a kept copy.")).to_be_visible()
        assert time.monotonic() - began < 10
    finally:
        come.set()


def test_nothing_private_is_left_in_the_browser_but_the_copy_that_was_chosen(
    page: Page, owner: Any
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    for url in ("/", "/entries/today", "/plan/", "/support/", "/support/safe", "/plan/edit"):
        page.goto(url)
    page.goto("/support/keep")
    wait_for_the_worker(page)
    before = all_that_is_kept(page)
    assert "Call 999" in before
    for word in ("Sit by the window", "Anna", "Ben", "Your account", "csrf"):
        assert word not in before
    page.get_by_role("button", name="Keep a copy on this device").click()
    expect(page.get_by_text("Your plan is kept on this device.")).to_be_visible()
    until(page, "caches.has('onward-own-plan')")
    page.goto("/entries/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/support/")
    wait_for_the_worker(page)
    kept = all_that_is_kept(page)
    assert "Sit by the window" in kept
    assert "Your account" not in kept
    page.get_by_role("link", name="A plan is kept on this device").click()
    page.get_by_role("button", name="Take it away from this device").click()
    until(page, "caches.has('onward-own-plan').then((has) => !has)")
    assert "Sit by the window" not in all_that_is_kept(page)


def test_the_kept_plan_is_shown_without_internet_and_is_new_after_a_visit(
    page: Page, owner: Any
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    page.goto("/support/keep")
    page.get_by_role("button", name="Keep a copy on this device").click()
    until(page, "caches.has('onward-own-plan')")
    lines = (OwnLine("the clinic", "+44 20 7946 1111"),)
    plans.keep(person=owner.pk, plan=replace(PLAN, first="Open the door", own_lines=lines))
    with page.expect_response("**/support/mine"):
        page.goto("/support/")
    until(
        page,
        "caches.match('/support/mine').then((a) => a?.text()).then((t) => t?.includes('the door'))",
    )
    wait_for_the_worker(page)
    signed_out(page).context.set_offline(True)
    page.goto("/support/")
    expect(page.get_by_text("Open the door")).to_be_visible()
    expect(page.get_by_role("link", name="Call the clinic")).to_be_visible()
    page.goto("/support/safe")
    part = answer(page, "No, but it is hard")
    links = part.get_by_role("link").all_inner_texts()
    assert links[0].startswith("Call Anna")
    part = answer(page, "Yes")
    links = part.get_by_role("link").all_inner_texts()
    assert [text.split("\n")[0] for text in links[:2]] == ["Call 999", "Call the clinic"]


def test_without_script_a_copy_that_cannot_be_kept_is_said_to_be_none(
    plain_page: Page, owner: Any
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    plain_page.goto("/support/keep")
    plain_page.get_by_role("button", name="Keep a copy on this device").click()
    expect(plain_page.locator("noscript p")).to_be_visible()
    expect(plain_page.get_by_text("Your plan is kept on this device.")).to_be_hidden()
    plain_page.get_by_role("button", name="Take it away from this device").click()
    expect(plain_page.get_by_role("button", name="Keep a copy on this device")).to_be_visible()


def test_signing_out_takes_all_from_a_browser_where_nothing_was_chosen(page: Page) -> None:
    page.goto("/entries/")
    page.evaluate("caches.open('left').then((c) => c.put('/left', new Response('Sit here')))")
    page.evaluate("localStorage.setItem('left', 'Stand there')")
    assert "Sit here" in all_that_is_kept(page)
    page.get_by_role("button", name="Sign out").click()
    kept = all_that_is_kept(page)
    assert "Sit here" not in kept
    assert "Stand there" not in kept


def test_chromium_finds_the_app_fit_to_be_installed(page: Page) -> None:
    page.goto("/")
    devtools = page.context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"].endswith("/support/app.webmanifest")
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # a private window is what the tests run in; nothing else may stand in the way
    assert [e["errorId"] for e in found if e["errorId"] != "in-incognito"] == []
