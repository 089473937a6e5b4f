"""What every response carries, and what is refused before it is read."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from onward_app import headers


@pytest.mark.parametrize("url", ["/", "/support/", "/nowhere", "/accounts/closed"])
def test_only_own_files_may_run_or_load(anonymous_client, url):
    policy = anonymous_client.get(url)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("url", ["/", "/support/", "/path/"])
def test_no_page_is_kept_in_a_cache(owner_client, url):
    assert "no-store" in owner_client.get(url)["Cache-Control"]


def test_a_form_without_its_token_is_refused(owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    answer = client.post(reverse("entries:today"), {"distress": "4"})
    assert answer.status_code == 403


def test_a_form_without_its_token_is_refused_from_htmx_too(owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    answer = client.post(
        reverse("entries:today"), {"distress": "4"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 403


def test_a_huge_request_is_refused_by_its_length(owner_client):
    answer = owner_client.post(
        reverse("takeout:bring"), b"", content_type="text/csv", CONTENT_LENGTH=str(300 * 1024**2)
    )
    assert answer.status_code == 413


def test_a_foreign_host_name_is_refused(anonymous_client):
    assert anonymous_client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_missing_page_answers_kindly_with_help_in_reach(anonymous_client):
    answer = anonymous_client.get("/nowhere")
    assert answer.status_code == 404
    assert reverse("support:help").encode() in answer.content


@pytest.mark.parametrize("url", ["/", "/support/", "/nowhere"])
def test_no_text_becomes_a_script(anonymous_client, url):
    policy = anonymous_client.get(url)["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types default" in policy


def test_the_one_policy_makes_markup_and_no_script():
    text = (Path(headers.__file__).parent / "static" / "trusted.js").read_text()
    assert "createHTML" in text
    assert "createScript" not in text


@pytest.mark.parametrize("url", ["/", "/support/", "/nowhere"])
def test_every_page_says_how_it_may_be_used(anonymous_client, url):
    answer = anonymous_client.get(url)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_tls_is_remembered_where_it_is_on_and_only_there(anonymous_client, settings):
    assert not anonymous_client.get("/").has_header("Strict-Transport-Security")
    settings.TLS = True
    lasts = anonymous_client.get("/")["Strict-Transport-Security"]
    assert lasts == "max-age=31536000; includeSubDomains"


def test_signing_out_clears_what_the_browser_holds_and_nothing_else_does(owner_client):
    assert not owner_client.get("/").has_header("Clear-Site-Data")
    answer = owner_client.post(reverse("accounts:out"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
