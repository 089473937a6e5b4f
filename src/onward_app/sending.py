"""A form that a script sends is told where it goes next, instead of being led there.

The script keeps the page, and with it the words, until the server has said that they are kept.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SENDS, GOES_TO = "Onward-Sends", "Onward-Goes-To"
GOES_ON = (301, 302, 303)


class Sending:
    """Middleware that answers ``Onward-Sends`` with a header in place of a redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if SENDS in request.headers and response.status_code in GOES_ON:
            response[GOES_TO] = response["Location"]
            del response["Location"]
            response.status_code = 204
            response.reason_phrase = ""
            response.content = b""
        return response
