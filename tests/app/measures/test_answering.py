"""A questionnaire is answered one question at a time, and each answer is kept at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils.html import escape

from onward.measures import catalogue
from onward_app.accounts.models import User
from onward_app.drafts import actions as drafts
from onward_app.drafts import queries as typed
from onward_app.entries import queries as entries
from onward_app.measures import actions, queries
from onward_app.measures.models import Sitting
from onward_app.measures.queries import Sat

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def begun(client: Client, measure: str, **more: str) -> str:
    """The address of a questionnaire that is begun by its button."""
    once = more.pop("once", str(uuid4()))
    data = {"measure": measure, "once": once, **more}
    return client.post("/measures/begin", data)["Location"]


def sat(owner: User, url: str) -> Sat:
    """The questionnaire behind an address."""
    return queries.one(owner.pk, UUID(url.split("/")[2]))


def all_answered(client: Client, url: str, count: int, given: int = 1) -> None:
    """Answer the questions of a form, one after the other."""
    for number in range(1, count + 1):
        client.post(f"{url}{number}", {"given": given, "go": "next"})


def measures_of(owner: User) -> dict[str, float | None]:
    """What the record holds of questionnaires, by name."""
    found = entries.opened(owner.pk)
    return {r[2]: r[3] for _entry, rows in found for r in rows if r[1] == "measure"}


def test_the_start_says_what_each_is_about_and_that_seldom_is_plenty(owner_client: Client) -> None:
    page = owner_client.get("/measures/").content.decode()
    assert "Every two weeks is plenty" in page
    assert "How often low mood got in the way" in page
    assert "9 questions, about 3 min" in page
    for name in ("phq2", "phq4", "phq8", "phq9", "phq15", "gad2", "gad7", "pcl5", "ces_d"):
        assert f'name="measure" value="{name}"' in page
    for name in ("who5", "audit_c", "core10", "dass21_d", "wsas"):
        assert f'name="measure" value="{name}"' not in page


@pytest.mark.parametrize("name", [m.id for m in catalogue().values() if m.text])
def test_first_and_last_screen_show_the_notice(
    name: str, owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, name)
    text = catalogue()[name].text
    assert text is not None
    assert escape(text.notice) in owner_client.get(url).content.decode()
    if text.gate:
        owner_client.post(f"{url}1", {"given": "yes"})
    count = len(text.items) + bool(text.gate)
    all_answered(owner_client, url, count, given=0)
    assert escape(text.notice) in owner_client.get(f"{url}answers").content.decode()
    result = owner_client.post(f"{url}answers")["Location"]
    assert escape(text.notice) in owner_client.get(result).content.decode()


def test_a_question_shows_its_words_the_stem_and_where_one_is(owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    page = owner_client.get(f"{url}3").content.decode()
    phq9 = catalogue()["phq9"]
    assert "3 of 9" in page
    assert phq9.items[2].text in page
    assert phq9.stem in page
    assert [a.text for a in phq9.answers] == re.findall(
        r'>\s*<bdi lang="en">([^<]+)</bdi></label>', page
    )
    assert "checked" not in page


def test_each_answer_is_kept_at_once_and_met_again(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    answer = owner_client.post(f"{url}1", {"given": "2", "go": "next"})
    assert answer["Location"] == f"{url}2"
    assert sat(owner, url).answers == {1: 2}
    page = owner_client.get(f"{url}1").content.decode()
    assert re.search(r'value="2"[^>]*checked', page)


def test_an_answer_is_kept_without_leaving_the_page(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    answer = owner_client.post(f"{url}1", {"given": "2", "go": "keep"})
    assert (answer.status_code, answer.content.decode().strip()) == (200, "Kept")
    assert sat(owner, url).answers == {1: 2}


def test_no_answer_comes_back_with_a_clear_sentence(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    for data in ({}, {"given": "7"}, {"given": "x"}):
        answer = owner_client.post(f"{url}1", {**data, "go": "next"})
        assert answer.status_code == 422
        assert "Choose an answer, or leave this one out." in answer.content.decode()
    assert sat(owner, url).empty


def test_back_keeps_what_was_chosen(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    assert owner_client.post(f"{url}2", {"given": "1", "go": "back"})["Location"] == f"{url}1"
    assert owner_client.post(f"{url}1", {"go": "back"})["Location"] == url
    assert sat(owner, url).answers == {2: 1}


def test_one_can_stop_and_go_on_another_day(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}1", {"given": "1"})
    assert owner_client.post(f"{url}2", {"given": "0", "go": "stop"})["Location"] == "/measures/"
    page = owner_client.get("/measures/").content.decode()
    assert "Go on where you stopped" in page
    assert f'href="{url}"' in page
    assert f'href="{url}3"' in owner_client.get(url).content.decode()
    assert "begin again" not in owner_client.get(url).content.decode()


def test_after_a_week_it_says_that_beginning_again_may_fit_better(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}1", {"given": "1"})
    found = sat(owner, url)
    found.value["begun"] = (date.today() - timedelta(days=8)).isoformat()
    found.row.put(found.value)
    found.row.save()
    assert "it may fit better to begin again" in owner_client.get(url).content.decode()
    again = begun(owner_client, "phq9", anew="on")
    assert again != url
    assert owner_client.get(url).status_code == 404


def test_beginning_twice_goes_on_with_the_one_under_way(owner: User, owner_client: Client) -> None:
    once = str(uuid4())
    first = begun(owner_client, "phq9", once=once)
    assert begun(owner_client, "phq9", once=once) == first
    assert begun(owner_client, "phq9") == first
    assert begun(owner_client, "gad7") != first
    assert Sitting.objects.filter(person=owner.pk).count() == 2


def test_what_is_not_offered_is_not_begun(owner: User, owner_client: Client) -> None:
    for name in ("wsas", "who5", "none", ""):
        assert begun(owner_client, name) == "/measures/"
    assert not Sitting.objects.exists()


def test_done_it_is_in_the_record_as_answers_and_a_total(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "gad7")
    all_answered(owner_client, url, 7, given=2)
    assert owner_client.post(f"{url}answers")["Location"] == f"{url}result"
    found = measures_of(owner)
    assert found == {"gad7": 14.0} | {f"gad7.{n}": 2.0 for n in range(1, 8)}
    [(_entry, rows)] = entries.opened(owner.pk)
    assert {r[0][:10] for r in rows} == {date.today().isoformat()}


def test_sent_twice_and_from_two_tabs_it_counts_once(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "gad7")
    all_answered(owner_client, url, 7)
    for _tab in range(2):
        assert owner_client.post(f"{url}answers")["Location"] == f"{url}result"
    late = owner_client.post(f"{url}1", {"given": "3"})
    assert late["Location"] == f"{url}result"
    assert len(entries.opened(owner.pk)) == 1
    assert measures_of(owner)["gad7"] == 7.0


def test_one_left_out_is_prorated_and_the_page_says_so(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "gad7")
    all_answered(owner_client, url, 6)
    assert owner_client.post(f"{url}7", {"go": "skip"})["Location"] == f"{url}answers"
    assert "left out" in owner_client.get(f"{url}answers").content.decode()
    result = owner_client.post(f"{url}answers")["Location"]
    assert measures_of(owner)["gad7"] == 7.0
    assert "gad7.7" not in measures_of(owner)
    page = owner_client.get(result).content.decode()
    assert "the mean of your other answers stands in" in page


def test_it_is_said_before_an_answer_left_out_costs_the_total(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    costs = "Without an answer here there is no total"
    assert costs not in owner_client.get(f"{url}1").content.decode()
    owner_client.post(f"{url}1", {"go": "skip"})
    assert costs in owner_client.get(f"{url}2").content.decode()
    assert costs in owner_client.get(f"{url}9").content.decode()


def test_too_much_left_out_keeps_the_answers_without_a_total(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}1", {"given": "1"})
    result = owner_client.post(f"{url}answers")["Location"]
    assert measures_of(owner) == {"phq9.1": 1.0}
    assert "these answers have no total" in owner_client.get(result).content.decode()


def test_nothing_answered_puts_nothing_into_the_record(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    assert owner_client.post(f"{url}answers")["Location"] == url
    assert not entries.exist(owner.pk)
    assert "Go on where you stopped" not in owner_client.get("/measures/").content.decode()


def test_the_last_question_of_the_form_is_asked_where_something_was_marked(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    all_answered(owner_client, url, 9, given=0)
    assert sat(owner, url).at() == 10
    assert owner_client.get(f"{url}10")["Location"] == f"{url}answers"
    owner_client.post(f"{url}1", {"given": "1"})
    page = owner_client.get(f"{url}10").content.decode()
    assert "how difficult have these problems made it" in page
    owner_client.post(f"{url}10", {"given": "2"})
    owner_client.post(f"{url}answers")
    assert sat(owner, url).value["difficulty"] == 2
    assert measures_of(owner)["phq9"] == 1.0


def test_who_denies_the_gate_is_done_with_the_lowest_total(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "pc_ptsd5")
    page = owner_client.get(f"{url}1").content.decode()
    assert "Have you ever experienced this kind of event?" in page
    assert "Leave this one out" not in page
    assert owner_client.post(f"{url}1", {"given": "no"})["Location"] == f"{url}answers"
    owner_client.post(f"{url}answers")
    assert measures_of(owner) == {"pc_ptsd5": 0.0}


def test_a_gate_cannot_be_left_out(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "pc_ptsd5")
    assert owner_client.post(f"{url}1", {"go": "next"}).status_code == 422
    owner_client.post(f"{url}1", {"go": "skip"})
    assert sat(owner, url).empty


def test_the_items_of_the_ces_d_that_ask_for_good_things_are_turned_round(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "ces_d")
    all_answered(owner_client, url, 20, given=0)
    owner_client.post(f"{url}answers")
    assert measures_of(owner)["ces_d"] == 12.0
    assert measures_of(owner)["ces_d.4"] == 0.0


def test_one_under_way_can_be_taken_away(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}1", {"given": "1"})
    owner_client.post(f"{url}drop")
    assert not Sitting.objects.exists()


def test_one_that_is_done_is_not_dropped(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq2")
    all_answered(owner_client, url, 2)
    owner_client.post(f"{url}answers")
    owner_client.post(f"{url}drop")
    assert Sitting.objects.count() == 1


def test_one_that_was_only_looked_at_goes_after_a_day(owner: User, owner_client: Client) -> None:
    begun(owner_client, "phq9")
    old = Sitting.objects.get()
    Sitting.objects.update(made_at=old.made_at - timedelta(days=2))
    begun(owner_client, "gad7")
    assert not Sitting.objects.filter(pk=old.pk).exists()


def test_a_strangers_form_id_begins_ones_own(owner: User, stranger: User) -> None:
    theirs = actions.begin(person=owner.pk, measure="phq2", once=uuid4())
    mine = actions.begin(person=stranger.pk, measure="phq2", once=theirs.row.pk)
    assert mine.row.pk != theirs.row.pk
    assert mine.row.person == stranger.pk


def test_no_address_names_a_questionnaire_and_the_row_is_sealed(
    owner: User, owner_client: Client
) -> None:
    url = begun(owner_client, "phq9")
    owner_client.post(f"{url}1", {"given": "1"})
    assert "phq" not in url
    assert b"phq9" not in bytes(Sitting.objects.get().sealed)


def test_a_rest_from_noting_asks_for_nothing_here(owner: User, owner_client: Client) -> None:
    owner_client.post("/choices/rest", {"rest": "yes"})
    assert owner_client.get("/measures/").status_code == 200


def test_answers_that_are_out_of_the_record_can_go_too(owner: User, owner_client: Client) -> None:
    url = begun(owner_client, "phq2")
    for number in (1, 2):
        owner_client.post(f"{url}{number}", {"given": "1"})
    owner_client.post(f"{url}answers")
    [(entry, _rows)] = entries.opened(owner.pk)
    owner_client.post(f"{url}drop")
    assert queries.sittings(owner.pk), "what is in the record keeps its answers"
    owner_client.post(f"/entries/{entry.pk}/remove")
    assert f'action="{url}drop"' in owner_client.get(f"{url}result").content.decode()
    owner_client.post(f"{url}drop")
    assert queries.sittings(owner.pk) == []


def test_a_total_that_is_kept_leaves_nothing_typed_behind(
    owner: User, owner_client: Client
) -> None:
    sent = {"measure": "phq9", "total": "9", "day": "2026-05-03"}
    drafts.keep(person=owner.pk, form="total", fields={"total": ["9"]})
    owner_client.post("/measures/total", sent | {"once": str(uuid4())})
    assert typed.one(owner.pk, "total") is None


def test_before_questions_on_hard_memories_stands_how_to_stop(owner_client: Client) -> None:
    page = owner_client.get(f"{begun(owner_client, 'pcl5')}4").content.decode()
    before, _after = page.split("<fieldset", 1)
    assert "stop and look around you" in before
