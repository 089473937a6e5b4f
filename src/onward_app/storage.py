"""Where the disk is full, may only be read, or does not answer: the truth in plain words.

What was kept stays readable, help stays open, and nothing has to be started anew once the disk is
well again.
"""

from __future__ import annotations

import errno
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.views.defaults import server_error

from onward_app.typed import words_of

_log = logging.getLogger("onward.storage")
AGAIN_AFTER = 30
SAFE = ("GET", "HEAD")
# These need no record, so they are shown as to somebody who is not signed in.
NEED_NOBODY = frozenset(
    {"support:help", "support:safe", "support:keep", "support:kept", "support:worker"}
    | {"support:app", "way_back:tonight", "way_back:rest", "path:example"}
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the place where records are kept.

    Attributes
    ----------
    name : str
        Which words the page has for it.
    status : int
        What the answer says.
    """

    name: str
    status: int


FULL, READ_ONLY = Trouble("full", 507), Trouble("read_only", 503)
BUSY, AWAY = Trouble("busy", 503), Trouble("away", 503)
_FILES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    errno.EIO: AWAY,
}
# SQLite tells its kinds apart in words alone, once they have come through Django.
_SQLITE = {
    "database or disk is full": FULL,
    "readonly database": READ_ONLY,
    "access permission denied": READ_ONLY,
    "database is locked": BUSY,
    "database table is locked": BUSY,
    "disk i/o error": AWAY,
    "unable to open database file": AWAY,
    "database disk image is malformed": AWAY,
    "file is not a database": AWAY,
    "no such table": AWAY,
}
# PostgreSQL's codes, by their beginnings: no room, too many at once, read only, going down, gone.
_POSTGRESQL = {
    "53100": FULL,
    "53": BUSY,
    "25006": READ_ONLY,
    "40001": BUSY,
    "40P01": BUSY,
    "55P03": BUSY,
    "57P": AWAY,
    "58": AWAY,
    "08": AWAY,
    "XX001": AWAY,
    "XX002": AWAY,
    "42P01": AWAY,
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What is wrong with the storage, if that is why something broke."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if found := _one(error):
            return found
        error = error.__cause__ or error.__context__
    return None


def _one(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError):
        return _FILES.get(error.errno or 0)
    if not isinstance(error, (DatabaseError, InterfaceError)):
        return None
    cause = error.__cause__
    if type(cause).__module__.partition(".")[0] == "psycopg":
        code = getattr(cause, "sqlstate", None)
        if code is None:  # it never got as far as a server that gives codes
            return AWAY if isinstance(error, (OperationalError, InterfaceError)) else None
        return next((t for begins, t in _POSTGRESQL.items() if code.startswith(begins)), None)
    said = str(error).lower()
    return next((t for words, t in _SQLITE.items() if words in said), None)


@contextmanager
def reading_goes_on() -> Iterator[None]:
    """For a note that is made while somebody reads: without room for it, the reading goes on."""
    try:
        yield
    except (DatabaseError, InterfaceError, OSError) as error:
        if trouble_of(error) is None:
            raise
        _log.warning("a note could not be kept")


class Sessions(SessionMiddleware):
    """Django's sessions, of which one that cannot be kept takes no page away.

    What must not be lost on the way (signing in and out) is written while the view runs.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "seen_as_nobody", False):
            return response
        try:
            answered: HttpResponse = super().process_response(request, response)
        except Exception as error:
            if trouble_of(error) is None:
                raise
            _log.warning("a session could not be kept")
            return response
        return answered


class Storage:
    """Middleware that answers trouble of the storage; it stands after the one that knows who asks.

    A page that needs no record is shown without one, so help opens with no database at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE and _needs_nobody(request):
            _as_nobody_where_unknown(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for trouble of the storage; anything else goes on."""
        trouble = trouble_of(error)
        return _page(request, trouble) if trouble else None


def broke(request: HttpRequest) -> HttpResponse:
    """The page for what broke outside of any view: the storage's, where it is to blame."""
    trouble = trouble_of(sys.exc_info()[1])
    return _page(request, trouble) if trouble else server_error(request)


def _needs_nobody(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in NEED_NOBODY
    except Resolver404:
        return False


def _as_nobody_where_unknown(request: HttpRequest) -> None:
    """Where it cannot be known who asks, it is nobody, and their sign-in stays as it is."""
    try:
        request.user.is_authenticated  # noqa: B018  (it is asked of the database here)
    except Exception as error:
        if trouble_of(error) is None:
            raise
        _log.warning("who asks for a page that is open to all could not be read")
        request.user = AnonymousUser()
        request.session = type(request.session)()
        request.seen_as_nobody = True  # type: ignore[attr-defined]


def _page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Made without the request's own frame: that asks the database who is there."""
    _log.error("the storage gives trouble: %s", trouble.name, exc_info=sys.exc_info()[1])
    sent = request.method not in SAFE
    context = {"trouble": trouble.name, "sent": sent, "typed": words_of(request) if sent else []}
    page = HttpResponse(render_to_string("storage.html", context), status=trouble.status)
    page["Retry-After"] = str(AGAIN_AFTER)
    return page
