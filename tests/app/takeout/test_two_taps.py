"""Two taps on "Take it" at the same moment, on a real SQLite file."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from onward_app.entries import queries as entries
from onward_app.takeout import queries
from onward_app.takeout.models import Brought

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
DAYS = "when,kind,name,value,note\n" + "".join(
    f"2026-05-{d:02},checkin,distress,4,\n" for d in range(1, 11)
)


def test_two_taps_at_once_take_a_file_once_and_show_its_undo(
    owner: Any, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SimpleUploadedFile("mine.csv", DAYS.encode())
    looked = owner_client.post("/takeout/", {"file": file})["Location"]
    both = Barrier(2, timeout=20)
    one = queries.one

    def meet(*args: Any, **more: Any) -> Any:
        found = one(*args, **more)
        both.wait()
        return found

    monkeypatch.setattr(queries, "one", meet)
    answers: list[Any] = []

    def tap() -> None:
        client = Client()
        client.cookies = owner_client.cookies
        try:
            answers.append(client.post(looked, {"do": "take"}))
        finally:
            connection.close()

    taps = [Thread(target=tap) for _ in range(2)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    monkeypatch.undo()
    assert [a.status_code for a in answers] == [302, 302]
    assert len([r for _e, rows in entries.opened(owner.pk) for r in rows]) == 10
    assert Brought.objects.count() == 1
    page = owner_client.get(answers[1]["Location"]).content.decode()
    assert "10 days are in your record now." in page
    assert f"{looked}undo" in page
