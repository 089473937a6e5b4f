"""What was written: by day, changed, taken away, brought back, and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from onward_app.entries import actions, queries
from onward_app.entries.actions import Row
from onward_app.entries.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def day(ago: int) -> str:
    return (date.today() - timedelta(days=ago)).isoformat()


def write(person: UUID, *days_ago: int, value: float = 4.0) -> Entry:
    """Keep a check-in for each day; returns the last."""
    for ago in days_ago:
        entry = actions.keep(person=person, rows=[(day(ago), "checkin", "distress", value, "")])
    return entry


def rows_of(person: UUID) -> list[Row]:
    return sorted(row for _e, rows in queries.opened(person) for row in rows)


def test_days_are_listed_the_newest_first(owner: Any, owner_client: Client) -> None:
    write(owner.pk, 3, 1, 2)
    days = [d.day.isoformat() for d in queries.days(queries.opened(owner.pk))]
    assert days == [day(1), day(2), day(3)]


def test_a_long_gap_is_named_kindly(owner: Any, owner_client: Client) -> None:
    write(owner.pk, 20, 1)
    page = owner_client.get("/entries/").content.decode()
    first, last = date.today() - timedelta(days=19), date.today() - timedelta(days=2)
    said = (
        f"Nothing written from {first.day} {first:%B} to {last.day} {last:%B}. That is all right."
    )
    assert said in page


def test_a_week_between_two_notes_is_no_gap(owner: Any, owner_client: Client) -> None:
    write(owner.pk, 8, 1)
    assert "Nothing written" not in owner_client.get("/entries/").content.decode()


def test_thirty_days_fill_a_page(owner: Any, owner_client: Client) -> None:
    write(owner.pk, *range(35))
    assert len(owner_client.get("/entries/").context["days"]) == 30
    assert len(owner_client.get("/entries/?page=2").context["days"]) == 5


def test_a_month_leads_to_the_page_and_day_where_it_begins(
    owner: Any, owner_client: Client
) -> None:
    write(owner.pk, *range(80))
    response = owner_client.get("/entries/")
    months = [month for _year, found in response.context["years"] for month in found]
    assert [m.newest for m in months] == sorted((m.newest for m in months), reverse=True)
    assert len({m.first for m in months}) == len(months) >= 3
    for month in months:
        link = f"?page={month.page}#day-{month.newest.isoformat()}"
        assert f'href="{link}"' in response.content.decode()
        page = owner_client.get(f"/entries/?page={month.page}").content.decode()
        assert f'id="day-{month.newest.isoformat()}"' in page


def test_a_list_of_one_page_has_no_months_to_go_to(owner: Any, owner_client: Client) -> None:
    write(owner.pk, 1, 40)
    assert "Go to a month" not in owner_client.get("/entries/").content.decode()


def test_what_is_taken_away_on_a_later_page_leads_back_to_that_page(
    owner: Any, owner_client: Client
) -> None:
    entry = write(owner.pk, *range(65))
    where = owner_client.post(f"/entries/{entry.pk}/remove", {"page": "3"})["Location"]
    assert where == f"/entries/?removed={entry.pk}&page=3"
    assert owner_client.get(where).context["page"].number == 3


@pytest.mark.parametrize("page", ["", "x", "-1", "²", "1&removed=2"])
def test_a_page_that_is_none_is_left_out(owner: Any, owner_client: Client, page: str) -> None:
    entry = write(owner.pk, 1)
    where = owner_client.post(f"/entries/{entry.pk}/remove", {"page": page})["Location"]
    assert where == f"/entries/?removed={entry.pk}"


def test_words_of_a_note_stand_in_the_list_in_full(owner: Any, owner_client: Client) -> None:
    words = "Tea by the window. " * 500 + "The end of it."
    actions.keep(person=owner.pk, rows=[(day(1), "note", "", None, words)])
    assert "The end of it." in owner_client.get("/entries/").content.decode()


def test_an_entry_is_changed_in_its_place(owner: Any, owner_client: Client) -> None:
    entry = write(owner.pk, 2)
    owner_client.post(f"/entries/{entry.pk}/", {"distress": 7, "day": day(2)})
    assert rows_of(owner.pk) == [(day(2), "checkin", "distress", 7.0, "")]
    assert Entry.objects.count() == 1


def test_after_a_change_no_undo_is_offered_that_would_take_all_away(
    owner: Any, owner_client: Client
) -> None:
    entry = write(owner.pk, 2)
    changed = owner_client.post(
        f"/entries/{entry.pk}/", {"distress": 7, "day": day(2)}, follow=True
    )
    assert "Kept." in changed.content.decode()
    assert f"/entries/{entry.pk}/remove" not in changed.content.decode()


def test_two_windows_do_not_write_over_each_other_unseen(owner: Any, owner_client: Client) -> None:
    entry = write(owner.pk, 2)
    url = f"/entries/{entry.pk}/"
    seen = [owner_client.get(url).context["seen"] for _window in range(2)]
    first = {"distress": 5, "note": "Tea helped.", "day": day(2), "seen": seen[0]}
    second = {"distress": 7, "day": day(2), "seen": seen[1]}
    assert owner_client.post(url, first).status_code == 302
    answered = owner_client.post(url, second)
    assert answered.status_code == 409
    assert "Tea helped." in answered.content.decode()
    assert answered.context["form"]["distress"].value() == "7"
    assert (day(2), "note", "", None, "Tea helped.") in rows_of(owner.pk)
    owner_client.post(url, second | {"seen": answered.context["seen"]})
    assert rows_of(owner.pk) == [(day(2), "checkin", "distress", 7.0, "")]


def test_the_same_change_sent_twice_is_no_quarrel(owner: Any, owner_client: Client) -> None:
    entry = write(owner.pk, 2)
    url = f"/entries/{entry.pk}/"
    change = {"distress": 5, "day": day(2), "seen": owner_client.get(url).context["seen"]}
    assert [owner_client.post(url, change).status_code for _ in range(2)] == [302, 302]


def test_two_windows_of_a_new_check_in_keep_one_each(owner: Any, owner_client: Client) -> None:
    forms = [owner_client.get("/entries/today").context["form"]["once"].value() for _ in range(2)]
    for once, value in zip(forms, (4, 6), strict=True):
        owner_client.post("/entries/today", {"distress": value, "once": str(once)})
    assert [row[3] for row in rows_of(owner.pk)] == [4.0, 6.0]


def test_an_entry_moves_to_another_day(owner: Any, owner_client: Client) -> None:
    entry = write(owner.pk, 2)
    owner_client.post(f"/entries/{entry.pk}/", {"distress": 4, "day": day(6)})
    assert [r[0] for r in rows_of(owner.pk)] == [day(6)]


def test_rows_without_a_place_in_the_form_stay_until_they_are_ticked_away(
    owner: Any, owner_client: Client
) -> None:
    rows: list[Row] = [
        (day(1), "checkin", "distress", 4.0, ""),
        (day(1), "measure", "phq9", 9.0, ""),
    ]
    entry = actions.keep(person=owner.pk, rows=rows)
    page = owner_client.get(f"/entries/{entry.pk}/")
    owner_client.post(f"/entries/{entry.pk}/", {"distress": 5, "day": day(1)})
    assert (day(1), "measure", "phq9", 9.0, "") in rows_of(owner.pk)
    key = page.context["others"][0][0]
    owner_client.post(f"/entries/{entry.pk}/", {"distress": 5, "day": day(1), "drop": key})
    assert rows_of(owner.pk) == [(day(1), "checkin", "distress", 5.0, "")]


def test_an_emptied_entry_is_taken_away_and_can_come_back(owner: Any, owner_client: Client) -> None:
    entry = write(owner.pk, 2)
    response = owner_client.post(f"/entries/{entry.pk}/", {"day": day(2)})
    assert response["Location"] == f"/entries/?removed={entry.pk}"
    assert rows_of(owner.pk) == []
    owner_client.post(f"/entries/{entry.pk}/restore")
    assert len(rows_of(owner.pk)) == 1


def test_what_is_taken_away_is_offered_back_at_once(owner: Any, owner_client: Client) -> None:
    entry = write(owner.pk, 2)
    response = owner_client.post(f"/entries/{entry.pk}/remove", follow=True)
    assert f"/entries/{entry.pk}/restore" in response.content.decode()
    assert rows_of(owner.pk) == []
    owner_client.post(f"/entries/{entry.pk}/restore")
    assert len(rows_of(owner.pk)) == 1


def test_what_was_taken_away_is_gone_after_a_day(owner: Any) -> None:
    entry = write(owner.pk, 2)
    actions.remove(entry=entry)
    assert entry.removed_at is not None
    assert actions.sweep(person=owner.pk, now=entry.removed_at + timedelta(hours=23)) == 0
    assert actions.sweep(person=owner.pk, now=entry.removed_at + timedelta(hours=25)) == 1


def test_own_words_added_to_an_imported_day_are_no_part_of_the_import(owner: Any) -> None:
    batch = uuid4()
    brought: Row = (day(1), "checkin", "distress", 4.0, "")
    own: Row = (day(1), "note", "", None, "Mine.")
    actions.add_batch(person=owner.pk, batch=batch, rows=[brought])
    entry = Entry.objects.get()
    actions.change(entry=entry, before=[brought], rows=[brought, own])
    actions.remove_batch(person=owner.pk, batch=batch)
    assert rows_of(owner.pk) == [own]


@pytest.mark.parametrize("what", ["", "kept"])
def test_somebody_elses_entry_answers_as_a_missing_one(
    owner: Any, stranger_client: Client, what: str
) -> None:
    entry = write(owner.pk, 1)
    theirs = stranger_client.get(f"/entries/{entry.pk}/{what}")
    missing = stranger_client.get(f"/entries/{uuid4()}/{what}")
    assert (theirs.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize("what", ["", "remove", "restore"])
def test_nobody_else_changes_an_entry(owner: Any, stranger_client: Client, what: str) -> None:
    entry = write(owner.pk, 1)
    before = rows_of(owner.pk)
    assert stranger_client.post(f"/entries/{entry.pk}/{what}", {"distress": 9}).status_code == 404
    assert rows_of(owner.pk) == before


def test_a_stranger_sees_nothing_of_it_in_the_list(owner: Any, stranger_client: Client) -> None:
    entry = write(owner.pk, 1)
    actions.remove(entry=entry)
    page = stranger_client.get(f"/entries/?removed={entry.pk}").content.decode()
    assert str(entry.pk) not in page


@pytest.mark.parametrize("what", ["remove", "restore"])
def test_looking_takes_nothing_away(owner: Any, owner_client: Client, what: str) -> None:
    entry = write(owner.pk, 1)
    assert owner_client.get(f"/entries/{entry.pk}/{what}").status_code == 405


@pytest.mark.parametrize(
    "url", ["/entries/", f"/entries/{UUID(int=7)}/", f"/entries/{UUID(int=7)}/kept"]
)
def test_nobody_signed_in_is_sent_to_the_door(anonymous_client: Client, url: str) -> None:
    assert anonymous_client.get(url).status_code == 302
