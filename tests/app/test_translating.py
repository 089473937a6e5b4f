"""Every sentence can be gathered for translators, wherever it is written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from onward_app import language
from onward_app.translating import content_texts, gather

FROM = {
    "a template": "What would help now?",
    "a sentence in code": "Choose today or a day before it.",
    "the content": "Be gentle with yourself",
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The catalogue of a language that nobody has begun."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not here")
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("locale")
    with override_settings(LOCALE_PATHS=[folder]):
        gather("es")
    return (folder / "es" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")


@pytest.mark.parametrize("where", FROM)
def test_sentences_are_gathered_from(where: str, catalogue: str) -> None:
    assert f'msgid "{FROM[where]}"' in catalogue


def test_names_and_addresses_of_content_are_not_translated() -> None:
    assert not [text for text in content_texts() if text.startswith(("http", "tel:"))]


def test_a_catalogue_names_no_path_of_the_machine(catalogue: str) -> None:
    assert str(Path.home()) not in catalogue
    assert "#:" not in catalogue


def test_a_day_is_written_as_the_words_of_a_review_write_it(settings: Any) -> None:
    from datetime import date

    from django.utils.formats import date_format

    assert date_format(date(2026, 5, 3)) == "3 May 2026"


def test_the_science_speaks_the_language_of_the_page_or_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.utils.translation import override

    with override("es"):
        assert language.spoken() == "en"
        monkeypatch.setattr(language, "LANGUAGES", ("en", "es"))
        assert language.spoken() == "es"
