"""Sessions, goals and the journal in a real browser: script, none, keyboard, phone and desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onward_app.entries import actions as entries
from onward_app.entries import queries as written
from onward_app.goals import actions as goals
from onward_app.goals import queries as goal_queries
from onward_app.plan import actions as plans
from onward_app.plan.queries import Plan
from onward_app.sessions import actions, queries

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PHONE = {"width": 390, "height": 844}


def through_the_list(page: Page) -> None:
    page.goto("/sessions/")
    for text in ("The call with M.", "How we go on in June"):
        page.get_by_label("One thing to bring").fill(text)
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("listitem").filter(has_text=text)).to_be_visible()
    page.get_by_role("link", name=re.compile("Change.*How we go on")).click()
    page.get_by_role("button", name="Earlier in the list").click()
    page.get_by_role("link", name="I stop here").click()
    expect(page.get_by_role("listitem").first).to_contain_text("How we go on in June")
    page.get_by_role("button", name=re.compile("Brought.*The call with M.")).click()
    expect(page.get_by_text("Brought:", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("Change.*How we go on")).click()
    page.get_by_role("button", name="Take away").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("listitem").first).to_contain_text("How we go on in June")


def through_a_session(page: Page) -> None:
    page.goto("/sessions/held")
    page.get_by_label("By video").check()
    page.get_by_role("button", name="Keep it").first.click()
    page.get_by_role("link", name="Did today fit what you need?").click()
    page.get_by_role("group", name="Did what I said get through?").get_by_label("Not quite").check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_label("Ready to copy")).to_have_value(
        "I would like to talk about our last session. I am not sure that what I said got through. "
        "Can we look at it together?"
    )
    page.get_by_role("button", name="Put it on my list").click()
    expect(page.get_by_role("listitem").filter(has_text="our last session")).to_be_visible()
    expect(page.get_by_role("link", name="Did today fit what you need?")).to_have_count(0)


def test_what_to_bring_is_collected_and_a_session_is_looked_back_on(page: Page) -> None:
    page.set_viewport_size(PHONE)
    through_the_list(page)
    through_a_session(page)


def test_all_of_it_works_without_script(plain_page: Page) -> None:
    through_the_list(plain_page)
    through_a_session(plain_page)


def test_a_line_is_added_by_keyboard_alone(page: Page, owner: Any) -> None:
    page.goto("/sessions/")
    page.get_by_label("One thing to bring").focus()
    page.keyboard.type("The call")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem").first).to_contain_text("The call")
    assert [b.text for b in queries.to_bring(owner.pk)] == ["The call"]


def test_the_list_is_copied_and_on_paper_it_stands_alone(page: Page, owner: Any) -> None:
    actions.bring(person=owner.pk, text="The call with M.")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/sessions/")
    page.get_by_text("Take the list with me").click()
    page.get_by_role("button", name="Copy it").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "- The call with M."
    page.emulate_media(media="print")
    expect(page.get_by_role("listitem").first).to_contain_text("The call with M.")
    expect(page.get_by_role("heading", name="Sessions so far")).to_be_hidden()
    expect(page.get_by_role("button", name="Add it")).to_be_hidden()


def test_a_typed_line_is_there_again(page: Page) -> None:
    page.goto("/sessions/")
    with page.expect_response("**/drafts/bring"):
        page.get_by_label("One thing to bring").press_sequentially("The call")
    page.wait_for_timeout(600)
    page.goto("/sessions/")
    expect(page.get_by_label("One thing to bring")).to_have_value("The call")


def through_a_goal(page: Page) -> None:
    page.goto("/goals/")
    page.get_by_role("button", name=re.compile("Take it as a goal.*A quiet evening")).click()
    expect(page.get_by_role("heading", name="A quiet evening")).to_be_visible()
    page.locator(".tap", has_text="4").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("it was about half way.")).to_be_visible()
    page.get_by_role("link", name="It has moved").click()
    page.get_by_label("Smaller for now").check()
    page.get_by_label("Where I want to be").fill("One quiet hour")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="One quiet hour")).to_be_visible()
    page.get_by_text("What it was before").click()
    expect(page.get_by_text("(then smaller for now)")).to_be_visible()
    page.get_by_role("button", name="I let it go for now").click()
    expect(page.get_by_text("It rests.")).to_be_visible()
    page.get_by_role("button", name="Take it up again").click()
    expect(page.get_by_role("button", name="I am there")).to_be_visible()


@pytest.fixture
def a_plan(owner: Any) -> None:
    plans.keep(person=owner.pk, plan=Plan(goal="A quiet evening"))


def test_a_goal_is_taken_from_the_plan_and_moves(page: Page, owner: Any, a_plan: None) -> None:
    page.set_viewport_size(PHONE)
    through_a_goal(page)
    (kept,) = goal_queries.goals(owner.pk)
    assert (kept.goal.words, kept.now) == ("One quiet hour", 4.0)


def test_a_goal_moves_without_script(plain_page: Page, a_plan: None) -> None:
    through_a_goal(plain_page)


def through_the_journal(page: Page) -> None:
    page.goto("/journal/")
    page.get_by_role("link", name="Write", exact=True).click()
    page.get_by_text("A way to begin").click()
    page.get_by_role("link", name="One small thing").click()
    expect(page.get_by_text("Where was I, and who was there?")).to_be_visible()
    page.get_by_label("In your own words").fill("At the Café by the river, with A.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("At the Café by the river, with A.")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    page.get_by_label("Words to look for").fill("cafe RIVER")
    page.get_by_role("button", name="Look").click()
    expect(page.locator("mark")).to_have_text(["Café", "river"])
    assert "cafe" not in page.url.casefold()
    page.get_by_role("link", name="At the Café").click()
    page.get_by_role("button", name="Take away").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("link", name="At the Café")).to_be_visible()


def test_the_journal_is_written_found_and_taken_back(page: Page) -> None:
    page.set_viewport_size(PHONE)
    through_the_journal(page)


def test_the_journal_works_without_script(plain_page: Page) -> None:
    through_the_journal(plain_page)


@pytest.mark.parametrize(
    ("width", "scheme", "filled"),
    [(320, "light", True), (1280, "dark", True), (320, "dark", False)],
)
def test_every_page_is_accessible(
    page: Page, owner: Any, axe: Callable[[Page], list[str]], width: int, scheme: Any, filled: bool
) -> None:
    urls = ["/sessions/", "/sessions/held", "/sessions/fit", "/goals/", "/journal/"]
    urls += ["/journal/write", "/journal/write?prompt=friend"]
    if filled:
        urls += fill(owner)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    for url in urls:
        page.goto(url)
        assert axe(page) == [], url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url


def fill(owner: Any) -> list[str]:
    """Something in each of the three rooms; the pages about it."""
    person, today = owner.pk, written.today()
    thing = actions.bring(person=person, text="The call with M. " + "long" * 20)
    actions.tick(item=actions.bring(person=person, text="June"), brought=today)
    entries.keep(person=person, rows=[(today.isoformat(), "session", "video", 7.0, "")])
    answers = {"goal": "partly", "fit": "yes"}
    fit = actions.keep_fit(person=person, day=date(2026, 5, 2), answers=answers, words="a")
    goal = goals.add(person=person, words="See friends again", why="They know me.")
    assert goal is not None
    goals.say_near(goal=goal, value=4, day=today)
    goals.move(goal=goal, words="See one friend", why="", what="smaller")
    note = entries.keep(person=person, rows=[("2026-05-02", "note", "", None, "river " * 60)])
    return [
        f"/sessions/{thing.pk}/",
        *(f"/sessions/fit/{fit.pk}/{page}" for page in ("", "kept")),
        *(f"/goals/{goal.pk}/{page}" for page in ("", "moved")),
        *(f"/journal/{note.pk}/{page}" for page in ("", "edit")),
    ]
