"""Help is open to everybody, and keeps nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from onward_app.accounts.models import Look
from onward_app.plan import actions as plans
from onward_app.plan.models import Plan as Row
from onward_app.plan.queries import Contact, OwnLine, Plan
from onward_app.support.queries import countries

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BOTH = ["/support/", "/support/safe"]
GB: dict[str, Any] = {"headers": {"accept-language": "en-GB"}}


def links(page: str) -> list[str]:
    return re.findall(r'href="((?:tel|sms|https?):[^"]*)"', page)


@pytest.mark.parametrize("url", BOTH)
def test_help_opens_without_sign_in(anonymous_client: Client, url: str) -> None:
    assert anonymous_client.get(url).status_code == 200


@pytest.mark.parametrize("url", BOTH)
def test_the_emergency_number_stands_before_every_line(anonymous_client: Client, url: str) -> None:
    found = links(anonymous_client.get(url, **GB).content.decode())
    assert found[0] == "tel:999"


@pytest.mark.parametrize("url", BOTH)
def test_every_number_and_address_shown_is_in_the_table(anonymous_client: Client, url: str) -> None:
    for country in countries().values():
        page = anonymous_client.get(url, {"country": country.code}).content.decode()
        allowed = {country.href, "https://findahelpline.com", country.checked.source}
        allowed |= {n.href for n in country.lines} | {n.checked.source for n in country.lines}
        assert set(links(page)) <= allowed


def test_each_line_shows_hours_languages_whom_it_is_for_and_its_day(
    anonymous_client: Client,
) -> None:
    page = anonymous_client.get("/support/", {"country": "NZ"}).content.decode()
    for words in (
        "Day and night",
        "English",
        "Anyone in New Zealand",
        "Read on 24 November 2026 in a stored copy",
    ):
        assert words in page


def test_a_line_that_was_read_in_a_stored_copy_is_not_called_checked(
    anonymous_client: Client,
) -> None:
    page = anonymous_client.get("/support/", {"country": "GB"}).content.decode()
    assert "Read on 24 November 2026 in a stored copy of 4 November 2024" in page
    assert "in a stored copy." in page
    assert "The page bears no date that we know of." in page
    assert "Checked on" not in page


def test_reach_someone_begins_with_the_emergency_number(anonymous_client: Client) -> None:
    for country in countries().values():
        page = anonymous_client.get("/support/safe", {"country": country.code}).content.decode()
        assert links(page.split("Reach someone</h2>")[1])[0] == country.href
    page = anonymous_client.get("/support/safe").content.decode().split("Reach someone</h2>")[1]
    assert page.index("Call your local emergency number.") < page.index("findahelpline.com")


def test_after_no_the_emergency_number_stands_before_the_lines_and_after_the_plan(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Sit by the window", country="GB"))
    for url in ("/support/safe", "/way_back/tonight/1"):
        page = owner_client.get(url).content.decode()
        after_no = page.split('<details class="answer"')[3].split("</details>")[0]
        assert after_no.index("Sit by the window") < after_no.index("tel:999")
        assert after_no.index("tel:999") < after_no.index("tel:116123")


@pytest.mark.parametrize("url", [*BOTH, "/way_back/tonight/1", "/way_back/tonight/2"])
def test_a_visit_to_help_or_the_way_back_leaves_no_note(
    owner: Any, owner_client: Client, url: str
) -> None:
    owner_client.get(url)
    assert not Look.objects.exists()


@pytest.mark.parametrize("url", BOTH)
def test_a_page_of_help_loads_two_scripts_that_it_does_not_need(
    owner_client: Client, url: str
) -> None:
    page = owner_client.get(url).content.decode()
    scripts = re.findall(r'<script src="/static/(\w+)\.[^>]*(defer|type="module")[^>]*>', page)
    assert sorted(name for name, _how in scripts) == ["fonts", "support"]
    assert page.count("<script") == len(scripts)


def test_the_page_says_that_the_browser_set_the_country(
    anonymous_client: Client,
) -> None:
    page = anonymous_client.get("/support/", **GB).content.decode()
    assert "Your browser's language set the country: United Kingdom." in page


@pytest.mark.parametrize("url", BOTH)
def test_without_a_country_the_page_says_so_and_shows_no_number(
    anonymous_client: Client, url: str
) -> None:
    page = anonymous_client.get(url).content.decode()
    assert "Call your local emergency number." in page
    assert "https://findahelpline.com" in page
    assert not [href for href in links(page) if href.startswith(("tel:", "sms:"))]


@pytest.mark.parametrize("country", ["ZZ", "", "gb", "<script>", "elsewhere", "G" * 9000])
@pytest.mark.parametrize("url", BOTH)
def test_an_unknown_country_is_no_dead_end(
    anonymous_client: Client, url: str, country: str
) -> None:
    answer = anonymous_client.get(url, {"country": country})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "findahelpline.com" in page
    assert "<script>" not in page.split("<main")[1]


@pytest.mark.parametrize("url", BOTH)
def test_help_says_that_nobody_is_reading_now(anonymous_client: Client, url: str) -> None:
    assert "Nobody is reading this now." in anonymous_client.get(url).content.decode()


@pytest.mark.parametrize("url", BOTH)
def test_help_is_not_stored_by_the_browser(anonymous_client: Client, url: str) -> None:
    assert "no-store" in anonymous_client.get(url)["Cache-Control"]


def test_the_safety_question_sends_nothing_to_the_server(
    anonymous_client: Client,
) -> None:
    main = anonymous_client.get("/support/safe").content.decode().split("<main")[1]
    main = main.split("</main>")[0]
    assert main.count('<details class="answer"') == 3
    forms = re.findall(r"<form[^>]*>", main)
    assert forms == ['<form class="country" method="get">']
    assert set(re.findall(r' name="([^"]*)"', main)) == {"answer", "country"}
    assert not re.search(r"<(?:input|button)[^>]*name=", main)


@pytest.mark.parametrize("url", BOTH)
def test_help_takes_no_post(anonymous_client: Client, url: str) -> None:
    assert anonymous_client.post(url, {"answer": "yes"}).status_code in (403, 405)


def test_after_yes_and_not_sure_the_emergency_number_and_a_line_come_before_the_plan(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Sit by the window", country="GB"))
    page = owner_client.get("/support/safe").content.decode()
    answers = page.split('<details class="answer"')[1:4]
    for answer in answers[:2]:
        assert (
            answer.index("tel:999") < answer.index("tel:116123") < answer.index("Sit by the window")
        )
    assert answers[2].index("Sit by the window") < answers[2].index("tel:116123")


def test_an_empty_plan_is_never_shown(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=Plan(country="GB"))
    for url in BOTH:
        page = owner_client.get(url).content.decode()
        assert "Your own plan" not in page
        assert "tel:116123" in page


def test_the_own_people_are_shown_with_a_verb(owner: Any, owner_client: Client) -> None:
    anna = Contact("Anna", "+44 20 7946 0000")
    plans.keep(person=owner.pk, plan=Plan(people=(anna,)))
    page = owner_client.get("/support/safe").content.decode()
    assert "Call Anna" in page
    assert 'href="tel:+442079460000"' in page


@pytest.mark.parametrize("url", BOTH)
def test_nothing_of_a_plan_is_shown_to_a_stranger_or_to_nobody(
    owner: Any, stranger_client: Client, anonymous_client: Client, url: str
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Sit by the window", country="NZ"))
    for client in (stranger_client, anonymous_client):
        page = client.get(url).content.decode()
        assert "Sit by the window" not in page
        assert "tel:111" not in page


@pytest.mark.parametrize("url", BOTH)
def test_a_plan_that_cannot_be_read_does_not_stand_before_help(
    owner: Any, owner_client: Client, url: str
) -> None:
    plans.keep(person=owner.pk, plan=Plan(first="Sit by the window"))
    row = Row.objects.get(person=owner.pk)
    row.sealed = bytes(row.sealed)[:-1] + b"\x00\x01"
    row.save()
    answer = owner_client.get(url, {"country": "GB"})
    assert answer.status_code == 200
    assert "tel:999" in answer.content.decode()


OWN = (
    OwnLine("the clinic", "+49 30 1234", "weekday mornings"),
    OwnLine("our chat", "https://chat.example.org/in"),
    OwnLine("the group", "group@example.org"),
)


@pytest.mark.parametrize("url", BOTH)
def test_own_lines_come_after_the_emergency_number_and_before_every_other_line(
    owner: Any, owner_client: Client, url: str
) -> None:
    plans.keep(person=owner.pk, plan=Plan(own_lines=OWN, country="GB"))
    page = owner_client.get(url).content.decode().split("<main")[1]
    part = page if url == "/support/" else page.split("Reach someone</h2>")[1]
    order = [part.index(n) for n in ("tel:999", "Added by you", "tel:+49301234", "tel:116123")]
    assert order == sorted(order)
    for words in ("Call the clinic", "weekday mornings", "Open our chat", "Write to the group"):
        assert words in part


def test_own_lines_stand_in_each_answer_too(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=Plan(own_lines=OWN, country="GB"))
    answers = owner_client.get("/support/safe").content.decode().split('class="answer"')[1:4]
    for answer in answers:
        part = answer.split("</details>")[0]
        assert part.index("tel:999") < part.index("tel:+49301234") < part.index("tel:116123")


def test_own_lines_are_shown_to_nobody_else(
    owner: Any, stranger_client: Client, anonymous_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(own_lines=OWN))
    for client in (stranger_client, anonymous_client):
        assert "Added by you" not in client.get("/support/").content.decode()


def test_a_plan_that_holds_signs_alone_shows_no_empty_card_and_can_be_opened(
    owner: Any, owner_client: Client
) -> None:
    plans.keep(person=owner.pk, plan=Plan(signs=("I sleep late",)))
    page = owner_client.get("/support/").content.decode()
    assert "Your own plan" not in page
    assert "Open my whole plan" in page
    assert "Your own plan" not in owner_client.get("/support/safe").content.decode()


def test_small_steps_are_part_of_the_plan_in_a_crisis(owner: Any, owner_client: Client) -> None:
    plans.keep(person=owner.pk, plan=Plan(steps=(("I shake", "hold ice"),)))
    page = owner_client.get("/support/safe").content.decode()
    assert page.count("When I shake, I will hold ice") == 3


@pytest.mark.parametrize("url", BOTH)
def test_a_page_of_help_leads_on_and_out(anonymous_client: Client, url: str) -> None:
    page = anonymous_client.get(url).content.decode().split("<main")[1]
    for lead in ('href="/way_back/tonight/1"', 'href="/">I stop here'):
        assert lead in page


@pytest.mark.parametrize(
    "url", [*BOTH, "/support/keep", "/support/worker.js", "/support/kept.json"]
)
def test_opening_help_sends_nothing_to_any_log(
    anonymous_client: Client, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    anonymous_client.get(url, {"country": "NZ"})
    assert not [r for r in caplog.records if "support" in r.getMessage()]
