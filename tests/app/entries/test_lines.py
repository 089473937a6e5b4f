"""A questionnaire in what was written is one line, and numbers that are hidden stay hidden."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.entries import actions
from onward_app.entries.actions import Row
from onward_app.entries.vocabulary import label, name_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = "2026-05-03"
NAME = "Patient Health Questionnaire-9 (PHQ-9)"
ROWS: list[Row] = [
    *((f"{DAY}T10:00", "measure", f"phq9.{n}", 2.0, "") for n in range(1, 10)),
    (f"{DAY}T10:00", "measure", "phq9", 18.0, ""),
]


def pages(client: Client, entry: UUID) -> list[str]:
    """What each page shows of an entry that was kept, without head and foot."""
    there = ("/entries/", f"/entries/{entry}/kept", f"/practices/did/{entry}")
    found = [client.get(url).content.decode() for url in there]
    return [page.split("<main")[1].split("</main")[0] for page in found]


def test_a_questionnaire_is_one_line_and_its_numbers_are_folded(
    owner: Any, owner_client: Client
) -> None:
    entry = actions.keep(person=owner.pk, rows=ROWS)
    listed, kept, _did = pages(owner_client, entry.pk)
    for page in (listed, kept):
        assert page.count(NAME) == 1
        shown, folded = page.split(f"{NAME}</bdi>")[1].split("<details", 1)
        assert "answered" in shown and "18" not in shown
        assert "The total: 18" in folded and "Question 9: 2" in folded


def test_without_numbers_no_page_shows_one_of_a_questionnaire(
    owner: Any, owner_client: Client
) -> None:
    entry = actions.keep(person=owner.pk, rows=ROWS)
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    for page in pages(owner_client, entry.pk):
        seen = re.sub(r"<[^>]*>", " ", page)
        assert seen.count(NAME) == 1 and "answered" in seen
        assert "18" not in seen and "Question 9" not in seen


def test_a_total_that_was_typed_is_shown_as_typed(owner: Any, owner_client: Client) -> None:
    entry = actions.keep(person=owner.pk, rows=[(DAY, "measure", "phq9", 18.0, "")])
    assert all("18" in page for page in pages(owner_client, entry.pk))


def test_a_kind_letter_reads_as_one_and_is_found_by_its_words() -> None:
    assert label("practice", "kind_letter") == "A kind letter"
    assert name_of("practice", "a kind letter") == "kind_letter"


def test_one_answer_alone_is_folded_too(owner: Any, owner_client: Client) -> None:
    entry = actions.keep(person=owner.pk, rows=ROWS[:1])
    listed = pages(owner_client, entry.pk)[0]
    shown, folded = listed.split(f"{NAME}</bdi>")[1].split("<details", 1)
    assert "answered" in shown and "Question 1: 2" in folded
