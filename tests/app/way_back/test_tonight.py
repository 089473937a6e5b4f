"""Tonight: three screens, open to everybody, nothing of the safety answer kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from onward_app.entries import actions as entries
from onward_app.plan import actions as plans
from onward_app.plan.queries import Plan
from onward_app.way_back import queries
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SCREENS = ["/way_back/tonight/1", "/way_back/tonight/2", "/way_back/tonight/3"]


@pytest.mark.parametrize("url", [*SCREENS, "/way_back/", "/way_back/tonight/rest"])
def test_tonight_opens_without_sign_in_and_with_no_record(
    anonymous_client: Client, owner_client: Client, url: str
) -> None:
    assert anonymous_client.get(url).status_code == 200
    assert owner_client.get(url).status_code == 200


def test_there_is_no_fourth_screen(owner_client: Client) -> None:
    assert owner_client.get("/way_back/tonight/4").status_code == 404


@pytest.mark.parametrize("url", SCREENS)
def test_every_screen_has_a_way_out_and_help(anonymous_client: Client, url: str) -> None:
    page = anonymous_client.get(url).content.decode()
    assert "I stop here" in page
    assert 'href="/support/"' in page


def test_no_screen_has_a_chart(owner_client: Client) -> None:
    for url in SCREENS:
        page = owner_client.get(url).content.decode()
        assert "<svg" not in page.split("<main")[1].split("</main>")[0]


def test_the_first_screen_asks_about_safety_and_keeps_nothing(
    owner_client: Client,
) -> None:
    page = owner_client.get(SCREENS[0]).content.decode()
    assert "Are you in danger of acting on this now?" in page
    assert "It is not sent and not kept." in page
    owner_client.post(SCREENS[0], {"answer": "yes"})
    assert Walk.objects.count() == 0
    assert "answer" not in dict(owner_client.session)


def test_the_second_screen_shows_own_words_where_there_are_some(
    owner: Any, owner_client: Client
) -> None:
    assert "Here is a kind sentence" in owner_client.get(SCREENS[1]).content.decode()
    plans.keep(person=owner.pk, plan=Plan(words="It has been this dark before."))
    page = owner_client.get(SCREENS[1]).content.decode()
    assert "It has been this dark before." in page
    assert "Here is a kind sentence" not in page


def test_the_second_screen_shows_the_words_that_were_marked_for_a_harder_day(
    owner: Any, owner_client: Client
) -> None:
    rows = [("2026-05-01", "note", "", None, "The river was still there.")]
    entries.keep(person=owner.pk, rows=rows, for_a_harder_day=True)
    page = owner_client.get(SCREENS[1]).content.decode()
    assert "You kept these words for a harder day:" in page
    assert "The river was still there." in page


def test_words_that_were_not_marked_are_never_given_back(owner: Any, owner_client: Client) -> None:
    today = date.today()
    for ago in range(40):
        day, light = (today - timedelta(days=ago)).isoformat(), ago > 30
        rows = [
            (day, "checkin", "distress", 1.0 if light else 8.0, ""),
            (day, "note", "", None, "planted words, I want to die"),
        ]
        entries.keep(person=owner.pk, rows=rows)
    page = owner_client.get(SCREENS[1]).content.decode()
    assert "planted words" not in page
    assert "better week" not in page
    assert "Here is a kind sentence" in page


def test_no_kind_sentence_tells_a_newcomer_of_a_past_or_a_tiredness_of_theirs() -> None:
    for sentence in queries.guide()["tonight"]["kind"]["sentences"]:
        assert "You have" not in sentence
        assert "You are tired" not in sentence
        assert "you learned" not in sentence


def test_the_end_says_that_someone_is_there_at_night_only_where_a_line_is(
    anonymous_client: Client,
) -> None:
    url, said = "/way_back/tonight/rest", "Someone is there at night too"
    assert said not in anonymous_client.get(url).content.decode()
    with_line = anonymous_client.get(url, headers={"accept-language": "en-GB"})
    assert said in with_line.content.decode()


def test_the_calming_thing_has_eyes_open_and_a_way_to_stop_in_sight(
    anonymous_client: Client,
) -> None:
    page = anonymous_client.get(SCREENS[1]).content.decode()
    assert "Two minutes, eyes open" in page
    assert "If memories or numbness come, stop and look around you." in page
    assert "hold" not in page.split("<main")[1].lower()


def test_no_screen_of_tonight_offers_writing_about_feelings(
    owner_client: Client,
) -> None:
    for url in SCREENS:
        assert "Write about it" not in owner_client.get(url).content.decode()


def test_one_thing_is_kept_and_shown_at_the_end_and_the_next_day(
    owner_client: Client,
) -> None:
    answer = owner_client.post(SCREENS[2], {"own": "Open the window"})
    assert answer.headers["Location"] == "/way_back/tonight/rest"
    for url in ("/way_back/tonight/rest", "/way_back/"):
        assert "Open the window" in owner_client.get(url).content.decode()


def test_an_empty_third_screen_ends_kindly_and_keeps_nothing(
    owner_client: Client,
) -> None:
    assert owner_client.post(SCREENS[2], {}).status_code == 302
    assert Walk.objects.count() == 0
    page = owner_client.get("/way_back/tonight/rest").content.decode()
    assert "That is enough for tonight" in page


def test_without_sign_in_the_third_screen_says_that_nothing_is_kept(
    anonymous_client: Client,
) -> None:
    page = anonymous_client.get(SCREENS[2]).content.decode()
    assert "Nothing is kept here" in page
    assert anonymous_client.post(SCREENS[2], {"own": "x"}).status_code in (200, 403)
    assert Walk.objects.count() == 0


def test_what_one_chose_is_not_shown_to_another(
    owner_client: Client, stranger_client: Client
) -> None:
    owner_client.post(SCREENS[2], {"own": "planted words"})
    for url in ("/way_back/tonight/rest", "/way_back/", SCREENS[2]):
        assert "planted words" not in stranger_client.get(url).content.decode()


def test_our_kind_sentence_changes_from_day_to_day_and_is_the_same_within_one() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(10)]
    said = [queries.kind_sentence(day) for day in days]
    assert len(set(said)) == 5
    assert said[0] == queries.kind_sentence(date(2026, 1, 1))
