"""What is typed is kept sealed while it is typed, given back, and gone once it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onward_app.accounts.models import Look, User
from onward_app.drafts import actions, queries
from onward_app.drafts.models import Draft
from onward_app.entries import actions as entries
from onward_app.entries.models import Entry
from onward_app.vault import actions as vault

TYPED = {"note": ["Rain all day"], "practice_1": ["on"], "distress": ["7"]}
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def address(form: str = "today") -> str:
    return reverse("drafts:draft", args=[form])


def read(client: Client, form: str = "today") -> dict[str, list[str]]:
    return client.get(address(form)).json()["fields"]


def test_what_was_typed_is_given_back_to_its_owner_alone(
    owner_client: Client, stranger_client: Client, anonymous_client: Client
) -> None:
    assert owner_client.post(address(), TYPED).json() == {"kept": True}
    assert read(owner_client) == TYPED
    assert read(stranger_client) == {}
    assert anonymous_client.get(address()).status_code == 302


def test_each_form_has_one_of_its_own(owner: User, owner_client: Client) -> None:
    for words in ("a walk", "a long walk"):
        owner_client.post(address("plan"), {"first": words})
    owner_client.post(address(), TYPED)
    assert read(owner_client, "plan") == {"first": ["a long walk"]}
    assert read(owner_client) == TYPED
    assert Draft.objects.filter(person=owner.id).count() == 2


def test_a_row_does_not_tell_the_words_or_which_form_it_is_of(
    owner: User, owner_client: Client
) -> None:
    owner_client.post(address("stuck"), {"more": "zwielicht"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM drafts_draft")
        seen = "".join(
            repr(bytes(v) if isinstance(v, memoryview) else v) for v in cursor.fetchone()
        )
    assert "zwielicht" not in seen
    assert "stuck" not in seen
    (draft,) = Draft.objects.all()
    assert len(draft.sealed) % 256 == len(_another(owner).sealed) % 256


def _another(owner: User) -> Draft:
    row = Draft(person=owner.id)
    row.put({"form": "today", "fields": {}, "page": "", "count": 0})
    return row


def test_what_opens_a_door_and_what_belongs_to_the_page_is_left_out(owner_client: Client) -> None:
    more = {"password": "a b", "passphrase_1": "a b", "login": "a", "once": str(uuid4()), "go": "x"}
    owner_client.post(address(), {"note": "rain"} | more)
    assert read(owner_client) == {"note": ["rain"]}


@pytest.mark.parametrize(
    "form", ["support", "safe", "steps-1", "edit-1", "TODAY", "edit-" + "g" * 36]
)
def test_no_other_form_is_kept(form: str, owner_client: Client) -> None:
    assert owner_client.post(f"/drafts/{form}", {"note": "rain"}).status_code == 404


@pytest.mark.parametrize(
    "fields", [{"note": "x" * 200_001}, {f"n{i}": "" for i in range(401)}, {"n" * 81: "x"}]
)
def test_more_than_a_form_can_hold_is_refused(fields: dict[str, str], owner_client: Client) -> None:
    assert owner_client.post(address(), fields).status_code == 413
    assert read(owner_client) == {}


def test_one_that_comes_late_changes_nothing(owner_client: Client) -> None:
    for count, words in ((2, "newer"), (1, "older")):
        owner_client.post(address(), {"note": words}, headers={"Onward-Page": f"0a1b2c3d-{count}"})
    assert read(owner_client) == {"note": ["newer"]}
    owner_client.post(address(), {"note": "another"}, headers={"Onward-Page": "ffffffff-1"})
    assert read(owner_client) == {"note": ["another"]}


def test_it_can_be_cleared(owner_client: Client) -> None:
    owner_client.post(address(), TYPED)
    owner_client.post(reverse("drafts:clear", args=["today"]))
    assert read(owner_client) == {}
    assert Draft.objects.count() == 0


KEPT: list[tuple[str, str, list[Any], dict[str, str]]] = [
    ("today", "entries:today", [], {"note": "rain"}),
    ("plan", "plan:edit", [], {"first": "walk"}),
    ("stuck", "way_back:stuck", [], {"more": "time"}),
    ("tonight", "way_back:tonight", [3], {"own": "a walk"}),
    # resting without a choice is an end too
    ("tonight", "way_back:tonight", [3], {}),
]


@pytest.mark.parametrize(("form", "name", "args", "sent"), KEPT)
def test_it_goes_when_the_form_is_kept_and_no_other_goes_with_it(
    form: str, name: str, args: list[Any], sent: dict[str, str], owner_client: Client
) -> None:
    other = "plan" if form != "plan" else "today"
    for each in (form, other):
        owner_client.post(address(each), TYPED)
    owner_client.post(reverse(name, args=args), sent)
    assert read(owner_client, form) == {}
    assert read(owner_client, other) == TYPED


@pytest.mark.parametrize("sent", [{"note": "changed"}, {}])
def test_that_of_an_entry_goes_when_it_is_changed_or_emptied(
    sent: dict[str, str], owner: User, owner_client: Client
) -> None:
    entry = entries.keep(person=owner.id, rows=[("2026-05-02", "note", "", None, "rain")])
    owner_client.post(address(f"edit-{entry.pk}"), TYPED)
    form = {"day": "2026-05-02"} | sent
    owner_client.post(reverse("entries:edit", args=[entry.pk]), form)
    assert Draft.objects.count() == 0


def test_what_is_not_kept_leaves_it(owner_client: Client) -> None:
    owner_client.post(address(), TYPED)
    owner_client.post(reverse("entries:today"), {"note": "rain", "distress": "11"})
    owner_client.post(reverse("entries:today"), {})
    assert read(owner_client) == TYPED


def test_where_the_row_cannot_be_kept_the_draft_stays(
    owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner_client.post(address(), TYPED)
    monkeypatch.setattr(Entry, "save", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        owner_client.post(reverse("entries:today"), {"note": "rain"})
    assert read(owner_client) == TYPED


def test_after_a_week_it_is_neither_shown_nor_there(owner: User, owner_client: Client) -> None:
    actions.keep(person=owner.id, form="today", fields=TYPED)
    later = timezone.now() + timedelta(days=7, minutes=1)
    assert queries.opened(owner.id, now=later) == []
    Draft.objects.update(changed_at=timezone.now() - timedelta(days=7, minutes=1))
    assert read(owner_client) == {}
    actions.keep(person=uuid_of_another(), form="plan", fields=TYPED)
    assert not Draft.objects.filter(person=owner.id).exists()


def uuid_of_another() -> Any:
    person = uuid4()
    vault.create_key(person=person)
    return person


def test_a_person_has_no_more_of_them_than_there_are_forms_to_type_in(owner: User) -> None:
    for _ in range(actions.MOST + 5):
        actions.keep(person=owner.id, form=f"edit-{uuid4()}", fields=TYPED)
    assert Draft.objects.filter(person=owner.id).count() == actions.MOST


def test_one_that_does_not_open_keeps_nobody_from_typing(owner: User, owner_client: Client) -> None:
    actions.keep(person=owner.id, form="today", fields=TYPED)
    Draft.objects.update(sealed=b"\x01" + b"0" * 100)
    assert read(owner_client) == {}
    assert owner_client.post(address(), TYPED).status_code == 200
    assert read(owner_client) == TYPED
    assert owner_client.post(reverse("entries:today"), {"note": "rain"}).status_code == 302


def test_nothing_of_it_can_be_read_once_the_key_is_gone(owner: User, owner_client: Client) -> None:
    owner_client.post(address(), TYPED)
    vault.erase(person=owner.id)
    assert owner_client.get(address()).status_code != 200


def test_typing_leaves_no_line_in_the_list_of_looks(owner_client: Client) -> None:
    owner_client.post(address(), TYPED)
    owner_client.get(address())
    assert Look.objects.count() == 0


def test_a_form_without_its_token_is_refused(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.post(address(), TYPED).status_code == 403
    assert client.post(reverse("drafts:clear", args=["today"])).status_code == 403


@pytest.mark.parametrize("page", ["support:help", "support:safe"])
def test_nothing_is_drafted_on_help_and_the_question_of_safety(
    page: str, owner_client: Client
) -> None:
    text = owner_client.get(reverse(page)).content.decode()
    assert "data-draft" not in text
    assert "drafts.js" not in text


def test_a_form_that_a_script_sends_is_told_where_it_goes(owner_client: Client) -> None:
    sent = owner_client.post(
        reverse("entries:today"), {"note": "rain"}, headers={"Onward-Sends": "1"}
    )
    assert sent.status_code == 204
    assert sent["Onward-Goes-To"].endswith("/kept")
    assert "Location" not in sent
    again = owner_client.post(reverse("entries:today"), {}, headers={"Onward-Sends": "1"})
    assert again.status_code == 200
