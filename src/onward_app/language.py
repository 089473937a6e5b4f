"""Which language the science speaks on a page: that of the page, where it has words in it."""

from __future__ import annotations

from django.utils.translation import get_language

from onward.words import LANGUAGES


def spoken() -> str:
    """The code of the active language, or English."""
    code = (get_language() or "").partition("-")[0]
    return code if code in LANGUAGES else "en"
