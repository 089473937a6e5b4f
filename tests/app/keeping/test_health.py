"""A program that watches may ask whether Onward is well; nothing is kept of it."""

import statistics
import time

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client

from onward_app.keeping import databases, queries
from onward_app.vault import key_file


@pytest.fixture
def ask(transactional_db, settings):
    """Ask as nobody."""
    settings.ROOT_URLCONF = "onward_app.keeping.urls"
    return lambda method="get": getattr(Client(), method)("/health")


def test_where_all_is_well_it_says_so(ask):
    answer = ask()
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_nothing_is_kept_of_it(ask, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        answer = ask()
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert Session.objects.count() == 0


def test_it_is_read_and_never_written_to(ask):
    assert ask("post").status_code == 405
    assert ask("head").status_code == 200


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("alias", "word"), [("default", "records"), ("keys", "keys")])
def test_a_database_that_is_broken_is_named(ask, alias, word, tmp_path, monkeypatch):
    (tmp_path / "broken").write_bytes(b"broken" * 2000)
    connections[alias].close()
    monkeypatch.setitem(connections[alias].settings_dict, "NAME", tmp_path / "broken")
    answer = ask()
    assert (answer.status_code, answer.json()) == (503, {"status": word})
    connections[alias].close()


def test_a_server_that_is_down_is_named(ask, monkeypatch):
    down = databases.at("postgresql://me:topsecret@127.0.0.1:1/none")
    with databases.opened(down) as alias:
        monkeypatch.setattr(queries, "DEFAULT", alias)
        answer = ask()
    assert (answer.status_code, answer.json()) == (503, {"status": "records"})


def test_a_missing_key_file_is_named(ask, settings, tmp_path):
    settings.KEY_FILE = tmp_path / "none"
    assert ask().json() == {"status": "key"}


@pytest.mark.parametrize(("accounts", "said"), [("alone", "ok"), ("many", "key")])
def test_a_locked_key_is_usual_alone_and_not_on_a_server(ask, settings, tmp_path, accounts, said):
    settings.ACCOUNTS, settings.KEY_FILE = accounts, tmp_path / "key"
    key_file.make(settings.KEY_FILE)
    key_file.wrap(settings.KEY_FILE, "a long and quiet passphrase")
    key_file.lock(settings.KEY_FILE)
    assert ask().json() == {"status": said}


def test_it_is_cheap(ask):
    took = []
    for _ in range(30):
        begun = time.process_time()
        ask()
        took.append(time.process_time() - begun)
    assert statistics.median(took) < 0.02
