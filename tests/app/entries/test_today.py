"""The check-in: kept, changed, taken away and brought back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from onward_app.entries import queries
from onward_app.entries.actions import Row
from onward_app.entries.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = "/entries/today"


def rows_of(owner: Any) -> list[Row]:
    return [row for _entry, rows in queries.opened(owner.pk) for row in rows]


def things_of(owner: Any) -> set[tuple[str, str, float | None, str]]:
    return {row[1:] for row in rows_of(owner)}


def keep(client: Client, **answers: Any) -> str:
    """Keep a check-in; returns the id of its entry."""
    response = client.post(TODAY, answers)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"]).split("/")[2]


def test_three_taps_are_enough(owner: Any, owner_client: Client) -> None:
    response = owner_client.post(TODAY, {"distress": 4, "feelings": 6, "functioning": 7})
    assert response.status_code == 302
    assert things_of(owner) == {
        ("checkin", "distress", 4.0, ""),
        ("checkin", "feelings", 6.0, ""),
        ("checkin", "functioning", 7.0, ""),
    }
    page = owner_client.get(response["Location"]).content.decode()
    assert "Kept." in page
    assert "4 of 10" in page


def test_what_was_not_touched_is_not_recorded(owner: Any, owner_client: Client) -> None:
    keep(owner_client, distress=4, feelings="", numb="")
    assert things_of(owner) == {("checkin", "distress", 4.0, "")}


def test_nothing_answered_keeps_nothing_and_says_so_kindly(owner_client: Client) -> None:
    response = owner_client.post(TODAY, {"distress": ""})
    assert response.status_code == 200
    assert "That is all right." in response.content.decode()
    assert not Entry.objects.exists()


def test_all_that_may_be_said_behind_one_tap_is_kept(owner: Any, owner_client: Client) -> None:
    keep(
        owner_client,
        numb="on",
        hope=3,
        sleep=5,
        connection=8,
        issue_1="avoiding calls",
        issue_1_level=6,
        practice_own="mindful walk",
        practice_own_number="20",
        event_own="Moved home",
        event_own_number=4,
        session="video",
        session_work=7,
        behaviour="staying in bed",
        note="Tea helped.",
    )
    assert things_of(owner) == {
        ("checkin", "numb", 1.0, ""),
        ("checkin", "hope", 3.0, ""),
        ("checkin", "sleep", 5.0, ""),
        ("checkin", "connection", 8.0, ""),
        ("issue", "avoiding calls", 6.0, ""),
        ("practice", "mindful_walk", 20.0, ""),
        ("event", "moved_home", 4.0, ""),
        ("session", "video", 7.0, ""),
        ("behaviour", "staying in bed", None, ""),
        ("note", "", None, "Tea helped."),
    }


def test_another_day_may_be_chosen(owner: Any, owner_client: Client) -> None:
    before = (date.today() - timedelta(days=5)).isoformat()
    keep(owner_client, distress=4, day=before)
    assert rows_of(owner)[0][0] == before


def test_a_day_to_come_is_refused_and_what_was_typed_stays(owner_client: Client) -> None:
    later = (date.today() + timedelta(days=1)).isoformat()
    response = owner_client.post(TODAY, {"distress": 4, "day": later, "note": "Tea helped."})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose today or a day before it." in page
    assert "Tea helped." in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"distress": "11"}, "Choose a number from 0 to 10, or leave it."),
        ({"practice_own": "clay", "practice_own_number": "2000"}, "Write minutes from 0 to 1440"),
        ({"practice_own": "clay", "practice_own_number": "nan"}, "Write minutes from 0 to 1440"),
        ({"issue_1": "a new thing"}, "Choose a number too, or empty the name."),
        ({"issue_1_level": "3"}, "Give it a name of a few words."),
        ({"behaviour": "x" * 121}, "Up to 120 letters fit here."),
    ],
)
def test_a_wrong_answer_says_what_is_allowed(
    owner_client: Client, wrong: dict[str, str], said: str
) -> None:
    response = owner_client.post(TODAY, wrong)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Entry.objects.exists()


def test_the_same_form_sent_twice_is_kept_once(owner: Any, owner_client: Client) -> None:
    once = str(uuid4())
    assert keep(owner_client, distress=4, once=once) == keep(owner_client, distress=4, once=once)
    assert len(rows_of(owner)) == 1


def test_the_same_form_sent_again_with_other_answers_changes_what_it_made(
    owner: Any, owner_client: Client
) -> None:
    once = str(uuid4())
    keep(owner_client, distress=4, once=once)
    response = owner_client.post(TODAY, {"distress": 7, "note": "More.", "once": once})
    assert things_of(owner) == {("checkin", "distress", 7.0, ""), ("note", "", None, "More.")}
    assert Entry.objects.count() == 1
    page = owner_client.get(response["Location"]).content.decode()
    assert f"/entries/{once}/remove" not in page


def test_after_an_undo_the_same_form_brings_it_back_with_its_answers(
    owner: Any, owner_client: Client
) -> None:
    once = str(uuid4())
    keep(owner_client, distress=4, once=once)
    owner_client.post(f"/entries/{once}/remove")
    assert rows_of(owner) == []
    response = owner_client.post(TODAY, {"distress": 5, "note": "Again.", "once": once})
    assert owner_client.get(response["Location"]).status_code == 200
    assert things_of(owner) == {("checkin", "distress", 5.0, ""), ("note", "", None, "Again.")}


def test_back_at_a_form_that_was_sent_leads_to_what_it_made(owner_client: Client) -> None:
    once = str(uuid4())
    before = owner_client.get(f"{TODAY}?once={once}")
    assert str(before.context["form"]["once"].value()) == once
    keep(owner_client, distress=4, once=once)
    assert owner_client.get(f"{TODAY}?once={once}")["Location"] == f"/entries/{once}/"


def test_a_form_id_that_is_none_is_another_one(owner_client: Client) -> None:
    assert owner_client.get(f"{TODAY}?once=nonsense").status_code == 200


def test_a_form_id_of_somebody_else_touches_nothing_of_theirs(
    owner: Any, owner_client: Client, stranger: Any, stranger_client: Client
) -> None:
    theirs = keep(stranger_client, distress=9)
    mine = keep(owner_client, distress=4, once=theirs)
    assert mine != theirs
    assert things_of(stranger) == {("checkin", "distress", 9.0, "")}


@pytest.mark.parametrize("word", ["self-harm", "Self_Harm", "cutting", "hurting myself"])
def test_self_harm_opens_the_page_about_safety(owner: Any, owner_client: Client, word: str) -> None:
    response = owner_client.post(TODAY, {"behaviour": word})
    assert response["Location"] == reverse("support:safe")
    wording = "" if "elf" in word and "my" not in word else word
    assert things_of(owner) == {("behaviour", "self_harm", None, wording)}


def test_another_behaviour_opens_no_page_about_safety(owner_client: Client) -> None:
    response = owner_client.post(TODAY, {"behaviour": "cutting corners at work"})
    assert response["Location"] != reverse("support:safe")


def test_names_of_running_issues_are_offered_again(owner_client: Client) -> None:
    keep(owner_client, issue_1="avoiding calls", issue_1_level=6)
    assert 'value="avoiding calls"' in owner_client.get(TODAY).content.decode()


def test_an_offered_name_without_a_number_is_not_recorded(owner: Any, owner_client: Client) -> None:
    keep(owner_client, issue_1="avoiding calls", issue_1_level=6)
    keep(owner_client, distress=2, issue_1="avoiding calls", issue_1_level="")
    assert [r for r in rows_of(owner) if r[1] == "issue"][1:] == []


def test_an_own_practice_is_offered_to_tick(owner: Any, owner_client: Client) -> None:
    keep(owner_client, practice_own="clay")
    page = owner_client.get(TODAY).content.decode()
    assert "<span><bdi>clay</bdi></span>" in page


def test_private_is_said_where_it_is_written(owner_client: Client) -> None:
    assert "shown to nobody but you." in owner_client.get(TODAY).content.decode()


def test_nobody_signed_in_writes_nothing(anonymous_client: Client) -> None:
    assert anonymous_client.get(TODAY).status_code == 302
    assert anonymous_client.post(TODAY, {"distress": 4}).status_code in (302, 401)
    assert not Entry.objects.exists()


def test_own_words_are_not_readable_in_the_row(owner_client: Client) -> None:
    keep(owner_client, note="Tea by the window helped.")
    row = Entry.objects.get()
    assert b"window" not in bytes(row.sealed)
