"""The pages of the passphrase: set, open, lock, sheet; and what is shown while it is locked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from onward_app.entries import actions as entries
from onward_app.entries import queries as entry_queries
from onward_app.plan import actions as plans
from onward_app.plan.queries import Plan
from onward_app.vault import held, key_file, recovery

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PASSPHRASE = "seven quiet herons walking"
NEW = {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE, "do": "set"}


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    """A key file of this test's own, before the owner is made."""
    settings.KEY_FILE = tmp_path / "key"
    key_file.make(settings.KEY_FILE)
    yield settings.KEY_FILE
    held.drop(settings.KEY_FILE)
    held.forget_wrong(settings.KEY_FILE)


@pytest.fixture
def locked(key: Any, owner: Any, owner_client: Client) -> Client:
    """The owner's browser, with the key locked."""
    rows = [("2026-05-02", "note", "", None, "zwielicht")]
    entries.keep(person=owner.pk, rows=rows)
    plans.keep(person=owner.pk, plan=Plan(first="zwielicht first"))
    key_file.wrap(key, PASSPHRASE)
    held.drop(key)
    return owner_client


def text(answer: Any) -> str:
    return answer.content.decode()


def test_a_passphrase_is_set_and_the_page_says_what_to_do_next(key, owner_client):
    page = owner_client.post("/lock/", NEW, follow=True)
    assert "Your passphrase is set. Print the sheet next." in text(page)
    assert key_file.is_wrapped(key)
    assert PASSPHRASE not in text(page)


def test_the_page_says_plainly_what_a_lost_passphrase_means(owner_client):
    said = "If you lose the passphrase and have no sheet, nothing can be read again."
    assert said in text(owner_client.get("/lock/"))
    owner_client.post("/lock/", NEW)
    assert said in text(owner_client.get("/lock/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"passphrase": "short", "passphrase_again": "short"}, "Use 12 to 500 letters."),
        ({"passphrase_again": "another one of mine"}, "The two are not the same."),
        ({"passphrase": ""}, "Type your passphrase."),
    ],
)
def test_a_passphrase_that_may_not_be_set_is_told_beside_its_field(key, owner_client, change, said):
    answer = owner_client.post("/lock/", NEW | change)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not key_file.is_wrapped(key)


def test_another_one_is_set_only_with_the_one_so_far(key, owner_client):
    owner_client.post("/lock/", NEW)
    other = {"passphrase": "a rather different one", "passphrase_again": "a rather different one"}
    wrong = owner_client.post("/lock/", {**other, "passphrase_before": "not the one so far"})
    assert wrong.status_code == 422
    assert "does not open it" in text(wrong)
    owner_client.post("/lock/", {**other, "passphrase_before": PASSPHRASE})
    held.drop(key)
    key_file.open_with(key, "a rather different one")


def test_taken_away_only_with_the_right_one(key, owner_client):
    owner_client.post("/lock/", NEW)
    away = {"do": "take_away", "passphrase": "not the one so far"}
    assert owner_client.post("/lock/", away).status_code == 422
    assert key_file.is_wrapped(key)
    owner_client.post("/lock/", away | {"passphrase": PASSPHRASE})
    assert not key_file.is_wrapped(key)


@pytest.mark.parametrize("address", ["/", "/entries/", "/path/", "/plan/", "/takeout/record.csv"])
def test_while_locked_a_private_page_asks_for_the_passphrase_and_shows_nothing(locked, address):
    answer = locked.get(address)
    assert answer.status_code == 423
    assert "Onward is locked." in text(answer)
    assert f'value="{address}"' in text(answer)
    assert "zwielicht" not in text(answer)


@pytest.mark.parametrize(
    "address", ["/support/", "/support/safe", "/way_back/", "/way_back/tonight/1"]
)
def test_help_and_the_way_back_stay_open_while_locked(locked, address):
    answer = locked.get(address)
    assert answer.status_code == 200
    assert "zwielicht" not in text(answer)


def test_words_sent_while_locked_are_given_back(locked):
    sent = {"note": "a long day that I wrote down", "distress": "4", "answered": "distress"}
    answer = locked.post("/entries/today", sent)
    assert answer.status_code == 423
    assert "a long day that I wrote down" in text(answer)
    assert "was not kept" in text(answer)


def test_opened_it_goes_on_to_where_one_was(locked):
    answer = locked.post("/lock/unlock", {"passphrase": PASSPHRASE, "next": "/entries/"})
    assert (answer.status_code, answer["Location"]) == (302, "/entries/")
    assert "zwielicht" in text(locked.get("/entries/"))


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:a()"])
def test_it_never_leads_to_another_place(locked, elsewhere):
    answer = locked.post("/lock/unlock", {"passphrase": PASSPHRASE, "next": elsewhere})
    assert answer["Location"] == "/"


def test_a_wrong_passphrase_opens_nothing_and_is_not_shown_again(locked):
    answer = locked.post("/lock/unlock", {"passphrase": "surely a wrong one", "next": "/path/"})
    assert answer.status_code == 422
    assert "does not open it" in text(answer)
    assert "surely a wrong one" not in text(answer)
    assert 'value="/path/"' in text(answer)
    assert locked.get("/entries/").status_code == 423


def test_after_five_wrong_ones_it_says_how_long_to_wait(locked):
    for _n in range(5):
        locked.post("/lock/unlock", {"passphrase": "surely a wrong one"})
    answer = locked.post("/lock/unlock", {"passphrase": PASSPHRASE})
    assert answer.status_code == 422
    assert "Wait 5 minutes, then try again." in text(answer)
    assert locked.get("/entries/").status_code == 423


def test_locked_by_a_tap(locked):
    locked.post("/lock/unlock", {"passphrase": PASSPHRASE})
    assert locked.get("/entries/").status_code == 200
    assert locked.post("/lock/now")["Location"] == "/lock/unlock"
    assert locked.get("/entries/").status_code == 423


def test_remembered_reviews_are_not_shown_while_locked(locked, owner, key):
    locked.post("/lock/unlock", {"passphrase": PASSPHRASE})
    entry_queries.review(owner.pk)
    assert locked.get("/path/").status_code == 200
    locked.post("/lock/now")
    assert locked.get("/path/").status_code == 423


def lines_of(page: Any) -> list[str]:
    return re.findall(r'<code class="big">([A-Z2-7 ]+)</code>', text(page))


def test_the_sheet_makes_the_key_anew(key, owner_client):
    assert lines_of(owner_client.get("/lock/sheet")) == []
    page = owner_client.post("/lock/sheet")
    assert recovery.kek_of("\n".join(lines_of(page))) == key_file.kek(key)
    assert page.headers["Cache-Control"] == "no-store"
    assert "A lost key cannot be recovered." in text(page)


def test_the_sheet_asks_for_the_passphrase_again(key, owner_client):
    owner_client.post("/lock/", NEW)
    kek = key_file.kek(key)
    for wrong in ({}, {"passphrase": "surely a wrong one"}):
        answer = owner_client.post("/lock/sheet", wrong)
        assert (answer.status_code, lines_of(answer)) == (422, [])
    page = owner_client.post("/lock/sheet", {"passphrase": PASSPHRASE})
    assert recovery.kek_of("\n".join(lines_of(page))) == kek


def test_no_sheet_is_made_while_the_key_is_being_changed(key, owner_client):
    key_file.next_of(key).write_text(key.read_text())
    answer = owner_client.post("/lock/sheet")
    assert lines_of(answer) == []
    assert "being changed" in text(answer)


@pytest.mark.parametrize("page", ["lock", "unlock", "sheet"])
def test_where_many_have_accounts_there_are_no_such_pages(owner_client, settings, page):
    settings.ACCOUNTS = "many"
    assert owner_client.get(f"/vault/{page}").status_code == 404
    assert owner_client.post(f"/vault/{page}", NEW).status_code == 404
    assert owner_client.post("/lock/now").status_code == 404


def test_nobody_comes_to_them_without_signing_in(anonymous_client, key):
    for page in ("", "unlock", "sheet"):
        assert anonymous_client.get(f"/lock/{page}").status_code == 302
    sent = anonymous_client.post("/lock/", NEW)
    assert sent.status_code == 401
    assert PASSPHRASE not in text(sent)
    assert not key_file.is_wrapped(key)
