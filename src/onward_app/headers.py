"""Response headers: only our own files, no frames, nothing private in a cache."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from onward_app.support.device import marked

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        # text becomes code nowhere; trusted.js lets htmx write markup, support.js starts the one
        # worker, and that is all
        "require-trusted-types-for 'script'",
        "trusted-types default help-worker",
    ]
)
PERMISSIONS_POLICY = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
A_YEAR = 31_536_000
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # our own pages need it: a form sent by TLS is checked against where it came from
    "Referrer-Policy": "same-origin",
}


class Headers:
    """Middleware that sets what every response carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response[name] = value
        if settings.TLS:
            response["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
        if getattr(request, "signed_out", False):
            # what this browser still holds of the pages goes; its cookies were ended one by one.
            # A copy of the plan stays where a person chose that, and was told so.
            kept = '"cache"' if marked(request) else '"cache", "storage"'
            response.setdefault("Clear-Site-Data", kept)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response
