"""What is typed survives a server that is killed: a real one, and a real Chromium before it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Home, Server

pytestmark = pytest.mark.xdist_group("server")
WORDS = "It rained, and I went for a walk all the same"
SAYS, STAYS = "[data-draft-says]", "[data-stays]"
LOOK = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
import django
django.setup()
from onward_app.accounts.actions import owner_alone
from onward_app.drafts.queries import opened
from onward_app.entries.models import Entry
from onward_app.plan.queries import plan_of
from onward_app.way_back.queries import walks
person = owner_alone().id
print(json.dumps({
    "drafts": {value["form"]: value["fields"] for _row, value in opened(person)},
    "entries": [entry.get()["rows"] for entry in Entry.objects.filter(person=person)],
    "walks": [gone.value["answers"] for gone in walks(person)],
    "first": plan_of(person).first,
}))
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.prepare()
    return made


@pytest.fixture
def server(home: Home) -> Iterator[Server]:
    with Server(home) as started:
        yield started
        started.kill()


@pytest.fixture
def at(browser: Browser, home: Home, server: Server) -> Iterator[Page]:
    """A page of the owner's on the real server."""
    yield from _page(browser, home, server, script=True)


@pytest.fixture
def plain(browser: Browser, home: Home, server: Server) -> Iterator[Page]:
    """The same without JavaScript."""
    yield from _page(browser, home, server, script=False)


def _page(browser: Browser, home: Home, server: Server, *, script: bool) -> Iterator[Page]:
    url = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(base_url=url, java_script_enabled=script)
    context.set_default_timeout(15_000)
    for name, value in home.session_of_owner().items():
        context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if "Content Security" in m.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def kept(home: Home) -> dict[str, Any]:
    """What stands in the record and among the drafts."""
    found: dict[str, Any] = json.loads(home.python("-c", LOOK))
    return found


def drafted(page: Page) -> None:
    """Wait until the page has asked what was typed before."""
    page.locator("form[data-draft-asked]").wait_for()


def again(server: Server) -> None:
    server.kill()
    server.start()


def note(page: Page) -> Any:
    return page.locator("textarea[name=note]")


def type_today(page: Page) -> None:
    """Type and tap in the check-in, and let it be drafted."""
    page.goto("/entries/today")
    page.locator("details.more > summary").click()
    with page.expect_response(lambda r: "/drafts/today" in r.url and r.request.method == "POST"):
        page.locator("input[name=distress][value='7']").check()
        note(page).fill(WORDS)


def test_what_was_typed_is_there_after_the_server_was_killed(
    at: Page, server: Server, home: Home
) -> None:
    type_today(at)
    again(server)
    at.reload()
    expect(at.locator(SAYS)).to_be_visible()
    expect(at.locator(SAYS)).to_contain_text("This is what you had typed before.")
    expect(note(at)).to_be_visible()
    expect(note(at)).to_have_value(WORDS)
    expect(at.locator("input[name=distress][value='7']")).to_be_checked()
    assert at.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    at.get_by_role("button", name="Keep it").first.click()
    at.wait_for_url("**/kept")
    assert kept(home)["drafts"] == {}
    at.goto("/entries/today")
    drafted(at)
    expect(note(at)).to_have_value("")
    expect(at.locator(SAYS)).to_be_hidden()


def test_what_was_typed_while_the_server_was_down_is_kept_when_it_is_back(
    at: Page, server: Server, home: Home
) -> None:
    at.goto("/entries/today")
    drafted(at)
    at.locator("details.more > summary").click()
    server.kill()
    note(at).fill(WORDS)
    time.sleep(1.0)
    server.start()
    until = time.monotonic() + 20
    while "today" not in (found := kept(home)["drafts"]) and time.monotonic() < until:
        time.sleep(0.5)
    assert found["today"]["note"] == [WORDS]


def test_keep_pressed_on_a_dead_server_keeps_the_words_and_then_keeps_them_once(
    at: Page, server: Server, home: Home
) -> None:
    type_today(at)
    server.kill()
    at.get_by_role("button", name="Keep it").first.click()
    expect(at.locator(STAYS)).to_contain_text(
        "The server did not answer. Your words are still here."
    )
    expect(note(at)).to_have_value(WORDS)
    assert at.url.partition("?")[0].endswith("/entries/today")
    server.start()
    at.get_by_role("button", name="Try again").click()
    at.wait_for_url("**/kept")
    found = kept(home)
    (rows,) = found["entries"]
    assert [row[4] for row in rows if row[1] == "note"] == [WORDS]
    assert found["drafts"] == {}


def test_pressed_twice_and_answered_never_it_is_still_kept_once(
    at: Page, server: Server, home: Home
) -> None:
    # the server keeps it, and is killed before its answer is read
    type_today(at)
    at.route("**/entries/today*", lambda route: (route.fetch(), route.abort())[1])
    at.get_by_role("button", name="Keep it").first.click()
    expect(at.locator(STAYS)).to_be_visible()
    at.unroute("**/entries/today*")
    again(server)
    at.get_by_role("button", name="Try again").click()
    at.wait_for_url("**/kept*")
    assert len(kept(home)["entries"]) == 1


@pytest.mark.parametrize(
    ("address", "field", "form"),
    [
        ("/plan/edit", "textarea[name=first]", "plan"),
        ("/way_back/stuck", "textarea[name=more]", "stuck"),
        ("/way_back/tonight/3", "input[name=own]", "tonight"),
    ],
)
def test_each_form_gives_back_what_was_typed_and_can_be_cleared(
    address: str, field: str, form: str, at: Page, server: Server, home: Home
) -> None:
    at.goto(address)
    drafted(at)
    with at.expect_response(lambda r: f"/drafts/{form}" in r.url and r.request.method == "POST"):
        at.locator(field).fill(WORDS)
    again(server)
    at.reload()
    expect(at.locator(field)).to_have_value(WORDS)
    at.get_by_role("button", name="Clear it").click()
    expect(at.locator(SAYS)).to_be_hidden()
    expect(at.locator(field)).to_have_value("")
    assert kept(home)["drafts"] == {}


# Address, field, and the name under which it is kept.
OTHERS = [
    ("/goals/", "textarea[name=why]", "goal"),
    ("/sessions/", "textarea[name=text]", "bring"),
    ("/sessions/fit", "textarea[name=words]", "fit"),
    ("/journal/write", "textarea[name=words]", "journal"),
    ("/plan/letter", "textarea[name=words]", "letter"),
    ("/practices/write/thought", "textarea[name=situation]", "thought"),
    ("/practices/write/letter", "textarea[name=friend]", "kind_letter"),
    ("/practices/walk", "input[name=intention]", "walk"),
    ("/practices/test", "input[name=practice]", "fair_test"),
]


def unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def test_each_form_of_the_other_rooms_gives_back_what_was_typed(
    at: Page, server: Server, home: Home
) -> None:
    for address, field, form in OTHERS:
        at.goto(address)
        drafted(at)
        unfolded(at)
        wanted = f"/drafts/{form}"
        with at.expect_response(lambda r, w=wanted: w in r.url and r.request.method == "POST"):
            at.locator(field).fill(WORDS)
    again(server)
    for address, field, _form in OTHERS:
        at.goto(address)
        drafted(at)
        expect(at.locator(SAYS)).to_be_visible()
        expect(at.locator(field)).to_have_value(WORDS)
    at.goto("/journal/write")
    drafted(at)
    at.get_by_role("button", name="Keep it").click()
    at.wait_for_url(re.compile(r"/journal/[0-9a-f-]{36}/$"))
    found = kept(home)
    assert found["drafts"].keys() == {form for _a, _f, form in OTHERS} - {"journal"}
    assert WORDS in str(found["entries"])


def test_a_changed_entry_gives_back_its_change_not_what_it_held(
    at: Page, server: Server, home: Home
) -> None:
    type_today(at)
    at.get_by_role("button", name="Keep it").first.click()
    at.get_by_role("link", name="Edit").click()
    drafted(at)
    with at.expect_response(lambda r: "/drafts/edit-" in r.url and r.request.method == "POST"):
        note(at).fill("Something else")
    again(server)
    at.reload()
    expect(at.locator(SAYS)).to_be_visible()
    expect(note(at)).to_have_value("Something else")
    at.get_by_role("button", name="Clear it").click()
    expect(note(at)).to_have_value(WORDS)


def test_a_step_of_the_way_back_is_there_too(at: Page, server: Server, home: Home) -> None:
    at.goto("/way_back/steps/1")
    box = at.locator("textarea[name=words]")
    with at.expect_response(lambda r: r.request.method == "POST"):
        box.fill(WORDS)
    again(server)
    at.reload()
    expect(box).to_have_value(WORDS)
    server.kill()
    at.get_by_role("button", name="Next", exact=True).click()
    expect(at.locator(STAYS)).to_be_visible()
    expect(box).to_have_value(WORDS)
    server.start()
    at.get_by_role("button", name="Try again").click()
    at.wait_for_url("**/way_back/steps/2")
    assert kept(home)["walks"] == [{"1": {"words": WORDS}}] or WORDS in str(kept(home)["walks"])
    assert len(kept(home)["walks"]) == 1


def test_an_answer_that_is_wrong_comes_back_with_all_that_was_typed(at: Page) -> None:
    at.goto("/entries/today")
    at.locator("details.more > summary").click()
    note(at).fill(WORDS)
    at.locator("details.fold > summary", has_text="What I work on").click()
    at.locator("input[name=issue_1_level][value='3']").check()
    at.get_by_role("button", name="Keep it").first.click()
    expect(at.get_by_role("alert").filter(has_text="another look")).to_be_visible()
    expect(note(at)).to_have_value(WORDS)
    expect(at.locator(SAYS)).to_be_hidden()


def test_a_full_disk_leaves_the_words_on_the_page(at: Page) -> None:
    type_today(at)
    at.route(
        "**/entries/today*",
        lambda r: r.fulfill(status=507) if r.request.method == "POST" else r.continue_(),
    )
    at.get_by_role("button", name="Keep it").first.click()
    expect(at.locator(STAYS)).to_contain_text("This could not be kept now.")
    expect(note(at)).to_have_value(WORDS)


def test_without_a_script_loading_again_sends_the_words_again_and_keeps_them_once(
    plain: Page, server: Server, home: Home
) -> None:
    plain.goto("/plan/edit")
    first = plain.locator("textarea[name=first]")
    first.fill(WORDS)
    server.kill()
    plain.get_by_role("button", name="Keep my plan").click(no_wait_after=True)
    expect(first).to_have_count(0)  # the browser says that nobody answered
    server.start()
    plain.reload()
    expect(plain.get_by_text(WORDS)).to_be_visible()
    assert kept(home)["first"] == WORDS
