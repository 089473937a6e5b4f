"""How the path is shown: tables on demand, choices kept, issues set apart, own words taken back."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from onward import simulate, words
from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.entries import actions, queries
from onward_app.path.queries import last_told, opening

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH, TABLE, MOVING = "/path/", "/path/table", "/path/moving"


@pytest.fixture
def lived(owner: Any) -> Any:
    """The owner with the invented example as their record, ending today."""
    things = list(simulate.example())
    shift = date.today() - date.fromisoformat(max(t.when for t in things)[:10])
    rows = [t._replace(when=(date.fromisoformat(t.when[:10]) + shift).isoformat()) for t in things]
    actions.add_batch(person=owner.pk, batch=uuid4(), rows=rows)
    return owner


def choose(person: Any, **chosen: bool) -> None:
    choices.keep(person=person.pk, choices=Choices(**chosen))


def text_of(client: Client, url: str, **asked: str) -> str:
    return client.get(url, asked).content.decode()


def test_the_page_itself_holds_no_table(lived: Any, owner_client: Client) -> None:
    page = text_of(owner_client, PATH)
    assert "<table" not in page
    assert page.count(f'hx-get="{TABLE}?of=') == 4  # all, two issues, what is held


@pytest.mark.parametrize("which", ["all", "1", "2", "held"])
def test_each_picture_is_a_table_of_its_own(lived: Any, owner_client: Client, which: str) -> None:
    page = text_of(owner_client, TABLE, of=which, days="90")
    assert "<table" in page
    assert "<h1" in page
    alone = owner_client.get(TABLE, {"of": which}, headers={"HX-Request": "true"})
    assert "<h1" not in alone.content.decode()
    assert "HX-Request" in alone["Vary"]


@pytest.mark.parametrize("which", ["0", "3", "x", "-1", "9" * 9, "²"])
def test_a_table_of_no_picture_is_missing(lived: Any, owner_client: Client, which: str) -> None:
    assert owner_client.get(TABLE, {"of": which}).status_code == 404


def test_issues_follow_the_range_in_the_same_answer(lived: Any, owner_client: Client) -> None:
    asked = owner_client.get(PATH, {"days": "30"}, headers={"HX-Request": "true"})
    page = asked.content.decode()
    assert 'id="issues" hx-swap-oob="true"' in page
    assert page.count('id="issue-1-') == 2  # a title and a description
    whole = text_of(owner_client, PATH).split('id="issue-1-300-t">')[1].split("<")[0]
    assert whole not in page


def test_with_hidden_pictures_the_words_stay_and_one_tap_shows_them(
    lived: Any, owner_client: Client
) -> None:
    choose(lived, pictures=False)
    page = text_of(owner_client, PATH)
    assert 'role="img"' not in page
    assert "Show the pictures" in page
    assert "Look closer" not in page
    assert all(issue.words in page for issue in owner_client.get(PATH).context["issues"])
    assert 'role="img"' in text_of(owner_client, PATH, pictures="now")


def test_with_hidden_numbers_no_score_is_in_a_table_or_in_the_moving_picture(
    lived: Any, owner_client: Client
) -> None:
    choose(lived, numbers=False)
    for which in ("all", "1"):
        assert not re.search(r"\d\.\d", text_of(owner_client, TABLE, of=which).split("<main")[1])
    said = [day[2] for day in owner_client.get(MOVING).json()["days"]]
    assert not any(re.search(r"\d\.\d", words) for words in said)


def test_old_ways_are_shown_only_where_they_are_asked_for(lived: Any, owner_client: Client) -> None:
    row = (date.today().isoformat(), "behaviour", "fasting", None, "")
    actions.keep(person=lived.pk, rows=[row])
    assert "fasting" not in text_of(owner_client, TABLE, days="30")
    choose(lived, old_ways=True)
    assert "fasting" in text_of(owner_client, TABLE, days="30")


def test_an_issue_that_is_quiet_is_neither_drawn_nor_a_table(
    owner: Any, owner_client: Client
) -> None:
    day = date.today().isoformat()
    actions.keep(person=owner.pk, rows=[(day, "issue", "purging", 4.0, "")])
    assert owner_client.get(TABLE, {"of": "1"}).status_code == 404
    assert owner_client.get(PATH).context["issues"][0].picture == ""
    choose(owner, old_ways=True)
    assert owner_client.get(TABLE, {"of": "1"}).status_code == 200


def test_where_nothing_is_told_tables_and_the_moving_picture_judge_nothing(
    lived: Any, owner_client: Client, settings: Any
) -> None:
    settings.INTERPRETATION = False
    page = text_of(owner_client, TABLE) + text_of(owner_client, TABLE, of="1")
    page += owner_client.get(MOVING).content.decode()
    for judged in ("Likely range", ", heavy", "in between", "backstep"):
        assert judged not in page
    assert owner_client.get(TABLE, {"of": "held"}).status_code == 404


def test_where_highs_are_recorded_nothing_is_held(lived: Any, owner_client: Client) -> None:
    row = (date.today().isoformat(), "checkin", "elevated", 3.0, "")
    actions.keep(person=lived.pk, rows=[row])
    assert owner_client.get(TABLE, {"of": "held"}).status_code == 404
    assert "backstep" not in owner_client.get(MOVING).content.decode()


def test_the_sentence_that_sets_issues_apart_stands_first_and_once(
    lived: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = queries.review(lived.pk)
    assert seen is not None
    apart = "Calls got harder; the rest holds."
    monkeypatch.setattr(words, "issues_apart", lambda review, **_more: apart)
    said = opening(seen, replace(seen.words, paragraph=f"It is steady. {apart} You wrote."))
    assert (said.apart, said.paragraph) == (apart, "It is steady. You wrote.")


def test_what_was_set_apart_is_noted_as_told(
    lived: Any, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "issues_apart", lambda review, **_more: "Calls got harder.")
    assert "Calls got harder." in text_of(owner_client, PATH)
    assert "Calls got harder." in " ".join(last_told(lived.pk)["said"])  # type: ignore[index]


def test_an_own_word_is_taken_back_and_the_rest_of_its_day_stays(
    lived: Any, owner_client: Client
) -> None:
    day = date.today().isoformat()
    rows = [(day, "label", "pause", None, ""), (day, "note", "", None, "kept")]
    entry = actions.keep(person=lived.pk, rows=rows)
    back = reverse("path:take_back", args=[entry.pk])
    assert back in text_of(owner_client, PATH)
    assert owner_client.post(back).status_code == 302
    assert queries.review(lived.pk).standing.own_word is None  # type: ignore[union-attr]
    assert [row[1] for row in entry_rows(lived, entry)] == ["note"]


def entry_rows(person: Any, entry: Any) -> list[Any]:
    return next(rows for found, rows in queries.opened(person.pk) if found.pk == entry.pk)


def test_a_word_about_a_condition_can_be_taken_back(lived: Any, owner_client: Client) -> None:
    row = (date.today().isoformat(), "label", "bipolar", None, "")
    entry = actions.keep(person=lived.pk, rows=[row])
    assert queries.review(lived.pk).muted  # type: ignore[union-attr]
    page = text_of(owner_client, PATH)
    assert "I live with bipolar disorder" in page.split('class="given"')[1]
    owner_client.post(reverse("path:take_back", args=[entry.pk]))
    assert not queries.review(lived.pk).muted  # type: ignore[union-attr]


def test_an_entry_without_an_own_word_is_not_taken_back(lived: Any, owner_client: Client) -> None:
    row = (date.today().isoformat(), "note", "", None, "stays")
    entry = actions.keep(person=lived.pk, rows=[row])
    assert owner_client.post(reverse("path:take_back", args=[entry.pk])).status_code == 404
    assert queries.holds(lived.pk, entry.pk)


def test_a_page_is_sent_compressed_and_what_is_typed_or_kept_is_not(
    lived: Any, owner_client: Client
) -> None:
    asks = {"Accept-Encoding": "gzip"}
    page = owner_client.get(PATH, headers=asks)
    assert page["Content-Encoding"] == "gzip"
    assert b"<h1>" in gzip.decompress(page.content)
    assert len(page.content) < 14_600  # what a server sends before it waits for the first answer
    typed = owner_client.post("/path/otherwise", {"word": "x"}, headers=asks)
    assert not typed.has_header("Content-Encoding")
    file = owner_client.get(reverse("takeout:export"), headers=asks)
    assert not file.has_header("Content-Encoding")


def test_two_answers_of_one_page_differ_in_length(lived: Any, owner_client: Client) -> None:
    asked = {"headers": {"Accept-Encoding": "gzip"}}
    lengths = {len(owner_client.get(MOVING, **asked).content) for _ in range(12)}  # type: ignore[arg-type]
    assert len(lengths) > 1


def test_only_the_closer_look_loads_vega(lived: Any, owner_client: Client) -> None:
    assert "vega" not in text_of(owner_client, PATH)
    assert "vendor/vega/vega.min" in text_of(owner_client, "/path/closer")
    assert "vega" not in text_of(owner_client, TABLE)


def test_the_example_has_its_tables_and_its_closer_look(anonymous_client: Client) -> None:
    for url in ("table", "closer", "moving"):
        assert anonymous_client.get(f"/path/example/{url}").status_code == 200
    page = text_of(anonymous_client, "/path/example")
    assert f'href="{TABLE}' not in page
    assert 'href="/path/example/table' in page


def test_without_a_record_the_parts_lead_to_the_page_that_says_how_to_begin(
    owner_client: Client,
) -> None:
    for url in (TABLE, "/path/closer", MOVING):
        assert owner_client.get(url)["Location"] == PATH
