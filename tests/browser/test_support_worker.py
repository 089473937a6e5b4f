"""What the worker of help keeps: its pages, of the newest version, and never others."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from kept_help import all_that_is_kept, answer, signed_out, until, wait_for_the_worker
from playwright.sync_api import Page, expect

from onward_app.plan import actions as plans
from onward_app.plan.queries import Plan

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def test_what_a_gate_answers_in_our_place_is_never_kept_as_help(
    page: Page, owner: Any, monkeypatch: Any
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Sit by the window"))
    page.goto("/support/keep")
    page.get_by_role("button", name="Keep a copy on this device").click()
    until(page, "caches.has('onward-own-plan')")
    wait_for_the_worker(page)
    page.evaluate(
        """async () => {
          const [name] = (await caches.keys()).filter((n) => n.startsWith("onward-help-"));
          const cache = await caches.open(name);
          const old = await cache.match("/support/kept.json");
          const headers = new Headers(old.headers);
          headers.set("kept-at", "1");
          await cache.put("/support/kept.json", new Response(await old.blob(), { headers }));
        }"""
    )
    asked: list[int] = []

    def gate(*_: object) -> HttpResponse:
        asked.append(1)
        return HttpResponse("<h1>Sign in to this net</h1>")

    monkeypatch.setattr("onward_app.support.views.JsonResponse", gate)
    page.goto("/support/")
    for _ in range(200):  # the copy of the plan, and the pages of help
        if len(asked) >= 2:
            break
        page.wait_for_timeout(25)
    assert len(asked) >= 2
    monkeypatch.setattr("onward_app.support.views._page", gate)
    page.goto("/support/safe")
    expect(page.get_by_text("This is the copy that was kept on this device on")).to_be_visible()
    expect(answer(page, "No, but it is hard").get_by_text("Sit by the window")).to_be_visible()
    assert "Sign in to this net" not in all_that_is_kept(page)


def test_a_new_version_takes_the_place_of_the_old_one_and_leaves_nothing_of_it(
    page: Page, monkeypatch: Any
) -> None:
    signed_out(page).goto("/support/")
    wait_for_the_worker(page)
    (before,) = page.evaluate("caches.keys()")
    monkeypatch.setattr("onward_app.support.offline._version", lambda _language: "another")
    page.goto("/support/")
    until(page, "caches.keys().then((names) => names.join() === 'onward-help-another')")
    assert before != "onward-help-another"
