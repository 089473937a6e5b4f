"""Settings that would not be safe stop the start, and say how to mend it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Error, run_checks

from onward_app.accounts import checks

UNSAFE: list[tuple[dict[str, Any], str]] = [
    ({"DEBUG": True}, "onward.E010"),
    ({"ALLOWED_HOSTS": ["*"]}, "onward.E011"),
    ({"ALLOWED_HOSTS": [".example.org"], "TLS": True}, "onward.E011"),
    ({"ALLOWED_HOSTS": ["onward.example.org"], "TLS": False}, "onward.E012"),
    ({"ACCOUNTS": "many", "SIGN_UP": "open", "MAIL": False}, "onward.E013"),
    ({"MAIL": True, "DEFAULT_FROM_EMAIL": "onward@localhost"}, "onward.E014"),
    ({"SECRET_KEY": "short"}, "onward.E015"),
    ({"SECRET_KEY": "ab" * 40}, "onward.E015"),
    ({"SESSION_COOKIE_HTTPONLY": False}, "onward.E016"),
    ({"CSRF_COOKIE_HTTPONLY": False}, "onward.E016"),
    ({"SESSION_COOKIE_SAMESITE": "None"}, "onward.E016"),
    ({"CSRF_COOKIE_DOMAIN": "example.org"}, "onward.E016"),
    ({"TLS": True, "SESSION_COOKIE_SECURE": False}, "onward.E016"),
    ({"TLS": True, "SESSION_COOKIE_SECURE": True}, "onward.E016"),
]


def found() -> list[str]:
    return [
        m.id for m in run_checks() if isinstance(m, Error) and (m.id or "").startswith("onward")
    ]


def as_started(settings: Any) -> None:
    """The test runner lets any test's host in; a start does not."""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def test_as_shipped_nothing_is_unsafe(settings: Any, tmp_path: Path) -> None:
    as_started(settings)
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    assert [m.id for m in run_checks() if (m.id or "").startswith("onward.")] == []


@pytest.mark.parametrize(("unsafe", "id_"), UNSAFE)
def test_an_unsafe_setting_stops_the_start(settings: Any, unsafe: dict[str, Any], id_: str) -> None:
    as_started(settings)
    for name, value in unsafe.items():
        setattr(settings, name, value)
    assert id_ in found()
    assert all(m.hint for m in run_checks() if m.id == id_)


def test_a_data_folder_for_all_stops_the_start(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    assert checks.data_is_for_one_user() == []
    tmp_path.chmod(0o750)
    (message,) = checks.data_is_for_one_user()
    assert message.id == "onward.E017"


def test_a_secret_in_a_file_for_all_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "url"
    file.write_text("smtp://localhost")
    for name in ("ONWARD_SMTP_URL_FILE", "DATABASE_URL_FILE", "ONWARD_SECRET_KEY_FILE"):
        monkeypatch.setenv(name, str(file))
        file.chmod(0o640)
        assert checks.secret_files_are_secret() == []
        file.chmod(0o644)
        (message,) = checks.secret_files_are_secret()
        assert message.id == "onward.E018"
        assert "smtp" not in str(message)
        monkeypatch.delenv(name)


def test_tls_without_a_known_proxy_is_warned_of(settings: Any) -> None:
    settings.ACCOUNTS, settings.TLS, settings.PROXIES = "many", True, 0
    assert [m.id for m in checks.the_proxy_is_known()] == ["onward.W011"]
    settings.PROXIES = 1
    assert checks.the_proxy_is_known() == []


def a_check(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`django check` with real settings, as a start runs it."""
    mine = {n: v for n, v in os.environ.items() if not n.startswith("ONWARD_")}
    home = tmp_path / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    places = {"ONWARD_HOME": str(home), "ONWARD_KEY_FILE": str(tmp_path / "key")}
    return subprocess.run(
        [sys.executable, "-m", "django", "check"],
        env={**mine, **places, **environment, "DJANGO_SETTINGS_MODULE": "onward_app.settings"},
        capture_output=True,
        text=True,
    )


def test_a_house_for_many_as_the_guide_sets_it_up_starts(tmp_path: Path) -> None:
    done = a_check(
        tmp_path,
        ONWARD_ACCOUNTS="many",
        ONWARD_ALLOWED_HOSTS="onward.example.org",
        ONWARD_PROXIES="1",
        ONWARD_SMTP_URL="smtp://post:word@mail.example.org:587",
        ONWARD_MAIL_FROM="onward@example.org",
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_house_for_many_without_tls_does_not_start(tmp_path: Path) -> None:
    done = a_check(
        tmp_path,
        ONWARD_ACCOUNTS="many",
        ONWARD_TLS="off",
        ONWARD_ALLOWED_HOSTS="onward.example.org",
    )
    assert done.returncode
    assert "onward.E012" in done.stderr
    assert "ONWARD_TLS=on" in done.stderr
