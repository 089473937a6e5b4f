"""Every sentence that a person may meet keeps the voice (docs/reference/words.md).

Exempt are questionnaires word for word (between ``{# voice: exempt #}`` and
``{# voice: end #}`` in a template), and the pages of therapists and researchers.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from voice import (
    Offence,
    Said,
    from_python,
    from_template,
    from_toml,
    offences,
)

SRC = Path(__file__).parents[2] / "src"
APP = SRC / "onward_app"
# Pages for therapists, clinic owners and researchers.
EXEMPT = {"clinic", "research", "docs"}
# Onward's words name the own word "relapse" once each, for a person who uses it.
OWN_WORD_KEYS = ("en.toml state.relapse_own", "en.toml a_state.relapse_own")


def pages(folder: Path, pattern: str) -> list[Path]:
    """Files under `folder` that a person who looks after themselves may meet."""
    found = sorted(folder.rglob(pattern))
    return [p for p in found if not EXEMPT & set(p.relative_to(folder).parts)]


def hold(page: list[Said], path: Path) -> None:
    found = offences(page)
    listed = "\n".join(f"  {offence}" for offence in found)
    assert not found, f"{path.relative_to(SRC)} breaks the voice:\n{listed}"


@pytest.mark.parametrize("path", pages(SRC / "onward" / "words", "*.toml"), ids=lambda p: p.stem)
def test_the_words_of_a_review_keep_the_voice(path: Path) -> None:
    hold([s for s in from_toml(path) if s.where not in OWN_WORD_KEYS], path)


@pytest.mark.parametrize(
    "path",
    pages(APP / "templates", "*.html"),
    ids=lambda p: f"{p.parent.name}/{p.name}",
)
def test_every_page_keeps_the_voice(path: Path) -> None:
    hold(from_template(path), path)


@pytest.mark.parametrize("path", pages(APP / "content", "*.toml"), ids=lambda p: p.stem)
def test_content_keeps_the_voice(path: Path) -> None:
    hold(from_toml(path), path)


@pytest.mark.parametrize(
    "path",
    [p for p in pages(APP, "*.py") if from_python(p)],
    ids=lambda p: f"{p.parent.name}/{p.name}",
)
def test_sentences_in_code_keep_the_voice(path: Path) -> None:
    hold(from_python(path), path)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("You missed 6 days.", "missed"),
        ("Your score is severe.", "severe"),
        ("Relapse detected.", "Relapse"),
        ("You should have rested.", "should have"),
        ("Don't worry.", "Don't worry"),
        ("Don’t worry.", "Don’t worry"),
        ("Keep your streak alive.", "streak"),
        ("You did it!", "exclamation"),
        ("A new day 🎉 is here.", "emoji"),
        ("Your check-in is overdue.", "overdue"),
        ("You failed to walk.", "failed"),
        (" ".join(["one"] * 20) + ".", "20 words"),
    ],
)
def test_a_sentence_against_the_voice_is_found(sentence: str, why: str) -> None:
    found = offences([Said("page.html", sentence)])
    assert any(why in o.why for o in found), found


def test_a_page_that_is_hard_to_read_is_found() -> None:
    hard = (
        "Longitudinal observation necessitates considerable interpretation. Individual "
        "trajectories demonstrate heterogeneity. Probabilistic estimation accommodates "
        "uncertainty. Subsequent consultation facilitates understanding of the situation. "
        "Participation remains voluntary at every opportunity."
    )
    assert any("reading grade" in o.why for o in offences([Said("page.html", hard)]))


def test_the_paragraph_that_shows_the_voice_passes() -> None:
    said = (
        "You still hold most of what you gained. Since 12 May you have slipped back about a "
        "third of the way. It began six days after you moved home, and fewer morning walks are "
        "noted from two days before. In February you came back in 19 days; walking and talking "
        "to someone went with it."
    )
    assert offences([Said("voice", said)]) == []


def test_an_offence_says_file_sentence_and_why() -> None:
    offence = Offence("start.html", "You missed a day.", "'missed': a gap is a gap")
    assert str(offence) == "start.html: 'You missed a day.': 'missed': a gap is a gap"


def test_a_template_is_read_as_its_reader_meets_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% extends "base.html" %}{% load i18n %}{# You missed it #}\n'
        '<h1>{% translate "How is today?" %}</h1><p>{% blocktranslate trimmed %}It began on '
        "<b>{{ day }}</b>.{% endblocktranslate %} {% if x %}Soft.{% else %}Hard.{% endif %}</p>"
        '<button aria-label="{% translate "Close this" %}">x</button><script>bad()</script>'
        "{# voice: exempt: PHQ-9 #}<p>Feeling bad about yourself</p>{# voice: end #}"
    )
    said = [s.text for s in from_template(page)]
    assert said == [
        "How is today?",
        "It began on it. Soft.",
        "Hard.",
        "Close this",
        "x",
    ]


def test_only_strings_handed_to_gettext_are_read_from_code(tmp_path: Path) -> None:
    module = tmp_path / "forms.py"
    module.write_text('RULE = "you failed"\nERROR = _("A number from %(low)s to 10.")\n')
    assert [s.text for s in from_python(module)] == ["A number from it to 10."]
