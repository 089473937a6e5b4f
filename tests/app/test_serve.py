"""The real server: from an empty folder to the first page, and away again."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

import pytest


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def places(tmp_path):
    (tmp_path / "user").mkdir()
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith(("ONWARD_", "DJANGO_"))},
        "HOME": str(tmp_path / "user"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "configuration"),
        "PYTHONWARNINGS": "default",
    }


def start(places, port):
    return subprocess.Popen(
        [sys.executable, "-m", "onward_app.serve", "--no-browser", "--port", str(port)],
        env=places,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def link_of(server):
    for line in server.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError(server.stderr.read())


@pytest.mark.xdist_group("server")
def test_from_an_empty_folder_to_the_first_page_and_away(places, tmp_path):
    server = start(places, free_port())
    try:
        link = link_of(server)
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = browser.open(link, timeout=20).read().decode()
        assert "/entries/today" in page
        assert "Today" in page
        with pytest.raises(urllib.error.HTTPError, match="410"):
            urllib.request.build_opener().open(link, timeout=20)
    finally:
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=20)
    assert server.returncode == 0
    assert "Traceback" not in err
    assert (tmp_path / "configuration" / "onward" / "key").stat().st_mode & 0o077 == 0
    data = tmp_path / "data" / "onward"
    assert sorted(f.name for f in data.glob("*.sqlite3")) == ["keys.sqlite3", "onward.sqlite3"]
    assert all(f.stat().st_mode & 0o077 == 0 for f in data.iterdir())


@pytest.mark.xdist_group("server")
def test_a_port_in_use_is_told_in_plain_words(places):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = start(places, port)
        _, err = server.communicate(timeout=30)
    assert server.returncode == 1
    assert f"Port {port} is in use" in err
    assert "Traceback" not in err


@pytest.mark.xdist_group("server")
def test_a_lost_key_file_stops_the_start_and_makes_no_new_key(places, tmp_path):
    server = start(places, free_port())
    link_of(server)
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=20)
    key = tmp_path / "configuration" / "onward" / "key"
    key.unlink()
    server = start(places, free_port())
    _, err = server.communicate(timeout=30)
    assert server.returncode == 1
    assert "is missing" in err
    assert not key.exists()


def test_a_link_for_a_server_that_does_not_run_is_told(places):
    done = subprocess.run(
        [sys.executable, "-m", "onward_app.serve", "--link"],
        env=places,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "./run" in done.stderr


@pytest.mark.xdist_group("server")
def test_a_second_start_on_the_same_home_gives_a_link_to_the_first(places):
    port = free_port()
    first = start(places, port)
    try:
        link_of(first)
        second = start(places, free_port())
        out, _ = second.communicate(timeout=30)
        assert second.returncode == 0
        assert "open already" in out
        assert f"http://127.0.0.1:{port}/accounts/open/" in out
    finally:
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=20)


def test_the_browser_is_given_a_page_of_ones_own_and_no_link(tmp_path, monkeypatch):
    from onward_app import serve

    shown = []
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("ONWARD_HOME", str(home))
    monkeypatch.setattr(serve, "BROWSER_READS_WITHIN", 0)
    page = home / "open.html"

    def look(url):
        shown.append((url, page.read_text(), page.stat().st_mode & 0o077))

    monkeypatch.setattr(serve.webbrowser, "open", look)
    monkeypatch.setattr(serve.Path, "is_dir", lambda self: False)
    serve._show("http://127.0.0.1:1/accounts/open/secret")
    [(url, text, rights)] = shown
    assert "secret" not in url
    assert "url=http://127.0.0.1:1/accounts/open/secret" in text
    assert (rights, page.exists()) == (0, False)
