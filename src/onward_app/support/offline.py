"""The pages of help as a browser keeps them for the time without internet.

They are the same for everybody: nothing here knows who asks, so nothing private can be in them.
Where a person chose to keep their plan on the device, the worker puts it at the marks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation

from onward_app.plan.queries import Plan
from onward_app.support.queries import ELSEWHERE, Help, countries, speaks

# What the kept pages are made of besides words: looks, letters, signs.
FILES = (
    "onward.css",
    "fonts.css",
    "support.css",
    "favicon.svg",
    "vendor/atkinson/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "vendor/lucide/sprite.svg",
    "vendor/lucide/chevron-down.svg",
    "vendor/lucide/chevron-right.svg",
    "vendor/lucide/external-link.svg",
    "vendor/lucide/mail.svg",
    "vendor/lucide/message-circle.svg",
    "vendor/lucide/phone.svg",
)
NO_COUNTRY = ""
STATIC = Path(__file__).parents[1] / "static"


def pages() -> dict[str, object]:
    """Both pages of help for every country, without a plan and with marks for one."""
    language = translation.get_language() or ""
    return {"pages": _pages(timezone.localdate(), language)}


@lru_cache(maxsize=4)
def _pages(day: date, language: str) -> dict[str, dict[str, dict[str, str]]]:
    return {
        kind: {code: _both(day, found, marks=kind == "with") for code, found in _countries()}
        for kind in ("without", "with")
    }


def _countries() -> Iterator[tuple[str, Help]]:
    every = tuple(countries().values())
    for country in every:
        yield country.code, Help(country, "kept", country.code, every)
    yield ELSEWHERE, Help(None, "kept", ELSEWHERE, every)
    yield NO_COUNTRY, Help(None, "", "", every)


def _both(day: date, found: Help, *, marks: bool) -> dict[str, str]:
    context = {
        "frame": "support/kept.html",
        "kept_on": day,
        "marks": marks,
        "own_plan": marks,
        "help": found,
        "elsewhere": ELSEWHERE,
    }
    return {
        "help": render_to_string("support/help.html", context),
        "safe": render_to_string("support/safe.html", context),
    }


def parts_of(plan: Plan) -> dict[str, str]:
    """The readable parts of a plan, as the worker puts them into the kept pages."""
    context = {"own_plan": plan, "own_lines": plan.own_lines, "on_device": True}
    lines = render_to_string("support/_own_lines.html", context)
    own = render_to_string("support/_own_plan.html", context) if speaks(plan) else lines
    return {
        "country": plan.country,
        "plan": own,
        "people": render_to_string("plan/_contacts.html", {"contacts": plan.contacts}),
        "lines": lines if speaks(plan) else "",
    }


def worker() -> str:
    """The worker's script: what it keeps, then what it does.

    Its text changes with any word, line or file of the pages, so browsers take a new one then.
    """
    facts = {
        "version": _version(translation.get_language() or ""),
        "bundle": reverse("support:kept"),
        "own": reverse("support:mine"),
        "pages": {reverse("support:help"): "help", reverse("support:safe"): "safe"},
        "files": [static(name) for name in FILES],
    }
    does = (STATIC / "support_worker.js").read_text(encoding="utf-8")
    return f"const KEPT = {json.dumps(facts)};\n{does}"


@lru_cache(maxsize=4)
def _version(language: str) -> str:
    """A digest of what is kept, whatever the day."""
    whole = json.dumps(_pages(date(2000, 1, 1), language)) + "".join(map(_digest, FILES))
    return sha256(whole.encode()).hexdigest()[:16]


def _digest(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()
