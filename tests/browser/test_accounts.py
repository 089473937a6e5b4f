"""Accounts in a real browser: an invitation, a passkey, codes, keyboard, both themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from coming_in import EMAIL, PASSWORD
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from onward_app.accounts.actions import invite
from onward_app.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def many(settings: Any, db: None) -> Any:
    """Accounts for many people, by invitation, without mail."""
    settings.ACCOUNTS, settings.LOGIN_URL = "many", "account_login"
    cache.clear()
    return settings


def _visit(browser: Browser, live_server: Any, **more: Any) -> Iterator[Page]:
    """A page by the name of localhost, where passkeys work without TLS."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, locale="en-GB", **more)
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if "Content Security" in m.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith((address, "data:")) else wrong.append(r.url)
    )
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def visitor(browser: Browser, live_server: Any, many: Any) -> Iterator[Page]:
    """Somebody who is not signed in, with a device that holds passkeys."""
    for page in _visit(browser, live_server):
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield page


@pytest.fixture
def plain_visitor(browser: Browser, live_server: Any, many: Any) -> Iterator[Page]:
    """The same without JavaScript."""
    yield from _visit(browser, live_server, java_script_enabled=False)


def sign_up(page: Page) -> None:
    page.goto(reverse("accounts:invited", args=[invite()]))
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="What would help now?")).to_be_visible()


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def say_again(page: Page) -> None:
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_passkey(page: Page) -> None:
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name=re.compile("Passkeys and codes")).click()
    page.get_by_role("link", name="Add a passkey").click()
    say_again(page)
    page.get_by_label("Where is it?").select_option("computer")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Spare codes")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").last.click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def test_a_passkey_signs_in_by_itself(visitor: Page) -> None:
    sign_up(visitor)
    add_passkey(visitor)
    sign_out(visitor)
    visitor.goto("/plan/")
    visitor.get_by_label("Stay signed in").check()
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.get_by_role("heading", name="Your plan is still to come")).to_be_visible()
    cookie = next(c for c in visitor.context.cookies() if c["name"] == "onward")
    assert cookie["expires"] > 0
    visitor.goto(reverse("mfa_list_webauthn"))
    expect(visitor.get_by_text("My computer")).to_be_visible()


def test_a_passkey_is_the_second_step_after_a_password(visitor: Page) -> None:
    sign_up(visitor)
    add_passkey(visitor)
    sign_out(visitor)
    sign_in(visitor)
    expect(visitor.get_by_role("heading", name="The second step")).to_be_visible()
    visitor.get_by_role("button", name="Use my passkey").click()
    expect(visitor.get_by_role("heading", name="What would help now?")).to_be_visible()
    visitor.goto(reverse("mfa_generate_recovery_codes"))
    visitor.get_by_role("link", name="Use a passkey").click()
    visitor.get_by_role("button", name="Use my passkey").click()
    expect(visitor.get_by_role("heading", name="Make new spare codes?")).to_be_visible()


def test_others_bad_passwords_do_not_lock_a_passkey_out(visitor: Page) -> None:
    sign_up(visitor)
    add_passkey(visitor)
    sign_out(visitor)
    for _ in range(7):
        visitor.goto("/accounts/login/")
        visitor.get_by_label("E-mail").fill(EMAIL)
        visitor.get_by_label("Password", exact=True).fill("not this one at all")
        visitor.get_by_role("button", name="Sign in", exact=True).click()
    expect(visitor.get_by_text("There were many tries just now")).to_be_visible()
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.get_by_role("heading", name="What would help now?")).to_be_visible()


def test_a_device_that_says_no_is_told_in_words(visitor: Page) -> None:
    sign_up(visitor)
    sign_out(visitor)
    visitor.goto("/accounts/login/")
    visitor.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.get_by_text("The passkey did not answer")).to_be_visible()


def test_everything_but_passkeys_works_without_javascript(plain_visitor: Page) -> None:
    page = plain_visitor
    sign_up(page)
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name=re.compile("Passkeys and codes")).click()
    page.get_by_role("link", name="Use an app").click()
    say_again(page)
    expect(page.get_by_role("img", name="A picture to scan")).to_be_visible()
    page.goto("/accounts/account")
    sign_out(page)
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(page.get_by_text("A passkey needs a newer browser")).to_be_visible()


def test_signing_up_and_in_by_the_keyboard_alone(visitor: Page) -> None:
    visitor.goto(reverse("accounts:invited", args=[invite()]))
    visitor.get_by_label("E-mail").focus()
    for keys in (EMAIL, "Tab", PASSWORD, "Tab", "Space", "Tab", "Enter"):
        (visitor.keyboard.press if keys in ("Tab", "Space", "Enter") else visitor.keyboard.type)(
            keys
        )
    expect(visitor.get_by_role("heading", name="What would help now?")).to_be_visible()


PAGES = [
    "accounts:account", "mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp",
    "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "account_change_password",
    "account_email", "usersessions_list", "account_logout",
]  # fmt: skip
OPEN_PAGES = ["account_login", "account_reset_password", "account_signup", "accounts:closed"]


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.whole)])
def test_every_page_of_an_account_is_accessible(
    visitor: Page, axe: Callable[[Page], list[str]], theme: Any
) -> None:
    visitor.emulate_media(color_scheme=theme)
    visitor.set_viewport_size({"width": 320, "height": 800})
    for name in OPEN_PAGES:
        visitor.goto(reverse(name))
        _fits_and_is_clear(visitor, axe)
    sign_up(visitor)
    add_passkey(visitor)
    for name in PAGES:
        visitor.goto(reverse(name))
        _fits_and_is_clear(visitor, axe)
        expect(visitor.get_by_role("link", name="Help now")).to_be_visible()


def _fits_and_is_clear(page: Page, axe: Callable[[Page], list[str]]) -> None:
    assert axe(page) == [], page.url
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, page.url


def test_the_question_of_age_is_asked_in_a_page_of_its_own(
    page: Page, axe: Callable[[Page], list[str]]
) -> None:
    User.objects.update(adult_at=None)
    page.goto("/plan/")
    expect(page.get_by_role("heading", name="One question first.")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/plan/"))


def test_the_browser_lets_no_text_become_a_script(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(base_url=live_server.url)
    page.goto("/path/example")
    page.wait_for_function("() => Boolean(trustedTypes.defaultPolicy)")  # a moment after the page
    refused = page.evaluate(
        """() => {
          const said = [];
          const s = document.createElement("script");
          const tried = { src: "/static/x.js", textContent: "window.ran = 1" };
          for (const [name, value] of Object.entries(tried)) {
            try { s[name] = value; said.push("took " + name) } catch (e) { said.push(e.name) }
          }
          try { trustedTypes.createPolicy("other", {}); said.push("made") }
          catch (e) { said.push(e.name) }
          const p = document.createElement("p"); p.innerHTML = "<b>markup</b>";
          return [...said, p.textContent, String(window.ran)];
        }"""
    )
    page.close()
    assert refused == ["TypeError", "TypeError", "TypeError", "markup", "undefined"]
