"""Writes of what is typed and not yet kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from onward_app.drafts import queries
from onward_app.drafts.models import Draft
from onward_app.drafts.queries import LASTS, Fields
from onward_app.turns import one_at_a_time

MOST = 30


@one_at_a_time
def keep(*, person: UUID, form: str, fields: Fields, page: str = "", count: int = 0) -> bool:
    """Keep what is typed in a form, in place of what was typed there before.

    Parameters
    ----------
    form : str
        Which form; it is sealed with the rest.
    fields : dict of lists
        What each field holds.
    page, count : str, int
        The page that it is typed on and how often that page has sent. One that comes late, after
        a newer one of the same page, changes nothing.

    Returns
    -------
    bool
        Whether it was newer.
    """
    sweep()
    found = queries.one(person, form)
    if found and page and found[1]["page"] == page and found[1]["count"] >= count:
        return False
    row = found[0] if found else Draft(person=person)
    row.put({"form": form, "fields": fields, "page": page, "count": count})
    row.save()
    for old, _value in queries.opened(person)[MOST:]:
        old.delete()
    return True


@one_at_a_time
def drop(*, person: UUID, form: str) -> None:
    """Forget what was typed in a form: it is kept now, or not wanted."""
    found = queries.one(person, form)
    if found:
        found[0].delete()


def sweep(*, now: datetime | None = None) -> int:
    """Delete what nobody has typed in for a week, whoever's it is; returns how many."""
    before = (now or timezone.now()) - LASTS
    return Draft.objects.filter(changed_at__lt=before).delete()[0]
