"""Questionnaires in a real browser: with script and without, by keyboard, on phone and desk."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from in_a_browser import sign_in
from playwright.sync_api import Page, expect

from onward.measures import catalogue
from onward_app.entries import actions as keeping
from onward_app.entries import queries as entries
from onward_app.measures import actions, queries

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def through(page: Page) -> None:
    """Worry and fear from the first screen to the words about it."""
    page.goto("/measures/")
    page.get_by_role("button", name="Worry and fear").click()
    expect(page.get_by_text("No permission required to reproduce")).to_be_visible()
    page.get_by_role("link", name="Begin").click()
    gad7 = catalogue()["gad7"]
    for item in gad7.items:
        expect(page.get_by_role("heading", name=f"{item.number} of 7")).to_be_visible()
        expect(page.get_by_text(gad7.stem)).to_be_in_viewport()
        page.get_by_role("group", name=item.text).get_by_label("Several days").check()
        page.get_by_role("button", name=re.compile("Next|Look it over")).click()
    expect(page.get_by_text("Several days")).to_have_count(7)
    page.get_by_role("button", name="Put it into my record").click()
    expect(page.get_by_role("heading", name="Your answers are kept")).to_be_visible()


def totals(person: Any, name: str) -> list[float]:
    """The totals of a questionnaire in the record."""
    return [value for _when, value, _entry in queries.totals(person).get(name, [])]


def test_on_a_phone_it_is_answered_and_told_in_words(page: Page, owner: Any) -> None:
    page.set_viewport_size(PHONE)
    keeping.keep(person=owner.pk, rows=[("2026-05-03", "measure", "gad7", 9.0, "")])
    through(page)
    expect(page.get_by_text("are much like those of 3 May")).to_be_visible()
    expect(page.get_by_text("The total is")).to_be_hidden()
    page.get_by_text("Show the numbers").click()
    expect(page.get_by_text("The total is 7, on a line from 0 to 21.")).to_be_visible()
    assert totals(owner.pk, "gad7") == [9.0, 7.0]


def test_it_works_without_script(plain_page: Page, owner: Any) -> None:
    plain_page.set_viewport_size(DESK)
    through(plain_page)
    assert totals(owner.pk, "gad7") == [7.0]


def test_an_answer_is_kept_when_it_is_chosen_and_a_new_sign_in_goes_on(
    page: Page, owner: Any, live_server: Any
) -> None:
    page.goto("/measures/")
    page.get_by_role("button", name=re.compile("^Low mood How")).click()
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Nearly every day").check()
    expect(page.locator(".kept_says")).to_have_text("Kept")
    page.context.clear_cookies()  # the sign-in ends before anything is sent by a button
    again = Client()
    again.force_login(owner)
    sign_in(page.context, live_server.url, again)
    page.goto("/measures/")
    page.get_by_role("link", name=re.compile("Begun on")).click()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="2 of 9")).to_be_visible()


def test_a_risk_answer_opens_help_and_one_comes_back(page: Page, owner: Any) -> None:
    sat = actions.begin(person=owner.pk, measure="phq9")
    page.set_viewport_size(PHONE)
    page.goto(f"/measures/{sat.row.pk}/9")
    page.get_by_label("Several days").check()
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Are you in danger of acting on this")).to_be_visible()
    page.get_by_role("link", name="What you began waits for you here.").click()
    expect(page.get_by_role("heading", name="Go on where you stopped")).to_be_visible()
    seen = entries.review(owner.pk)
    assert seen is not None
    assert [f.what for f in seen.flags] == ["phq9.9"]


def test_the_keyboard_alone_is_enough(page: Page, owner: Any) -> None:
    sat = actions.begin(person=owner.pk, measure="phq2")
    page.goto(f"/measures/{sat.row.pk}/1")
    for _question in range(2):
        radio = page.get_by_label("Not at all")
        for _tab in range(30):
            page.keyboard.press("Tab")
            if radio.evaluate("one => one === document.activeElement"):
                break
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("Several days")).to_be_checked()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("(2|answers)$"))
    expect(page.get_by_role("heading", name="Look it over")).to_be_visible()
    assert queries.one(owner.pk, sat.row.pk).answers == {1: 1, 2: 1}


# each pair of width and colours meets once; the trust tests go through all (--all)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_page_is_accessible(page: Page, owner: Any, width: int, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    keeping.keep(person=owner.pk, rows=[("2026-05-03", "measure", "phq9", 20.0, "")])
    ids = {}
    for name in ("pcl5", "pc_ptsd5", "phq9"):
        sat = actions.begin(person=owner.pk, measure=name)
        for step in sat.steps()[:9]:
            given = "yes" if step.kind == "gate" else "1"
            sat = actions.answer(person=owner.pk, sitting=sat.row.pk, step=step, given=given)
        ids[name] = sat.row.pk
    actions.finish(person=owner.pk, sitting=ids["phq9"])
    urls = ["/measures/", "/measures/total", f"/measures/{ids['phq9']}/result"]
    urls += [f"/measures/{ids['pcl5']}/{end}" for end in ("", "9", "answers")]
    for url in [*urls, f"/measures/{ids['pc_ptsd5']}/1"]:
        page.goto(url)
        for fold in page.locator("main details").all():
            fold.evaluate("one => { one.open = true }")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{url}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
        small = page.evaluate(
            "[...document.querySelectorAll('main a, main button, main summary, main label.choice')]"
            ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
            ".map(e => e.outerHTML)"
        )
        assert small == [], url


def test_on_paper_the_answers_and_the_notice_show(page: Page, owner: Any) -> None:
    sat = actions.begin(person=owner.pk, measure="phq2")
    for step in sat.steps():
        actions.answer(person=owner.pk, sitting=sat.row.pk, step=step, given="2")
    actions.finish(person=owner.pk, sitting=sat.row.pk)
    page.goto(f"/measures/{sat.row.pk}/result")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.get_by_text("More than half the days").first).to_be_visible()
    expect(page.get_by_text("No permission required to reproduce")).to_be_visible()
    expect(page.get_by_role("link", name="Done")).to_be_hidden()
