"""Practices: what is noted, what is written, and what is offered when."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from onward_app.accounts.models import User
from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.drafts import actions as drafts
from onward_app.drafts import queries as typed
from onward_app.entries import actions as entry_actions
from onward_app.entries import queries as entries
from onward_app.entries.actions import Row
from onward_app.practices import actions, queries
from onward_app.practices.models import Sheet

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WRITE = "/practices/write/"


def kept_rows(owner: User) -> list[Row]:
    return sorted(row for _entry, rows in entries.opened(owner.pk) for row in rows)


def some_days(owner: User, *more: Row, days: int = 30) -> None:
    today = entries.today()
    for back in range(days):
        when = (today - timedelta(back)).isoformat()
        entry_actions.keep(person=owner.pk, rows=[(when, "checkin", "distress", 3 + back % 2, "")])
    for row in more:
        entry_actions.keep(person=owner.pk, rows=[row])


def ago(days: int) -> str:
    return (entries.today() - timedelta(days)).isoformat()


def a_sheet(owner: User, kind: str = "thought", **fields: object) -> Sheet:
    return actions.keep(
        person=owner.pk, kind=kind, fields=fields or {"say": "hello"}, day=entries.today()
    )


def test_quiet_minutes_are_kept_in_the_record_once(owner: User, owner_client: Client) -> None:
    sent = {"once": str(uuid4()), "minutes": "2"}
    first = owner_client.post("/practices/quiet", sent)
    again = owner_client.post("/practices/quiet", sent)
    assert first["Location"] == again["Location"]
    assert kept_rows(owner) == [(ago(0), "practice", "meditation", 2.0, "")]
    assert "2 minutes" in owner_client.get(first["Location"]).content.decode()


def test_minutes_may_be_left_out(owner: User, owner_client: Client) -> None:
    owner_client.post("/practices/quiet", {"once": str(uuid4()), "minutes": ""})
    assert kept_rows(owner) == [(ago(0), "practice", "meditation", None, "")]


def test_minutes_that_are_none_come_back_with_what_was_typed(owner_client: Client) -> None:
    answer = owner_client.post("/practices/walk", {"minutes": "many", "noticed": "a heron"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a heron" in page and 'value="many"' in page


def test_a_walk_keeps_its_intention_and_what_was_noticed(owner: User, owner_client: Client) -> None:
    drafts.keep(person=owner.pk, form="walk", fields={"noticed": ["A heron"]})
    sent = {"once": str(uuid4()), "intention": "let go", "noticed": "A heron", "minutes": "5"}
    owner_client.post("/practices/walk", sent)
    assert kept_rows(owner) == [
        (ago(0), "practice", "mindful_walk", 5.0, "My intention: let go\nA heron")
    ]
    assert typed.fields_of(owner.pk, "walk") == {}


@pytest.mark.parametrize("page", ["quiet", "walk", "write/writing", "ground"])
def test_the_pages_that_turn_inward_lead_back_into_the_room(
    owner: User, owner_client: Client, page: str
) -> None:
    some_days(owner)
    text = owner_client.get(f"/practices/{page}").content.decode()
    assert "stop and look around you" in text or "Name five things" in text


def test_two_minutes_and_open_eyes_come_first(owner_client: Client) -> None:
    page = owner_client.get("/practices/quiet").content.decode()
    assert 'value="2" checked' in page
    assert 'value="look" checked' in page
    assert "Leave your eyes open" in page
    assert "hold" not in page.replace("hold the bell", "")


def test_a_thought_is_sealed_and_noted_as_done(owner: User, owner_client: Client) -> None:
    drafts.keep(person=owner.pk, form="thought", fields={"thought": ["I"]})
    sent = {"once": str(uuid4()), "thought": "I fall short", "strength": "8", "kinder": "I try"}
    answer = owner_client.post(f"{WRITE}thought", sent)
    owner_client.post(f"{WRITE}thought", sent)
    (sheet,) = queries.written(owner.pk)
    assert sheet.fields == {"thought": "I fall short", "strength": 8, "kinder": "I try"}
    assert b"fall short" not in bytes(sheet.row.sealed)
    assert kept_rows(owner) == [(ago(0), "practice", "reframing", None, "")]
    assert typed.fields_of(owner.pk, "thought") == {}
    page = owner_client.get(answer["Location"]).content.decode()
    assert "8 of 10" in page and "I try" in page


def test_where_numbers_are_hidden_a_strength_is_told_in_words(
    owner: User, owner_client: Client
) -> None:
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    sheet = a_sheet(owner, thought="I fall short", strength=8)
    assert "8 of 10" not in owner_client.get(f"/practices/kept/{sheet.pk}").content.decode()
    assert "one step from very strong" in owner_client.get(f"{WRITE}thought").content.decode()


def test_an_empty_sheet_is_not_kept(owner: User, owner_client: Client) -> None:
    answer = owner_client.post(f"{WRITE}letter", {"hurts": "  "})
    assert "nothing was kept" in answer.content.decode()
    assert queries.written(owner.pk) == []


def test_too_long_a_text_comes_back_whole(owner_client: Client) -> None:
    answer = owner_client.post(f"{WRITE}thought", {"kinder": "a" * 5001, "what": "x"})
    assert answer.status_code == 422
    assert "a" * 5001 in answer.content.decode()


def test_words_that_name_self_harm_lead_to_the_page_about_safety(
    owner: User, owner_client: Client
) -> None:
    answer = owner_client.post(f"{WRITE}thought", {"thought": "I want to kill myself"})
    assert answer["Location"] == "/support/safe"
    assert len(queries.written(owner.pk)) == 1


def test_a_letter_marked_for_a_harder_day_is_given_back_then(
    owner: User, owner_client: Client
) -> None:
    owner_client.post(f"{WRITE}letter", {"friend": "You did enough", "harder_day": "on"})
    assert entries.words_for_a_harder_day(owner.pk) == (entries.today(), "You did enough")
    (sheet,) = queries.written(owner.pk)
    owner_client.post(f"/practices/kept/{sheet.row.pk}/edit", {"friend": "You did enough"})
    assert entries.words_for_a_harder_day(owner.pk) is None
    assert kept_rows(owner) == [(ago(0), "practice", "kind_letter", None, "")]


def test_a_letter_that_is_not_marked_is_in_no_note(owner: User, owner_client: Client) -> None:
    owner_client.post(f"{WRITE}letter", {"friend": "You did enough"})
    assert [row[1] for row in kept_rows(owner)] == ["practice"]


def test_points_for_a_talk_are_the_talk_only_once_it_was_had(
    owner: User, owner_client: Client
) -> None:
    sheet = a_sheet(owner, "talk", say="I miss you")
    assert kept_rows(owner) == []
    for _ in range(2):
        owner_client.post(f"/practices/kept/{sheet.pk}/talked")
    assert kept_rows(owner) == [(ago(0), "practice", "talking", None, "")]


def test_a_sheet_and_its_entry_go_and_come_back_together(owner: User, owner_client: Client) -> None:
    sheet = a_sheet(owner, thought="I fall short")
    gone = owner_client.post(f"/practices/kept/{sheet.pk}/remove")
    assert queries.written(owner.pk) == [] and kept_rows(owner) == []
    assert owner_client.get(f"/practices/kept/{sheet.pk}").status_code == 404
    assert "Bring it back" in owner_client.get(gone["Location"]).content.decode()
    owner_client.post(f"/practices/kept/{sheet.pk}/restore")
    assert len(queries.written(owner.pk)) == 1
    assert [row[2] for row in kept_rows(owner)] == ["reframing"]


def test_an_emptied_sheet_is_taken_away_with_an_undo(owner: User, owner_client: Client) -> None:
    sheet = a_sheet(owner, thought="I fall short")
    answer = owner_client.post(f"/practices/kept/{sheet.pk}/edit", {"thought": ""})
    assert answer["Location"] == f"/practices/kept?removed={sheet.pk}"
    assert queries.written(owner.pk) == []


def test_what_was_taken_away_is_deleted_after_a_day(owner: User) -> None:
    sheet = a_sheet(owner, thought="I fall short")
    actions.remove(sheet=sheet)
    assert sheet.removed_at is not None
    assert actions.sweep(person=owner.pk, now=sheet.removed_at + timedelta(hours=23)) == 0
    assert actions.sweep(person=owner.pk, now=sheet.removed_at + timedelta(hours=25)) == 1


def test_a_practice_taken_out_of_the_record_stays_out(owner: User) -> None:
    sheet = a_sheet(owner, "letter", friend="You did enough")
    entry_actions.remove(entry=entries.one(owner.pk, queries.entry_of(sheet.pk))[0])
    actions.change(sheet=sheet, fields={"friend": "You did well"})
    assert kept_rows(owner) == []


def test_what_i_did_is_by_day_and_adds_nothing_up(owner: User, owner_client: Client) -> None:
    a_sheet(owner, thought="I fall short")
    for back in (0, 1, 1):
        row: Row = (ago(back), "practice", "meditation", 5, "")
        entry_actions.keep(person=owner.pk, rows=[row])
    days = queries.done(owner.pk)
    assert [(len(d.sheets), len(d.noted)) for d in days] == [(1, 1), (0, 2)]
    page = owner_client.get("/practices/kept").content.decode()
    assert "15 minutes" not in page and "I fall short" in page


def test_writing_is_offered_with_a_record_alone(owner: User, owner_client: Client) -> None:
    assert "Let feelings out" not in owner_client.get("/practices/").content.decode()
    assert "Something gentler" in owner_client.get(f"{WRITE}writing").content.decode()
    some_days(owner)
    assert "Let feelings out" in owner_client.get("/practices/").content.decode()
    assert "What I feel" in owner_client.get(f"{WRITE}writing").content.decode()


@pytest.mark.parametrize(
    "row",
    [
        (ago(3), "measure", "phq9.9", 1, ""),
        (ago(3), "behaviour", "self_harm", None, ""),
        (ago(60), "event", "loss", None, ""),
        (ago(10), "event", "an attack in the park", None, ""),
        (ago(1), "checkin", "elevated", 1, ""),
        (ago(1), "checkin", "psychotic", 1, ""),
    ],
    ids=lambda row: row[2],
)
def test_writing_is_not_offered_after_something_hard(
    owner: User, owner_client: Client, row: Row
) -> None:
    some_days(owner, row)
    page = owner_client.get(f"{WRITE}writing").content.decode()
    assert "Something gentler" in page and "<textarea" not in page
    assert "Reach somebody now" in page and "Name five things" in page


def test_words_of_writing_are_kept_even_where_it_is_no_longer_offered(
    owner: User, owner_client: Client
) -> None:
    answer = owner_client.post(f"{WRITE}writing", {"words": "so much at once"})
    assert answer["Location"] == "/practices/ground"
    assert queries.written(owner.pk)[0].fields == {"words": "so much at once"}


def test_the_fifteen_minutes_count_from_the_first_word_whatever_is_loaded_again(
    owner: User, owner_client: Client
) -> None:
    some_days(owner)
    assert 'data-writing="900"' in owner_client.get(f"{WRITE}writing").content.decode()
    drafts.keep(person=owner.pk, form="writing", fields={"words": ["so"]})
    found = typed.one(owner.pk, "writing")
    assert found is not None
    type(found[0]).objects.update(made_at=found[0].made_at - timedelta(minutes=16))
    assert 'data-writing="0"' in owner_client.get(f"{WRITE}writing").content.decode()


def test_changing_what_was_written_about_feelings_keeps_to_the_same_bounds(
    owner: User, owner_client: Client
) -> None:
    some_days(owner)
    sheet = a_sheet(owner, "writing", words="so much")
    path = f"/practices/kept/{sheet.pk}/edit"
    assert 'data-writing="900"' in owner_client.get(path).content.decode()
    assert owner_client.post(path, {"words": "so"})["Location"] == "/practices/ground"
    row = (ago(0), "measure", "phq9.9", 1, "")
    entry_actions.keep(person=owner.pk, rows=[row])
    assert "Something gentler" in owner_client.get(path).content.decode()
    assert "so" in owner_client.get(f"/practices/kept/{sheet.pk}").content.decode()


def test_while_resting_noting_is_behind_one_tap(owner: User, owner_client: Client) -> None:
    asks = "Keep that I did this?"
    assert asks in owner_client.get("/practices/quiet").content.decode()
    choices.keep(person=owner.pk, choices=Choices(resting=True))
    assert asks not in owner_client.get("/practices/quiet").content.decode()


def test_a_form_id_of_somebody_else_is_not_taken(owner: User, stranger: User) -> None:
    theirs = a_sheet(stranger, "talk", say="mine")
    own = actions.keep(
        person=owner.pk, kind="talk", fields={"say": "x"}, day=date.today(), once=theirs.pk
    )
    assert own.pk != theirs.pk
    assert queries.one(stranger.pk, theirs.pk).fields == {"say": "mine"}


def test_somebody_elses_sheet_is_missing(owner: User, stranger_client: Client) -> None:
    sheet = a_sheet(owner, "talk", say="I miss you")
    for tail in ("", "/edit"):
        assert stranger_client.get(f"/practices/kept/{sheet.pk}{tail}").status_code == 404
    for tail in ("talked", "remove", "restore"):
        assert stranger_client.post(f"/practices/kept/{sheet.pk}/{tail}").status_code == 404


def test_an_entry_id_is_the_same_each_time() -> None:
    sheet = UUID(int=7)
    assert queries.entry_of(sheet) == queries.entry_of(sheet)
    assert queries.entry_of(sheet) != queries.entry_of(UUID(int=8))


def test_words_that_say_it_outright_hold_writing_back_too(
    owner: User, owner_client: Client
) -> None:
    some_days(owner)
    assert queries.may_write(owner.pk)
    entry_actions.keep(person=owner.pk, rows=[(ago(3), "note", "", None, "I want to die.")])
    assert "My words" not in owner_client.get(f"{WRITE}writing").content.decode()
