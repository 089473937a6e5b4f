"""The practices in a real browser: the timer by its own clock, writing, sheets, a fair test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onward_app.entries import actions as entry_actions
from onward_app.entries import queries as entries
from onward_app.practices import actions, queries

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def some_days(owner: Any) -> None:
    """Thirty quiet days."""
    for back in range(30):
        when = (entries.today() - timedelta(back)).isoformat()
        entry_actions.keep(person=owner.pk, rows=[(when, "checkin", "distress", 3 + back % 2, "")])


def practised(owner: Any) -> list[tuple[str, float | None, str]]:
    rows = [row for _entry, its in entries.opened(owner.pk) for row in its]
    return [(row[2], row[3], row[4]) for row in rows if row[1] == "practice"]


def begin(page: Page, path: str) -> None:
    page.clock.install()
    page.goto(path)
    page.get_by_role("button", name="Begin").click()


def test_the_time_is_that_of_the_clock_though_the_screen_was_off(page: Page, owner: Any) -> None:
    page.set_viewport_size(PHONE)
    begin(page, "/practices/quiet")
    expect(page.locator("[data-left]")).to_have_text("About 2 minutes are left.")
    expect(page.get_by_text("stop and look around you")).to_be_in_viewport()
    page.clock.run_for(61_000)
    expect(page.locator("[data-left]")).to_have_text("Less than a minute is left.")
    # no tick in between, as where a phone lay in a pocket
    page.clock.fast_forward(600_000)
    page.clock.run_for(1_000)
    expect(page.get_by_role("heading", name="The time is over.")).to_be_focused()
    expect(page.get_by_label("Minutes, or nothing")).to_have_value("2")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="It is kept")).to_be_visible()
    assert practised(owner) == [("meditation", 2.0, "")]


def test_a_pause_holds_the_time_and_stopping_asks_nothing(page: Page) -> None:
    page.set_viewport_size(DESK)
    page.clock.install()
    page.goto("/practices/quiet")
    page.locator("label.tap", has_text="Own").click()
    page.get_by_label("Minutes, 1 to 60").fill("20")
    page.locator("label", has_text="The breath").click()
    page.get_by_role("button", name="Begin").press("Enter")
    expect(page.locator(".breathing")).to_be_visible()
    page.clock.run_for(180_000)
    page.keyboard.press("Enter")
    expect(page.locator("[data-left]")).to_contain_text("It rests.")
    page.clock.fast_forward(3_600_000)
    page.keyboard.press("Enter")
    expect(page.locator("[data-left]")).to_have_text("About 17 minutes are left.")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="You stopped here.")).to_be_focused()
    expect(page.get_by_label("Minutes, or nothing")).to_have_value("3")


def test_nothing_moves_where_motion_is_not_wanted(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/practices/quiet")
    page.locator("label", has_text="The breath").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".breathing")).to_be_hidden()
    expect(page.locator("[data-now]")).to_contain_text("Let the breath come in")


def test_the_bell_at_the_end_is_set_on_the_clock_of_the_sound(page: Page) -> None:
    page.add_init_script(
        "window.rung = [];"
        "AudioScheduledSourceNode.prototype.start = new Proxy(AudioScheduledSourceNode.prototype"
        ".start, { apply(f, node, at) { if (node.frequency) window.rung.push(at[0]);"
        " return Reflect.apply(f, node, at) } })"
    )
    page.goto("/practices/quiet")
    page.get_by_text("Bell and screen").click()
    page.get_by_label("A soft bell at the start and at the end").check()
    page.get_by_role("button", name="Begin").click()
    rung = page.evaluate("window.rung")
    assert len(rung) == 4
    assert 119 < max(rung) - min(rung) < 121


def test_a_walk_shows_one_cue_a_minute_and_keeps_what_was_noticed(page: Page, owner: Any) -> None:
    page.set_viewport_size(PHONE)
    page.clock.install()
    page.goto("/practices/walk")
    page.get_by_label("My intention, in a few words").fill("let today go")
    page.get_by_role("button", name="Begin").click()
    cues = queries.content()["walk"]["cues"]
    expect(page.locator("[data-now]")).to_have_text(cues[0])
    page.clock.run_for(62_000)
    expect(page.locator("[data-now]")).to_have_text(cues[1])
    page.get_by_role("button", name="Stop").click()
    page.get_by_label("One thing I noticed").fill("A heron")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("A heron")).to_be_visible()
    assert practised(owner) == [("mindful_walk", 1.0, "My intention: let today go\nA heron")]


def test_without_script_the_words_are_there_and_minutes_can_be_noted(
    plain_page: Page, owner: Any
) -> None:
    plain_page.goto("/practices/quiet")
    expect(plain_page.get_by_text("Let your eyes rest on one thing.")).to_be_visible()
    expect(plain_page.get_by_role("button", name="Begin")).to_be_hidden()
    plain_page.get_by_label("Minutes, or nothing").fill("4")
    plain_page.get_by_role("button", name="Keep it").click()
    expect(plain_page.get_by_role("heading", name="It is kept")).to_be_visible()
    plain_page.goto("/practices/write/thought")
    plain_page.get_by_label("What went through your mind?").fill("I fall short")
    plain_page.locator("summary", has_text="A kinder thought").click()
    plain_page.get_by_label("What would be a kinder thought").fill("I try")
    plain_page.get_by_role("button", name="Keep it").click()
    expect(plain_page.get_by_text("I fall short").first).to_be_visible()
    plain_page.get_by_role("button", name="Take it away").click()
    plain_page.get_by_role("button", name="Bring it back").click()
    expect(plain_page.get_by_text("I try").first).to_be_visible()
    assert sorted(name for name, _m, _w in practised(owner)) == ["meditation", "reframing"]


def test_a_thought_is_still_there_when_its_page_was_left(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/practices/write/thought")
    page.locator("summary", has_text="A kinder thought").click()
    with page.expect_response("**/drafts/thought"):
        page.get_by_label("What would be a kinder thought").fill("I try")
    page.goto("/practices/write/thought")
    expect(page.get_by_label("What would be a kinder thought")).to_be_visible()
    expect(page.get_by_label("What would be a kinder thought")).to_have_value("I try")


def test_writing_ends_after_a_quarter_of_an_hour_with_its_words_kept(
    page: Page, owner: Any, some_days: None
) -> None:
    page.set_viewport_size(PHONE)
    page.clock.install()
    page.goto("/practices/write/writing")
    words = page.get_by_label("What I feel")
    words.press_sequentially("so much")
    page.clock.run_for(14 * 60_000 + 2_000)
    expect(page.get_by_text("About one minute is left.")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.get_by_text("Fifteen minutes are over.")).to_be_visible()
    expect(words).not_to_be_editable()
    expect(words).to_have_value("so much")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="Come back to the room")).to_be_visible()
    assert queries.written(owner.pk)[0].fields == {"words": "so much"}


def test_a_fair_test_is_begun_by_keyboard_alone(page: Page, some_days: None, owner: Any) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/practices/test")
    page.get_by_label("What do you want to try?").focus()
    page.keyboard.type("Cold tea")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cold tea")).to_be_visible()
    page.get_by_role("button", name="End the test").press("Enter")
    expect(page.get_by_text("You ended the test. That is all right.")).to_be_visible()
    assert len(queries.tests(owner.pk)) == 1


def test_axe_finds_nothing_and_nothing_is_wider_than_the_narrowest_phone(
    page: Page, owner: Any, some_days: None, axe: Callable[[Page], list[str]]
) -> None:
    day = entries.today()
    long = {"whom": "W" * 100, "say": "I miss you"}
    talk = actions.keep(person=owner.pk, kind="talk", fields=long, day=day)
    test = actions.begin(
        person=owner.pk, practice="Cold tea", days=60, seed=7, today=day - timedelta(2)
    )
    page.set_viewport_size(NARROW)
    kinds = [f"write/{kind}" for kind in queries.KINDS]
    rows = [f"kept/{talk.pk}", f"kept/{talk.pk}/edit", f"test/{test.pk}"]
    for at, path in enumerate(["", "quiet", "walk", "ground", "kept", *kinds, *rows]):
        page.emulate_media(color_scheme="dark" if at % 2 else "light")
        page.goto(f"/practices/{path}")
        assert axe(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
