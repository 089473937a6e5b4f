"""What may be kept of a form that is still being typed in."""

from __future__ import annotations

import re

from django.http import QueryDict

from onward_app.drafts.queries import Fields
from onward_app.typed import FORM_TOKEN, SECRET

MOST_FIELDS, LONGEST_NAME, MOST_LETTERS = 400, 80, 200_000
_PAGE = re.compile(r"([0-9a-f]{8,32})-(\d{1,9})")
# These belong to one page and one sending, not to what a person types.
OF_THE_PAGE = (FORM_TOKEN, "once", "go")


class TooMuch(ValueError):
    """More than any of the forms can hold."""


def fields_of(sent: QueryDict) -> Fields:
    """The fields that are kept; what opens a door is never among them.

    Raises
    ------
    TooMuch
        It is more than any form can hold.
    """
    names = [n for n in sent if n not in OF_THE_PAGE and not any(s in n.lower() for s in SECRET)]
    fields = {name: [str(v) for v in sent.getlist(name)] for name in names}
    letters = sum(len(v) for values in fields.values() for v in values)
    if (
        len(fields) > MOST_FIELDS
        or letters > MOST_LETTERS
        or any(len(name) > LONGEST_NAME for name in fields)
    ):
        raise TooMuch
    return fields


def page_of(told: str) -> tuple[str, int]:
    """Which page sends, and for which time; nothing where that is not told."""
    found = _PAGE.fullmatch(told)
    return (found[1], int(found[2])) if found else ("", 0)
