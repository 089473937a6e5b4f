"""A map is parsed within bounds: no text of a million letters takes long, or much memory."""

from __future__ import annotations

import time

import pytest

from onward.errors import BadMap
from onward.formats import parse_map
from onward.formats.map_text import MOST_MAP

MANY = 120_000
# each would make the parser work as long as the square of its length
DEEP = {
    "bare": "a" + ".a" * MANY + " = 1",
    "with spaces": "a" + " . a" * MANY + " = 1",
    "quoted": '"a b"' + '."a b"' * MANY + " = 1",
    "quoted marks": r'"\""' + r'."\""' * MANY + " = 1",
    "literal": "'a\"'" + ".'a\"'" * MANY + " = 1",
    "a header": "[a" + ".a" * MANY + "]",
    "behind a long string": 'x = {y = """ " """, a' + ".a" * MANY + " = 1}",
    "behind a comment": "# it's\na" + ".a" * MANY + " = 1",
    "on a later line": "x = 'a'\n\n" + "a" + ".a" * MANY + " = 1",
}
# each is long, and no map or an empty one
LONG = {
    "marks": '"' * (MOST_MAP - 1),
    "escaped marks": '"\\' * (MOST_MAP // 2),
    "both marks": "'\"" * (MOST_MAP // 2),
    "threes": '"""\\' * (MOST_MAP // 4),
    "dots": "." * MOST_MAP,
    "spaces": "a" + " " * (MOST_MAP - 1),
    "word": "a" * MOST_MAP,
    "brackets": "x = " + "[" * (MOST_MAP - 4),
    "braces": "x = {" * (MOST_MAP // 5),
    "digits": "x = " + "9" * (MOST_MAP - 4),
    "almost deep": ("a." * 6 + "! ") * (MOST_MAP // 14),
    "too long": "#" * (MOST_MAP + 1),
}


@pytest.mark.parametrize("kind", DEEP)
def test_a_key_of_many_parts_is_refused_with_its_line(kind: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(BadMap, match=r"^Line \d: a key has too many parts; allowed: at most 8\.$"):
        parse_map(DEEP[kind])
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize("kind", LONG)
def test_a_long_text_is_refused_fast(kind: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(BadMap):
        parse_map(LONG[kind])
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize(
    "text",
    [
        'about = "one.two.three.four.five.six.seven.eight.nine.ten"',
        "about = '''\none.two.three.four.five.six.seven.eight.nine.ten's '''",
        "# one.two.three.four.five.six.seven.eight.nine.ten\n",
        "a.b.c.d.e.f.g.h = 1",
    ],
)
def test_dots_in_words_are_words(text: str) -> None:
    parse_map(text)
