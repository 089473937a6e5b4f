"""Help without internet: what the browser is given to keep, and what is never in it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, OwnLine, Plan
from onward_app.support import offline
from onward_app.support.queries import countries

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PLAN = Plan(
    first="Sit by the window",
    people=(Contact("Anna", "+44 20 7946 0000"),),
    own_lines=(OwnLine("the clinic", "+49 30 1234"),),
    words="It passes <b>",
    country="NZ",
)
PUBLIC = ["/support/kept.json", "/support/worker.js", "/support/app.webmanifest"]


def kept(client: Client) -> Any:
    return client.get("/support/kept.json").json()["pages"]


def facts(client: Client) -> dict[str, Any]:
    text = client.get("/support/worker.js").content.decode()
    found: dict[str, Any] = json.loads(text.removeprefix("const KEPT = ").split(";\n")[0])
    return found


@pytest.mark.parametrize("url", PUBLIC)
def test_what_is_kept_is_the_same_for_everybody(
    owner: Any, owner_client: Client, anonymous_client: Client, url: str
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    theirs = owner_client.get(url, {"country": "NZ"})
    assert theirs.content == anonymous_client.get(url).content
    assert b"Sit by the window" not in theirs.content
    assert not theirs.cookies


def test_every_country_is_kept_with_its_emergency_number_first(anonymous_client: Client) -> None:
    pages = kept(anonymous_client)
    for kind in ("with", "without"):
        assert set(pages[kind]) == {*countries(), "elsewhere", ""}
        for code, country in countries().items():
            for page in pages[kind][code].values():
                found = re.findall(r'href="((?:tel|sms|https?):[^"]*)"', page)
                assert found[0] == country.href
                assert {line.href for line in country.first_lines} <= set(found)


@pytest.mark.parametrize("which", ["help", "safe"])
def test_a_kept_page_leads_to_nothing_that_needs_the_internet(
    anonymous_client: Client, which: str
) -> None:
    for kind in kept(anonymous_client).values():
        for pages in kind.values():
            links = set(re.findall(r'<a [^>]*href="([^"]*)"', pages[which]))
            inside = {link.split("?")[0] for link in links if link.startswith("/")}
            assert inside == {"/support/", "/support/safe"}
            for link in re.findall(r'<a class="door line" href="https:.*?</a>', pages[which], re.S):
                assert "Needs the internet" in link
            assert "<form" not in pages[which].replace('<form class="country" method="get">', "")


def test_a_kept_page_says_that_it_is_a_copy_and_of_which_day(
    anonymous_client: Client, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-30 12:00")
    pages = kept(anonymous_client)
    for which in ("help", "safe"):
        assert "kept on this device on 30 November 2026" in pages["without"]["GB"][which]
        assert "Your own plan is not in this copy." in pages["without"]["GB"][which]
        assert "Nobody is reading this now." in pages["without"]["GB"][which]
        assert "Your plan is here too" in pages["with"]["GB"][which]


def test_after_yes_the_plan_has_its_mark_after_the_lines_and_after_no_before_them(
    anonymous_client: Client,
) -> None:
    page = kept(anonymous_client)["with"]["GB"]["safe"]
    yes, unsure, no = (p.split("</details>")[0] for p in page.split('class="answer"')[1:4])
    for answer in (yes, unsure):
        marks = ("tel:999", "<!--own lines-->", "tel:116123", "<!--own plan-->")
        order = [answer.index(mark) for mark in marks]
        assert order == sorted(order)
    assert no.index("<!--own plan-->") < no.index("tel:999") < no.index("<!--own lines-->")
    assert "<!--own plan-->" not in kept(anonymous_client)["without"]["GB"]["safe"]


def test_all_that_is_kept_is_small(anonymous_client: Client) -> None:
    answer = anonymous_client.get("/support/kept.json", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 30_000


def test_a_page_of_help_is_light(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    for url in ("/support/", "/support/safe"):
        page = owner_client.get(url, {"country": "US"}).content
        own = sum((offline.STATIC / name).stat().st_size for name in offline.FILES)
        assert len(page) + own < 150_000  # before any packing; the wire carries less


def test_the_worker_keeps_the_files_that_its_pages_name(anonymous_client: Client) -> None:
    files = set(facts(anonymous_client)["files"])
    named = set()
    for page in kept(anonymous_client)["with"]["GB"].values():
        named |= set(re.findall(r'(?:href|src)="(/static/[^"#]*)', page))
    assert named
    assert named <= files


def test_the_worker_sees_help_alone_and_is_never_old(anonymous_client: Client) -> None:
    answer = anonymous_client.get("/support/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.has_header("Service-Worker-Allowed")
    assert set(facts(anonymous_client)["pages"]) == {"/support/", "/support/safe"}


def test_a_changed_line_makes_a_new_worker_and_another_day_does_not(
    anonymous_client: Client, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    before = facts(anonymous_client)["version"]
    time_machine.move_to("2027-03-01 12:00")
    assert facts(anonymous_client)["version"] == before
    fewer = {code: c for code, c in countries().items() if code != "GB"}
    monkeypatch.setattr(offline, "countries", lambda: fewer)
    for remembered in (offline._pages, offline._version):
        remembered.cache_clear()
    assert facts(anonymous_client)["version"] != before
    for remembered in (offline._pages, offline._version):
        remembered.cache_clear()


def test_the_copy_holds_the_plan_with_its_words_escaped_and_no_more(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    parts = owner_client.get("/support/mine").json()
    assert set(parts) == {"country", "plan", "people", "lines"}
    assert parts["country"] == "NZ"
    assert "Sit by the window" in parts["plan"]
    assert "It passes &lt;b&gt;" in parts["plan"]
    assert "/plan/" not in parts["plan"]
    assert "Call Anna" in parts["people"]
    assert "Call the clinic" in parts["lines"]


def test_where_lines_are_all_that_there_is_they_stand_in_the_plans_place(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(own_lines=PLAN.own_lines))
    parts = owner_client.get("/support/mine").json()
    assert "Call the clinic" in parts["plan"]
    assert "Your own plan" not in parts["plan"]
    assert parts["lines"] == ""


def wish(client: Client, url: str = "/support/") -> str:
    found = re.search(r'data-plan-copy="(\w*)"', client.get(url).content.decode())
    assert found
    return found[1]


def test_no_copy_is_kept_until_the_person_says_so(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    assert wish(owner_client) == "none"
    page = owner_client.get("/support/keep").content.decode()
    assert "They need no password" in page
    owner_client.post("/support/keep", {"keep": "yes"})
    assert wish(owner_client) == "keep"
    assert "Take it away" in owner_client.get("/support/keep").content.decode()


def test_a_copy_is_taken_away_without_signing_in_too(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    owner_client.post("/support/keep", {"keep": "yes"})
    owner_client.post("/accounts/out")
    assert wish(owner_client) == "leave"
    owner_client.post("/support/keep", {"take_away": "yes"})
    assert wish(owner_client) == "none"


def test_somebody_elses_sign_in_in_the_same_browser_leaves_the_copy_alone(
    owner: Any, owner_client: Client, stranger: Any, stranger_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    plans.keep(person=stranger.pk, plan=PLAN)
    owner_client.post("/support/keep", {"keep": "yes"})
    stranger_client.cookies["onward_keeps"] = owner_client.cookies["onward_keeps"].value
    assert wish(stranger_client) == "leave"


def test_a_plan_that_became_empty_is_taken_from_the_device(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    owner_client.post("/support/keep", {"keep": "yes"})
    plans.keep(person=owner.pk, plan=Plan(country="GB"))
    assert wish(owner_client) == "none"


def test_an_empty_plan_is_not_offered_to_be_kept(owner: Any, owner_client: Client) -> None:
    assert "Keep a copy" not in owner_client.get("/support/keep").content.decode()
    answer = owner_client.post("/support/keep", {"keep": "yes"})
    assert "onward_keeps" not in answer.cookies


def test_the_mark_tells_no_word_and_no_name(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    cookie = owner_client.post("/support/keep", {"keep": "yes"}).cookies["onward_keeps"]
    assert re.fullmatch("[0-9a-f]{32}", cookie.value)
    assert str(owner.pk).replace("-", "")[:8] not in cookie.value
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_with_tls_the_mark_belongs_to_this_host_alone(
    owner: Any, owner_client: Client, settings: Any
) -> None:
    settings.TLS = True
    plans.keep(person=owner.pk, plan=PLAN)
    for words in ({"keep": "yes"}, {"take_away": "yes"}):
        cookie = owner_client.post("/support/keep", words).cookies["__Host-onward_keeps"]
        assert cookie["secure"]
        assert cookie["path"] == "/"


def test_signing_out_leaves_the_copy_that_was_chosen_and_clears_all_else(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    owner_client.post("/support/keep", {"keep": "yes"})
    assert owner_client.post("/accounts/out")["Clear-Site-Data"] == '"cache"'


def test_erasing_the_record_clears_the_copy_too(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=PLAN)
    owner_client.post("/support/keep", {"keep": "yes"})
    answer = owner_client.post("/takeout/erase", {"sure": "on"})
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
