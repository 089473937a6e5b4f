"""What a request carries into the app: what is of the request, and nothing of this process."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_environment_of_the_process_stays_out_of_requests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from onward_app import wsgi

    seen: dict[str, Any] = {}
    monkeypatch.setattr(wsgi, "_django", lambda environ, start: seen.update(environ) or [])
    given = RequestFactory().get("/support/", headers={"accept-language": "de"}).environ
    wsgi.application(
        given
        | {"ONWARD_SECRET_KEY": "quillwort", "DATABASE_URL": "quillwort", "HOME": "quillwort"},
        lambda status, headers: None,
    )
    assert "quillwort" not in seen.values()
    assert seen["HTTP_ACCEPT_LANGUAGE"] == "de"
    assert (seen["PATH_INFO"], seen["REQUEST_METHOD"]) == ("/support/", "GET")


def test_a_page_is_answered_through_it() -> None:
    from onward_app.wsgi import application

    said: list[str] = []
    body = application(
        RequestFactory().get("/support/").environ | {"HTTP_HOST": "127.0.0.1"},
        lambda status, headers, *more: said.append(status),
    )
    assert said == ["200 OK"]
    assert b"<h1>" in b"".join(body)
