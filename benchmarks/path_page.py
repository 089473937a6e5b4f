"""How long the path page of a three-year record takes, for one reader.

The page is asked for through the whole stack of the app (middleware, access, opening the sealed
rows, review, words, pictures, template) in one process, as one reader does:

- *again*: the page is asked for many times, as by a reader who looks and changes the range;
- *after a new entry*: something is written before each look, so nothing is remembered.

Run ``python benchmarks/path_page.py``. It uses a data folder of its own and removes it.
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

YEARS, LOOKS = 3, 60
CHANNELS = ("distress", "feelings", "functioning", "hope", "sleep")
LIMIT_MS, LIMIT_BYTES = 150, 60_000


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["ONWARD_HOME"] = str(Path(home) / "data")
        os.environ["ONWARD_KEY_FILE"] = str(Path(home) / "config" / "key")
        os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
        measure()


def measure() -> None:
    """Make the record and look at it."""
    from onward_app import starting

    starting.prepare()
    from onward_app.wsgi import warm_up

    warm_up()  # as the server does once its first page is out
    client, person = a_reader()  # type: ignore[no-untyped-call]
    keep_three_years(person)
    page = client.get("/path/")
    assert page.status_code == 200, page.status_code
    picture = page.context["picture"]
    print(f"picture: phone {len(picture.phone):,} bytes, desk {len(picture.desk):,} bytes")
    assert max(len(picture.phone), len(picture.desk)) < LIMIT_BYTES
    ranges = ("all", "90", "30")
    report("again", [look(client, ranges[at % 3]) for at in range(LOOKS)])
    report("after a new entry", [write_and_look(client, person) for _ in range(LOOKS // 2)])


def a_reader():  # type: ignore[no-untyped-def]
    """A signed-in client and the person that it is."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    from onward_app.accounts import actions

    setup_test_environment()  # so that a response tells what its template was given
    owner = actions.owner_alone()
    client = Client()
    client.force_login(owner)
    return client, owner.pk


def keep_three_years(person) -> None:  # type: ignore[no-untyped-def]
    """Five channels a day, two practices, an issue, sessions and some events."""
    from onward import simulate
    from onward_app.entries import actions

    year = [t for t in simulate.example() if t.kind in ("practice", "session", "event", "issue")]
    first = date.today() - timedelta(days=365 * YEARS)
    rows: list[tuple[str, str, str, float | None, str]] = []
    for ago in range(365 * YEARS, -1, -1):
        day = date.today() - timedelta(days=ago)
        swing = 3 if (ago // 200) % 2 else 0
        for at, name in enumerate(CHANNELS):
            rows.append((day.isoformat(), "checkin", name, float((ago * 7 + at) % 5 + swing), ""))
    start = min(date.fromisoformat(t.when[:10]) for t in year)
    for again in range(YEARS):
        for t in year:
            day = first + timedelta(days=365 * again) + (date.fromisoformat(t.when[:10]) - start)
            if day <= date.today():
                rows.append((day.isoformat(), t.kind, t.name, t.value, t.note))
    actions.add_batch(person=person, batch=uuid4(), rows=rows)
    print(f"record: {len(rows):,} rows on {365 * YEARS + 1:,} days")


def look(client, days: str) -> float:  # type: ignore[no-untyped-def]
    """Milliseconds of one look."""
    begun = time.perf_counter()
    response = client.get("/path/", {"days": days})
    took = (time.perf_counter() - begun) * 1000
    assert response.status_code == 200
    return took


def write_and_look(client, person) -> float:  # type: ignore[no-untyped-def]
    """Milliseconds of a look right after something was written."""
    from onward_app.entries import actions

    row = (date.today().isoformat(), "checkin", "hope", 5.0, "")
    actions.keep(person=person, rows=[row])
    return look(client, "all")


def report(what: str, took: list[float]) -> None:
    """Print the median and the 95th percentile."""
    took = sorted(took)
    p95 = took[min(len(took) - 1, round(0.95 * len(took)))]
    verdict = "under" if p95 < LIMIT_MS else "over"
    print(
        f"{what}: median {took[len(took) // 2]:.0f} ms, p95 {p95:.0f} ms ({verdict} {LIMIT_MS} ms)"
    )


if __name__ == "__main__":
    main()
