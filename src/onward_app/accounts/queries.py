"""Everything that reads accounts."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from onward_app.accounts.models import Invitation, Look, User


def looks(owner: UUID) -> QuerySet[Look]:
    """Looks at a record, the newest first."""
    return Look.objects.filter(owner=owner).order_by("-at")


def invitation(digest: str | None) -> Invitation | None:
    """The invitation with this digest, while it can still be used."""
    return Invitation.objects.filter(digest=digest, until__gte=timezone.now()).first()


def people_here() -> set[UUID]:
    """Everybody who has an account."""
    return set(User.objects.values_list("pk", flat=True))


def is_ready() -> bool:
    """Whether a start has made the tables."""
    return User._meta.db_table in connection.introspection.table_names()
