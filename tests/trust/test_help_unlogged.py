"""Who opened help, and when, is written down nowhere: by the real server, and by a web server."""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from serving import REPOSITORY, Home, Server

HELP = ("/support/", "/support/safe", "/support/keep", "/support/worker.js", "/support/kept.json",
        "/support/nowhere", "/way_back/tonight/1")  # fmt: skip


def test_the_real_server_writes_down_no_visit_to_help(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    server = Server(home).start()
    try:
        for path in HELP:
            line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            with contextlib.closing(line):
                line.request("GET", f"{path}?country=NZ", headers={"Referer": "/support/safe"})
                assert line.getresponse().status == (404 if "nowhere" in path else 200)
    finally:
        server.stop()
    found = [file for file in tmp_path.rglob("*") if file.is_file() and _tells(file, home)]
    assert found == []


def _tells(file: Path, home: Home) -> bool:
    """Whether a file that the server wrote names a page of help; its own files are none of that."""
    if (home.data / "static") in file.parents:
        return False
    text = file.read_bytes()
    return any(path.encode() in text for path in HELP if path != "/support/") or b"=NZ" in text


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not on this machine")
def test_the_log_that_the_example_offers_leaves_help_and_its_files_out(tmp_path: Path) -> None:
    log, door = tmp_path / "onward.log", tmp_path / "door"
    site = (REPOSITORY / "deploy" / "nginx.conf").read_text()
    offered = re.findall(r"^#((?:map|log_format) .*;.*)$", site, re.M)
    (switch,) = re.findall(r"^# +(access_log \S+ onward if=\S+;)$", site, re.M)
    inside = "\n".join([*offered, switch.replace("/var/log/nginx/onward.log", str(log))])
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}}\n"
        f"http {{ {inside}\n server {{ listen unix:{door}; location / {{ return 200; }} }} }}\n"
    )
    nginx = subprocess.Popen(["nginx", "-c", tmp_path / "nginx.conf", "-p", tmp_path])
    try:
        for path in (*HELP, "/static/support.css", "/drafts/tonight", "/support", "/plan/"):
            _ask(door, path)
    finally:
        nginx.terminate()
        nginx.wait(10)
    (line,) = log.read_text().splitlines()
    assert line.endswith(" GET /plan/ 200")


def _ask(door: Path, path: str) -> None:
    until = time.monotonic() + 10
    while not door.exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(door))
        line.sendall(
            f"GET {path}?country=NZ HTTP/1.0\r\nHost: a\r\nReferer: https://a/support/\r\n\r\n".encode()
        )
        while line.recv(4096):
            pass
