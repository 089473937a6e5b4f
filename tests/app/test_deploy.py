"""The files for a server of one's own: read by the programs that they are for, where these are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(p.name for p in DEPLOY.glob("onward*.*"))
SETTINGS = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_reads_the_unit(name: str, tmp_path: Path) -> None:
    for unit in UNITS:
        text = (DEPLOY / unit).read_text().replace("/opt/onward/.venv/bin/onward", "/bin/true")
        (tmp_path / unit).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)],
        capture_output=True,
        text=True,
    )
    about = [line for line in done.stderr.splitlines() if "onward" in line]
    assert (done.returncode, about) == (0, [])


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not on this machine")
def test_nginx_reads_the_site(tmp_path: Path) -> None:
    site = (DEPLOY / "nginx.conf").read_text()
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=onward.example.org"
    subprocess.run(
        [*make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    site = re.sub(r"/etc/letsencrypt/live/[^/]+", str(tmp_path), site)
    site = site.replace("/var/log/nginx", str(tmp_path))
    whole = f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\nhttp {{\n{site}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    done = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_no_access_log_is_kept_by_the_web_server() -> None:
    site = (DEPLOY / "nginx.conf").read_text()
    assert site.count("server {") == site.count("access_log off;")


def test_every_setting_in_the_example_is_a_known_one() -> None:
    named = re.findall(
        r"^#?((?:ONWARD|DATABASE)_[A-Z_]+)=", (DEPLOY / "environment").read_text(), re.M
    )
    known = SETTINGS.read_text()
    assert len(named) >= 9
    assert [
        name for name in named if f"## {name}\n" not in known and f"`{name}`" not in known
    ] == []
