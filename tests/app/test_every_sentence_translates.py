"""Each page in a language that marks every sentence: what is not marked, nobody could translate.

What the science says has a file of words of its own a language; each of them is marked as well.
Names in a record and the person's own words are nobody's to translate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real
from furnished import address, furnish
from matrix import PAGE, TABLE

from onward.words.language import spoken
from onward_app.accounts.models import User
from onward_app.path.picture import issue_pictures, kept_picture, picture
from onward_app.path.queries import _example

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.sqlite_only,  # words are the same on either database
]

OPENED, CLOSED = "⟦", "⟧"
WORD = "0707"  # stands in all that a person wrote, and no translator is asked for it
NOT_READ = {"script", "style", "svg", "textarea", "bdi", "blockquote"}
TOLD = {"title", "aria-label", "alt", "placeholder", "data-done", "data-left"}
# Names that are the same in every language, and what the science says (onward.words).
SAME = re.compile(
    r"[\W\d_]*|(?:Onward|findahelpline\.com|Daylio|CSV|PHQ|GAD|ben@example.org)[\W\d]*"
)
# Groups of the words of a review that are rules and not sentences.
RULES = {"quiet", "plural", "bounds"}


class Marked(trans_real.DjangoTranslation):
    """English, with a mark around each sentence."""

    def gettext(self, message: str) -> str:
        return _marked(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _marked(msgid1 if n == 1 else msgid2)


def _marked(text: str) -> str:
    return f"{OPENED}{text}{CLOSED}"


class Texts(HTMLParser):
    """Texts of a page that no mark is around."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.depth = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_READ:
            self.inside.append(tag)
        for name, value in attrs:
            if name in TOLD and value and not self.inside:
                self._text(value, whole=True)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self._text(data)

    def _text(self, text: str, *, whole: bool = False) -> None:
        at, self.depth = ("", 0 if whole else self.depth)
        for letter in text:
            self.depth += (letter == OPENED) - (letter == CLOSED)
            at += letter if not self.depth and letter != CLOSED else ""
        if not SAME.fullmatch(at.strip()) and WORD not in at:
            self.found.append(" ".join(at.split()))


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages speak the language that marks."""
    monkeypatch.setitem(trans_real._translations, "en", Marked("en"))
    monkeypatch.setattr(trans_real, "_default", None)
    trans_real.activate("en")
    english = spoken("en")
    object.__setattr__(english, "table", _each_marked(table := english.table))
    remembered = (_example, picture, issue_pictures, kept_picture)
    for made in remembered:
        made.cache_clear()
    yield
    object.__setattr__(english, "table", table)
    for made in remembered:
        made.cache_clear()


def _each_marked(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: one if k in RULES else _each_marked(one) for k, one in value.items()}
    if isinstance(value, list):
        return [_each_marked(one) for one in value]
    return _marked(value) if isinstance(value, str) else value


PAGES = sorted(name for name, row in TABLE.items() if row["GET"][1] == PAGE)


def not_marked(client: Client, where: str) -> list[str]:
    """Texts of the page at an address that no mark is around."""
    page = client.get(where)
    if not page.headers["Content-Type"].startswith("text/html"):
        return []
    reader = Texts()
    reader.feed(page.content.decode())
    return [f"{where}: {text}" for text in reader.found]


@pytest.mark.parametrize("name", PAGES)
def test_every_sentence_is_handed_to_translators(
    name: str, marked: None, owner: User, owner_client: Client
) -> None:
    ids = furnish(owner.pk, WORD)
    found = [text for where in address(name, ids) for text in not_marked(owner_client, where)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["entries:start", "path:path", "plan:plan", "journal:list"])
def test_so_is_every_sentence_of_a_page_without_anything_on_it(
    name: str, marked: None, owner_client: Client
) -> None:
    assert not_marked(owner_client, reverse(name)) == []


def test_a_sentence_that_is_not_marked_is_found() -> None:
    reader = Texts()
    reader.feed(f"<p>{_marked('One <b>two</b> three')} <b>four</b></p><img alt='five'>")
    assert reader.found == ["four", "five"]
