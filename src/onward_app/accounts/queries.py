"""Everything that reads accounts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from onward_app.accounts.models import Look


def looks(owner: UUID) -> QuerySet[Look]:
    """Looks at a record, the newest first."""
    return Look.objects.filter(owner=owner).order_by("-at")
