"""What a person wants to bring, what was held, and whether it fitted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onward_app.accounts.models import User
from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.drafts import actions as drafts
from onward_app.drafts import queries as typed
from onward_app.entries import actions as entry_actions
from onward_app.entries import queries as entries
from onward_app.sessions import actions, queries
from onward_app.sessions.models import Item

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
START = "/sessions/"


def texts(owner: User) -> list[str]:
    return [b.text for b in queries.to_bring(owner.pk)]


def a_session(owner: User, day: date, work: float | None = None, how: str = "video") -> Any:
    rows = [(day.isoformat(), "session", how, work, "")]
    return entry_actions.keep(person=owner.pk, rows=rows)


def a_fit(owner: User, **answers: str) -> Item:
    return actions.keep_fit(person=owner.pk, day=entries.today(), answers=answers, words="")


def test_a_line_is_added_in_one_tap_and_shown(owner: User, owner_client: Client) -> None:
    answer = owner_client.post(START, {"text": "  The call with M. ", "once": str(uuid4())})
    assert (answer.status_code, answer["Location"]) == (302, START)
    assert texts(owner) == ["The call with M."]
    assert "The call with M." in owner_client.get(START).content.decode()


def test_the_same_form_sent_twice_adds_one_line(owner: User, owner_client: Client) -> None:
    form = {"text": "The call", "once": str(uuid4())}
    owner_client.post(START, form)
    owner_client.post(START, form)
    assert texts(owner) == ["The call"]


def test_another_room_brings_a_line_once(owner: User) -> None:
    once = uuid4()
    for _again in range(2):
        actions.bring(person=owner.pk, text="I feel stuck.", once=once)
    assert texts(owner) == ["I feel stuck."]


def test_somebody_elses_form_id_makes_a_row_of_ones_own(owner: User, stranger: User) -> None:
    once = uuid4()
    actions.bring(person=stranger.pk, text="theirs", once=once)
    actions.bring(person=owner.pk, text="mine", once=once)
    assert texts(owner) == ["mine"]
    assert texts(stranger) == ["theirs"]


def test_an_empty_line_comes_back_with_a_sentence(owner: User, owner_client: Client) -> None:
    answer = owner_client.post(START, {"text": "  "})
    assert answer.status_code == 422
    assert "Write a word or two first." in answer.content.decode()
    assert texts(owner) == []


def test_a_line_that_is_too_long_comes_back_whole(owner_client: Client) -> None:
    answer = owner_client.post(START, {"text": "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()


def test_a_line_is_changed(owner: User, owner_client: Client) -> None:
    item = actions.bring(person=owner.pk, text="befor")
    owner_client.post(reverse("sessions:edit", args=[item.pk]), {"text": "before"})
    assert texts(owner) == ["before"]


def test_lines_are_put_in_another_order(owner: User, owner_client: Client) -> None:
    for text in ("one", "two", "three"):
        actions.bring(person=owner.pk, text=text)
    last = queries.to_bring(owner.pk)[-1].row
    owner_client.post(reverse("sessions:move", args=[last.pk]), {"do": "up"})
    assert texts(owner) == ["one", "three", "two"]
    owner_client.post(reverse("sessions:move", args=[last.pk]), {"do": "down"})
    assert texts(owner) == ["one", "two", "three"]
    owner_client.post(reverse("sessions:move", args=[last.pk]), {"do": "down"})
    assert texts(owner) == ["one", "two", "three"]


def test_what_was_brought_leaves_the_list_and_stands_with_its_session(
    owner: User, owner_client: Client
) -> None:
    a_session(owner, entries.today() - timedelta(days=1))
    item = actions.bring(person=owner.pk, text="The call")
    owner_client.post(reverse("sessions:brought", args=[item.pk]))
    assert texts(owner) == []
    (day,) = queries.held(owner.pk)
    assert day.day == entries.today() - timedelta(days=1)
    assert [b.text for b in day.brought] == ["The call"]


def test_what_was_brought_long_after_a_session_stands_by_its_own_day(owner: User) -> None:
    a_session(owner, date(2026, 1, 2))
    item = actions.bring(person=owner.pk, text="The call")
    actions.tick(item=item, brought=date(2026, 3, 2))
    assert [d.day for d in queries.held(owner.pk)] == [date(2026, 3, 2), date(2026, 1, 2)]


def test_what_was_brought_can_go_back_on_the_list(owner: User, owner_client: Client) -> None:
    item = actions.bring(person=owner.pk, text="The call")
    owner_client.post(reverse("sessions:brought", args=[item.pk]))
    owner_client.post(reverse("sessions:brought", args=[item.pk]), {"do": "back"})
    assert texts(owner) == ["The call"]


def test_a_line_taken_away_can_be_brought_back_for_a_day(owner: User, owner_client: Client) -> None:
    item = actions.bring(person=owner.pk, text="The call")
    answer = owner_client.post(reverse("sessions:remove", args=[item.pk]))
    assert "Bring it back" in owner_client.get(answer["Location"]).content.decode()
    assert texts(owner) == []
    owner_client.post(reverse("sessions:restore", args=[item.pk]))
    assert texts(owner) == ["The call"]


def test_what_was_taken_away_is_deleted_after_a_day(owner: User) -> None:
    item = actions.bring(person=owner.pk, text="The call")
    actions.remove(item=item)
    actions.sweep(person=owner.pk, now=timezone.now() + timedelta(hours=23))
    assert Item.objects.filter(pk=item.pk).exists()
    actions.sweep(person=owner.pk, now=timezone.now() + timedelta(hours=25))
    assert not Item.objects.filter(pk=item.pk).exists()


def test_what_was_typed_is_forgotten_in_the_turn_that_keeps_it(
    owner: User, owner_client: Client
) -> None:
    drafts.keep(person=owner.pk, form="bring", fields={"text": ["The call"]})
    owner_client.post(START, {"text": "The call"})
    assert not typed.fields_of(owner.pk, "bring")


def test_words_about_dying_open_the_page_about_safety(owner: User, owner_client: Client) -> None:
    answer = owner_client.post(START, {"text": "I want to die"})
    assert answer["Location"] == reverse("support:safe")
    assert texts(owner) == ["I want to die"]


def test_a_session_is_noted_for_a_day_before(owner: User, owner_client: Client) -> None:
    form = {"day": "2026-05-02", "how": "phone", "work": "7", "once": str(uuid4())}
    owner_client.post(reverse("sessions:held"), form)
    owner_client.post(reverse("sessions:held"), form)
    rows = [row for _entry, rows in entries.opened(owner.pk) for row in rows]
    assert rows == [("2026-05-02", "session", "phone", 7.0, "")]


def test_a_day_alone_is_enough_for_a_session(owner: User, owner_client: Client) -> None:
    owner_client.post(reverse("sessions:held"), {})
    rows = [row for _entry, rows in entries.opened(owner.pk) for row in rows]
    assert rows == [(entries.today().isoformat(), "session", "", None, "")]


def test_a_session_of_tomorrow_is_not_noted(owner: User, owner_client: Client) -> None:
    day = (entries.today() + timedelta(days=2)).isoformat()
    answer = owner_client.post(reverse("sessions:held"), {"day": day})
    assert answer.status_code == 422
    assert "Choose today or a day before it." in answer.content.decode()
    assert not entries.exist(owner.pk)


@pytest.mark.parametrize(("ago", "said"), [(0, "Did today fit"), (1, "Did yesterday fit")])
def test_a_new_session_is_asked_about_once(
    owner: User, owner_client: Client, ago: int, said: str
) -> None:
    a_session(owner, entries.today() - timedelta(days=ago))
    assert said in owner_client.get(START).content.decode()
    day = entries.today() - timedelta(days=ago)
    actions.keep_fit(person=owner.pk, day=day, answers={"goal": "yes"}, words="")
    assert said not in owner_client.get(START).content.decode()


def test_an_older_session_is_not_asked_about(owner: User, owner_client: Client) -> None:
    a_session(owner, entries.today() - timedelta(days=2))
    page = owner_client.get(START).content.decode()
    assert "Did today fit" not in page
    assert "Did yesterday fit" not in page


def test_a_rest_from_noting_asks_about_no_session(owner: User, owner_client: Client) -> None:
    a_session(owner, entries.today())
    choices.keep(person=owner.pk, choices=Choices(resting=True))
    assert "Did today fit" not in owner_client.get(START).content.decode()


def test_numbers_are_told_in_words_where_they_are_hidden(owner: User, owner_client: Client) -> None:
    a_session(owner, date(2026, 5, 2), work=7)
    assert "emotional work 7 of 10" in owner_client.get(START).content.decode()
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    page = owner_client.get(START).content.decode()
    assert "7 of 10" not in page
    assert "with plenty of emotional work" in page


def test_the_page_after_a_session_is_about_that_day(owner: User, owner_client: Client) -> None:
    entry = a_session(owner, date(2026, 5, 2))
    page = owner_client.get(reverse("sessions:fit"), {"of": str(entry.pk)}).content.decode()
    assert 'value="2026-05-02"' in page


def test_somebody_elses_session_gives_no_day_away(owner: User, stranger_client: Client) -> None:
    entry = a_session(owner, date(2026, 5, 2))
    page = stranger_client.get(reverse("sessions:fit"), {"of": str(entry.pk)}).content.decode()
    assert "2026-05-02" not in page


def test_nothing_answered_keeps_nothing(owner: User, owner_client: Client) -> None:
    answer = owner_client.post(reverse("sessions:fit"), {"words": " "}, follow=True)
    assert "nothing was kept" in answer.content.decode()
    assert not Item.objects.exists()


def test_where_all_fitted_no_words_are_offered(owner: User, owner_client: Client) -> None:
    item = a_fit(owner, goal="yes", fit="unsure")
    page = owner_client.get(reverse("sessions:fit_kept", args=[item.pk])).content.decode()
    assert "How to say it" not in page


def test_where_something_did_not_fit_words_are_offered_for_just_that(
    owner: User, owner_client: Client
) -> None:
    form = {"goal": "yes", "way": "not_quite", "once": str(uuid4())}
    answer = owner_client.post(reverse("sessions:fit"), form, follow=True)
    page = answer.content.decode()
    assert "The way we worked did not feel quite right to me." in page
    assert "I would like more time for it." not in page


def test_ready_words_go_on_the_list_once(owner: User, owner_client: Client) -> None:
    item = a_fit(owner, goal="partly")
    for _again in range(2):
        owner_client.post(reverse("sessions:bring_words", args=[item.pk]))
    (text,) = texts(owner)
    assert text.startswith("I would like to talk about our last session.")


def test_a_look_back_is_changed_in_its_place(owner: User, owner_client: Client) -> None:
    item = a_fit(owner, goal="partly")
    form = {"goal": "yes", "day": "2026-05-02", "words": "Better now."}
    owner_client.post(reverse("sessions:fit_again", args=[item.pk]), form)
    fit = queries.one_fit(owner.pk, item.pk)
    assert (fit.answers, fit.day, fit.words) == ({"goal": "yes"}, date(2026, 5, 2), "Better now.")
    assert Item.objects.count() == 1


def test_an_answer_that_is_none_comes_back(owner: User, owner_client: Client) -> None:
    form = {"goal": "10", "words": "still here"}
    answer = owner_client.post(reverse("sessions:fit"), form)
    assert answer.status_code == 422
    assert "still here" in answer.content.decode()


def test_nothing_of_a_line_stands_outside_its_seal(owner: User) -> None:
    item = actions.bring(person=owner.pk, text="zwielicht")
    row = Item.objects.filter(pk=item.pk).values().get()
    assert "zwielicht" not in str({k: bytes(v) if k == "sealed" else v for k, v in row.items()})
