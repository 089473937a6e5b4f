"""What a phone or a desk is told when a person puts Onward on its home screen."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

PAPER = "#fbf8f3"
ICONS = (("icons/icon-192.png", "192x192", "any"), ("icons/icon-512.png", "512x512", "any"))
MASKABLE = ("icons/maskable-512.png", "512x512", "maskable")


def manifest() -> dict[str, object]:
    """The web app manifest; it names no room that would tell what a person writes.

    A manifest has one colour for the window. That of the dark look comes with each page.
    """
    start = reverse("entries:start")
    return {
        "id": start,
        "start_url": start,
        "scope": start,
        "name": _("Onward"),
        "short_name": _("Onward"),
        "description": _("Your own notes, kept private."),
        "lang": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in (*ICONS, MASKABLE)
        ],
        "shortcuts": [{"name": _("Help now"), "url": reverse("support:help")}],
    }
