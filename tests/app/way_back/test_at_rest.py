"""What lies on the disk after a way back: none of its words, and nothing of a safety answer."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client

from onward_app.plan.queries import plan_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PLANTED = "Zwetschge7431"


def planted(number: int) -> str:
    return f"{PLANTED}{number:03d}"


def everything_is_written(client: Client) -> None:
    """Go all ways with planted words in every text field."""
    for step in range(1, 7):
        client.post(f"/way_back/steps/{step}", {"words": planted(step)})
    client.post("/way_back/steps/7", {"when_1": planted(6), "will_1": planted(7)})
    client.post("/way_back/steps/8", {"words": planted(8)})
    people = {"therapist_name": planted(14), "person_1_name": planted(15)}
    client.post("/way_back/steps/9", people | {"person_1_reach": "+49 7431 74317431"})
    net = ("first", "signs", "helps", "words")
    client.post("/way_back/steps/10", {n: planted(10 + at) for at, n in enumerate(net)})
    client.post("/way_back/today", {"own": planted(16), "days": ["3"]})
    client.post("/way_back/follow", {"do": "answer", "smaller": planted(17)})
    client.post("/way_back/tonight/3", {"own": planted(20)})
    client.post("/way_back/stuck", {"goal": "no", "more": planted(21)})
    client.post("/way_back/stuck/say", {"say": planted(22), "do": "bring"})


def on_the_disk() -> bytes:
    """Every byte of both databases, what is not yet moved into them included."""
    found = b""
    for connection in connections.all():
        name = Path(str(connection.settings_dict["NAME"]))
        for file in sorted(name.parent.glob(name.name + "*")):
            found += file.read_bytes()
    return found


def test_no_word_of_a_way_back_lies_open_on_the_disk(owner: Any, owner_client: Client) -> None:
    everything_is_written(owner_client)
    assert plan_of(owner.pk).first == planted(10)
    disk = on_the_disk()
    assert str(owner.pk.hex).encode() in disk
    for form in (PLANTED, "74317431"):
        assert form.encode() not in disk
        assert form.encode("utf-16-le") not in disk
        assert base64.b64encode(form.encode())[:12] not in disk


def test_a_session_holds_nothing_of_it(owner_client: Client) -> None:
    before = dict(owner_client.session)
    everything_is_written(owner_client)
    owner_client.get("/support/safe?country=GB")
    owner_client.get("/way_back/tonight/1")
    assert dict(owner_client.session) == before
    assert PLANTED not in repr([s.get_decoded() for s in Session.objects.all()])
    assert settings.SESSION_SAVE_EVERY_REQUEST is False


def test_a_posted_safety_answer_changes_no_byte_on_the_disk(owner_client: Client) -> None:
    for url in ("/way_back/tonight/1", "/support/safe"):
        owner_client.get(url)
    before = rows()
    for answer in ("yes", "not_sure", "no"):
        owner_client.post("/way_back/tonight/1", {"answer": answer})
        owner_client.post("/support/safe", {"answer": answer})
    assert rows() == before


def rows() -> list[str]:
    """Every row of both databases."""
    found = []
    for connection in connections.all():
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [f"{table} {row!r}" for row in cursor.fetchall()]
    return sorted(found)
