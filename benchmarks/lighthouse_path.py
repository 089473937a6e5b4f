"""The path page of a three-year record, as Lighthouse sees it on a slow phone.

    python benchmarks/lighthouse_path.py [--runs 5] [--url /path/]

Makes a simulated record of three years in a data folder of its own, starts the app as a person
does, and runs Lighthouse from npm (by npx, in the version below) with its own default settings: a
phone, simulated slow 4G, a processor slowed down four times. Prints the medians and the limits.

It needs node, npx and Chromium: ``CHROME_PATH``, or a ``chromium`` that is found.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices")
YEARS, SEED = 3, 7
# What must be reached: at most, or at least.
AT_MOST = {"largest contentful paint, ms": 1200.0, "transferred, kB": 350.0}
AT_LEAST = {"performance": 95.0, "accessibility": 100.0, "best-practices": 100.0}


def main() -> int:
    """Print the medians; 1 where one of them misses its limit."""
    parser = argparse.ArgumentParser(description="Lighthouse on the path page.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--url", default="/path/")
    parser.add_argument("--keep", type=Path, help="a folder that the reports are copied to")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"ONWARD_HOME": f"{place}/home", "ONWARD_KEY_FILE": f"{place}/conf/key"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
        cookie = a_reader_of_three_years()
        with served() as root:
            ask(root + asked.url, cookie)
            time.sleep(4)  # what the server loads ahead is loaded by then
            took = [ask(root + asked.url, cookie) for _ in range(5)]
            print(f"server: {median(took):.0f} ms to the last byte, looked at again")
            reports = [run(root + asked.url, cookie, Path(place)) for _ in range(asked.runs)]
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            for at, found in enumerate(reports):
                (asked.keep / f"{at}.json").write_text(json.dumps(found))
    return report([measured(r) for r in reports])


def a_reader_of_three_years() -> str:
    """Keep a simulated record that ends today; returns the cookie of who may read it."""
    from onward_app import starting

    starting.prepare()
    from django.test import Client

    from onward import simulate
    from onward_app.accounts.actions import owner_alone, say_adult
    from onward_app.entries.actions import add_batch

    a_life = replace(simulate.ORDINARY, days=365 * YEARS, issues=("calls", "sleeping alone"))
    made = simulate.course(SEED, a_life).record
    last = max(date.fromordinal(int(day)) for day in made.day)
    shift = date.today() - last
    rows = [
        (str(date.fromisoformat(t.when[:10]) + shift), t.kind, t.name, t.value, t.note)
        for t in made
    ]
    owner = owner_alone()
    say_adult(person=owner.pk)
    add_batch(person=owner.pk, batch=uuid4(), rows=rows)
    first = date.today() - timedelta(days=365 * YEARS)
    print(f"record: {len(rows):,} rows since {first:%Y-%m-%d}, {len(made.names('issue'))} issues")
    client = Client()
    client.force_login(owner)
    return "; ".join(f"{name}={c.value}" for name, c in client.cookies.items())


@contextmanager
def served() -> Iterator[str]:
    """The app, started as a person starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "onward_app.serve", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    root = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{root}/support/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.05)
        yield root
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def ask(url: str, cookie: str) -> float:
    """Milliseconds of one look without a browser."""
    begun = time.perf_counter()
    asked = urllib.request.Request(url, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        answer.read()
        assert answer.url == url, f"sent on to {answer.url}"
    return (time.perf_counter() - begun) * 1000


def run(url: str, cookie: str, place: Path) -> dict[str, Any]:
    """One report."""
    headers, out = place / "headers.json", place / "report.json"
    headers.write_text(json.dumps({"Cookie": cookie}))
    chrome = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    command = [
        "npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={out}",
        f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={headers}",
        "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
    ]  # fmt: skip
    for left in (2, 1, 0):  # on a busy machine Lighthouse now and then loses the page's beginning
        done = subprocess.run(command, check=not left, env={**os.environ, "CHROME_PATH": chrome})
        if done.returncode == 0:
            break
    found: dict[str, Any] = json.loads(out.read_text())
    if found.get("runtimeError"):
        raise RuntimeError(found["runtimeError"]["message"])
    return found


def measured(found: dict[str, Any]) -> dict[str, float]:
    """The figures of a report."""
    audits = found["audits"]
    return {
        **{name: 100 * found["categories"][name]["score"] for name in CATEGORIES},
        "first contentful paint, ms": audits["first-contentful-paint"]["numericValue"],
        "largest contentful paint, ms": audits["largest-contentful-paint"]["numericValue"],
        "total blocking time, ms": audits["total-blocking-time"]["numericValue"],
        "layout shift": audits["cumulative-layout-shift"]["numericValue"],
        "transferred, kB": audits["total-byte-weight"]["numericValue"] / 1000,
    }


def report(runs: list[dict[str, float]]) -> int:
    """Print the median of each figure beside its limit; returns the exit code."""
    missed = False
    for name in runs[0]:
        values = [r[name] for r in runs]
        middle, limit = median(values), ""
        if name in AT_MOST:
            limit = f" (under {AT_MOST[name]:g})"
            missed |= middle >= AT_MOST[name]
        if name in AT_LEAST:
            limit = f" (at least {AT_LEAST[name]:g})"
            missed |= middle < AT_LEAST[name]
        spread = f"{min(values):.4g} to {max(values):.4g}"
        print(f"{name}: {middle:.4g}{limit}, {spread} in {len(runs)} runs")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
