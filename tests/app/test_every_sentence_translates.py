"""Each page in a language that marks every sentence: what is not marked, nobody could translate.

What the science says has a file of words of its own a language; each of them is marked as well.
Names in a record and the person's own words are nobody's to translate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.translation import trans_real
from matrix import MISSING, PAGE, TABLE

from onward.words.language import spoken
from onward_app.accounts.models import User
from onward_app.path.picture import issue_pictures, kept_picture, picture
from onward_app.path.queries import example

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

OPENED, CLOSED = "⟦", "⟧"
NOT_READ = {"script", "style", "svg", "textarea", "bdi", "blockquote"}
TOLD = {"title", "aria-label", "alt", "placeholder", "data-done", "data-left"}
# Names that are the same in every language, and what the science says (onward.words).
SAME = re.compile(r"[\W\d_]*|(?:Onward|findahelpline\.com|Daylio|CSV|PHQ|GAD)[\W\d]*")
# Groups of the words of a review that are rules and not sentences.
RULES = {"quiet", "plural", "bounds"}
OPEN_IDS = {"way_back:tonight": [[1], [2], [3]], "way_back:steps": [[n] for n in range(1, 9)]}


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
        if not SAME.fullmatch(at.strip()):
            self.found.append(" ".join(at.split()))


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages speak the language that marks."""
    monkeypatch.setitem(trans_real._translations, "en", Marked("en"))
    monkeypatch.setattr(trans_real, "_default", None)
    trans_real.activate("en")
    english = spoken("en")
    object.__setattr__(english, "table", _each_marked(table := english.table))
    remembered = (example, picture, issue_pictures, kept_picture)
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


def addresses() -> Iterator[str]:
    """Every page that the owner may read and that needs no id."""
    for name, row in sorted(TABLE.items()):
        if row["GET"][1] != PAGE or row["GET"][2] == MISSING or name.startswith("drafts:"):
            continue
        for args in OPEN_IDS.get(name, [[]]):
            try:
                yield reverse(name, args=args)
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("where", sorted(set(addresses())))
def test_every_sentence_of_a_page_is_handed_to_translators(
    where: str, marked: None, owner: User, owner_client: Client
) -> None:
    page = owner_client.get(where)
    if not page.headers["Content-Type"].startswith("text/html"):
        return
    reader = Texts()
    reader.feed(page.content.decode())
    assert not reader.found, "\n".join(reader.found)


def test_a_sentence_that_is_not_marked_is_found() -> None:
    reader = Texts()
    reader.feed(f"<p>{_marked('One <b>two</b> three')} <b>four</b></p><img alt='five'>")
    assert reader.found == ["four", "five"]


def test_the_record_of_this_test_is_empty(owner: User) -> None:
    assert isinstance(owner.pk, UUID)
