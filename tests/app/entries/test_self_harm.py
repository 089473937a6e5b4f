"""Words that mean self-harm: however they are written, the page about safety opens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from onward_app.entries import queries
from onward_app.entries.actions import Row
from onward_app.entries.vocabulary import is_self_harm, speaks_of_self_harm

DB = pytest.mark.django_db(databases=["default", "keys"])
NAMES = [
    "self-harm",
    "Self_Harm!",
    "selfharm again",
    "I hurt my self",
    "harming myself",
    "cut myself with a knife",
    "urge to cut my arm",
    "cutting",
    "cutting my arms",
    "burned myself",
    "burn myself on purpose",
    "hitting myself",
    "Overdosed",
    "overdose of pills",
    "suicidal thoughts",
    "thinking about Suicide",
    "I don\u2019t want to live",
    "did not want to be alive",
    "want to die",
    "kill myself",
    "ending my life",
    "SH",
    "S.H.",
    "self\u2011harm",
    "s\u00e9lf h\u00e1rm",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_self_harm_is_recognised_however_it_is_written(name: str) -> None:
    assert is_self_harm(name)


@pytest.mark.parametrize(
    "name",
    ["cutting corners at work", "cut my hair", "no self-harm", "she called", "shopping", "diet"],
)
def test_another_name_is_not(name: str) -> None:
    assert not is_self_harm(name)


@pytest.mark.parametrize(
    "note",
    ["Today I want to die.", "I was SUICIDAL\nlast night", "I cut myself.", "took an overdose"],
)
def test_a_note_that_says_it_outright_is_heard(note: str) -> None:
    assert speaks_of_self_harm(note)


def test_a_note_of_an_ordinary_day_opens_nothing() -> None:
    assert not speaks_of_self_harm("Cutting the hedge, then tea. I burned the rice, SH came by.")


@DB
@pytest.mark.parametrize(
    "answers",
    [
        {"behaviour": "cut myself again"},
        {"issue_1": "suicidal thoughts", "issue_1_level": 6},
        {"event_own": "an overdose", "event_own_number": 4},
        {"practice_own": "Self harm"},
        {"note": "I want to die."},
        {"note": "I want to die.", "day": (date.today() - timedelta(days=40)).isoformat()},
    ],
)
def test_what_is_written_here_opens_the_page_about_safety_and_says_that_it_is_kept(
    owner: Any, owner_client: Client, answers: dict[str, Any]
) -> None:
    response = owner_client.post("/entries/today", answers)
    assert response["Location"] == reverse("support:safe")
    assert "It is kept." in owner_client.get(response["Location"]).content.decode()
    assert queries.exist(owner.pk)


@DB
def test_an_issue_with_no_trouble_opens_nothing(owner_client: Client) -> None:
    answers = {"issue_1": "self-harm", "issue_1_level": 0}
    assert owner_client.post("/entries/today", answers)["Location"] != reverse("support:safe")


@DB
def test_the_own_wording_is_kept_beside_the_records_name(owner: Any, owner_client: Client) -> None:
    owner_client.post("/entries/today", {"behaviour": "cut my arm"})
    (entry, rows) = queries.opened(owner.pk)[0]
    assert [r[1:] for r in rows] == [("behaviour", "self_harm", None, "cut my arm")]
    form = owner_client.get(f"/entries/{entry.pk}/").context["form"]
    assert form["behaviour"].value() == "cut my arm"
    owner_client.post(f"/entries/{entry.pk}/", {"behaviour": "cut my arm", "distress": 3})
    assert ("behaviour", "self_harm", None, "cut my arm") in {
        r[1:] for _e, rows in queries.opened(owner.pk) for r in rows
    }


@DB
def test_a_note_added_while_changing_an_entry_opens_it_too(owner_client: Client) -> None:
    kept = owner_client.post("/entries/today", {"distress": 3})["Location"]
    edit = kept.removesuffix("kept")
    response = owner_client.post(edit, {"distress": 3, "note": "I want to kill myself."})
    assert response["Location"] == reverse("support:safe")


def test_a_note_of_an_import_is_not_read_for_it() -> None:
    row: Row = (date.today().isoformat(), "note", "", None, "I want to die.")
    assert not queries.asks_about_safety([row], date.today())
    assert queries.asks_about_safety([row], date.today(), written_here=True)
