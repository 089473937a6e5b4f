"""The path page in a real browser: a phone and a desk, with and without script."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from onward import simulate
from onward_app.entries import actions

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def lived(owner: Any) -> None:
    """A record of more than a year that ends today."""
    things = list(simulate.example())
    shift = date.today() - date.fromisoformat(max(t.when for t in things)[:10])
    rows = [(_moved(t.when, shift), *t[1:]) for t in things]
    actions.add_batch(person=owner.pk, batch=uuid4(), rows=rows)


def _moved(when: str, shift: Any) -> str:
    return (date.fromisoformat(when[:10]) + shift).isoformat()


@pytest.mark.parametrize(("width", "drawn"), [(390, "312"), (1280, "640")])
def test_one_picture_is_seen_and_it_is_drawn_for_this_width(
    page: Page, lived: None, width: int, drawn: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/path/")
    seen = [svg for svg in page.locator("#picture svg").all() if svg.is_visible()]
    assert [str(s.get_attribute("viewBox")).split()[2] for s in seen] == [drawn]


def test_no_text_in_the_picture_is_smaller_than_twelve_pixels(page: Page, lived: None) -> None:
    for width in (320, 390, 719, 720, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/path/")
        sizes = page.evaluate(
            """[...document.querySelectorAll('main svg')].filter(s => s.checkVisibility())
            .flatMap(s => [...s.querySelectorAll('text')].map(t =>
                parseFloat(getComputedStyle(t).fontSize) * s.getScreenCTM().a))"""
        )
        assert sizes
        assert min(sizes) >= 12, width


def test_another_range_needs_no_script(plain_page: Page, lived: None) -> None:
    plain_page.goto("/path/")
    plain_page.get_by_role("link", name="30 days").click()
    expect(plain_page).to_have_url(re.compile(r"\?days=30$"))
    expect(plain_page.get_by_role("link", name="30 days")).to_have_attribute("aria-current", "true")


def test_with_script_another_range_swaps_the_picture_alone(page: Page, lived: None) -> None:
    page.goto("/path/")
    page.evaluate("document.querySelector('h1').dataset.stayed = 'yes'")
    expect(page.locator("html.swaps")).to_be_attached()
    issue = page.locator("#issues svg title").first
    whole = issue.text_content()
    page.get_by_role("link", name="90 days").click()
    expect(page.get_by_role("link", name="90 days")).to_have_attribute("aria-current", "true")
    expect(page.locator("h1")).to_have_attribute("data-stayed", "yes")
    expect(issue).not_to_have_text(str(whole))
    expect(page).to_have_url(re.compile(r"\?days=90$"))


def test_the_picture_is_a_table_too(plain_page: Page, lived: None) -> None:
    plain_page.goto("/path/?days=90")
    plain_page.locator("#picture").get_by_text("The picture as a table").click()
    plain_page.locator("#picture").get_by_role("link", name="Open the table").click()
    expect(plain_page.get_by_role("table")).to_be_visible()
    plain_page.get_by_role("link", name="Back to your path").click()
    expect(plain_page).to_have_url(re.compile(r"/path/\?days=90$"))


def test_the_own_word_is_given_without_script(plain_page: Page, lived: None) -> None:
    plain_page.goto("/path/")
    plain_page.get_by_text("I see it otherwise").click()
    plain_page.get_by_label("A pause").check()
    plain_page.get_by_role("button", name="Keep my word").click()
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("a pause")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_path_is_open_to_everybody(
    page: Page, lived: None, axe: Any, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/path/")
    expect(page.locator("html.swaps")).to_be_attached()
    for summary in page.locator("main summary").all():
        summary.click()
    expect(page.get_by_role("table").first).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("url", ["/path/", "/path/example"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, lived: None, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_table_comes_when_it_is_unfolded(page: Page, lived: None) -> None:
    page.goto("/path/")
    assert page.get_by_role("table").count() == 0
    expect(page.locator("html.swaps")).to_be_attached()
    page.locator("#picture").get_by_text("The picture as a table").click()
    expect(page.locator("#picture").get_by_role("table")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/path/$"))


@pytest.mark.parametrize("width", [390, 1280])
def test_the_picture_is_moved_along_by_keys_and_by_a_tap(
    page: Page, lived: None, axe: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    loaded: list[str] = []
    page.on("request", lambda r: loaded.append(r.url))
    page.goto("/path/")
    assert not any("vega" in url for url in loaded)
    page.get_by_role("link", name="Look closer").click()
    slider = page.get_by_role("slider", name="Move along the days")
    slider.focus()
    last = slider.get_attribute("aria-valuetext")
    slider.press("ArrowLeft")
    expect(slider).not_to_have_attribute("aria-valuetext", str(last))
    expect(page.locator("[data-reads]")).to_have_text(str(slider.get_attribute("aria-valuetext")))
    assert page.locator("[data-moves] path").count() > 5
    before = page.locator("[data-moves]").inner_html()
    box = page.locator("[data-moves] svg").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    middle = int(str(slider.get_attribute("max"))) / 2
    assert abs(int(slider.input_value()) - middle) < middle / 10
    expect(page.locator("[data-moves]")).not_to_have_js_property("innerHTML", before)
    assert axe(page) == []


def test_without_script_the_picture_stands_still_and_the_table_is_beside_it(
    plain_page: Page, lived: None
) -> None:
    plain_page.goto("/path/closer")
    expect(plain_page.get_by_text("Here your picture stands still.")).to_be_visible()
    expect(plain_page.get_by_role("slider")).to_be_hidden()
    plain_page.get_by_role("link", name="The picture as a table").click()
    expect(plain_page.get_by_role("table")).to_be_visible()


def test_on_paper_are_the_words_the_desk_picture_and_the_reasons(page: Page, lived: None) -> None:
    page.set_viewport_size({"width": 794, "height": 1123})
    page.goto("/path/")
    page.emulate_media(media="print")
    expect(page.locator(".lead").last).to_be_visible()
    expect(page.locator(".for-desk svg").first).to_be_visible()
    expect(page.locator(".reasons li").first).to_be_visible()
    for left_out in (".range", ".nav", ".acts", ".as_table", ".for-phone"):
        expect(page.locator(left_out).first).to_be_hidden()


def test_the_own_word_is_taken_back(page: Page, lived: None) -> None:
    page.goto("/path/")
    page.get_by_text("I see it otherwise").click()
    page.get_by_label("A pause").check()
    page.get_by_role("button", name="Keep my word").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("a pause")
    page.get_by_text("I see it otherwise").click()
    page.get_by_role("button", name="Take my word back").click()
    expect(page.get_by_text("Your word is taken back.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("a pause")
