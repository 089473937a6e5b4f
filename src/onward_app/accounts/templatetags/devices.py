"""The words for where a passkey is, and for the browser of a sign-in."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from onward_app.accounts.second_steps import PASSKEYS

register = template.Library()
BROWSERS = (
    ("Firefox", "Firefox"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def device(name: str) -> str:
    """The words for a passkey's device."""
    return str(dict(PASSKEYS).get(name, _("Another device")))


@register.filter
def browser(agent: str) -> str:
    """A browser's long line about itself, as a person would say it."""
    which = next((said for mark, said in BROWSERS if mark in agent), "")
    where = next((said for mark, said in SYSTEMS if mark in agent), "")
    if which and where:
        return _("%(browser)s on %(system)s") % {"browser": which, "system": where}
    return which or where or _("An unknown browser")
