"""Who may see what: every address and method, for who is not signed in, the owner and a stranger.

One table says what each is answered; an address without a row fails. The record behind it is the
owner's, with a word planted in every room, so a page that shows it to anybody else fails too.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.mfa.models import Authenticator
from coming_in import PASSWORD
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from furnished import Ids, furnish
from matrix import (
    CLOSED,
    DOOR,
    ELSEWHERE,
    GONE,
    MANY,
    MISSING,
    NOT_HERE,
    NOT_SO,
    PAGE,
    REFUSED_FORM,
    TABLE,
    WHO,
    Row,
)
from urlconf import names

from onward_app.accounts.models import User
from onward_app.vault.models import Sealed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORD = "zwielicht"
ALONE = {name: TABLE.get(name, NOT_HERE) for name in {*TABLE, *MANY}}
SERVED = {name: MANY.get(name) or TABLE[name] for name in {*TABLE, *MANY}}


def room_of(name: str) -> str:
    """The room of an address; those of the accounts' package are one."""
    return name.partition(":")[0] if ":" in name else "allauth"


ROOMS = sorted({room_of(name) for name in ALONE})
# Addresses with an id in them; the lock has none, and is missing for all but the one person.
OWN_ROWS = sorted(
    name
    for name, row in TABLE.items()
    if row["GET"] == (CLOSED, PAGE, MISSING) and not name.startswith("lock:")
)
TAKEN = {NOT_SO, MISSING}
UNSAFE = sorted(name for name, row in ALONE.items() if row["POST"][1] not in TAKEN)
UNSAFE_SERVED = sorted(name for name, row in SERVED.items() if row["POST"][1] not in TAKEN)
FILE = f"when,kind,name,value,note\n2026-05-01,note,,,{WORD} in a file\n"


@dataclass(frozen=True)
class Written:
    """What the owner has in each room, by the changing parts of the addresses that lead there."""

    ids: Ids
    passkey: int


@pytest.fixture
def written(owner: User, owner_client: Client) -> Written:
    """A record of the owner with the planted word in every room."""
    ids = furnish(owner.id, WORD)
    waiting, taken = (_brought(owner_client) for _ in range(2))
    owner_client.post(reverse("takeout:look", args=[taken]), {"do": "take"})
    ids |= {"takeout:look": [[waiting]], "takeout:drop": [[waiting]], "takeout:undo": [[taken]]}
    passkey = Authenticator.objects.create(user=owner, type="webauthn", data={})
    return Written(ids, passkey.pk)


def _brought(client: Client) -> UUID:
    file = SimpleUploadedFile(f"{WORD}.csv", FILE.encode())
    answer = client.post(reverse("takeout:bring"), {"file": file})
    return UUID(answer["Location"].rstrip("/").rpartition("/")[2])


def address(name: str, written: Written, row: UUID | None = None) -> str:
    """The address of a name, about the owner's own row; or about `row`."""
    others: dict[str, list[object]] = {
        "account_confirm_email": ["guessed"],
        "account_reset_password_from_key": ["guessed", "guessed"],
        "mfa_remove_webauthn": [written.passkey],
        "mfa_edit_webauthn": [written.passkey],
    }
    parts = others.get(name) or written.ids.get(name, [[]])[-1]
    if row is not None and parts:
        parts = [row, *parts[1:]]
    return reverse(name, args=parts)


def told(answer: object) -> str:
    """What an answer says, in the words of the table."""
    status, location = answer.status_code, answer.headers.get("Location", "")  # type: ignore[attr-defined]
    if status == 302:
        doors = (reverse("accounts:closed"), reverse("account_login"))
        return CLOSED if location.startswith(doors) else ELSEWHERE
    words = {200: PAGE, 401: DOOR, 404: MISSING, 405: NOT_SO, 410: GONE, 422: REFUSED_FORM}
    return words.get(status, str(status))


@pytest.fixture
def clients(
    anonymous_client: Client, owner_client: Client, stranger_client: Client
) -> dict[str, Client]:
    """A browser for each of the cast."""
    return dict(zip(WHO, (anonymous_client, owner_client, stranger_client), strict=True))


@pytest.fixture
def served(
    settings: Any, written: Written, owner: User, stranger: User, clients: dict[str, Client]
) -> dict[str, Client]:
    """The same browsers where many have accounts, each with an e-mail and a password."""
    settings.ACCOUNTS, settings.LOGIN_URL = "many", "account_login"
    Authenticator.objects.all().delete()  # a second step stands between; others test it
    for who, user in (("owner", owner), ("stranger", stranger)):
        user.email, user.alone = f"{who}@example.org", False
        user.set_password(PASSWORD)
        user.save()
        clients[who].force_login(user)
    return clients


def test_every_address_has_a_row() -> None:
    assert set(names()) == set(ALONE)


@pytest.mark.sqlite_only  # a house of one is on SQLite; that of many is asked on both
@pytest.mark.parametrize("room", ROOMS)
def test_the_addresses_of_a_room_answer_as_the_table_says(
    room: str, written: Written, clients: dict[str, Client]
) -> None:
    found = {n: answers(n, written, clients, ALONE[n]) for n in of_room(room, ALONE)}
    assert found == of_room(room, ALONE)


@pytest.mark.parametrize("room", ROOMS)
def test_where_many_have_accounts_they_answer_as_their_table_says(
    room: str, written: Written, served: dict[str, Client]
) -> None:
    found = {n: answers(n, written, served, SERVED[n]) for n in of_room(room, SERVED)}
    assert found == of_room(room, SERVED)


def of_room(room: str, table: dict[str, Row]) -> dict[str, Row]:
    """The rows of a table whose addresses belong to a room."""
    return {name: row for name, row in table.items() if room_of(name) == room}


def answers(name: str, written: Written, clients: dict[str, Client], row: Row) -> Row:
    """What each of the cast is answered, each time as if nothing had been asked before."""
    found: Row = {}
    for method in row:
        said = []
        for who in WHO:
            with transaction.atomic():
                answer = _again(clients[who]).generic(method, address(name, written))
                said.append(told(answer))
                if who != "owner" and WORD in answer.content.decode():
                    said[-1] = "shows what is not theirs"
                transaction.set_rollback(True)
        found[method] = (said[0], said[1], said[2])
    return found


def _again(client: Client) -> Client:
    """The same browser as it was, whatever an earlier answer did to its cookies."""
    fresh = Client()
    fresh.cookies = deepcopy(client.cookies)
    return fresh


@pytest.mark.parametrize(
    "name",
    [
        "entries:edit",
        "entries:list",
        "plan:plan",
        "support:help",
        "takeout:bring",
        "takeout:export",
        "takeout:undo",
        "way_back:kept",
    ],
)
def test_the_owner_does_see_the_planted_word(
    name: str, written: Written, owner_client: Client
) -> None:
    assert WORD in owner_client.get(address(name, written)).content.decode()


def test_somebody_elses_id_answers_as_one_that_does_not_exist(
    written: Written, stranger_client: Client
) -> None:
    found = [name for name in OWN_ROWS if not _alike(name, written, stranger_client)]
    assert found == []


def _alike(name: str, written: Written, client: Client) -> bool:
    theirs = client.get(address(name, written))
    nobodys = client.get(address(name, written, row=uuid4()))
    return (theirs.status_code, _without_token(theirs.content)) == (
        nobodys.status_code,
        _without_token(nobodys.content),
    )


def _without_token(page: bytes) -> bytes:
    return re.sub(rb"[A-Za-z0-9]{64}", b"", page)


def test_a_stranger_changes_nothing_of_the_owners(
    written: Written, owner: User, stranger_client: Client
) -> None:
    before, found = _sealed(owner), []
    for name in UNSAFE:
        with transaction.atomic():
            sent = {"do": "take", "go": "next"}
            _again(stranger_client).post(address(name, written), sent)
            found += [name] if _sealed(owner) != before else []
            transaction.set_rollback(True)
    assert found == []


def _sealed(owner: User) -> list[tuple[object, ...]]:
    """Every sealed row of the owner, as it lies in the database."""
    kinds = [m for m in apps.get_models() if issubclass(m, Sealed)]
    rows = [row for m in kinds for row in m.objects.filter(person=owner.id).order_by("id")]
    return [(r.pk, bytes(r.sealed), getattr(r, "removed_at", None)) for r in rows]


def test_a_form_without_its_token_is_refused_everywhere(written: Written, owner: User) -> None:
    assert taken_without_token(UNSAFE, written, owner) == []


def test_where_many_have_accounts_too(
    written: Written, served: dict[str, Client], owner: User
) -> None:
    assert taken_without_token(UNSAFE_SERVED, written, owner) == []


def taken_without_token(unsafe: list[str], written: Written, owner: User) -> list[str]:
    """Addresses that take a form without its token, a page's own or one that htmx sends."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    return [
        name
        for name in unsafe
        for headers in ({}, {"HX-Request": "true"})
        if client.post(address(name, written), headers=headers).status_code != 403
    ]
