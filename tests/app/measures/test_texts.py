"""Packs and texts of the site: off by default, checked at the start, shown with their notice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from onward_app.measures import checks, queries, texts
from onward_app.measures.texts import PACKS

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HEAD = """
measure = "wsas"
holder = "Example Press"
terms = "By licence 123."
notice = "© Example Press. Shown by licence 123."
stem = "In the last month,"
"""
ITEMS = "".join(f'[[item]]\nnumber = {n}\ntext = "invented {n}"\n' for n in range(1, 6))
ANSWERS = '[[answer]]\nvalue = 0\ntext = "easy"\n[[answer]]\nvalue = 8\ntext = "hard"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of the site's texts."""
    with override_settings(MEASURE_TEXTS=str(tmp_path)):
        yield tmp_path


def said() -> list[str]:
    """What the start says of packs and texts."""
    return [e.msg for e in (*checks.packs_are_here(), *checks.own_texts_fit())]


def test_without_a_setting_no_pack_is_here_and_nothing_is_wrong() -> None:
    assert not set(PACKS) & set(texts.texts())
    assert said() == []


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_that_is_switched_on_is_shown_with_its_notice(
    name: str, owner_client: Client
) -> None:
    with override_settings(MEASURE_PACKS=[name]):
        assert said() == []
        data = {"measure": name, "once": str(uuid4())}
        url = owner_client.post("/measures/begin", data)["Location"]
        page = owner_client.get(url).content.decode()
        first = owner_client.get(f"{url}1").content.decode()
    text = texts.read_text(texts._pack(name), texts.catalogue())
    assert text.notice in page
    assert text.items[0].text in first
    assert all(a.text in first for a in text.answers_to(text.items[0]))


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_stands_under_its_own_licence_beside_it(name: str) -> None:
    folder = Path(texts.__file__).parent / "packs"
    licence = (folder / name / "LICENCE").read_text("utf-8")
    text = texts.read_text(folder / name / "text.toml", texts.catalogue())
    assert "Not under the licence of Onward" in licence
    assert "https://creativecommons.org/licenses/by-nc-" in licence
    assert "NC" in text.terms
    assert len(text.seen) >= 2
    assert f"`{name}`" in (folder / "README.md").read_text("utf-8")


@override_settings(MEASURE_PACKS=list(PACKS))
def test_each_that_can_be_answered_here_has_plain_words() -> None:
    assert set(queries.content()["measure"]) == set(texts.texts())
    assert list(queries.offered()) == list(queries.content()["measure"])


@override_settings(MEASURE_PACKS=["who6"])
def test_a_misspelt_pack_stops_the_start() -> None:
    assert said() == ["ONWARD_PACKS names 'who6', which is no pack."]


def test_without_the_folder_of_packs_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "_HERE", tmp_path)
    with override_settings(MEASURE_PACKS=["who5"]):
        assert "taken out of this copy" in said()[0]
        texts._texts.cache_clear()
        assert "phq9" in texts.texts()
        assert "who5" not in texts.texts()
    texts._texts.cache_clear()


def test_a_text_of_the_site_can_be_answered_and_shows_its_notice(
    folder: Path, owner_client: Client
) -> None:
    (folder / "wsas.toml").write_text(HEAD + ITEMS + ANSWERS)
    assert said() == []
    data = {"measure": "wsas", "once": str(uuid4())}
    url = owner_client.post("/measures/begin", data)["Location"]
    page = owner_client.get(url).content.decode()
    assert "© Example Press. Shown by licence 123." in page
    for number in range(1, 6):
        owner_client.post(f"{url}{number}", {"given": "8"})
    owner_client.post(f"{url}answers")
    result = owner_client.get(f"{url}result").content.decode()
    assert "The total is 40, on a line from 0 to 40." in result
    assert "© Example Press. Shown by licence 123." in result


def test_a_text_of_the_site_stands_in_the_place_of_ours_in_its_own_language(
    folder: Path, owner_client: Client
) -> None:
    data = {"measure": "phq2", "once": str(uuid4())}
    url = owner_client.post("/measures/begin", data)["Location"]
    why = "only an official text counts"
    assert why not in owner_client.get(url).content.decode()
    two = "".join(f'[[item]]\nnumber = {n}\ntext = "inventada {n}"\n' for n in (1, 2))
    four = "".join(f'[[answer]]\nvalue = {v}\ntext = "opción {v}"\n' for v in range(4))
    spanish = HEAD.replace("wsas", "phq2") + 'language = "es"\n' + two + four
    (folder / "es.toml").write_text(spanish)
    texts._texts.cache_clear()
    assert why in owner_client.get(url).content.decode()
    asked = owner_client.get(f"{url}1").content.decode()
    assert '<bdi lang="es">inventada 1</bdi>' in asked


def test_the_example_of_the_guide_is_a_good_file(folder: Path) -> None:
    guide = Path(__file__).parents[3] / "docs" / "guides" / "measures.md"
    example = guide.read_text("utf-8").split("```toml\n")[1].split("```")[0]
    (folder / "example.toml").write_text(example)
    assert said() == []
    assert "wsas" in texts.texts()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not toml", "cannot be read as TOML"),
        ((HEAD + ITEMS + ANSWERS).replace("wsas", "mine"), "measure is 'mine'; known are"),
        ((HEAD + ITEMS + ANSWERS).replace("wsas", "dass21_d"), "takes a total only"),
        (HEAD.replace("© Example Press. Shown by licence 123.", "") + ITEMS, "notice is missing"),
        (HEAD.replace('holder = "Example Press"\n', "") + ITEMS, "holder is missing"),
        (HEAD + ITEMS.replace("number = 5", "number = 6") + ANSWERS, "numbered 1 to 5"),
        (HEAD + ITEMS, "two answers or more"),
        (HEAD + ITEMS + ANSWERS.replace("= 8", "= 9"), "whole values from 0 to 8"),
        (HEAD + ITEMS + ANSWERS.replace("= 8", "= 0"), "two answers or more"),
        (HEAD + ITEMS.replace("invented 2", " ") + ANSWERS, "a question has no words"),
        (HEAD + 'colour = "red"\n' + ITEMS + ANSWERS, "unknown: colour"),
        (HEAD + ITEMS.replace("number = 1", "numb = 1") + ANSWERS, "of the wrong kind"),
        (HEAD.replace('"In the last month,"', "3") + ITEMS + ANSWERS, "each text"),
        ('measure = ["wsas"]\nholder = "a"\nterms = "b"\nnotice = "c"\n', "of the wrong kind"),
    ],
)
def test_a_bad_file_stops_the_start_and_never_breaks_a_page(
    folder: Path, text: str, why: str, owner_client: Client
) -> None:
    (folder / "own.toml").write_text(text)
    assert why in said()[0]
    assert "own.toml" in said()[0]
    page = owner_client.get("/measures/")
    assert page.status_code == 200
    assert 'value="wsas"' not in page.content.decode()


def test_two_files_of_one_measure_stop_the_start(folder: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (folder / name).write_text(HEAD + ITEMS + ANSWERS)
    assert said() == ["b.toml and a.toml are both of wsas."]


@override_settings(MEASURE_TEXTS="/nowhere/at/all")
def test_a_folder_that_is_not_there_stops_the_start() -> None:
    assert "there is no such folder" in said()[0]
