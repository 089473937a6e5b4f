"""Trust 17: both changes of the clock in four zones, a clock set back, a device that is ahead.

There are no reminders yet; they come with a later issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as now_set
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from onward_app.accounts import actions as accounts
from onward_app.accounts.models import Look, User
from onward_app.entries import queries as entries

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("static_files"),
]
# In Santiago the clock changes at midnight: one evening has its last hour twice, one day has no
# first hour.
CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Sydney": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Santiago": (date(2026, 4, 4), date(2026, 9, 6)),
}
# Which half hours of these: the evening, midnight, the change at night, the next evening.
AROUND = (0, 6, 7, 8, 9, 12, 13, 14, 15, 60)
CASES = [(zone, day) for zone, days in CHANGES.items() for day in days]
NEGATIVE = re.compile(r"(?<![\w-])[-−]\s?\d+(?:\.\d+)? (?:second|minute|hour|day|week|month|year)")
PAGES = (
    *("entries:start", "entries:today", "entries:list", "path:path", "way_back:start"),
    *("plan:plan", "support:help", "accounts:looks", "takeout:bring", "takeout:export"),
)


@contextmanager
def at(moment: datetime, zone: str) -> Iterator[time_machine.Coordinates]:
    """The machine's clock and zone."""
    local = moment.astimezone(ZoneInfo(zone))  # its zone becomes that of the machine
    with override_settings(TIME_ZONE=zone), time_machine.travel(local, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def zone_of_before() -> Iterator[None]:
    """The zone of the machine comes back whatever a test did."""
    before = now_set.TIME_ZONE
    yield
    with override_settings(TIME_ZONE=before):
        pass


def hours_around(day: date, zone: str) -> list[datetime]:
    """Each half hour from the evening before to the morning after, in their true order."""
    first = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return [first + timedelta(minutes=30 * n) for n in range(-8, 64)]


def written(client: Client, words: str, **more: str) -> Any:
    """A check-in through its page."""
    form = {"once": str(uuid4()), "note": words, "distress": "4", **more}
    return client.post(reverse("entries:today"), form)


def nothing_runs_backwards(client: Client) -> None:
    """Every page opens, and none tells of a length of time below nothing."""
    for name in PAGES:
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        assert not (found := NEGATIVE.search(answer.content.decode())), (name, found)


def test_the_zones_do_change_their_clocks_on_these_days() -> None:
    for zone, day in CASES:
        offsets = {m.astimezone(ZoneInfo(zone)).utcoffset() for m in hours_around(day, zone)}
        assert len(offsets) == 2, (zone, day)


@pytest.mark.parametrize(("zone", "day"), CASES)
def test_what_is_written_around_a_change_falls_on_its_own_day(
    zone: str, day: date, owner: User
) -> None:
    expected = {}
    for moment in [hours_around(day, zone)[n] for n in AROUND]:
        with at(moment, zone):
            client = Client()
            client.force_login(owner)
            words = f"written at {moment:%d %H:%M} UTC"
            assert written(client, words).status_code == 302
            expected[words] = moment.astimezone(ZoneInfo(zone))
    found = {rows[-1][4]: rows for _entry, rows in entries.opened(owner.pk)}
    assert found.keys() == expected.keys()
    for words, local in expected.items():
        assert {row[0] for row in found[words]} == {local.strftime("%Y-%m-%dT%H:%M")}
    with at(hours_around(day, zone)[AROUND[-1]], zone):
        nothing_runs_backwards(client)
        shown = entries.days(entries.opened(owner.pk))
        assert [d.day for d in shown] == sorted({m.date() for m in expected.values()}, reverse=True)
        review = entries.review(owner.pk)
        assert review is not None
        assert review.until == expected[words].date()


@pytest.mark.parametrize(("zone", "day"), CASES)
def test_looks_are_noted_once_a_day_around_a_change(zone: str, day: date, owner: User) -> None:
    moments = hours_around(day, zone)
    for moment in moments:
        with at(moment, zone):
            accounts.note_look(owner=owner.pk, by=owner.pk, room="path")
    days = {m.astimezone(ZoneInfo(zone)).date() for m in moments}
    noted = [look.at.astimezone(ZoneInfo(zone)).date() for look in Look.objects.all()]
    assert sorted(noted) == sorted(days)


@pytest.mark.parametrize(("zone", "day"), CASES)
def test_links_and_undo_last_their_true_time_over_a_change(
    zone: str, day: date, owner: User
) -> None:
    begun = hours_around(day, zone)[0]
    with at(begun, zone) as clock:
        client = Client()
        client.force_login(owner)
        written(client, "one that goes and comes")
        entry = entries.opened(owner.pk)[0][0]
        client.post(reverse("entries:remove", args=[entry.pk]))
        early, late = accounts.make_link(user=owner), accounts.make_link(user=owner)
        clock.move_to(begun + accounts.LINK_LASTS - timedelta(minutes=1))
        assert accounts.use_link(token=early) == owner
        clock.move_to(begun + accounts.LINK_LASTS + timedelta(minutes=1))
        assert accounts.use_link(token=late) is None
        clock.move_to(begun + timedelta(hours=23, minutes=59))
        written(client, "another")
        assert client.post(reverse("entries:restore", args=[entry.pk])).status_code == 302
        assert entries.holds(owner.pk, entry.pk)


@pytest.mark.parametrize("kind", ["alone", "many"])
def test_a_clock_set_back_an_hour_breaks_nothing(kind: str, owner: User, settings: Any) -> None:
    settings.ACCOUNTS = kind
    begun = datetime(2026, 5, 3, 0, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    with at(begun, "Europe/Berlin") as clock:
        client = Client()
        client.force_login(owner)
        assert written(client, "before").status_code == 302
        gone = entries.opened(owner.pk)[0][0]
        link = accounts.make_link(user=owner)
        # now it is the evening before: what is written already lies on a day to come
        clock.move_to(begun - timedelta(hours=1))
        nothing_runs_backwards(client)
        answer = client.get(reverse("entries:edit", args=[gone.pk]))
        assert answer.status_code == 200
        assert written(client, "after").status_code == 302
        assert client.post(reverse("entries:remove", args=[gone.pk])).status_code == 302
        assert client.post(reverse("entries:restore", args=[gone.pk])).status_code == 302
        assert accounts.use_link(token=link) == owner
        found = {rows[-1][4]: rows[0][0] for _entry, rows in entries.opened(owner.pk)}
        assert found == {"before": "2026-05-03T00:20", "after": "2026-05-02T23:20"}


@pytest.mark.parametrize("kind", ["alone", "many"])
def test_a_clock_two_days_ahead_that_is_put_right_breaks_nothing(
    kind: str, owner: User, settings: Any
) -> None:
    settings.ACCOUNTS = kind
    true = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
    with at(true + timedelta(days=2), "Europe/Berlin") as clock:
        client = Client()
        client.force_login(owner)
        assert written(client, "while it was ahead").status_code == 302
        nothing_runs_backwards(client)
        clock.move_to(true)
        nothing_runs_backwards(client)
        assert written(client, "put right").status_code == 302
        assert entries.review(owner.pk).until == date(2026, 5, 3)
        later = Client()
        later.force_login(owner)
        clock.move_to(true + timedelta(minutes=5))
        nothing_runs_backwards(later)
        assert len(entries.opened(owner.pk)) == 2


def test_a_device_two_days_ahead_is_told_and_loses_no_word(owner: User) -> None:
    with at(datetime(2026, 5, 3, 12, 0, tzinfo=UTC), "Europe/Berlin"):
        client = Client()
        client.force_login(owner)
        answer = written(client, "from a day to come", day="2026-05-05")
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "from a day to come" in page
        assert "Choose today or a day before it." in page
        assert entries.opened(owner.pk) == []
        assert written(client, "from a day to come", day="2026-05-03").status_code == 302


def test_a_sign_in_that_was_seen_in_the_future_still_ends(owner: User, settings: Any) -> None:
    """A session that was last used while the clock was ahead does not last for ever."""
    settings.ACCOUNTS = "many"
    true = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
    with at(true + timedelta(days=2), "Europe/Berlin") as clock:
        client = Client()
        client.force_login(owner)
        assert client.get(reverse("plan:plan")).status_code == 200
        clock.move_to(true)
        assert client.get(reverse("plan:plan")).status_code == 200
        clock.move_to(true + timedelta(hours=13))
        assert client.get(reverse("plan:plan")).status_code != 200
        assert timezone.now() > true
