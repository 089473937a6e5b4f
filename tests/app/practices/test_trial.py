"""A fair test in the app: what begins, what the coin says, what ends it, what is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from onward import review
from onward.fair_test import plan
from onward.record import Entry, Record
from onward_app.accounts.models import User
from onward_app.entries import actions as entry_actions
from onward_app.entries import queries as entries
from onward_app.practices import actions, queries
from onward_app.practices.models import Sheet
from onward_app.practices.queries import Written
from onward_app.practices.showing import open_test
from onward_app.practices.showing import test_look as look_at
from onward_app.practices.trial import Look, look, outcomes_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TEST = "/practices/test"
START = date(2026, 3, 2)
SEED = 7
DRAWN = {d.when: d.practise for d in plan(SEED, START)}


def a_test(**more: object) -> Written:
    fields = {
        "practice": "cold tea",
        "seed": SEED,
        "start": START.isoformat(),
        "days": 60,
        "begun": (START - timedelta(1)).isoformat(),
        "said": {day.isoformat(): drawn for day, drawn in DRAWN.items()},
        "left": None,
    }
    return Written(Sheet(), "test", START, fields | more)


def seen(
    on: date, sheet: Written, *rows: Entry, after: Callable[[bool], float], told: bool = True
) -> Look:
    """A look on a day at a record whose next day is as `after` says."""
    days = [
        Entry(
            (START + timedelta(i)).isoformat(),
            "checkin",
            "distress",
            after(DRAWN.get(START + timedelta(i - 1), False)) + (i % 3) * 0.1,
            "",
        )
        for i in range(-30, (on - START).days + 1)
    ]
    record = Record.of([*days, *rows], "me")
    return look(sheet, review(record, until=on), on, told=told)


def lighter(drawn: bool) -> float:
    return 3.0 if drawn else 4.5


def alike(_drawn: bool) -> float:
    return 4.0


def test_the_coin_says_what_was_drawn_and_nothing_before_the_first_day() -> None:
    before = seen(START - timedelta(1), a_test(), after=alike)
    assert before.coin is None and not before.over
    for at in range(4):
        on = START + timedelta(at)
        assert seen(on, a_test(), after=alike).coin is DRAWN[on]


def test_a_few_days_say_nothing_yet() -> None:
    found = seen(START + timedelta(8), a_test(), after=lighter)
    assert found.verdict == "It is too early to say." and found.much == ""


def test_only_a_test_with_a_clear_answer_says_helped() -> None:
    found = seen(START + timedelta(40), a_test(), after=lighter)
    assert found.over and found.verdict.startswith("It helped.")
    assert "likely, not certain" in found.sure and "-1." in found.much


def test_harder_days_are_told_too() -> None:
    found = seen(START + timedelta(40), a_test(), after=lambda drawn: 5.0 if drawn else 3.0)
    assert found.over and "harder" in found.verdict and "helped" not in found.verdict


def test_no_difference_is_no_clear_link() -> None:
    over = seen(START + timedelta(61), a_test(), after=alike)
    assert over.over and over.verdict.startswith("There is no clear link.")
    assert "no proof" in over.sure


def test_days_too_much_alike_say_so() -> None:
    never = a_test(said=dict.fromkeys((d.isoformat() for d in DRAWN), False))
    found = seen(START + timedelta(61), never, after=alike)
    assert found.verdict == "It is too early to say."
    assert "too much alike" in found.sure


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [("measure", "phq9.9", 1), ("behaviour", "self_harm", None), ("label", "backstep", None)],
)
def test_care_ends_a_test(kind: str, name: str, value: float | None) -> None:
    when = (START + timedelta(5)).isoformat()
    found = seen(START + timedelta(7), a_test(), Entry(when, kind, name, value, ""), after=alike)
    assert found.over and found.coin is None
    assert "relapse" not in found.ended and "setback" not in found.ended


def test_highs_end_a_test() -> None:
    when = (START + timedelta(5)).isoformat()
    found = seen(
        START + timedelta(7), a_test(), Entry(when, "checkin", "elevated", 2, ""), after=alike
    )
    assert found.over and found.coin is None


def test_care_before_the_first_day_ends_it_too() -> None:
    when = (START - timedelta(1)).isoformat()
    found = seen(
        START + timedelta(1), a_test(), Entry(when, "measure", "phq9.9", 1, ""), after=alike
    )
    assert found.over and found.coin is None


def test_a_test_may_be_left_before_its_first_day() -> None:
    sheet = a_test(left=(START - timedelta(1)).isoformat())
    found = seen(START, sheet, after=alike)
    assert found.over and found.ended.startswith("You ended the test.")


def test_nothing_is_told_where_verdicts_are_off() -> None:
    found = seen(START + timedelta(40), a_test(), after=lighter, told=False)
    assert (found.verdict, found.sure, found.much) == ("", "", "")


def test_the_record_says_that_it_was_done() -> None:
    on = START + timedelta(2)
    row = Entry(on.isoformat(), "practice", "Cold tea", None, "")
    assert seen(on, a_test(said={}), row, after=alike).said is True


def test_mood_stands_in_where_a_day_has_no_distress() -> None:
    rows = [
        Entry("2026-03-01", "checkin", "mood", 7, ""),
        Entry("2026-03-02", "checkin", "mood", 7, ""),
        Entry("2026-03-02", "checkin", "distress", 4, ""),
        Entry("2026-03-02T20:00", "checkin", "distress", 6, ""),
    ]
    assert outcomes_of(rows) == {date(2026, 3, 1): 3, date(2026, 3, 2): 5}


def some_days(owner: User) -> None:
    for back in range(30):
        when = (entries.today() - timedelta(back)).isoformat()
        entry_actions.keep(person=owner.pk, rows=[(when, "checkin", "distress", 3 + back % 2, "")])


def begin(client: Client, nature: str = "own choice", practice: str = "Cold tea") -> int:
    sent = {"once": str(uuid4()), "practice": practice, "nature": nature, "days": "60"}
    return client.post(TEST, sent).status_code


def test_a_test_begins_tomorrow_and_there_is_one_at_a_time(
    owner: User, owner_client: Client
) -> None:
    some_days(owner)
    assert begin(owner_client) == 302
    assert begin(owner_client, practice="Warm tea") == 302
    (sheet,) = queries.tests(owner.pk)
    assert sheet.fields["practice"] == "Cold tea"
    assert sheet.fields["start"] == (entries.today() + timedelta(1)).isoformat()
    assert owner_client.get(TEST)["Location"] == f"{TEST}/{sheet.row.pk}"


@pytest.mark.parametrize(
    "nature", ["assigned", "medicine", "sleep", "prescribed exercise", "safety step"]
)
def test_what_is_no_own_choice_is_never_tested(
    owner: User, owner_client: Client, nature: str
) -> None:
    some_days(owner)
    answer = owner_client.post(TEST, {"practice": "Cold tea", "nature": nature, "days": "60"})
    assert answer.status_code == 422 and "A coin should not decide" in answer.content.decode()
    assert queries.tests(owner.pk) == []


def test_the_nature_has_to_be_given(owner: User, owner_client: Client) -> None:
    some_days(owner)
    assert begin(owner_client, nature="") == 422


def test_without_two_weeks_no_test_begins(owner: User, owner_client: Client) -> None:
    assert begin(owner_client) == 422
    assert queries.tests(owner.pk) == []


def test_what_was_noted_before_is_not_new(owner: User, owner_client: Client) -> None:
    some_days(owner)
    row = (entries.today().isoformat(), "practice", "meditation", None, "")
    entry_actions.keep(person=owner.pk, rows=[row])
    assert begin(owner_client, practice="Meditation") == 422


def test_a_name_that_means_self_harm_leads_to_the_page_about_safety(
    owner: User, owner_client: Client
) -> None:
    some_days(owner)
    sent = {"practice": "cutting myself", "nature": "own choice", "days": "60"}
    assert owner_client.post(TEST, sent)["Location"] == "/support/safe"
    assert queries.tests(owner.pk) == []


def running(owner: User) -> Sheet:
    """A test that began yesterday."""
    some_days(owner)
    today = entries.today() - timedelta(2)
    return actions.begin(person=owner.pk, practice="Cold tea", days=60, seed=SEED, today=today)


def test_the_list_of_practices_shows_todays_coin(owner: User, owner_client: Client) -> None:
    running(owner)
    assert "Today the coin says" in owner_client.get("/practices/").content.decode()


def test_what_was_done_today_goes_into_the_record_and_out_again(
    owner: User, owner_client: Client
) -> None:
    test = running(owner)
    for did, rows in (("yes", 1), ("yes", 1), ("no", 0)):
        owner_client.post(f"{TEST}/{test.pk}/day", {"did": did})
        found = [r for _e, its in entries.opened(owner.pk) for r in its if r[1] == "practice"]
        assert len(found) == rows
    seen_now = open_test(owner.pk)
    assert seen_now is not None and seen_now.said is False


def test_a_test_can_be_left_on_any_day_and_another_begun(owner: User, owner_client: Client) -> None:
    test = running(owner)
    owner_client.post(f"{TEST}/{test.pk}/leave")
    assert open_test(owner.pk) is None
    assert "That is all right" in owner_client.get(f"{TEST}/{test.pk}").content.decode()
    assert begin(owner_client, practice="Warm tea") == 302


def test_where_verdicts_are_off_no_test_is_offered(
    owner: User, owner_client: Client, settings: object
) -> None:
    settings.INTERPRETATION = False  # type: ignore[attr-defined]
    some_days(owner)
    assert "fair test" not in owner_client.get("/practices/").content.decode()
    assert "not offered here" in owner_client.get(TEST).content.decode()
    assert begin(owner_client) == 422


def test_somebody_elses_test_is_missing(owner: User, stranger_client: Client) -> None:
    test = running(owner)
    assert stranger_client.get(f"{TEST}/{test.pk}").status_code == 404
    for tail in ("day", "leave"):
        assert stranger_client.post(f"{TEST}/{test.pk}/{tail}").status_code == 404


def carries(client: Client, owner: User) -> None:
    """A check-in with words that ask for care, taken away at once."""
    sent = {"once": str(uuid4()), "note": "I want to die."}
    assert client.post("/entries/today", sent)["Location"] == "/support/safe"
    for entry, rows in entries.opened(owner.pk):
        if any(row[1] == "note" for row in rows):
            client.post(f"/entries/{entry.pk}/remove")


def test_a_test_that_care_ended_stays_ended_where_the_words_are_taken_away(
    owner: User, owner_client: Client
) -> None:
    test = running(owner)
    carries(owner_client, owner)
    assert not entries.risk_lately(owner.pk)
    assert open_test(owner.pk) is None
    assert "care can come first" in owner_client.get(f"{TEST}/{test.pk}").content.decode()


def test_what_ended_a_test_is_kept_when_its_page_is_seen(owner: User, owner_client: Client) -> None:
    test = running(owner)
    row = (entries.today().isoformat(), "label", "backstep", None, "")
    said = entry_actions.keep(person=owner.pk, rows=[row])
    owner_client.get(f"{TEST}/{test.pk}")
    entry_actions.remove(entry=said)
    assert open_test(owner.pk) is None


def test_words_that_ask_for_care_let_no_test_begin(owner: User, owner_client: Client) -> None:
    some_days(owner)
    row = (entries.today().isoformat(), "note", "", None, "I want to die.")
    entry_actions.keep(person=owner.pk, rows=[row])
    assert begin(owner_client) == 422
    assert queries.tests(owner.pk) == []


def test_a_test_that_is_brought_back_does_not_run_beside_another(
    owner: User, owner_client: Client
) -> None:
    first = running(owner)
    owner_client.post(f"/practices/kept/{first.pk}/remove")
    assert begin(owner_client, practice="Warm tea") == 302
    owner_client.post(f"/practices/kept/{first.pk}/restore")
    looks = [look_at(owner.pk, sheet) for sheet in queries.tests(owner.pk)]
    assert sorted((seen_now.name, seen_now.over) for seen_now in looks) == [
        ("Cold tea", True),
        ("Warm tea", False),
    ]
