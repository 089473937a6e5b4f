"""The plan in a real browser: signs that are tied, the offer, the letter; phone and desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onward_app.entries import actions as entries
from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, OwnLine, Plan, Watched, letter_of, plan_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
SIZES = {"phone": (390, 844), "desk": (1280, 900), "narrow": (320, 640)}
TODAY = date.today()
SIGN = "I stop answering"
PLAN = Plan(
    first="Sit by the window with a cup of tea",
    signs=("I sleep late", SIGN, "Everything feels far away"),
    helps=("A walk by the river", "Music without words"),
    steps=(("I have made tea", "walk to the corner"), ("it is nine", "put the phone away")),
    people=(Contact("Anna", "+44 20 7946 0000"), Contact("Ben", "ben@example.org")),
    therapist=Contact("Dr Ode"),
    own_lines=(
        OwnLine("The night clinic", "+44 20 7946 0001", "evenings only"),
        OwnLine("A quiet page", "https://example.org/quiet"),
    ),
    words="It passed before.",
    goal="Where I can meet a friend",
    country="GB",
    watched=(Watched("I sleep late", "sleep", 3),),
)


def steady(owner: Any) -> None:
    for ago in range(40):
        day = (TODAY - timedelta(days=ago)).isoformat()
        level = 2.5 + ago % 2
        entries.keep(person=owner.pk, rows=[(day, "checkin", "distress", level, "")])


def sized(page: Page, size: str) -> Page:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_plan_fits_and_has_nothing_weighty(
    page: Page, owner: Any, axe: Callable[[Page], list[str]], size: str
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    plans.keep_letter(person=owner.pk, words="It passes.\n\nMake tea.", today=TODAY)
    tick = (TODAY.isoformat(), "behaviour", SIGN, None, "")
    entry = entries.keep(person=owner.pk, rows=[tick])
    sized(page, size)
    for url in ("/plan/", "/plan/edit", "/plan/watch", "/plan/letter", f"/entries/{entry.pk}/kept"):
        page.goto(url)
        assert fits(page), url
        assert axe(page) == [], url


def a_sign_is_tied_and_the_plan_offered(page: Page, owner: Any) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Sit by the window", signs=(SIGN,)))
    page.goto("/plan/")
    page.get_by_role("link", name="Tie a sign to an answer").click()
    group = page.get_by_role("group", name=SIGN)
    group.get_by_label("Tie it to an answer").select_option("sleep")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Choose a number too")).to_be_visible()
    group.get_by_label("From which number").select_option("3")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Sleep at 3 or less")).to_be_visible()
    low = [
        ((TODAY - timedelta(days=ago)).isoformat(), "checkin", "sleep", 2.0, "") for ago in (1, 0)
    ]
    entries.keep(person=owner.pk, rows=low[:1])
    entry = entries.keep(person=owner.pk, rows=low[1:])
    page.goto(f"/entries/{entry.pk}/kept")
    offer = page.get_by_role("region", name="Your plan is here, if you want it")
    expect(offer.get_by_text(SIGN)).to_be_visible()
    expect(offer.get_by_text("Sit by the window")).to_be_visible()
    offer.get_by_role("button", name="Not now").click()
    page.goto(f"/entries/{entry.pk}/kept")
    expect(page.get_by_text("Your plan is here, if you want it")).to_have_count(0)


def test_a_sign_is_tied_and_the_plan_offered(page: Page, owner: Any) -> None:
    a_sign_is_tied_and_the_plan_offered(sized(page, "phone"), owner)


def test_without_script_a_sign_is_tied_and_the_plan_offered(plain_page: Page, owner: Any) -> None:
    a_sign_is_tied_and_the_plan_offered(plain_page, owner)


def test_a_letter_is_asked_for_written_found_again_and_kept_by_keyboard_alone(
    page: Page, owner: Any
) -> None:
    steady(owner)
    sized(page, "phone").goto("/")
    page.get_by_role("link", name="Yes, write a letter").press("Enter")
    page.get_by_label("What helped you to get here?").focus()
    page.keyboard.type("The morning light.")
    with page.expect_response("**/drafts/letter"):
        page.keyboard.press("Tab")
    page.keyboard.type("It passes.")
    page.wait_for_timeout(1200)
    page.reload()
    expect(page.get_by_label("What would you like to hear")).to_have_value("It passes.")
    page.get_by_role("button", name="Keep my letter").press("Enter")
    expect(page.get_by_role("heading", name="My letter to myself")).to_be_visible()
    assert letter_of(owner.pk) == (TODAY, "The morning light.\n\nIt passes.")
    page.goto("/")
    expect(page.get_by_text("This has been a steadier time")).to_have_count(0)


def test_without_script_a_letter_is_written_and_removed(plain_page: Page, owner: Any) -> None:
    plain_page.goto("/plan/letter")
    plain_page.get_by_label("Or write freely").fill("It passes.")
    plain_page.get_by_role("button", name="Keep my letter").click()
    plain_page.get_by_role("link", name="Change my letter").click()
    plain_page.get_by_text("Remove this letter").click()
    plain_page.get_by_role("button", name="Remove it").click()
    expect(plain_page.get_by_role("heading", name="Your plan is still to come")).to_be_visible()
    assert letter_of(owner.pk) is None


def test_more_people_and_own_lines_open_with_a_tap(plain_page: Page, owner: Any) -> None:
    plain_page.goto("/plan/edit")
    plain_page.get_by_text("More people").click()
    plain_page.get_by_label("Person 4", exact=True).fill("Cleo")
    plain_page.get_by_label("Place 1: name").fill("The night clinic")
    plain_page.get_by_label("Place 1: phone, e-mail or page").fill("https://example.org")
    plain_page.get_by_role("button", name="Keep my plan").click()
    expect(plain_page.get_by_role("link", name="Open The night clinic")).to_be_visible()
    assert [p.name for p in plan_of(owner.pk).people] == ["Cleo"]
