"""Bringing a file: looked at first, taken whole or not at all, never twice, and undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onward_app.entries import actions as entries_actions
from onward_app.entries import queries as entries
from onward_app.entries.models import Entry
from onward_app.takeout.models import Brought, Import

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BRING = "/takeout/"
HEADER = "when,kind,name,value,note\n"
DAYLIO = """full_date,date,weekday,time,mood,activities,note_title,note
2026-05-19,19 May,Tuesday,9:30 pm,good,walk | gaming | cutting,,A long walk
2026-05-18,18 May,Monday,9:10 pm,so so,walk,,
"""


def upload(client: Client, text: str | bytes, name: str = "mine.csv", **more: Any) -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(BRING, {"file": SimpleUploadedFile(name, data), **more})


def take(client: Client, text: str | bytes, **answers: Any) -> Any:
    """Upload and take; returns the last response."""
    looked = upload(client, text)
    assert looked.status_code == 302, looked.content.decode()
    return client.post(looked["Location"], {"do": "take", **answers})


def rows_of(owner: Any) -> list[entries_actions.Row]:
    return sorted(row for _e, rows in entries.opened(owner.pk) for row in rows)


def days(first: int, last: int) -> str:
    return HEADER + "".join(f"2026-05-{d:02},checkin,distress,4,\n" for d in range(first, last))


def test_a_file_is_looked_at_before_it_is_taken(owner_client: Client) -> None:
    looked = upload(owner_client, days(1, 11))
    page = owner_client.get(looked["Location"]).content.decode()
    assert "10 days are in this file." in page
    assert "from 1 May 2026 to 10 May 2026" in page
    assert not Entry.objects.exists()


def test_a_taken_file_is_in_the_record(owner: Any, owner_client: Client) -> None:
    response = take(owner_client, days(1, 4))
    assert [r[0] for r in rows_of(owner)] == ["2026-05-01", "2026-05-02", "2026-05-03"]
    assert (
        "3 days are in your record now." in owner_client.get(response["Location"]).content.decode()
    )


def test_the_same_file_taken_twice_adds_nothing(owner: Any, owner_client: Client) -> None:
    take(owner_client, days(1, 4))
    response = take(owner_client, days(1, 4))
    page = owner_client.get(response["Location"]).content.decode()
    assert "Nothing new in this file." in page
    assert "3 days were already here." in page
    assert len(rows_of(owner)) == 3


def test_an_overlapping_file_adds_only_what_is_new(owner: Any, owner_client: Client) -> None:
    take(owner_client, days(1, 4))
    take(owner_client, days(2, 6))
    assert [r[0] for r in rows_of(owner)] == [f"2026-05-0{d}" for d in range(1, 6)]


def test_identical_rows_of_one_file_are_kept(owner: Any, owner_client: Client) -> None:
    walk = "2026-05-01,practice,mindful_walk,10,\n"
    take(owner_client, HEADER + walk)
    take(owner_client, HEADER + walk * 3)
    assert len(rows_of(owner)) == 3


def test_the_own_record_taken_out_and_brought_back_adds_nothing(
    owner: Any, owner_client: Client
) -> None:
    row = ("2026-05-01", "note", "", None, "=1+1 is not a formula")
    entries_actions.keep(person=owner.pk, rows=[row])
    file = owner_client.get(reverse("takeout:export"))
    assert "attachment" in file["Content-Disposition"]
    assert b"'=1+1" in file.content
    take(owner_client, file.content)
    assert rows_of(owner) == [row]


def test_an_import_is_undone_and_nothing_else_goes(owner: Any, owner_client: Client) -> None:
    own = (date.today().isoformat(), "checkin", "distress", 4.0, "")
    entries_actions.keep(person=owner.pk, rows=[own])
    first = take(owner_client, days(1, 4))["Location"]
    take(owner_client, days(4, 6))
    asked = owner_client.get(f"{first}undo")
    page = asked.content.decode()
    assert "All that it brought goes, its notes too. What you wrote here stays." in page
    assert "Days that a later file also held go too; bring that file again." in page
    assert len(rows_of(owner)) == 6
    owner_client.post(f"{first}undo")
    assert [r[0] for r in rows_of(owner)] == ["2026-05-04", "2026-05-05", own[0]]


def test_after_an_undo_the_file_can_be_taken_again(owner: Any, owner_client: Client) -> None:
    first = take(owner_client, days(1, 4))["Location"]
    owner_client.post(f"{first}undo")
    take(owner_client, days(1, 4))
    assert len(rows_of(owner)) == 3


def test_a_row_changed_since_is_not_brought_a_second_time(owner: Any, owner_client: Client) -> None:
    take(owner_client, days(1, 2))
    entry = Entry.objects.get()
    owner_client.post(f"/entries/{entry.pk}/", {"distress": 8, "day": "2026-05-01"})
    take(owner_client, days(1, 2))
    assert rows_of(owner) == [("2026-05-01", "checkin", "distress", 8.0, "")]


def test_a_day_taken_away_stays_away_and_is_not_called_already_here(
    owner: Any, owner_client: Client
) -> None:
    take(owner_client, days(1, 4))
    entry = next(e for e, rows in entries.opened(owner.pk) if rows[0][0] == "2026-05-02")
    owner_client.post(f"/entries/{entry.pk}/remove")
    again = take(owner_client, days(1, 4))
    page = owner_client.get(again["Location"]).content.decode()
    assert "2 days were already here." in page
    assert "1 day that you took away or moved stays as you left it." in page
    assert len(rows_of(owner)) == 2


def test_own_mood_names_are_asked_for(owner: Any, owner_client: Client) -> None:
    looked = upload(owner_client, DAYLIO)["Location"]
    page = owner_client.get(looked).content.decode()
    assert "so so" in page
    assert owner_client.post(looked, {}).status_code == 422
    owner_client.post(looked, {"mood_0": "4"})
    assert "2 days are in this file." in owner_client.get(looked).content.decode()
    answers = {f"activity_{at}": "practice" for at in range(3)}
    owner_client.post(looked, {"do": "take", **answers})
    assert ("checkin", "mood", 4.0) in {r[1:4] for r in rows_of(owner)}


def test_each_activity_counts_as_the_person_says(owner: Any, owner_client: Client) -> None:
    looked = upload(owner_client, DAYLIO.replace("so so", "meh"))["Location"]
    seen = owner_client.get(looked).context["form"]
    assert seen.activities == ["walk", "gaming", "cutting"]
    answers = {"activity_0": "event", "activity_1": "nothing", "activity_2": "behaviour"}
    owner_client.post(looked, {"do": "take", **answers})
    kinds = {r[1:3] for r in rows_of(owner)}
    assert ("event", "walk") in kinds
    assert not any(name == "gaming" for _kind, name in kinds)
    assert ("behaviour", "self_harm") in kinds


def test_of_several_people_one_is_taken(owner: Any, owner_client: Client) -> None:
    text = "person,when,kind,name,value\na,2026-05-01,checkin,hope,1\nb,2026-05-01,checkin,hope,2\n"
    take(owner_client, text, person="b")
    assert [r[3] for r in rows_of(owner)] == [2.0]


def test_of_several_people_none_is_chosen_for_the_person(owner: Any, owner_client: Client) -> None:
    rows = [f"p{n},2026-05-01,checkin,hope,1\n" for n in (10, 2, 1)]
    looked = upload(owner_client, "person,when,kind,name,value\n" + "".join(rows))["Location"]
    response = owner_client.get(looked)
    assert "3 people are in this file." in response.content.decode()
    offered = [value for value, _label in response.context["form"].fields["person"].choices]
    assert offered == ["", "p1", "p2", "p10"]
    refused = owner_client.post(looked, {"do": "take", "person": ""})
    assert refused.status_code == 422
    assert "Choose which of them you are." in refused.content.decode()
    assert not Entry.objects.exists()


def test_the_person_chosen_stays_chosen_when_it_is_shown_again(owner_client: Client) -> None:
    text = "person,when,kind,name,value\na,2026-05-01,checkin,hope,1\nb,2026-05-02,checkin,hope,2\n"
    looked = upload(owner_client, text)["Location"]
    owner_client.post(looked, {"do": "again", "person": "b"})
    response = owner_client.get(looked)
    assert '<option value="b" selected>' in response.content.decode()
    assert "from 2 May 2026" in response.content.decode()


def test_self_harm_in_a_file_is_kept_under_the_records_name_with_its_wording(
    owner: Any, owner_client: Client
) -> None:
    day = date.today().isoformat()
    response = take(owner_client, HEADER + f"{day},behaviour,I cut myself,,late\n")
    assert rows_of(owner) == [(day, "behaviour", "self_harm", None, "I cut myself: late")]
    assert response["Location"] == reverse("support:safe")
    assert "It is kept." in owner_client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("kind", ["issue", "event", "practice"])
def test_self_harm_of_any_kind_opens_the_page_about_safety(owner_client: Client, kind: str) -> None:
    row = f"{date.today().isoformat()},{kind},Suicidal thoughts,3,\n"
    assert take(owner_client, HEADER + row)["Location"] == reverse("support:safe")


def test_the_second_of_two_taps_leads_to_safety_too(owner_client: Client) -> None:
    looked = upload(owner_client, risk(1))["Location"]
    for _tap in range(2):
        response = owner_client.post(looked, {"do": "take"})
        assert response["Location"] == reverse("support:safe")


def test_a_table_is_read_by_its_map(owner: Any, owner_client: Client) -> None:
    map_text = (
        '[when]\ncolumn = "day"\n[[checkin]]\nname = "distress"\ncolumn = "low"\nrange = [0, 100]\n'
    )
    looked = upload(owner_client, "day,low\n2026-05-01,40\n", map_text=map_text)
    assert looked.status_code == 302, looked.content.decode()
    owner_client.post(looked["Location"], {"do": "take"})
    assert rows_of(owner) == [("2026-05-01", "checkin", "distress", 4.0, "")]


BAD = {
    "no table": (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "mine.csv"),
    "a NUL byte": (b"when,kind,name,value\n2026-05-01,checkin,hope,\x00\n", "line 2"),
    "UTF-16": ("when,kind,name,value\n".encode("utf-16"), "UTF-16"),
    "a zip archive": (b"PK\x03\x04" + b"\x00" * 100, "zip archive"),
    "an unknown column": (b"when,kind,name,value,colour\n", "colour"),
    "an impossible day": (b"when,kind,name,value\n2026-02-30,checkin,hope,1\n", "line 2"),
    "a value out of range": (b"when,kind,name,value\n2026-02-03,checkin,hope,11\n", "0 to 10"),
    "a late wrong row": (
        (days(1, 20) + "2026-05-20,checkin,distress,x,\n").encode(),
        "line 21, column value",
    ),
    "nothing": (b"", "empty"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_is_taken(
    owner_client: Client, case: str
) -> None:
    data, said = BAD[case]
    response = upload(owner_client, data, map_text="")
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "Nothing was taken." in page
    assert not Entry.objects.exists()
    assert not Import.objects.exists()


def test_what_was_typed_is_still_there_after_a_bad_file(owner_client: Client) -> None:
    response = upload(owner_client, "a,b\n1,2\n", map_text="[when]\nnot = a map")
    assert "not = a map" in response.content.decode()


def test_a_file_over_the_limit_is_refused(
    owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onward_app.takeout.uploads.LIMIT", 1000)
    response = upload(owner_client, days(1, 30) * 4, map_text="kept = 1")
    page = response.content.decode()
    assert response.status_code == 422
    assert "The file is larger than" in page
    assert "kept = 1" in page


def test_without_a_file_it_asks_for_one(owner_client: Client) -> None:
    assert "Choose a file first." in owner_client.post(BRING, {}).content.decode()


def risk(ago: int) -> str:
    day = (date.today() - timedelta(days=ago)).isoformat()
    return f"when,kind,name,value\n{day},measure,phq9.9,1\n"


def test_a_risk_answer_of_these_days_opens_the_page_about_safety(owner_client: Client) -> None:
    assert take(owner_client, risk(13))["Location"] == reverse("support:safe")


def test_an_old_risk_answer_opens_nothing(owner_client: Client) -> None:
    assert take(owner_client, risk(15))["Location"] != reverse("support:safe")


def test_a_file_that_waits_can_be_left(owner_client: Client) -> None:
    looked = upload(owner_client, days(1, 4))["Location"]
    owner_client.post(f"{looked}drop")
    assert not Import.objects.exists()


def test_a_file_taken_by_a_double_tap_is_taken_once(owner: Any, owner_client: Client) -> None:
    looked = upload(owner_client, days(1, 4))["Location"]
    owner_client.post(looked, {"do": "take"})
    assert owner_client.post(looked, {"do": "take"}).status_code == 200
    assert len(rows_of(owner)) == 3


@pytest.mark.parametrize("what", ["", "undo"])
def test_somebody_elses_import_answers_as_a_missing_one(
    owner_client: Client, stranger_client: Client, what: str
) -> None:
    taken = take(owner_client, days(1, 4))["Location"]
    assert stranger_client.get(f"{taken}{what}").status_code == 404
    assert stranger_client.get(f"/takeout/{uuid4()}/{what}").status_code == 404


@pytest.mark.parametrize("what", ["", "drop", "undo"])
def test_nobody_else_takes_or_undoes_an_import(
    owner_client: Client, stranger_client: Client, what: str
) -> None:
    looked = upload(owner_client, days(1, 4))["Location"]
    assert stranger_client.post(f"{looked}{what}", {"do": "take"}).status_code == 404
    assert Import.objects.filter(taken=False).count() == 1


def test_a_stranger_takes_out_nothing_of_it(owner_client: Client, stranger_client: Client) -> None:
    take(owner_client, days(1, 4))
    assert b"2026-05-01" not in stranger_client.get(reverse("takeout:export")).content
    assert b"mine.csv" not in stranger_client.get(BRING).content


@pytest.mark.parametrize("url", [BRING, "/takeout/record.csv", f"/takeout/{UUID(int=7)}/"])
def test_nobody_signed_in_is_sent_to_the_door(anonymous_client: Client, url: str) -> None:
    assert anonymous_client.get(url).status_code == 302


def test_a_form_without_its_token_is_refused(owner: Any, owner_client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner_client.cookies
    assert upload(strict, days(1, 4)).status_code == 403


def test_neither_the_name_of_the_file_nor_its_words_are_readable_in_the_rows(
    owner_client: Client,
) -> None:
    looked = upload(owner_client, HEADER + "2026-05-01,note,,,lighthouse\n", name="harbour.csv")
    waiting = bytes(Import.objects.get().sealed)
    owner_client.post(looked["Location"], {"do": "take"})
    sealed = [waiting] + [
        bytes(r.sealed) for m in (Import, Brought, Entry) for r in m.objects.all()
    ]
    assert len(sealed) == 4
    assert not any(word in blob for blob in sealed for word in (b"harbour", b"lighthouse"))
