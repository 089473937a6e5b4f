"""Reads of what is typed and not yet kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from onward_app.drafts.models import Draft
from onward_app.vault.errors import Refused

LASTS = timedelta(days=7)
Fields = dict[str, list[str]]


def fields_of(person: UUID, form: str) -> Fields:
    """What was typed in a form, by the names of its fields; empty where there is nothing."""
    found = one(person, form)
    return dict(found[1]["fields"]) if found else {}


def one(person: UUID, form: str) -> tuple[Draft, dict[str, Any]] | None:
    """The draft of a form."""
    for row, value in opened(person):
        if value["form"] == form:
            return row, value
    return None


def opened(person: UUID, now: datetime | None = None) -> list[tuple[Draft, dict[str, Any]]]:
    """A person's drafts that can be read, the newest first; one that cannot is passed over."""
    since = (now or timezone.now()) - LASTS
    rows = Draft.objects.filter(person=person, changed_at__gte=since).order_by("-changed_at")
    return [(row, value) for row in rows if (value := _if_readable(row))]


def _if_readable(row: Draft) -> dict[str, Any] | None:
    try:
        value: dict[str, Any] = row.get()
    except Refused:
        return None
    return value
