"""What is shown where a sealed row does not open: the truth, and help in reach."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onward_app.vault.errors import VaultError

_log = logging.getLogger("onward.vault")


class Unreadable:
    """Middleware that answers a refusal of the vault in plain words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a `VaultError`; anything else goes on."""
        if not isinstance(error, VaultError):
            return None
        _log.error("a row was refused", exc_info=error)
        return render(request, "unreadable.html", status=500)
