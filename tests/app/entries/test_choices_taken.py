"""What a person chose takes effect at once at the check-in, after it and on the first page."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from onward_app.choices import actions as choices
from onward_app.choices.queries import Choices
from onward_app.entries import actions
from onward_app.entries.actions import Row
from onward_app.entries.forms import WEIGHTS, WEIGHTS_IN_WORDS, steps
from onward_app.entries.lines import in_words, lines

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = "/entries/today"
WHEN = date.today().isoformat()
ROWS: list[Row] = [
    (WHEN, "checkin", "distress", 4.0, ""),
    (WHEN, "checkin", "sleep", 8.0, ""),
    (WHEN, "issue", "avoiding calls", 6.0, ""),
    (WHEN, "practice", "mindful_walk", 20.0, ""),
    (WHEN, "event", "moved_home", 4.0, ""),
    (WHEN, "session", "video", 7.0, ""),
    (WHEN, "measure", "phq9", 12.0, ""),
    (WHEN, "goal", "swim", 3.0, ""),
]


def test_without_numbers_no_tap_shows_a_digit(owner: Any, owner_client: Client) -> None:
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    page = owner_client.get(TODAY).content.decode()
    taps = re.findall(r'<label class="tap.*?</label>', page, re.DOTALL)
    assert len(taps) > 100
    assert not any(re.search(r"\d", re.sub(r"<[^>]+>", "", tap)) for tap in taps)
    assert not re.search(r"\d", "".join(re.findall(r'class="ends".*?</div>', page)))


def test_with_numbers_each_tap_has_its_own(owner_client: Client) -> None:
    page = owner_client.get(TODAY).content.decode()
    assert "<span>7</span>" in page


def test_the_steps_have_eleven_names_in_words_and_the_ends_are_the_ends() -> None:
    names = [str(name) for _value, name in steps("light", "very heavy")]
    assert len(set(names)) == 12
    assert (names[0], names[5], names[10]) == ("light", "in the middle", "very heavy")
    assert (names[1], names[9]) == ("one step from light", "one step from very heavy")


def test_a_step_keeps_the_number_that_it_stands_for(owner: Any, owner_client: Client) -> None:
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    response = owner_client.post(TODAY, {"distress": "4"}, follow=True)
    assert [line.much for line in response.context["lines"]] == ["some"]
    assert "of 10" not in response.content.decode()


def test_a_wrong_step_is_answered_without_numbers(owner: Any, owner_client: Client) -> None:
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    page = owner_client.post(TODAY, {"distress": "12"}).content.decode()
    assert "Choose one of the steps, or leave it." in page


def test_weights_are_words_without_numbers() -> None:
    assert [value for value, _ in WEIGHTS] == [value for value, _ in WEIGHTS_IN_WORDS]
    assert not any(re.search(r"\d", str(text)) for _, text in WEIGHTS_IN_WORDS)


def test_every_kind_of_row_tells_its_amount_in_words() -> None:
    said = [line.much for line in lines(ROWS, numbers=False)]
    assert all(said)
    assert not any(re.search(r"\d", text) for text in said)
    assert said[:3] == ["some", "well", "some"]


def test_more_is_never_told_as_less() -> None:
    said = [in_words((WHEN, "checkin", "distress", float(n), "")) for n in range(11)]
    order = list(dict.fromkeys(said))
    assert order == ["hardly any", "a little", "some", "a lot", "very much"]
    assert said == sorted(said, key=order.index)


@pytest.mark.parametrize("url", ["/entries/", "kept", "edit"])
def test_what_was_written_is_told_without_numbers(
    owner: Any, owner_client: Client, url: str
) -> None:
    choices.keep(person=owner.pk, choices=Choices(numbers=False))
    entry = actions.keep(person=owner.pk, rows=ROWS)
    where = {"kept": f"/entries/{entry.pk}/kept", "edit": f"/entries/{entry.pk}/"}.get(url, url)
    page = owner_client.get(where).content.decode()
    assert "of 10" not in page
    assert "20 minutes" not in page
    assert "12" not in re.findall(r"PHQ-9.{0,200}", page, re.DOTALL)[0].split("</li>")[0]


def test_while_resting_the_first_page_does_not_lead_with_writing(
    owner: Any, owner_client: Client
) -> None:
    assert 'class="door first" href="/entries/today"' in owner_client.get("/").content.decode()
    owner_client.post("/choices/rest", {"rest": "yes"})
    page = owner_client.get("/").content.decode()
    assert 'class="door first"' not in page
    assert "Nothing here asks you to write." in page


def test_one_tap_ends_a_rest_on_the_first_page_and_at_the_check_in(
    owner: Any, owner_client: Client
) -> None:
    for url in ("/", TODAY):
        assert 'name="rest" value="yes"' in owner_client.get(url).content.decode()
    owner_client.post("/choices/rest", {"rest": "yes"})
    for url in ("/", TODAY):
        page = owner_client.get(url).content.decode()
        assert 'name="rest" value="no"' in page
        assert "Begin again" in page


def test_while_resting_what_is_written_is_kept_all_the_same(
    owner: Any, owner_client: Client
) -> None:
    choices.keep(person=owner.pk, choices=Choices(resting=True))
    assert "all the same" in owner_client.get(TODAY).content.decode()
    assert owner_client.post(TODAY, {"distress": 4}).status_code == 302
