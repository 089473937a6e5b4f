"""The only door to a record: who may see whose, and a note of each look."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from onward_app.accounts.actions import note_look

needs_sign_in = login_required
# Help and the way back keep no note of a visit: someone may come there on their worst evening.
LEAVES_NO_TRACE = ("support", "way_back")


@dataclass(frozen=True, slots=True)
class Access:
    """Leave to work with one record.

    Attributes
    ----------
    person : UUID
        Whose record it is.
    own : bool
        Whether it is that of the one who asks.
    """

    person: UUID
    own: bool


def record_of(request: HttpRequest) -> Access:
    """The record that this request may work with, and a line in its owner's list.

    Raises
    ------
    PermissionDenied
        Nobody is signed in.
    """
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    room = request.resolver_match.app_name if request.resolver_match else ""
    if room not in LEAVES_NO_TRACE:
        note_look(owner=user.pk, by=user.pk, room=room)
    return Access(person=user.pk, own=True)
