"""The path page: what it says, what it leaves unsaid, and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from onward import Review, simulate, words
from onward.record import Entry as Thing
from onward.results import STATES, CameBefore, Episode, Flag, Recovery, TimeBack
from onward_app.entries import actions, queries

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "/path/"


def moved_to_today(things: list[Thing]) -> list[Thing]:
    """The invented example, ending today."""
    shift = date.today() - date.fromisoformat(max(t.when for t in things)[:10])
    return [t._replace(when=(date.fromisoformat(t.when[:10]) + shift).isoformat()) for t in things]


@pytest.fixture
def lived(owner: Any) -> Any:
    """The owner with a record of more than a year."""
    rows = moved_to_today(list(simulate.example()))
    actions.add_batch(person=owner.pk, batch=uuid4(), rows=rows)
    return owner


def review_of(person: Any) -> Review:
    seen = queries.review(person.pk)
    assert seen is not None
    return seen


def test_without_entries_it_says_how_to_begin(owner_client: Client) -> None:
    page = owner_client.get(PATH).content.decode()
    assert "Your path begins with one note." in page
    assert reverse("entries:today") in page


def test_the_finding_is_the_heading(lived: Any, owner_client: Client) -> None:
    response = owner_client.get(PATH)
    said = review_of(lived).words
    page = response.content.decode()
    assert f"<h1>{said.headline}</h1>" in page
    assert said.next in page
    assert reverse("way_back:start") in page


def test_the_picture_is_drawn_for_a_phone_and_for_a_desk(lived: Any, owner_client: Client) -> None:
    page = owner_client.get(PATH).content.decode()
    assert 'viewBox="0 0 312 ' in page
    assert 'viewBox="0 0 640 ' in page
    assert "style=" not in page


@pytest.mark.parametrize("asked", ["30", "90", "all"])
def test_a_range_is_a_link_that_needs_no_script(
    lived: Any, owner_client: Client, asked: str
) -> None:
    page = owner_client.get(PATH, {"days": asked}).content.decode()
    chosen = page.split(f'id="range-{asked}"', 1)[1].split(">", 1)[0]
    assert 'aria-current="true"' in chosen
    assert f'href="?days={asked}"' in page


def test_asked_by_htmx_only_the_picture_comes(lived: Any, owner_client: Client) -> None:
    response = owner_client.get(PATH, {"days": "30"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert page.lstrip().startswith('<div id="picture"')
    assert "<h1" not in page
    assert "HX-Request" in response["Vary"]


def test_an_unknown_range_shows_all(lived: Any, owner_client: Client) -> None:
    page = owner_client.get(PATH, {"days": "-1"}).content.decode()
    assert 'aria-current="true"' in page.split('id="range-all"', 1)[1].split(">", 1)[0]


def test_with_interpretation_off_the_record_is_shown_and_nothing_is_said_of_it(
    lived: Any, owner_client: Client, settings: Any
) -> None:
    settings.INTERPRETATION = False
    said = review_of(lived).words
    page = owner_client.get(PATH).content.decode()
    assert "Your record" in page
    judged = ("the level is", "Likely range", "very heavy", ", heavy", ", light")
    for unsaid in (
        *(said.headline, said.paragraph, "backstep", "deeper step", "came before"),
        *judged,
    ):
        assert unsaid not in page
    assert "<svg" in page


def test_where_highs_are_recorded_nothing_is_called_gained(
    lived: Any, owner_client: Client
) -> None:
    row = (date.today().isoformat(), "checkin", "elevated", 3.0, "")
    actions.keep(person=lived.pk, rows=[row])
    page = owner_client.get(PATH).content.decode()
    for unsaid in ("you gained", "What you still hold", "You came back", "you came back"):
        assert unsaid not in page


def test_the_own_word_is_shown_first_and_kept(lived: Any, owner_client: Client) -> None:
    response = owner_client.post("/path/otherwise", {"word": "pause"})
    assert response.status_code == 302
    assert review_of(lived).standing.own_word == "pause"
    heading = owner_client.get(PATH).content.decode().split("<h1>")[1].split("</h1>")[0]
    assert "You called this" in heading


def test_no_word_chosen_is_said_beside_the_choice(lived: Any, owner_client: Client) -> None:
    response = owner_client.post("/path/otherwise", {"word": "doomed"})
    assert response.status_code == 422
    assert "Choose one of these, or leave it." in response.content.decode()


def test_a_relapse_is_a_bigger_setback_unless_it_is_the_own_word(
    lived: Any, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = review_of(lived)
    episodes = (*seen.episodes[:-1], replace(seen.episodes[-1], kind="relapse"))
    seen = replace(seen, episodes=episodes, standing=replace(seen.standing, state="relapse"))
    seen = replace(seen, words=words.say(seen))
    monkeypatch.setattr(queries, "review", lambda person, **_: seen)
    page = owner_client.get(PATH).content.decode()
    assert "igger setback" in page
    for offered in ("some call it a relapse", 'value="relapse"', "var(--relapse", "path.css"):
        page = page.replace(offered, "")
    assert "relapse" not in page
    named = replace(seen, standing=replace(seen.standing, own_word="relapse"))
    monkeypatch.setattr(
        queries, "review", lambda person, **_: replace(named, words=words.say(named))
    )
    assert "a relapse" in owner_client.get(PATH).context["review"].words.headline


@pytest.fixture
def in_a_setback(lived: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts the owner three weeks into a backstep that looks sure, with other parts as given."""
    plain = review_of(lived)
    began = plain.until - timedelta(21)
    states = np.zeros_like(plain.daily.states)
    states[:, STATES.index("backstep")] = 1.0
    given = {
        "daily": replace(plain.daily, states=states),
        "standing": replace(plain.standing, state="backstep", own_word=None, below_start=False),
        "recoveries": (),
        "flags": (),
        "time_back": TimeBack(median=45, low=18, high=85, own=0),
    }

    def put(*came: CameBefore, **parts: Any) -> Review:
        now = Episode("backstep", began, began, None, (0.0, 0.0, 1.0, 0.0, 0.0), None, (), came)
        seen = replace(plain, **{**given, "episodes": (now,), **parts})
        seen = replace(seen, words=words.say(seen))
        monkeypatch.setattr(queries, "review", lambda person, **_: seen)
        return seen

    return put


EXPECTED = "18 to 85 more days"


def test_how_long_it_may_take_is_shown_without_earlier_ways_back(
    in_a_setback: Any, owner_client: Client
) -> None:
    in_a_setback()
    page = owner_client.get(PATH).content.decode()
    assert "<h2>The way back</h2>" in page
    assert f"In invented examples it took {EXPECTED}." in page
    assert "Nobody can know this" in page


def test_how_long_it_may_take_stands_below_earlier_ways_back(
    in_a_setback: Any, owner_client: Client
) -> None:
    back = Recovery(date(2020, 2, 3), date(2020, 2, 22), 19, ())
    own = TimeBack(median=45, low=18, high=85, own=1)
    in_a_setback(recoveries=(back,), time_back=own)
    card = owner_client.get(PATH).content.decode().split("How you came back before")[1]
    assert card.index("you came back in 19 days") < card.index(EXPECTED)


@pytest.mark.parametrize("why", ["a flag is up", "highs", "no setback", "hardly believed"])
def test_how_long_it_may_take_is_left_unsaid_where(
    why: str, in_a_setback: Any, owner_client: Client
) -> None:
    seen = in_a_setback()
    unsure = replace(seen.daily, states=np.full_like(seen.daily.states, 0.2))
    in_a_setback(
        **{
            "a flag is up": {"flags": (Flag(seen.until, "phq9.9", 1.0),)},
            "highs": {"muted": True, "episodes": ()},
            "no setback": {"time_back": None},
            "hardly believed": {"daily": unsure},
        }[why]
    )
    page = owner_client.get(PATH).content.decode()
    assert "more days" not in page
    assert "The way back</h2>" not in page


def test_how_long_it_may_take_is_left_unsaid_of_a_record_that_ended(
    in_a_setback: Any, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = in_a_setback()
    later = seen.until + timedelta(90)
    monkeypatch.setattr(queries, "today", lambda: later)
    assert "more days" not in owner_client.get(PATH).content.decode()


def test_where_nothing_stands_out_before_a_setback_its_card_says_so(
    in_a_setback: Any, owner_client: Client
) -> None:
    in_a_setback()
    page = owner_client.get(PATH).content.decode()
    card = page.split("<h2>What came before")[1].split("</section>")[0]
    assert "Nothing you noted stands out in the days before." in card


def test_several_things_that_came_before_stand_in_the_order_of_their_days(
    in_a_setback: Any, owner_client: Client
) -> None:
    began = in_a_setback().episodes[0].started
    names = ("moved_home", "conflict", "illness")
    came = [CameBefore(n, began - timedelta(9 - at), "event", 0.9) for at, n in enumerate(names)]
    quiet = CameBefore("fasting", began, "practice", 0.9)
    in_a_setback(*came, quiet)
    card = owner_client.get(PATH).content.decode().split("<h2>What came before")[1]
    card = card.split("</section>")[0]
    shown = [card.index(t) for t in ("You moved home", "There was a conflict", "You were ill")]
    assert shown == sorted(shown)
    assert "fasting" not in card
    assert "stands out" not in card


def _days(first: int, last: int) -> list[date]:
    return [date.fromordinal(date.today().toordinal() - ago) for ago in range(first, last, -1)]


def test_an_old_record_is_shown_as_it_stood_on_its_last_day(
    owner: Any, owner_client: Client
) -> None:
    rows = list(simulate.example())
    last = max(t.when for t in rows)[:10]
    old = [t._replace(when=f"{int(t.when[:4]) - 6}{t.when[4:]}") for t in rows]
    actions.add_batch(person=owner.pk, batch=uuid4(), rows=old)
    response = owner_client.get(PATH)
    page = response.content.decode()
    assert response.context["review"].until == date.fromisoformat(f"{int(last[:4]) - 6}{last[4:]}")
    day = date.fromisoformat(f"{int(last[:4]) - 6}{last[4:]}")
    assert f"The picture below ends on {day.day} {day:%B %Y}." in page
    assert "Your last note is from" in page.split("<h1>")[1].split("</h1>")[0]
    for of_the_present in ("You still hold", "What you still hold", " today,"):
        assert of_the_present not in page
    assert "I see it otherwise" not in page


def test_a_quiet_month_is_no_old_record(owner: Any, owner_client: Client) -> None:
    day = date.fromordinal(date.today().toordinal() - 30).isoformat()
    actions.keep(person=owner.pk, rows=[(day, "checkin", "distress", 4.0, "")])
    assert owner_client.get(PATH).context["review"].until == date.today()


def test_after_a_month_of_silence_nothing_is_said_of_the_present(
    owner: Any, owner_client: Client
) -> None:
    things = moved_to_today(list(simulate.example()))
    month = date.today().toordinal() - 30
    rows = [t for t in things if date.fromisoformat(t.when[:10]).toordinal() <= month]
    actions.add_batch(person=owner.pk, batch=uuid4(), rows=rows)
    response = owner_client.get(PATH)
    page = response.content.decode()
    assert "What you still hold" not in page
    assert all("last noted" in issue.words for issue in response.context["issues"])
    assert "How it is now is for you to say." in page


def test_a_practice_that_only_sounds_like_food_is_not_hidden() -> None:
    from onward_app.path.queries import is_quiet

    assert not is_quiet("breathing")
    assert is_quiet("eating in secret")


def test_the_example_is_marked_as_invented_and_open_to_everybody(
    anonymous_client: Client,
) -> None:
    response = anonymous_client.get("/path/example")
    assert response.status_code == 200
    assert "This is an invented example." in response.content.decode()


def test_the_example_is_never_stored(owner: Any, owner_client: Client) -> None:
    owner_client.get("/path/example")
    assert not queries.exist(owner.pk)


def test_a_stranger_sees_their_own_path_only(lived: Any, stranger_client: Client) -> None:
    assert "Your path begins with one note." in stranger_client.get(PATH).content.decode()


def test_nobody_signed_in_is_sent_to_the_door(anonymous_client: Client) -> None:
    assert anonymous_client.get(PATH).status_code == 302
    assert anonymous_client.post("/path/otherwise", {"word": "pause"}).status_code in (302, 401)


def test_a_new_entry_is_seen_at_once(lived: Any, owner_client: Client) -> None:
    before = owner_client.get(PATH).context["review"].entries
    row = (date.today().isoformat(), "checkin", "distress", 9.0, "")
    actions.keep(person=lived.pk, rows=[row])
    assert owner_client.get(PATH).context["review"].entries == before + 1


def test_three_years_of_notes_make_a_small_picture(owner: Any, owner_client: Client) -> None:
    names = ("distress", "feelings", "functioning", "hope", "sleep")
    rows = [
        Thing(d.isoformat(), "checkin", name, float((d.toordinal() * 7 + at) % 11), "")
        for d in _days(1095, -1)
        for at, name in enumerate(names)
    ]
    actions.add_batch(person=owner.pk, batch=uuid4(), rows=rows)
    picture = owner_client.get(PATH).context["picture"]
    assert len(picture.phone.encode()) < 60_000
    assert len(picture.desk.encode()) < 60_000
