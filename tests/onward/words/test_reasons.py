"""Why an episode is called what it is called, with as many facts as there are."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from voice import Said, offences

from onward.words import CODES, reason

WHEN = date(2026, 5, 12)
ALL = {
    "when": WHEN,
    "days": 6,
    "share": 0.33,
    "name": "moved_home",
    "until": date(2026, 6, 1),
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("facts", [{}, {"when": WHEN}, {"name": "phq9"}, {"days": 1}, ALL])
def test_every_reason_is_a_sentence_with_any_facts(code: str, facts: dict[str, object]) -> None:
    said = reason(code, **facts)
    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said
    assert offences([Said(code, said)]) == []


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("feelings_rose", {"when": WHEN}, "Your feelings have been stronger since 12 May."),
        ("distress_rose", {}, "Things have weighed more."),
        ("practices_stopped", {"name": "mindful_walk", "when": WHEN},
         "Fewer walks are noted from 12 May."),
        ("practices_stopped", {"when": WHEN}, "Less practice is noted from 12 May."),
        ("practices_held", {"name": "talking"}, "You kept up talking to someone."),
        ("after_session", {"days": 2}, "It began two days after a session that went deep."),
        ("after_session", {"when": WHEN}, "It began after a session that went deep on 12 May."),
        ("after_event", {"name": "moved_home", "days": 6},
         "It began six days after you moved home."),
        ("after_event", {"name": "exams", "days": 0}, "It began on the day of exams."),
        ("passed_half", {"when": WHEN}, "By 12 May more than half of the rise had passed."),
        ("lasting", {"days": 42}, "It has lasted about six weeks."),
        ("size", {"share": 0.33}, "It is about a third of what you gained."),
        ("size", {"share": np.float64(0.5)}, "It is about half of what you gained."),
        ("lasting", {"days": np.int64(3)}, "It has lasted three days."),
    ],
)  # fmt: skip
def test_a_reason_says_the_facts_that_are_given(
    code: str, facts: dict[str, object], said: str
) -> None:
    assert reason(code, **facts) == said


def test_the_year_is_said_where_it_differs_from_that_of_the_last_day() -> None:
    assert "12 May 2026" in reason("feelings_rose", when=WHEN, until=date(2027, 1, 3))


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(KeyError):
        reason("the_moon")
