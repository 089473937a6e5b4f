"""Pages are sent compressed, where nobody can learn a secret from their length.

A compressed answer is shorter where what an attacker put into it repeats a secret that stands in
it (BREACH). For that the attacker must get words of theirs into the same answer as the secret,
again and again. So only answers to GET are compressed: what comes back with typed words is an
answer to POST, which another site cannot send here (the form's token, cookies that stay at home).
No page with private words writes out what stands in its address; what is asked for there is
looked up in a list. The form's token is masked anew for each page, so its bytes never repeat. And
Django adds up to a hundred random bytes to each answer, so that lengths tell little. Files to keep
(a takeout, a backup) and everything that is no page are sent as they are.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PAGES = ("text/html", "application/json")


class Compressed(GZipMiddleware):
    """Middleware that compresses pages, and nothing else."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress an answer to GET that is a page shown in the browser."""
        kind = response.get("Content-Type", "").partition(";")[0]
        kept = response.has_header("Content-Disposition")
        if request.method != "GET" or kind not in PAGES or response.streaming or kept:
            return response
        return super().process_response(request, response)
