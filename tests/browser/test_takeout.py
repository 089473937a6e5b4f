"""Bringing a file in a real browser, with and without script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onward_app.entries import queries

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
DAYLIO = b"""full_date,date,weekday,time,mood,activities,note_title,note
2026-05-19,19 May,Tuesday,9:30 pm,good,walk | gaming,,A long walk
2026-05-18,18 May,Monday,9:10 pm,so so,walk,,
"""


def bring(page: Page, data: bytes, name: str = "mine.csv") -> None:
    page.goto("/takeout/")
    page.get_by_label("Your file").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": data}]
    )
    page.get_by_role("button", name="Look at it first").click()


def test_a_daylio_file_is_brought_and_undone_without_script(plain_page: Page, owner: Any) -> None:
    bring(plain_page, DAYLIO)
    plain_page.get_by_label("so so").select_option("4")
    plain_page.get_by_role("button", name="Next").click()
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("2 days")
    plain_page.get_by_text("What each activity counts as").click()
    plain_page.get_by_label("gaming").select_option("nothing")
    plain_page.get_by_role("button", name="Take it").click()
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("2 days are in your record")
    assert "gaming" not in {r[2] for _e, rows in queries.opened(owner.pk) for r in rows}
    plain_page.get_by_role("link", name="Undo").click()
    plain_page.get_by_role("button", name="Take it away").click()
    expect(plain_page.get_by_role("heading", name="Bring what you have")).to_be_visible()
    assert not queries.exist(owner.pk)


def test_a_bad_file_is_refused_beside_the_form(plain_page: Page) -> None:
    bring(plain_page, b"when,kind,name,value\n2026-05-19,checkin,distress,44\n", "bad day.csv")
    alert = plain_page.get_by_role("alert")
    expect(alert).to_contain_text("bad day.csv, line 2, column value")
    expect(alert).to_contain_text("Nothing was taken.")
    expect(plain_page.get_by_label("Your file")).to_be_visible()


def test_markup_in_a_file_stays_text(page: Page) -> None:
    ran: list[str] = []
    page.on("dialog", lambda d: (ran.append(d.message), d.dismiss()))
    words = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'>"
    cell = words.replace('"', '""')
    bring(page, f'when,kind,name,value,note\n2026-05-19,note,,,"{cell}"\n'.encode(), "<b>x.csv")
    expect(page.get_by_text("<img src=x", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Take it").click()
    page.goto("/entries/")
    expect(page.get_by_text("<img src=x", exact=False).first).to_be_visible()
    assert ran == []


@pytest.mark.parametrize("step", ["bring", "moods", "preview", "taken", "undo"])
def test_each_step_is_open_to_everybody(page: Page, axe: Any, step: str) -> None:
    bring(page, DAYLIO if step == "moods" else DAYLIO.replace(b"so so", b"meh"))
    if step in ("bring", "taken", "undo"):
        page.get_by_role("button", name="Take it").click()
    if step == "undo":
        page.get_by_role("link", name="Undo").click()
    if step == "bring":
        page.goto("/takeout/")
        page.get_by_text("My file is a table of my own").click()
    assert axe(page) == []
