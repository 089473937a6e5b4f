"""The table of lines: nothing without a source, nothing half, the emergency number first."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest

from onward_app.support.queries import (
    ELSEWHERE,
    countries,
    help_for,
    problems,
    read,
    table,
)

TODAY = date(2026, 12, 1)


@pytest.fixture
def raw() -> dict[str, Any]:
    return copy.deepcopy(table())


def why(raw: dict[str, Any]) -> list[str]:
    return [reason for _where, reason in problems(raw, TODAY)]


def test_the_table_has_no_problem() -> None:
    assert problems(table(), date.today()) == []


def test_a_line_without_a_source_is_refused(raw: dict[str, Any]) -> None:
    del raw["line"][0]["source"]
    assert "has no source" in why(raw)


def test_a_line_without_checked_on_is_refused(raw: dict[str, Any]) -> None:
    del raw["line"][0]["checked_on"]
    assert "has no checked_on" in why(raw)


def test_a_line_without_a_note_on_how_it_was_read_is_refused(
    raw: dict[str, Any],
) -> None:
    raw["line"][0]["source_note"] = ""
    assert "has no source_note" in why(raw)


def test_an_entry_that_does_not_say_how_it_was_read_is_refused(raw: dict[str, Any]) -> None:
    del raw["line"][0]["read_in"]
    raw["country"][0]["read_in"] = "memory"
    assert why(raw).count("has a read_in that is none of stored copy, live page") == 2


@pytest.mark.parametrize("dated", ["4 November 2024", TODAY + timedelta(days=1)])
def test_a_date_of_a_page_that_is_none_is_refused(raw: dict[str, Any], dated: Any) -> None:
    raw["line"][0]["page_dated"] = dated
    assert "has a page_dated that is no day up to today" in why(raw)


def test_a_country_is_reached_at_night_only_by_a_line_that_is_open_then(
    raw: dict[str, Any],
) -> None:
    for line in raw["line"]:
        line["always"] = line["country"] != "NZ"
    shown = read(raw, TODAY)
    assert shown["GB"].day_and_night
    assert not shown["NZ"].day_and_night


def test_a_day_in_the_future_is_refused(raw: dict[str, Any]) -> None:
    raw["country"][0]["checked_on"] = TODAY + timedelta(days=1)
    assert "has a checked_on in the future" in why(raw)


def test_a_country_without_an_emergency_number_is_refused(raw: dict[str, Any]) -> None:
    raw["country"][0]["number"] = ""
    assert "has no number" in why(raw)
    assert "is of a country without an emergency number" in why(raw)


def test_a_pair_that_is_named_by_one_side_only_is_refused(raw: dict[str, Any]) -> None:
    line = next(n for n in raw["line"] if n["id"] == "gb_shout")
    del line["pairs_with"]
    assert (
        "line gb_samaritans",
        "pairs with gb_shout, which does not pair with it",
    ) in problems(raw, TODAY)


def test_a_pair_shown_half_is_refused(raw: dict[str, Any]) -> None:
    next(n for n in raw["line"] if n["id"] == "gb_shout")["source"] = ""
    assert (
        "line gb_samaritans",
        "would be shown without its pair gb_shout",
    ) in problems(raw, TODAY)


def test_of_a_pair_with_a_problem_neither_half_is_shown(raw: dict[str, Any]) -> None:
    next(n for n in raw["line"] if n["id"] == "gb_shout")["source"] = ""
    assert read(raw, TODAY)["GB"].lines == ()


def test_a_country_with_a_problem_is_left_out_and_the_rest_is_shown(
    raw: dict[str, Any],
) -> None:
    raw["country"][0]["number"] = ""
    shown = read(raw, TODAY)
    assert raw["country"][0]["code"] not in shown
    assert "GB" in shown


def test_every_country_has_a_line_that_is_called_day_and_night() -> None:
    for country in countries().values():
        assert any(n.what == "call" and n.always for n in country.lines), country.name


def test_the_first_lines_of_a_country_show_a_pair_whole() -> None:
    for country in countries().values():
        shown = {n.id for n in country.first_lines}
        assert all(n.pairs_with in shown for n in country.first_lines if n.pairs_with)


def test_a_contact_shows_a_verb() -> None:
    for country in countries().values():
        for line in country.lines:
            assert line.verb.split()[0] in ("Call", "Text", "Chat")


def test_the_region_of_the_browsers_language_sets_the_country() -> None:
    found = help_for(None, "", "en-GB,en;q=0.9")
    assert (found.set_by, found.country.code if found.country else None) == (
        "browser",
        "GB",
    )


def test_a_language_without_a_region_sets_no_country() -> None:
    assert help_for(None, "", "de,en;q=0.5").country is None


def test_the_second_language_sets_no_country() -> None:
    assert help_for(None, "", "pt-BR,en-US;q=0.9").country is None


def test_the_plan_comes_before_the_browser_and_the_choice_before_the_plan() -> None:
    planned = help_for(None, "NZ", "en-GB")
    chosen = help_for("IE", "NZ", "en-GB")
    assert (planned.set_by, chosen.set_by) == ("plan", "choice")
    assert planned.country is not None
    assert planned.country.code == "NZ"
    assert chosen.country is not None
    assert chosen.country.code == "IE"


def test_another_country_shows_no_number_even_where_the_browser_names_one() -> None:
    assert help_for(ELSEWHERE, "NZ", "en-GB").country is None


@pytest.mark.parametrize("header", ["", "*", ";;;", "en-", "x" * 5000, "en-ZZ", "\x00"])
def test_a_strange_header_sets_no_country(header: str) -> None:
    assert help_for(None, "", header).country is None
