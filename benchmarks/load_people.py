"""Makes many invented people with a record each, for `load.py`.

    python benchmarks/load_people.py PEOPLE DAYS FILE

Works in the home that the settings name. Each person gets a key, a plan, and one sealed entry a
day on which the invented course wrote something; FILE then holds the cookies of one signed-in
browser each, one JSON object a line. What is written goes through the same packing and sealing as
in the app; only the key is fetched once a person instead of once a row.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onward_app.settings")
BATCH = 2000


def main() -> None:
    """Make them all."""
    people, days, file = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    os.umask(0o077)
    from onward_app import starting

    starting.prepare()
    with file.open("w") as out:
        for first in range(0, people, 50):
            for cookies in some(range(first, min(first + 50, people)), days):
                out.write(json.dumps(cookies) + "\n")


def some(numbers: range, days: int) -> list[dict[str, str]]:
    """Make these people; the cookies of each."""
    from django.db import transaction

    from onward_app.entries.models import Entry

    with transaction.atomic(), transaction.atomic(using="keys"):
        made = [one(number) for number in numbers]
    for number, (user, _cookies) in zip(numbers, made, strict=True):
        with transaction.atomic():
            Entry.objects.bulk_create(entries(user.pk, number, days), batch_size=BATCH)
    return [cookies for _user, cookies in made]


def one(number: int) -> tuple[Any, dict[str, str]]:
    """A person with a plan, signed in."""
    from django.conf import settings
    from django.test import Client

    from onward_app.accounts.actions import settle_in
    from onward_app.plan import actions as plans
    from onward_app.plan.queries import Contact, Plan

    user = settle_in(email=f"reader{number}@example.org")
    plan = Plan(
        first="Open the window and breathe out slowly.",
        signs=("I sleep late.", "I answer no calls."),
        helps=("A walk by the river.", "Tea with a friend."),
        people=(Contact("Sam", "+44 20 7946 0000"),),
        words="You have come back before.",
        goal="To be with people again.",
    )
    plans.keep(person=user.pk, plan=plan)
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return user, {name: client.cookies[name].value}


def entries(person: Any, number: int, days: int) -> list[Any]:
    """The invented course of this person, one entry a day."""
    from onward import simulate
    from onward_app.entries.models import Entry
    from onward_app.vault.keys import key_of
    from onward_app.vault.models import packed
    from onward_app.vault.seal import close

    start = date.today() - timedelta(days=days)
    setting = replace(simulate.ORDINARY, days=days, issues=("calls",))
    by_day: dict[str, list[list[Any]]] = defaultdict(list)
    for e in simulate.course(number, setting, start=start).record:
        by_day[e.when[:10]].append([e.when, e.kind, e.name, e.value, e.note])
    key = key_of(person)
    out = []
    for day in sorted(by_day):
        entry = Entry(id=uuid4(), person=person)
        entry.sealed = close(key, entry.where(), packed({"rows": by_day[day]}))
        out.append(entry)
    return out


if __name__ == "__main__":
    main()
