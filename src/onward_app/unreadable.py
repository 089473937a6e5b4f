"""What is shown where a sealed row does not open: the truth, and help in reach."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onward_app.lock import views
from onward_app.typed import words_of
from onward_app.vault.errors import Locked, VaultError

# Why a row may not be read: it does not open, or what it lies on does not answer. Where a page has
# something to say without the row, it says that.
NOT_READ = (VaultError, DatabaseError, InterfaceError, OSError)

_log = logging.getLogger("onward.vault")


class Unreadable:
    """Middleware that answers a refusal of the vault in plain words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a `VaultError`; anything else goes on."""
        if isinstance(error, Locked) and views.is_alone():
            return views.ask(request, words_of(request))
        if not isinstance(error, VaultError):
            return None
        _log.error("a row was refused", exc_info=error)
        return render(request, "unreadable.html", status=500)
