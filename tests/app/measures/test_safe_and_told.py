"""A risk answer counts at once and opens help; what answers come to is told in words alone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client, override_settings

from onward_app.accounts.models import User
from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.entries import actions as keeping
from onward_app.entries import queries as entries
from onward_app.measures import queries

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = "2026-05-03"


def begun(client: Client, measure: str) -> str:
    """The address of a questionnaire that was begun."""
    data = {"measure": measure, "once": str(uuid4())}
    return client.post("/measures/begin", data)["Location"]


def done(client: Client, measure: str, count: int, given: int) -> str:
    """The page that tells a questionnaire on which all was answered alike."""
    url = begun(client, measure)
    for number in range(1, count + 1):
        client.post(f"{url}{number}", {"given": given})
    return client.get(client.post(f"{url}answers")["Location"]).content.decode()


def before(owner: User, measure: str, total: float, day: str = DAY) -> None:
    """An earlier total in the record."""
    keeping.keep(person=owner.pk, rows=[(day, "measure", measure, total, "")])


def flags(owner: User) -> list[tuple[str, float]]:
    """The risk answers that the review sees."""
    seen = entries.review(owner.pk)
    return [(f.what, f.value) for f in seen.flags] if seen else []


def test_a_risk_answer_opens_the_page_about_safety_and_is_a_flag_at_once(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}1", {"given": "1"})
    assert not entries.exist(owner.pk)
    answer = owner_client.post(f"{url}9", {"given": "1"})
    assert answer["Location"] == "/support/safe"
    assert flags(owner) == [("phq9.9", 1.0)]
    help_page = owner_client.get("/support/safe").content.decode()
    assert "What you began waits for you here." in help_page
    assert "PHQ" not in help_page
    kept = queries.one(owner.pk, UUID(url.split("/")[2])).answers
    assert kept == {1: 1, 9: 1}


def test_chosen_without_leaving_the_page_it_counts_at_once_too(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    assert owner_client.post(f"{url}9", {"given": "2", "go": "keep"}).status_code == 200
    assert flags(owner) == [("phq9.9", 2.0)]
    assert owner_client.post(f"{url}9", {"given": "2"})["Location"] == "/support/safe"


@pytest.mark.parametrize("go", ["next", "back", "stop"])
def test_whichever_way_one_goes_on_help_opens_first(owner_client: Client, go: str) -> None:
    url = begun(owner_client, "phq9")
    answer = owner_client.post(f"{url}9", {"given": "3", "go": go})
    assert answer["Location"] == "/support/safe"


@pytest.mark.parametrize("at", ["", "2", "answers"])
def test_a_page_left_with_a_risk_answer_chosen_opens_help_on_the_next_step(
    owner_client: Client, at: str
) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}9", {"given": "2", "go": "keep"})
    if at == "2":
        answer = owner_client.post(f"{url}2", {"given": "0"})
    else:
        answer = owner_client.get(f"{url}{at}")
    assert answer["Location"] == "/support/safe"
    assert owner_client.get(f"{url}{at}").status_code == 200


def test_after_help_one_comes_back_and_goes_on(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    for number in range(1, 10):
        owner_client.post(f"{url}{number}", {"given": "1"})
    assert f'href="{url}"' in owner_client.get("/measures/").content.decode()
    assert owner_client.post(f"{url}9", {"given": "1"})["Location"] == f"{url}10"
    result = owner_client.post(f"{url}answers")["Location"]
    assert len(entries.opened(owner.pk)) == 1
    assert flags(owner) == [("phq9.9", 1.0)]
    assert 'href="/support/safe"' in owner_client.get(result).content.decode().split("<footer")[0]


def test_another_risk_answer_opens_help_again(owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}9", {"given": "1"})
    assert owner_client.post(f"{url}9", {"given": "2"})["Location"] == "/support/safe"


def test_a_risk_answer_taken_back_is_no_flag(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}9", {"given": "1"})
    assert owner_client.post(f"{url}9", {"given": "0"})["Location"] == f"{url}answers"
    assert flags(owner) == []


def test_a_risk_answer_left_out_after_all_leaves_the_record(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}9", {"given": "1"})
    owner_client.post(f"{url}9", {"go": "skip"})
    assert not entries.exist(owner.pk)
    owner_client.post(f"{url}9", {"given": "3"})
    assert flags(owner) == [("phq9.9", 3.0)]


def test_no_id_outside_the_seals_ties_a_risk_answer_to_its_questionnaire(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}9", {"given": "1"})
    [(entry, _rows)] = entries.opened(owner.pk)
    [sat] = queries.sittings(owner.pk)
    assert entry.pk != sat.row.pk
    assert entry.pk == sat.entry


def test_one_that_is_laid_aside_leaves_its_risk_answer_in_the_record(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}9", {"given": "1"})
    owner_client.post(f"{url}drop")
    assert flags(owner) == [("phq9.9", 1.0)]


def test_never_opens_nothing(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    assert owner_client.post(f"{url}9", {"given": "0"})["Location"] == f"{url}answers"
    assert not entries.exist(owner.pk)


@override_settings(MEASURE_PACKS=["core10"])
def test_a_risk_item_in_the_middle_of_a_pack_does_the_same(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "core10")
    assert owner_client.post(f"{url}6", {"given": "1"})["Location"] == "/support/safe"
    assert flags(owner) == [("core10.6", 1.0)]


def test_one_time_alone_says_little_and_no_total_stands_in_sight(owner_client: Client) -> None:
    page = done(owner_client, "phq9", 9, 2)
    assert "one time alone says little" in page
    assert "severe" not in page.lower()
    shown = page.split("Show the numbers")[0]
    assert "18" not in shown.split("<h1>")[1].replace("2018", "")
    assert "The total is 18, on a line from 0 to 27." in page


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (8, "are much like those of 3 May"),
        (12, "are much like those of 3 May"),
        (15, "speak of an easier time than those of 3 May"),
        (3, "speak of a harder time than those of 3 May"),
    ],
)
def test_a_total_is_told_beside_the_last_one(
    owner: User, owner_client: Client, earlier: float, said: str
) -> None:
    before(owner, "phq9", earlier, f"{date.today().year}-05-03")
    page = done(owner_client, "phq9", 9, 1)
    assert f"Your answers today {said}" in page
    assert ("That is worth telling your therapist." in page) == (earlier == 3)


def test_it_is_told_beside_the_first_time_too(owner: User, owner_client: Client) -> None:
    before(owner, "gad7", 20, "2024-03-01")
    before(owner, "gad7", 8)
    page = done(owner_client, "gad7", 7, 1)
    assert "within what this questionnaire can tell apart" in page
    assert "Beside the first time, 1 March 2024, they are easier by more than chance." in page


@override_settings(MEASURE_PACKS=["who5"])
def test_without_a_known_size_of_chance_only_the_direction_is_told(
    owner: User, owner_client: Client
) -> None:
    before(owner, "who5", 80)
    page = done(owner_client, "who5", 5, 2)
    assert "point to somewhat more trouble than those of" in page
    assert "It may be chance, and it may be more." in page
    assert "than chance alone" not in page
    assert "Higher is easier." in page


def test_an_earlier_total_of_the_same_day_is_named_so(owner: User, owner_client: Client) -> None:
    before(owner, "phq9", 9, date.today().isoformat())
    assert "those of earlier that day" in done(owner_client, "phq9", 9, 1)


def test_later_totals_are_not_told_beside_an_earlier_one(owner: User, owner_client: Client) -> None:
    page = done(owner_client, "phq9", 9, 1)
    later = (date.today() + timedelta(days=20)).isoformat()
    before(owner, "phq9", 27, later)
    [sat] = queries.sittings(owner.pk)
    again = owner_client.get(f"/measures/{sat.row.pk}/result").content.decode()
    assert "one time alone says little" in page
    assert "one time alone says little" in again


def test_who_hides_numbers_sees_none(owner: User, owner_client: Client) -> None:
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    before(owner, "phq9", 20)
    page = done(owner_client, "phq9", 9, 1)
    assert "Show the numbers" not in page
    assert "an easier time" in page
    assert "<table>" not in page


@override_settings(INTERPRETATION=False)
def test_where_a_site_tells_no_verdicts_it_says_only_that_it_is_kept(
    owner: User, owner_client: Client
) -> None:
    before(owner, "phq9", 20)
    page = done(owner_client, "phq9", 9, 1)
    assert "Your answers are kept" in page
    assert "easier" not in page
    assert "Show the numbers" not in page


def test_where_highs_are_noted_nothing_is_told_of_better_or_worse(
    owner: User, owner_client: Client
) -> None:
    rows = [(date.today().isoformat(), "label", "bipolar", None, "")]
    keeping.keep(person=owner.pk, rows=rows)
    before(owner, "phq9", 20)
    assert "easier" not in done(owner_client, "phq9", 9, 1)


def test_what_was_kept_can_be_taken_out_again(owner: User, owner_client: Client) -> None:
    page = done(owner_client, "phq9", 9, 0)
    [(entry, _rows)] = entries.opened(owner.pk)
    assert f'action="/entries/{entry.pk}/remove"' in page
    owner_client.post(f"/entries/{entry.pk}/remove")
    assert not entries.exist(owner.pk)


def test_a_total_that_was_given_is_kept_on_its_day(owner: User, owner_client: Client) -> None:
    once = str(uuid4())
    data = {"measure": "wsas", "total": "17", "day": DAY, "once": once}
    for _sent in range(2):
        answer = owner_client.post("/measures/total", data)
        assert answer["Location"] == f"/entries/{once}/kept"
    [(_entry, rows)] = entries.opened(owner.pk)
    assert rows == [(DAY, "measure", "wsas", 17.0, "")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"total": "41"}, "Totals of this one go from 0 to 40."),
        ({"total": "-1"}, "Totals of this one go from 0 to 40."),
        ({"total": "many"}, "Write the total as a number, such as 12."),
        ({"total": "nan"}, "Write the total as a number, such as 12."),
        ({"total": ""}, "Write the total as a number."),
        ({"measure": ""}, "Choose which one it was."),
        ({"measure": "mine"}, "Choose one from the list."),
        ({"day": "2999-01-01"}, "Choose today or a day before it."),
        ({"day": "yesterday"}, "Write a day such as 2026-05-19."),
    ],
)
def test_a_total_that_cannot_be_comes_back_with_all_that_was_typed(
    owner: User, owner_client: Client, change: dict[str, str], said: str
) -> None:
    data = {"measure": "wsas", "total": "17", "day": DAY, "once": str(uuid4())} | change
    answer = owner_client.post("/measures/total", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{data["total"]}"' in page or not data["total"]
    assert not entries.exist(owner.pk)
