"""Settings refuse what they do not know."""

import logging
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from onward_app import environment, places, sqlite
from onward_app.logs import WithoutWords


def test_an_unknown_setting_is_refused_and_the_known_are_named():
    with pytest.raises(ImproperlyConfigured, match=r"ONWARD_HOEM.*ONWARD_HOME"):
        environment.refuse_unknown(frozenset({"HOME"}), {"ONWARD_HOEM": "x"})


def test_a_word_that_is_not_among_the_choices_is_refused():
    with pytest.raises(ImproperlyConfigured, match="on, off"):
        environment.choice(
            "INTERPRETATION", "on", ("on", "off"), {"ONWARD_INTERPRETATION": "maybe"}
        )


def test_a_secret_is_read_from_its_file(tmp_path):
    (tmp_path / "secret").write_text("hush\n")
    assert (
        environment.secret("SECRET_KEY", {"ONWARD_SECRET_KEY_FILE": str(tmp_path / "secret")})
        == "hush"
    )


def test_a_secret_file_that_is_missing_is_told():
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        environment.secret("SECRET_KEY", {"ONWARD_SECRET_KEY_FILE": "/nowhere/at/all"})


def test_home_never_moves_the_key(monkeypatch, tmp_path):
    monkeypatch.delenv("ONWARD_KEY_FILE")
    before = places.key_file()
    monkeypatch.setenv("ONWARD_HOME", str(tmp_path))
    assert places.key_file() == before


def test_a_key_file_in_the_data_folder_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("ONWARD_HOME", str(tmp_path))
    monkeypatch.setenv("ONWARD_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="outside"):
        places.key_file()


def test_an_unknown_time_zone_refuses_to_start():
    more = {**os.environ, "ONWARD_TIME_ZONE": "Mars/Olympus"}
    done = subprocess.run(
        [sys.executable, "-c", "import onward_app.settings"],
        env=more,
        capture_output=True,
        text=True,
    )
    assert done.returncode
    assert "not a time zone" in done.stderr


def test_the_sqlite_in_use_is_new_enough(db):
    import sqlite3

    assert sqlite3.sqlite_version_info >= sqlite.LEAST


def test_a_log_line_holds_no_argument_and_no_text_of_an_error():
    try:
        raise ValueError("secret diary")
    except ValueError:
        record = logging.LogRecord(
            "onward",
            logging.ERROR,
            "x.py",
            1,
            "could not keep %s",
            ("secret diary",),
            sys.exc_info(),
        )
    line = WithoutWords().format(record)
    assert "secret" not in line
    assert "ValueError" in line


def test_a_ready_made_message_of_others_is_left_out():
    record = logging.LogRecord(
        "django.security", logging.ERROR, "x.py", 1, "bad host evil.example", (), None
    )
    assert "evil" not in WithoutWords().format(record)
