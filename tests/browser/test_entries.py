"""The check-in and what was written, in a real browser."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices, choices_of
from onward_app.entries import actions, queries
from onward_app.plan import actions as plans
from onward_app.plan.queries import Plan

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def tap(group: Locator, name: str) -> None:
    group.get_by_role("radio", name=name, exact=True).click()


def test_from_opening_to_kept_it_is_five_taps_on_a_phone(page: Page, owner: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    taps: list[Locator] = [page.get_by_role("link", name=re.compile("Write how today is"))]
    for question in ("How heavy is it?", "How strong", "How much could"):
        group = page.get_by_role("group", name=re.compile(question))
        taps.append(group.get_by_role("radio", name="4", exact=True))
    taps.append(page.get_by_role("button", name="Keep it").first)
    taps[0].click()
    keep, rooms = taps[-1].bounding_box(), page.get_by_role("navigation").first.bounding_box()
    assert keep and rooms, "all of it stands on one screen, so that nothing is scrolled"
    assert keep["y"] + keep["height"] <= rooms["y"]
    for at in taps[1:]:
        at.click()
    expect(page.get_by_role("heading", name="Kept.")).to_be_visible()
    assert len(taps) <= 5
    assert len(queries.opened(owner.pk)[0][1]) == 3


def test_after_keeping_the_reader_begins_at_kept_and_one_button_leads_on(page: Page) -> None:
    page.goto("/entries/today")
    tap(page.get_by_role("group", name=re.compile("How heavy")), "4")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_role("heading", name="Kept.")).to_be_focused()
    expect(page.locator(".main")).to_have_text(["Done"])
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", name="What would help now?")).to_be_visible()


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
    heavy = page.get_by_role("group", name=re.compile("How heavy"))
    heavy.get_by_role("radio", name="not set").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(heavy.get_by_role("radio", name="1", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("8")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("I feel numb or cut off")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("6")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kept.")).to_be_visible()
    assert {r[2:4] for _e, rows in queries.opened(owner.pk) for r in rows} == {
        ("distress", 1.0),
        ("feelings", 8.0),
        ("numb", 1.0),
    }


def test_each_part_of_more_opens_by_itself_without_script(plain_page: Page, owner: Any) -> None:
    plans.keep(person=owner.pk, plan=Plan(signs=("I sleep late",)))
    plain_page.goto("/entries/today")
    expect(plain_page.get_by_label("In your own words", exact=True)).to_be_hidden()
    plain_page.get_by_text("Add more:").click()
    plain_page.get_by_label("In your own words", exact=True).fill("Tea by the window.")
    plain_page.get_by_label("I sleep late").check()
    expect(plain_page.get_by_label("Mindful walk", exact=True)).to_be_hidden()
    plain_page.get_by_text("A practice", exact=True).click()
    expect(plain_page.get_by_label("Moved home", exact=True)).to_be_hidden()
    plain_page.get_by_label("Mindful walk", exact=True).check()
    plain_page.get_by_label("Minutes: Mindful walk").fill("15")
    plain_page.get_by_role("button", name="Keep it").last.click()
    expect(plain_page.get_by_text("Tea by the window.").first).to_be_visible()
    assert {r[1:4] for _e, rows in queries.opened(owner.pk) for r in rows} == {
        ("note", "", None),
        ("behaviour", "I sleep late", None),
        ("practice", "mindful_walk", 15.0),
    }
    plain_page.get_by_role("link", name="Edit").click()
    expect(plain_page.get_by_label("Mindful walk", exact=True)).to_be_checked()
    expect(plain_page.get_by_label("Moved home", exact=True)).to_be_hidden()


def test_the_parts_of_more_open_by_keyboard(page: Page) -> None:
    page.goto("/entries/today")
    page.get_by_text("Add more:").focus()
    page.keyboard.press("Enter")
    page.get_by_text("A session", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Was there a session?")).to_be_focused()


def test_without_numbers_each_step_has_a_name_for_a_reader(page: Page, owner: Any) -> None:
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/entries/today")
    tap(page.get_by_role("group", name=re.compile("How heavy")), "one step from very heavy")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_text("very much")).to_be_visible()
    assert [r[3] for _e, rows in queries.opened(owner.pk) for r in rows] == [9.0]


def test_a_rest_is_one_tap_and_ends_in_one(plain_page: Page, owner: Any) -> None:
    plain_page.goto("/entries/today")
    plain_page.get_by_role("button", name="Rest from noting").click()
    expect(plain_page.get_by_text("Nothing here asks you to write.")).to_be_visible()
    assert choices_of(owner.pk).resting
    plain_page.get_by_role("button", name="Begin again").click()
    expect(plain_page.get_by_role("link", name=re.compile("Three taps are enough"))).to_be_visible()


def test_a_month_is_two_taps_away(page: Page, owner: Any) -> None:
    for ago in range(70):
        day = (date.today() - timedelta(days=ago)).isoformat()
        actions.keep(person=owner.pk, rows=[(day, "checkin", "distress", 4.0, "")])
    last = date.today() - timedelta(days=69)
    page.goto("/entries/")
    page.get_by_text("Go to a month").click()
    page.get_by_role("link", name=f"{last:%B} {last.year}").click()
    expect(
        page.get_by_role("heading", name=re.compile(f"{last:%B} {last.year}")).first
    ).to_be_visible()


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


def full(owner: Any) -> None:
    """A record and a plan with names as long as they may be."""
    for ago in range(40):
        day = (date.today() - timedelta(days=ago)).isoformat()
        names = [("issue", 9.0 if ago < 20 else 2.0), ("practice", 5.0), ("event", 4.0)]
        rows = [(day, kind, LONG, value, "") for kind, value in names]
        note = (day, "note", "", None, LONG)
        rows = [(day, "checkin", "distress", 5.0, ""), *rows, note]
        actions.keep(person=owner.pk, rows=rows, for_a_harder_day=ago == 3)
    plans.keep(person=owner.pk, plan=Plan(signs=(LONG,)))


def opened(page: Page, url: str) -> None:
    """A page with all that it holds unfolded."""
    page.goto(url)
    page.evaluate(
        "document.querySelectorAll('main details').forEach((fold) => { fold.open = true })"
    )


@pytest.mark.parametrize("url", ["/", "/entries/", "/entries/today", "kept", "/path/"])
def test_a_long_unbroken_name_is_no_wider_than_the_screen(page: Page, owner: Any, url: str) -> None:
    full(owner)
    if url == "kept":
        url = f"/entries/{queries.opened(owner.pk)[0][0].pk}/kept"
    for width in (320, 390, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        opened(page, url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("chosen", "scheme"),
    [(Choices(), "light"), (Choices(resting=True, numbers=False), "dark")],
)
def test_every_page_is_open_to_everybody(
    page: Page, owner: Any, axe: Any, chosen: Choices, scheme: Any
) -> None:
    full(owner)
    choices.keep(person=owner.pk, choices=chosen)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    entry = queries.opened(owner.pk)[0][0].pk
    for url in (
        "/",
        "/entries/today",
        "/entries/",
        f"/entries/{entry}/kept",
        f"/entries/{entry}/",
        "/choices/",
    ):
        opened(page, url)
        assert axe(page) == [], url


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen_while_nothing_is_written(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for url in ("/", "/entries/today", "/entries/", "/choices/"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_tap_is_large_enough_for_a_thumb(page: Page, owner: Any) -> None:
    full(owner)
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, "/entries/today")
    for touched in page.locator(".tap, .fold > summary, .ways .quiet, .choice").all():
        box = touched.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_a_second_window_shows_what_the_first_one_kept(page: Page, owner: Any) -> None:
    row = (date.today().isoformat(), "checkin", "distress", 4.0, "")
    url = f"/entries/{actions.keep(person=owner.pk, rows=[row]).pk}/"
    page.goto(url)
    other = page.context.new_page()
    other.goto(url)
    tap(other.get_by_role("group", name=re.compile("How heavy")), "7")
    other.get_by_role("button", name="Keep it").first.click()
    expect(other.get_by_role("heading", name="Kept.")).to_be_visible()
    tap(page.get_by_role("group", name=re.compile("How heavy")), "2")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_role("alert").filter(has_text="Another window")).to_contain_text("7 of 10")
    heavy = page.get_by_role("group", name=re.compile("How heavy"))
    expect(heavy.get_by_role("radio", name="2", exact=True)).to_be_checked()
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_role("heading", name="Kept.")).to_be_visible()
    assert [r[3] for _e, rows in queries.opened(owner.pk) for r in rows] == [2.0]
