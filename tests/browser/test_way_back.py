"""The way back and the plan in a real browser, with script and without."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect

from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, Plan, plan_of
from onward_app.way_back import actions, queries
from onward_app.way_back.follow import Follow

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PLAN = Plan(
    first="Sit by the window",
    signs=("I sleep late",),
    helps=("A walk",),
    steps=(("I have made tea", "walk to the corner"),),
    people=(Contact("Anna", "+44 20 7946 0000"),),
    words="It passed before.",
    country="GB",
)


def through_tonight(page: Page) -> None:
    page.goto("/way_back/")
    page.get_by_role("link", name="Tonight").first.click()
    part = page.locator("details.answer").nth(2)
    part.locator("summary").click()
    part.get_by_role("link", name="Go on with tonight").click()
    expect(page.get_by_text("Tonight, 2 of 3")).to_be_visible()
    expect(page.get_by_text("If memories or numbness come")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    page.get_by_label("Open the window and drink a glass of water").check()
    page.get_by_role("button", name="Keep it and rest").click()
    expect(page.get_by_role("heading", name="That is enough for tonight")).to_be_visible()
    expect(page.get_by_text("Open the window and drink a glass of water")).to_be_visible()


def test_tonight_is_three_screens(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    through_tonight(page)


def test_tonight_works_without_script(plain_page: Page) -> None:
    through_tonight(plain_page)


def test_tonight_goes_through_signed_out_and_keeps_nothing(plain_page: Page, owner: Any) -> None:
    plain_page.context.clear_cookies()
    plain_page.goto("/way_back/tonight/1")
    plain_page.get_by_role("link", name="Next, without an answer").click()
    plain_page.get_by_role("link", name="Next").click()
    expect(plain_page.get_by_text("Nothing is kept here")).to_be_visible()
    plain_page.get_by_role("link", name="That is enough for tonight").click()
    expect(plain_page.get_by_role("heading", name="That is enough for tonight")).to_be_visible()
    assert queries.walks(owner.pk) == []


def test_the_two_minutes_begin_and_stop_and_nothing_of_them_shows_without_script(
    page: Page, plain_page: Page
) -> None:
    page.goto("/way_back/tonight/2")
    page.get_by_role("button", name="Begin two minutes").click()
    expect(page.locator(".timer_says")).to_contain_text("About 120 seconds are left.")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".timer_says")).to_have_text("")
    plain_page.goto("/way_back/tonight/2")
    expect(plain_page.get_by_role("button", name="Begin two minutes")).to_be_hidden()


def through_the_steps(page: Page) -> None:
    page.goto("/way_back/")
    page.get_by_role("link", name="When I have time").click()
    expect(page.get_by_text("1 of 10")).to_be_visible()
    page.get_by_label("Something slipped, and I see it.").check()
    forward(page, 2)
    page.get_by_label("I can be kind to myself with it.").check()
    forward(page, 3)
    page.get_by_label("Look around").check()
    forward(page, 4)
    page.get_by_label("Going outside").check()
    forward(page, 5)
    page.get_by_label("I am not sure").check()
    forward(page, 6)
    page.get_by_label("Work or study").check()
    page.get_by_label("In your own words").fill("A new desk, and less sleep.")
    forward(page, 7)
    page.get_by_label("When I put on my shoes, I will stand outside for two minutes").check()
    if not page.get_by_label("When", exact=True).nth(1).is_visible():
        page.get_by_text("Add another step").click()
    page.get_by_label("When", exact=True).nth(1).fill("I have made tea")
    page.get_by_label("I will", exact=True).nth(1).fill("walk to the corner")
    page.get_by_role("button", name="I stop here. It is kept.").click()
    expect(page.get_by_role("heading", name="It is kept. That is enough for now.")).to_be_visible()
    page.goto("/way_back/")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_text("7 of 10")).to_be_visible()
    forward(page, 8)
    page.get_by_label("A smaller part of it, for now").check()
    forward(page, 9)
    page.get_by_label("Name", exact=True).first.fill("Anna")
    page.get_by_label("Phone or e-mail", exact=True).first.fill("+44 20 7946 0000")
    forward(page, 10)
    expect(page.get_by_label("What helps me")).to_have_value("Going outside")
    page.get_by_role("button", name="Make it my plan").click()
    through_the_end(page)


def through_the_end(page: Page) -> None:
    expect(page.get_by_role("heading", name="One thing for today")).to_be_visible()
    expect(page.get_by_label("In a week")).not_to_be_checked()
    page.get_by_label("Reach Anna").check()
    page.get_by_role("button", name="Keep it for today").click()
    expect(page.get_by_role("heading", name="One thing for today")).to_be_visible()
    expect(page.get_by_text("Reach Anna")).to_be_visible()
    expect(page.get_by_role("link", name="Call Anna")).to_be_visible()


def forward(page: Page, step: int) -> None:
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(f"{step} of 10")).to_be_visible()


def test_the_ten_steps_end_in_the_plan(page: Page, owner: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    through_the_steps(page)
    plan = plan_of(owner.pk)
    assert plan.steps == (
        ("I put on my shoes", "stand outside for two minutes"),
        ("I have made tea", "walk to the corner"),
    )
    assert plan.helps == ("Going outside",)
    assert [who.name for who in plan.people] == ["Anna"]


def test_the_ten_steps_work_without_script(plain_page: Page, owner: Any) -> None:
    through_the_steps(plain_page)
    assert len(plan_of(owner.pk).steps) == 2


def test_what_is_typed_is_kept_without_a_tap(page: Page, owner: Any) -> None:
    page.goto("/way_back/steps/1")
    page.get_by_label("What came back").fill("The old evenings")
    expect(page.locator(".kept_says")).to_have_text("Kept", timeout=10_000)
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    assert gone.value["answers"]["gentle"]["words"] == "The old evenings"
    page.goto("/way_back/steps/1")
    expect(page.get_by_label("What came back")).to_have_value("The old evenings")


def test_two_windows_at_one_step_keep_what_was_typed_in_either(page: Page, owner: Any) -> None:
    other = page.context.new_page()
    for one in (page, other):
        one.goto("/way_back/steps/1")
    for one, words in ((page, "The old evenings"), (other, "Too little sleep")):
        one.get_by_label("What came back").press_sequentially(words)
        expect(one.locator(".kept_says")).to_have_text("Kept", timeout=10_000)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("2 of 10")).to_be_visible()
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    assert gone.value["answers"]["gentle"]["words"] == "The old evenings\nToo little sleep"


def test_enter_in_a_small_step_goes_on(page: Page) -> None:
    page.goto("/way_back/steps/7")
    page.get_by_label("I will", exact=True).first.fill("walk")
    page.keyboard.press("Enter")
    expect(page.get_by_text("8 of 10")).to_be_visible()


def test_a_number_that_is_none_is_answered_beside_its_field(plain_page: Page) -> None:
    plain_page.goto("/plan/edit")
    plain_page.get_by_label("What I do first").fill("Tea")
    plain_page.get_by_label("Person 1: phone or e-mail").fill("call her")
    plain_page.get_by_role("button", name="Keep my plan").click()
    expect(plain_page.get_by_text("Write a phone number such as")).to_be_visible()
    field = plain_page.get_by_label("Person 1: phone or e-mail")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(plain_page.get_by_label("What I do first")).to_have_value("Tea")


def test_ready_words_are_made_and_can_be_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/way_back/stuck")
    page.get_by_role("group", name="Do I feel understood there?").get_by_label("In part").check()
    page.get_by_role("button", name="Put it into words").click()
    page.get_by_role("button", name="Copy it").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    said = page.evaluate("navigator.clipboard.readText()")
    assert "I do not always feel understood" in said


def test_a_plan_on_paper_shows_the_plan_alone(page: Page, owner: Any) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    page.goto("/plan/")
    page.emulate_media(media="print")
    expect(page.get_by_text("Sit by the window")).to_be_visible()
    expect(page.get_by_text("+44 20 7946 0000")).to_be_visible()
    expect(page.get_by_role("link", name="Change my plan")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()


def test_help_is_one_tap_from_every_step_and_the_plan_two_at_most(page: Page, owner: Any) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    for url in ("/way_back/", "/way_back/tonight/2", "/way_back/steps/5", "/plan/"):
        page.goto(url)
        page.get_by_role("link", name="Help now").first.click()
        expect(page.get_by_role("link", name="Call 999")).to_be_visible()
        expect(page.get_by_role("link", name="Call Anna")).to_be_visible()


# each page meets both widths, colours and fillings; the trust tests go through all (--all)
@pytest.mark.parametrize(
    ("filled", "width", "scheme", "half"),
    [
        (True, 320, "light", 0),
        pytest.param(False, 1280, "dark", 0, marks=pytest.mark.whole),
        pytest.param(True, 1280, "light", 1, marks=pytest.mark.whole),
        (False, 320, "dark", 1),
    ],
)
def test_every_page_is_accessible(
    page: Page, owner: Any, filled: bool, width: int, scheme: Any, half: int
) -> None:
    if filled:
        plans.keep(person=owner.pk, plan=PLAN)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    urls = [f"/way_back/tonight/{n}" for n in (1, 2, 3)]
    urls += [f"/way_back/steps/{n}" for n in range(1, 11)]
    urls += [
        "/way_back/",
        "/way_back/tonight/rest",
        "/way_back/steps/kept",
        "/way_back/stuck",
        "/way_back/stuck/say",
        "/way_back/today",
        "/way_back/follow",
    ]
    for url in [*urls, "/plan/", "/plan/edit"][half::2]:
        page.goto(url)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{url}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url


def test_the_words_of_care_stay_in_sight_down_to_the_last_way(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto("/way_back/steps/3")
    page.get_by_label("Tell somebody").scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    expect(page.get_by_text("If memories or numbness come")).to_be_in_viewport()


def test_a_tap_fills_a_small_step_and_a_second_tap_empties_it(page: Page) -> None:
    page.goto("/way_back/steps/7")
    idea = page.get_by_label("When I put on my shoes, I will stand outside for two minutes")
    will = page.get_by_label("I will", exact=True)
    idea.check()
    expect(will.first).to_have_value("stand outside for two minutes")
    idea.uncheck()
    expect(will.first).to_have_value("")
    for number, text in enumerate(("one", "two", "three")):
        if number == 1:
            page.get_by_text("Add another step").click()
        will.nth(number).fill(text)
    idea.click()
    expect(idea).not_to_be_checked()
    expect(page.get_by_text("Three steps are there already.")).to_be_visible()
    expect(will.first).to_have_value("one")


def test_the_way_can_be_ended_with_the_keyboard_alone(page: Page, owner: Any) -> None:
    page.goto("/way_back/steps/9")
    page.get_by_label("Name", exact=True).first.focus()
    page.keyboard.type("Anna")
    to(page, "Next")
    expect(page.get_by_text("10 of 10")).to_be_visible()
    to(page, "Make it my plan")
    expect(page.get_by_role("heading", name="One thing for today")).to_be_visible()
    page.get_by_label("Reach Anna").focus()
    page.keyboard.press("Space")
    tabbed(page, "In a week")
    page.keyboard.press("Space")
    to(page, "Keep it for today")
    expect(page.get_by_role("heading", name="My plan")).to_be_visible()
    found = queries.following(owner.pk)
    assert found is not None
    assert (found[1].step, found[1].days) == ("Reach Anna", (7,))


def to(page: Page, button: str) -> None:
    tabbed(page, button)
    page.keyboard.press("Enter")


def tabbed(page: Page, name: str) -> None:
    """Go on by Tab until what has this name has the focus."""
    wanted = page.get_by_role("button", name=name).or_(page.get_by_label(name)).first
    for _press in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(name)


def test_words_typed_without_a_connection_are_kept_when_it_is_back(page: Page, owner: Any) -> None:
    page.goto("/way_back/steps/1")
    page.context.set_offline(True)
    page.get_by_label("What came back").fill("The old evenings")
    page.wait_for_timeout(600)
    page.get_by_label("What came back").press_sequentially(", and more")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Your words are still here.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("2 of 10")).to_be_visible()
    gone = queries.open_walk(owner.pk, "steps")
    assert gone is not None
    assert gone.value["answers"]["gentle"]["words"] == "The old evenings, and more"


def test_words_typed_after_the_sign_in_ended_are_given_back(page: Page) -> None:
    page.goto("/way_back/steps/1")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("What came back").fill("The old evenings")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("The old evenings")).to_be_visible()
    expect(page.get_by_label("What came back")).to_have_count(0)


def test_the_card_of_the_first_page_leads_to_an_answer_and_goes(
    plain_page: Page, owner: Any
) -> None:
    week = date.today() - timedelta(days=7)
    actions.keep_following(person=owner.pk, follow=Follow("I will walk", week, (7,)))
    plain_page.goto("/")
    plain_page.get_by_role("link", name="A week ago you chose a small step.").click()
    plain_page.get_by_label("Not yet").check()
    plain_page.get_by_role("button", name="Keep it").click()
    expect(plain_page.get_by_text("Not yet is all right.")).to_be_visible()
    plain_page.goto("/")
    expect(plain_page.get_by_role("link", name="A week ago")).to_have_count(0)
