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


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://post:w%40rd@mail.example.org", ("mail.example.org", 587, "w@rd", True, False)),
        ("smtps://post:word@mail.example.org", ("mail.example.org", 465, "word", False, True)),
        ("smtp://localhost:25?tls=none", ("localhost", 25, "", False, False)),
        ("smtp://[::1]:25?tls=none", ("::1", 25, "", False, False)),
    ],
)
def test_mail_is_read_from_one_address(url, expected):
    found = environment.mail(url)
    names = ("HOST", "PORT", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(found[f"EMAIL_{n}"] for n in names) == expected


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mail.example.org", "must look like"),
        ("http://post:hush@mail.example.org", "must look like"),
        ("smtp://post:hush@mail.example.org:port", "no number"),
        ("smtp://post:hush@mail.example.org?tls=some", "starttls, none"),
        ("smtp://post:hush@mail.example.org?tls=none", "this machine only"),
    ],
)
def test_mail_that_would_not_be_safe_is_refused_without_its_password(url, why):
    with pytest.raises(ImproperlyConfigured, match=why) as refused:
        environment.mail(url)
    assert "hush" not in str(refused.value)


def test_without_mail_nothing_is_sent():
    assert environment.mail(None)["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


def test_only_files_of_secrets_are_listed():
    found = environment.secret_files(
        {
            "ONWARD_SMTP_URL_FILE": "/run/a",
            "DATABASE_URL_FILE": "/run/b",
            "ONWARD_KEY_FILE": "/run/c",
            "OTHER_FILE": "/run/d",
        }
    )
    assert [str(p) for p in found] == ["/run/b", "/run/a"]


def of_settings(**more):
    """A few settings as a start would have them."""
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE SECURE_PROXY_SSL_HEADER TLS"
    ask = f"from onward_app import settings as s; print([getattr(s, n) for n in {names.split()}])"
    done = subprocess.run(
        [sys.executable, "-c", ask], env={**os.environ, **more}, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_with_tls_cookies_belong_to_this_host_alone():
    expected = "['__Host-onward', '__Host-onward_form', True, None, True]"
    assert of_settings(ONWARD_ACCOUNTS="many") == expected


def test_on_this_machine_alone_cookies_work_without_tls():
    assert of_settings() == "['onward', 'onward_form', False, None, False]"


def test_what_a_proxy_says_of_tls_is_believed_only_where_there_is_one():
    said = of_settings(ONWARD_ACCOUNTS="many", ONWARD_PROXIES="1")
    assert "('HTTP_X_FORWARDED_PROTO', 'https')" in said
