"""Words are found whatever their case and accents, and shown as they were written."""

import pytest

from onward_app.journal.finding import Found, Search


def marked(found: Found) -> list[str]:
    return [text for text, hit in found.parts if hit]


def shown(found: Found) -> str:
    return "".join(text for text, _hit in found.parts)


@pytest.mark.parametrize(
    ("words", "text", "hit"),
    [
        ("cafe", "At the Café today", "Café"),
        ("CAFÉ", "at the cafe today", "cafe"),
        ("strasse", "In der Straße dort", "Straße"),
        ("don't", "I don\u2019t know", "don\u2019t"),
        ("cafe", "At the Cafe\u0301 today", "Cafe\u0301"),
        ("ΑΓΑΠΗ", "λίγη αγάπη", "αγάπη"),
        ("a.b", "see a.b there", "a.b"),
    ],
)
def test_case_accents_and_quotes_do_not_matter(words: str, text: str, hit: str) -> None:
    search = Search(words)
    assert search.is_in(text)
    assert marked(search.around(text)) == [hit]
    assert shown(search.around(text)) == text


def test_all_words_must_stand_in_it_in_any_order() -> None:
    search = Search("river walk")
    assert search.is_in("A walk by the river")
    assert not search.is_in("A walk by the sea")


def test_part_of_a_word_is_enough() -> None:
    assert Search("ther").is_in("my therapist")


def test_no_word_finds_nothing() -> None:
    assert not Search("  ").is_in("anything")


def test_a_sign_of_patterns_is_only_a_letter() -> None:
    assert not Search(".*").is_in("anything")


def test_the_words_around_are_shown_and_no_word_is_cut() -> None:
    text = "word " * 100 + "river " + "word " * 100
    found = Search("river").around(text)
    assert (found.before, found.after) == (True, True)
    assert marked(found) == ["river"]
    assert set(shown(found).split()) == {"word", "river"}
    assert len(shown(found)) < 320


def test_a_short_text_is_shown_whole() -> None:
    found = Search("river").around("By the river.")
    assert (shown(found), found.before, found.after) == ("By the river.", False, False)
