"""How fast pages come while many people use one server.

    python benchmarks/load.py [--clients 16] [--seconds 60] [--people 1000] [--days 365]
                              [--workers 2] [--postgres] [--keep FOLDER]

Starts the real server in a home of its own, as a clinic would have it (``onward serve``), with so
many people who each have written for so many days. Each client is one person after another: it
opens a page, thinks for 1 to 3 seconds, opens the next. Of the requests one in five writes: a
check-in, a change of the plan or a step of the way back, each through the form of its page. The
time of a request is that from the first byte sent to the last byte read. The clients run on the
same machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "trust"), str(ROOT / "tests")]

from serving import Answer, Home, Reader, Server  # noqa: E402  (found by the line before)

READS = ("/", "/entries/today", "/entries/", "/path/", "/plan/", "/support/")
# A write is three requests: the form, what is sent, and the page that follows.
WRITES_OF_STEPS = 1 / 3
VISIT = (4, 9)
P95, P99 = 200, 500


@dataclass
class Seen:
    """What the clients saw."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    status: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    writes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, answer: Answer, *, write: bool = False) -> Answer:
        """Count one request."""
        with self.lock:
            self.took[what].append(answer.took * 1000)
            self.status[answer.status] += 1
            self.writes += write
        return answer

    def fail(self, what: str, error: Exception) -> None:
        """A request that was never answered, or answered with something else than its page."""
        with self.lock:
            self.failed.append(f"{what}: {type(error).__name__} {error}"[:300])

    @property
    def all(self) -> list[float]:
        """The milliseconds of every request."""
        return [t for some in self.took.values() for t in some]

    @property
    def server_errors(self) -> int:
        """How many were answered with 5xx."""
        return sum(n for status, n in self.status.items() if status >= 500)


class Client(threading.Thread):
    """One browser after another, until the time is over."""

    def __init__(self, number: int, port: int, cookies: list[dict[str, str]], seen: Seen) -> None:
        super().__init__(daemon=True)
        self.rng, self.port, self.cookies, self.seen = random.Random(number), port, cookies, seen
        self.over = threading.Event()
        self.think: Callable[[], float] = lambda: self.rng.uniform(1, 3)

    def run(self) -> None:
        while not self.over.is_set():
            reader = Reader(self.port, self.rng.choice(self.cookies))
            for _ in range(self.rng.randint(*VISIT)):
                if self.over.wait(self.think()):
                    break
                self._step(reader)
            reader.close()

    def _step(self, reader: Reader) -> None:
        what = "a page"
        try:
            if self.rng.random() < WRITES_OF_STEPS:
                act = self.rng.choice((self._check_in, self._plan, self._way_back))
                what = act.__name__
                act(reader)
            else:
                what = self.rng.choice(READS)
                answer = self.seen.note(what, reader.get(what))
                if answer.status != 200:
                    raise AssertionError(f"status {answer.status}")
        except Exception as error:  # every kind of failure is a finding
            self.seen.fail(what, error)

    def _send(self, reader: Reader, path: str, has: str, **answers: str) -> None:
        page = self.seen.note(path, reader.get(path))
        form = page.form(has)
        if self.over.wait(self.think()):
            return
        sent = self.seen.note(f"POST {path}", reader.send(path, form, **answers), write=True)
        if sent.status not in (302, 303):
            raise AssertionError(f"status {sent.status}")
        self.seen.note(f"after {path}", reader.get(sent.location))

    def _check_in(self, reader: Reader) -> None:
        scores = {n: str(self.rng.randint(0, 10)) for n in ("distress", "feelings", "functioning")}
        note = " ".join(self.rng.choices(("a", "quiet", "day", "walk", "rain", "tea"), k=12))
        self._send(reader, "/entries/today", "distress", **scores, note=note)

    def _plan(self, reader: Reader) -> None:
        first = f"Step outside for {self.rng.randint(2, 30)} minutes."
        self._send(reader, "/plan/edit", "goal", first=first)

    def _way_back(self, reader: Reader) -> None:
        step = self.rng.randint(1, 7)
        self._send(reader, f"/way_back/steps/{step}", "csrfmiddlewaretoken", go="next")


def drive(
    port: int, cookies: list[dict[str, str]], *, clients: int, seconds: float, thinking: float = 1
) -> Seen:
    """Let so many clients use the server for so long."""
    seen = Seen()
    running = [Client(number, port, cookies, seen) for number in range(clients)]
    for client in running:
        client.think = lambda rng=client.rng: rng.uniform(1, 3) * thinking  # type: ignore[misc]
        client.start()
    time.sleep(seconds)
    for client in running:
        client.over.set()
    for client in running:
        client.join(60)
    return seen


def share(values: list[float], part: float) -> float:
    """A percentile by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def prepare(home: Home, people: int, days: int) -> list[dict[str, str]]:
    """Make the people of a home, or find those made before."""
    file = home.folder / f"cookies-{people}-{days}.json"
    if not file.exists():
        started = time.perf_counter()
        part = file.with_suffix(".part")
        home.python(
            str(ROOT / "benchmarks" / "load_people.py"), str(people), str(days), str(part),
            timeout=1800,
        )  # fmt: skip
        part.rename(file)
        print(f"{people} people x {days} days made in {time.perf_counter() - started:.0f} s")
    return [json.loads(line) for line in file.read_text().splitlines()]


def report(seen: Seen) -> None:
    """Print the figures as a table."""
    rows = [("all", seen.all), *sorted(seen.took.items())]
    print("| page | requests | p50 ms | p95 ms | p99 ms | longest |\n|---|--:|--:|--:|--:|--:|")
    for what, took in rows:
        p50, p95, p99 = (share(took, part) for part in (0.5, 0.95, 0.99))
        print(f"| {what} | {len(took)} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {max(took):.0f} |")
    count = len(seen.all)
    print(
        f"\nstatus {dict(seen.status)}; {seen.writes / count:.0%} write; 5xx {seen.server_errors}"
    )
    print(f"failed {len(seen.failed)}", *seen.failed[:5], sep="\n  ")
    held = share(seen.all, 0.95) < P95 and share(seen.all, 0.99) < P99 and not seen.server_errors
    print(f"p95 < {P95} ms, p99 < {P99} ms, no 5xx: {'held' if held else 'NOT held'}")


@contextmanager
def home_for(folder: Path, *, postgres: bool) -> Iterator[Home]:
    """A home for many people, on SQLite or on a private PostgreSQL."""
    settings = {"ONWARD_ACCOUNTS": "many", "ONWARD_TLS": "off"}
    script, place = str(ROOT / "tests" / "postgres.py"), str(folder / "postgres")
    if postgres:
        made = subprocess.run(
            [sys.executable, script, place], capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise SystemExit(made.stderr)
        settings["DATABASE_URL"] = made.stdout.strip()
    try:
        yield Home(folder, settings)
    finally:
        if postgres:
            subprocess.run([sys.executable, script, "--end", place], check=True)


def main() -> None:
    """Make the people, start the server, drive it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("clients", 16), ("seconds", 60), ("people", 1000), ("days", 365)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--workers", type=int, default=2, help="of the server")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--keep", type=Path, help="use this folder, and leave it there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o711)  # PostgreSQL may run as another user
        folder = asked.keep or Path(scratch)
        with home_for(folder, postgres=asked.postgres) as home:
            cookies = prepare(home, asked.people, asked.days)
            with Server(home, workers=asked.workers) as server:
                time.sleep(4)  # as long as its own warming up takes
                seen = drive(server.port, cookies, clients=asked.clients, seconds=asked.seconds)
    report(seen)


if __name__ == "__main__":
    main()
