"""The text of a map (TOML), parsed within bounds."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from onward.errors import BadMap

MOST_MAP = 1_000_000
"""The most letters of a map."""
DEEPEST = 8
"""The most parts of a key, such as ``a.b.c``."""

# Strings and comments are passed over whole. No part gives anything back, so this takes as long
# as the text, whatever stands in it.
_LONG = r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?|' r"'''(?:[^']|'(?!''))*+(?:''')?|#[^\n]*+"
_PART = r'(?:[\w-]++|"(?:[^"\\\n]|\\[^\n])*+"?|' r"'[^'\n]*+'?)"
_DEEP = rf"(?:{_PART}[ \t]*+\.[ \t]*+){{{DEEPEST}}}"
_NOT_DEEP = re.compile(rf"(?:(?:{_LONG})|(?!{_DEEP})(?:{_PART}|.))*+", re.DOTALL)


def parse_map(text: str) -> dict[str, Any]:
    """A map from its text.

    Raises
    ------
    BadMap
        It is too long, a key has too many parts, or it is no TOML.
    """
    if len(text) > MOST_MAP:
        raise BadMap(f"A map is at most {MOST_MAP:,} letters.")
    # tomllib works as long as the square of a key's parts and holds as much: a line of a hundred
    # thousand dots would take all the memory there is
    found = _NOT_DEEP.match(text)
    if found and found.end() < len(text):
        line = text.count("\n", 0, found.end()) + 1
        raise BadMap(f"Line {line}: a key has too many parts; allowed: at most {DEEPEST}.")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib lets int() refuse endless digits
        raise BadMap(f"This is no TOML: {error}.") from None
