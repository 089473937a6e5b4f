"""What was taken away can be brought back for a day; then it is deleted. One way for all rooms."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from onward_app.vault.models import Undoable

KEPT_FOR_UNDO = timedelta(days=1)


def take_away(row: Undoable) -> None:
    """Take a row away, and delete what was taken away more than a day ago."""
    sweep(type(row), row.person)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])


def bring_back(row: Undoable) -> None:
    """Bring a row back that was taken away."""
    row.removed_at = None
    row.save(update_fields=["removed_at"])


def sweep(kind: type[Undoable], person: UUID, now: datetime | None = None) -> int:
    """Delete what was taken away more than a day ago; returns how many rows."""
    before = (now or timezone.now()) - KEPT_FOR_UNDO
    gone = kind._default_manager.filter(person=person, removed_at__lt=before)
    return gone.delete()[0]
