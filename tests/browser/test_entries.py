"""The check-in and what was written, in a real browser."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from onward_app.entries import actions, queries

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def tap(group: Locator, name: str) -> None:
    group.get_by_role("radio", name=name, exact=True).click()


def test_three_taps_and_keep_it_without_script(plain_page: Page, owner: Any) -> None:
    plain_page.goto("/entries/today")
    for question, number in (
        ("How heavy is it?", "4"),
        ("How strong", "6"),
        ("How much could", "7"),
    ):
        group = plain_page.get_by_role("group", name=re.compile(question))
        tap(group, number)
    plain_page.get_by_role("button", name="Keep it").first.click()
    expect(plain_page.get_by_role("heading", name="Kept.")).to_be_visible()
    assert {r[2:4] for _e, rows in queries.opened(owner.pk) for r in rows} == {
        ("distress", 4.0),
        ("feelings", 6.0),
        ("functioning", 7.0),
    }


def test_an_answer_begins_unset_and_can_be_unset_again(plain_page: Page, owner: Any) -> None:
    plain_page.goto("/entries/today")
    group = plain_page.get_by_role("group", name=re.compile("How heavy"))
    expect(group.get_by_role("radio", name="not set")).to_be_checked()
    tap(group, "4")
    tap(group, "not set")
    plain_page.get_by_role("button", name="Keep it").first.click()
    expect(plain_page.get_by_role("status")).to_contain_text("That is all right.")
    assert not queries.exist(owner.pk)


def test_a_second_tap_takes_an_answer_back(page: Page) -> None:
    page.goto("/entries/today")
    group = page.get_by_role("group", name=re.compile("How heavy"))
    tap(group, "4")
    expect(group.get_by_role("radio", name="4", exact=True)).to_be_checked()
    tap(group, "4")
    expect(group.get_by_role("radio", name="not set")).to_be_checked()


def test_the_check_in_is_done_by_keyboard_alone(page: Page, owner: Any) -> None:
    page.goto("/entries/today")
    page.get_by_role("group", name=re.compile("How heavy")).get_by_role(
        "radio", name="not set"
    ).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kept.")).to_be_visible()
    assert [r[3] for _e, rows in queries.opened(owner.pk) for r in rows] == [1.0]


def test_more_is_behind_one_tap_without_script(plain_page: Page, owner: Any) -> None:
    plain_page.goto("/entries/today")
    expect(plain_page.get_by_label("In your own words", exact=True)).to_be_hidden()
    plain_page.get_by_text("Add more:").click()
    plain_page.get_by_label("In your own words", exact=True).fill("Tea by the window.")
    plain_page.get_by_label("Mindful walk", exact=True).check()
    plain_page.get_by_label("Minutes: Mindful walk").fill("15")
    plain_page.get_by_role("button", name="Keep it").last.click()
    expect(plain_page.get_by_text("Tea by the window.").first).to_be_visible()
    assert {r[1:4] for _e, rows in queries.opened(owner.pk) for r in rows} == {
        ("note", "", None),
        ("practice", "mindful_walk", 15.0),
    }


def test_what_was_kept_is_undone_and_brought_back_without_script(
    plain_page: Page, owner: Any
) -> None:
    row = (date.today().isoformat(), "checkin", "distress", 4.0, "")
    entry = actions.keep(person=owner.pk, rows=[row])
    plain_page.goto(f"/entries/{entry.pk}/kept")
    plain_page.get_by_role("button", name="Undo").click()
    expect(plain_page.get_by_text("Nothing is written yet.")).to_be_visible()
    plain_page.get_by_role("button", name="Bring it back").click()
    expect(plain_page.get_by_text("4 of 10")).to_be_visible()


def test_back_and_another_answer_change_what_was_kept(page: Page, owner: Any) -> None:
    page.goto("/entries/today")
    tap(page.get_by_role("group", name=re.compile("How heavy")), "4")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_role("heading", name="Kept.")).to_be_visible()
    page.go_back()
    group = page.get_by_role("group", name=re.compile("How heavy"))
    expect(group.get_by_role("radio", name="4", exact=True)).to_be_checked()
    tap(group, "7")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_text("7 of 10")).to_be_visible()
    assert [r[3] for _e, rows in queries.opened(owner.pk) for r in rows] == [7.0]


LONG = "w" * 120


@pytest.mark.parametrize("url", ["/entries/", "/entries/today?open", "/path/"])
@pytest.mark.parametrize("width", [320, 390, 1024, 1280])
def test_a_long_unbroken_name_is_no_wider_than_the_screen(
    page: Page, owner: Any, url: str, width: int
) -> None:
    for ago in range(40):
        day = (date.today() - timedelta(days=ago)).isoformat()
        names = [("issue", 9.0 if ago < 20 else 2.0), ("practice", 5.0), ("event", 4.0)]
        rows = [(day, kind, LONG, value, "") for kind, value in names]
        actions.keep(person=owner.pk, rows=[(day, "checkin", "distress", 5.0, ""), *rows])
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(url)
    if url.endswith("?open"):
        page.get_by_text("Add more:").click()
    for summary in page.locator("main summary").all() if url == "/path/" else []:
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("url", ["/", "/entries/today", "/entries/", "/entries/today?open"])
def test_a_page_is_open_to_everybody(page: Page, owner: Any, axe: Any, url: str) -> None:
    for ago in (0, 1, 20):
        day = (date.today() - timedelta(days=ago)).isoformat()
        actions.keep(person=owner.pk, rows=[(day, "issue", "calls", 4.0, "")])
    page.goto(url)
    if url.endswith("?open"):
        page.get_by_text("Add more:").click()
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("url", ["/", "/entries/today", "/entries/"])
def test_nothing_is_wider_than_the_screen(page: Page, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_tap_is_large_enough_for_a_thumb(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/entries/today")
    for tap in page.locator(".tap").all()[:12]:
        box = tap.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
