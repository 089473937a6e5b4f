"""Each page is open to everybody: axe, light and dark, a small phone, 200 %, the keyboard alone.

The pages are read from the urlconf, so that a new one is looked at by itself; one whose address
has a part that changes states it once in `PARTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from furnished import furnish
from in_a_browser import sign_in
from playwright.sync_api import Browser, Locator, Page, expect
from urlconf import names

from onward import simulate
from onward_app.accounts.models import User
from onward_app.entries import actions as entries
from onward_app.entries import queries
from onward_app.plan.queries import plan_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
# width, colours, and how many dots of the screen one of the page's is: 2 is a zoom of 200 %
LOOKS = [
    (320, "light", 1),
    (320, "dark", 1),
    (390, "light", 1),
    (640, "light", 2),
    (640, "dark", 2),
    (1280, "light", 1),
    (1280, "dark", 1),
]
SLICE = [(390, "light", 1), (320, "dark", 1)]
MOST_USED = ("entries:start", "entries:today", "path:path", "way_back:steps", "plan:edit",
             "support:help")  # fmt: skip
FILE = b"person,when,kind,name,value,note\nme,2026-05-19,note,,,hello\nyou,2026-05-19,note,,,x\n"
DAYLIO = b"full_date,date,weekday,time,mood,activities,note\n2026-05-19,x,x,9:30 pm,so so,walk,\n"


def _brought(client: Client, file: bytes) -> UUID:
    sent = {"file": SimpleUploadedFile("mine.csv", file)}
    return UUID(client.post("/takeout/", sent)["Location"].rstrip("/").rpartition("/")[2])


@pytest.fixture
def parts(owner: User, owner_client: Client) -> dict[str, list[list[object]]]:
    """A record with something in each room; the changing parts of addresses, each once."""
    shift = date.today() - timedelta(days=2)
    record = simulate.example()
    move = shift.toordinal() - int(record.day[-1])
    rows = [
        (date.fromordinal(int(day) + move).isoformat(), *entry[1:])
        for day, entry in zip(record.day, record, strict=True)
    ]
    entries.add_batch(person=owner.pk, batch=UUID(int=1), rows=rows)
    taken = _brought(owner_client, FILE.split(b"you")[0])
    owner_client.post(f"/takeout/{taken}/", {"do": "take"})
    return furnish(owner.pk) | {
        "takeout:look": [[taken], [_brought(owner_client, FILE)], [_brought(owner_client, DAYLIO)]],
        "takeout:undo": [[taken]],
    }


# Addresses that answer no page to a GET, or belong to the served clinic's sign-in, which
# tests/browser/test_accounts.py looks at with its own settings.
NO_PAGE = ("entries:remove", "entries:restore", "takeout:drop", "drafts:draft", "drafts:clear",
           "account_confirm_email", "account_reset_password_from_key", "mfa_remove_webauthn",
           "mfa_edit_webauthn")  # fmt: skip


def places(parts: dict[str, list[list[object]]]) -> Iterator[tuple[str, str]]:
    """Every address of the app with its name; one that lacks its parts fails."""
    for name in names():
        if name in NO_PAGE:
            continue
        for arguments in parts.get(name, [[]]):
            try:
                yield name, reverse(name, args=arguments)
            except NoReverseMatch:
                pytest.fail(f"{name}: say the changing parts of its address in PARTS")


def pages(client: Client, parts: dict[str, list[list[object]]]) -> list[tuple[str, str]]:
    """Those that answer a page to somebody who asks for it."""
    found = []
    for name, place in places(parts):
        answer = client.get(place)
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        if html and answer.status_code in (200, 404, 410):
            found.append((name, place))
    return found


Make = Callable[..., Page]


@pytest.fixture
def a_page(browser: Browser, live_server: Any) -> Iterator[Make]:
    """Makes a page of one look; each closed at the end."""
    made = []

    def make(client: Client | None, look: tuple[int, str, int]) -> Page:
        width, colours, dots = look
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme=colours,  # type: ignore[arg-type]
            device_scale_factor=dots,
            locale="en-GB",
        )
        context.set_default_timeout(10_000)
        if client is not None:
            sign_in(context, live_server.url, client)
        made.append(context)
        return context.new_page()

    yield make
    for context in made:
        context.close()


def faults(page: Page, place: str, axe: Callable[[Page], list[str]]) -> list[str]:
    """What is wrong with one page, with all of it unfolded."""
    page.goto(place)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    found = [f"{place}: {what}" for what in axe(page)]
    return found + ([f"{place}: {wide} too wide"] if wide > 0 else [])


@pytest.mark.parametrize("look", SLICE, ids=str)
def test_the_most_used_pages_are_open_to_everybody(
    look: tuple[int, str, int], a_page: Make, axe: Any, owner_client: Client, parts: Any
) -> None:
    page, found = a_page(owner_client, look), []
    few = {k: v[:1] for k, v in parts.items()}
    for name, place in places(few):
        if name in MOST_USED:
            found += faults(page, place, axe)
    assert found == []


@pytest.mark.whole
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_each_page_is_open_to_everybody(
    look: tuple[int, str, int],
    a_page: Make,
    axe: Any,
    owner_client: Client,
    anonymous_client: Client,
    parts: Any,
) -> None:
    found = []
    for client in (owner_client, anonymous_client):
        page = a_page(client, look)
        seen = pages(client, parts)
        assert len(seen) > 10
        for _name, place in seen:
            found += faults(page, place, axe)
    assert found == []


def test_each_page_is_found(owner_client: Client, parts: Any) -> None:
    found = {name for name, _place in pages(owner_client, parts)}
    assert {*MOST_USED, "takeout:look", "way_back:kept", "accounts:account"} <= found


FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shows = (one) => {
    const s = getComputedStyle(one);
    return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
  };
  const near = [e, e.nextElementSibling, e.parentElement, e.closest("label"), ...(e.labels ?? [])];
  const box = e.getBoundingClientRect();
  return {
    visible: near.some((one) => one && shows(one)) || getComputedStyle(e).boxShadow !== "none",
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    what: e.outerHTML.slice(0, 120),
  };
}"""


class Keys:
    """A person with a keyboard alone, who has to see where they are."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, target: Locator) -> None:
        """Tab until something has the focus; each stop on the way is visible."""
        for _ in range(200):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
            at = self.page.evaluate(FOCUS)
            assert at is None or (at["visible"] and at["inside"]), at
        raise AssertionError("the keyboard does not get there")

    def write(self, target: Locator, words: str) -> None:
        """Write into a field."""
        self.reach(target)
        self.page.keyboard.type(words)

    def choose(self, target: Locator, key: str = "Enter") -> None:
        """Go to a button or link and take it."""
        self.reach(target)
        self.press(key)


@pytest.fixture
def keys(a_page: Make, owner_client: Client) -> Keys:
    """The owner at a desk, with the keyboard alone."""
    return Keys(a_page(owner_client, (1280, "light", 1)))


def test_a_check_in_is_kept_changed_and_undone_by_keyboard(keys: Keys, owner: User) -> None:
    page = keys.page
    page.goto("/entries/today")
    keys.reach(page.get_by_role("radio", name="not set").first)
    keys.press("ArrowRight", "ArrowRight", "ArrowRight")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Kept.")).to_be_visible()
    keys.choose(page.get_by_role("button", name="Undo"), "Space")
    expect(page.get_by_role("button", name="Bring it back")).to_be_visible()
    assert not queries.exist(owner.pk)
    keys.choose(page.get_by_role("button", name="Bring it back"))
    expect(page.get_by_text("2 of 10")).to_be_visible()
    keys.choose(page.locator("a[href$='/edit'], main a[href^='/entries/']").first)
    keys.reach(page.get_by_role("radio", checked=True).first)
    keys.press("ArrowRight", "Enter")
    expect(page.get_by_role("heading", name="Kept.")).to_be_visible()
    assert [r[3] for _e, rows in queries.opened(owner.pk) for r in rows] == [3.0]


@pytest.mark.whole
def test_the_plan_is_written_by_keyboard(keys: Keys, owner: User) -> None:
    page = keys.page
    page.goto("/plan/edit")
    keys.write(page.get_by_label("What I do first"), "Tea")
    keys.choose(page.get_by_role("button", name="Keep my plan"))
    expect(page.get_by_text("Tea").first).to_be_visible()
    assert plan_of(owner.pk).first == "Tea"


@pytest.mark.whole
def test_the_way_back_is_gone_to_its_end_by_keyboard(keys: Keys, owner: User) -> None:
    page = keys.page
    page.goto("/way_back/steps/1")
    for step in range(1, 9):
        expect(page.get_by_text(f"{step} of 8")).to_be_visible()
        if step == 6:
            keys.write(page.get_by_label("I will", exact=True).first, "walk")
        keys.choose(page.locator("main button.main").first)
    page.wait_for_url("**/plan/**")
    assert plan_of(owner.pk).steps == (("", "walk"),)


@pytest.mark.whole
def test_help_and_the_way_out_are_reached_by_keyboard(keys: Keys, owner: User) -> None:
    page = keys.page
    page.goto("/")
    keys.choose(page.get_by_role("link", name="I do not feel safe"))
    page.wait_for_url("**/support/safe")
    keys.choose(page.locator("main summary").first)
    expect(page.locator("main details[open]").first).to_be_visible()
    page.goto("/")
    keys.choose(page.get_by_role("button", name="Sign out"))
    page.goto("/entries/")
    assert "/accounts/closed" in page.url
