"""The rules of false reassurance held on invented records of every kind, ended on any day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from reading import grade, sentences, words
from voice import Said, offences

import onward
from onward import simulate
from onward.record import Entry, Record
from onward.results import STATES, Review

TWO_WEEKS = timedelta(days=14)
STEADY = re.compile(
    r"much as they usually are|need not change a thing|have come back\.|things up again|"
    r"are getting lighter|still hold most of it|weigh less than when|the rest holds|it is passing"
)
SHARE = re.compile(r"most of|good part|about half|hold a part|of the way|part of what")
NOW = re.compile(r"passing|still hold|steady|\bsince\b|about \w+ (?:weeks|months)| are ")
LOST = ("backstep", "relapse", "deeper", "pause", "not_yet_known", "stuck")


def one(seed: int) -> Review:
    """An invented person, now and then with a risk answer, a new medicine or an own word."""
    rng = np.random.default_rng(seed)
    variants = sorted(simulate.VARIANTS)
    setting = simulate.VARIANTS[variants[seed % len(variants)]]
    issues = ("calls", "sleeping alone") if seed % 3 == 0 else ()
    setting = replace(setting, issues=issues, days=min(setting.days, 500))
    made = simulate.course(seed, setting).record
    first = date.fromordinal(int(made.day[0]))
    until = first + timedelta(int(rng.integers(5, setting.days + 60)))

    def lately(most: int, *entry: object) -> Entry:
        when = until - timedelta(int(rng.integers(0, most)))
        return Entry(max(when, first).isoformat(), *entry, "")  # type: ignore[arg-type]

    extra = []
    if seed % 4 == 0:
        extra.append(lately(25, "measure", "phq9.9", 1.0))
    if seed % 5 == 0:
        extra.append(lately(25, "event", "medication_change", None))
    if seed % 6 == 0:
        extra.append(lately(5, "label", str(rng.choice(["steady", "deeper", "pause"])), None))
    return onward.review(Record.of([*made, *extra]), until)


@pytest.fixture(scope="module")
def reviews() -> list[Review]:
    return [one(seed) for seed in range(140)]


def told(review: Review) -> str:
    """All words but the person's own one."""
    said = f"{review.words.headline} {review.words.paragraph} {review.words.next}"
    return re.sub(r"You called this [\w ]+\.", "", said)


def belief(review: Review, *states: str) -> float:
    return float(sum(review.daily.states[-1, STATES.index(s)] for s in states))


def flag_up(review: Review) -> bool:
    return any(f.when <= review.until < f.when + TWO_WEEKS for f in review.flags)


def silent(review: Review) -> bool:
    return bool(review.until.toordinal() - review.record.day[-1] >= TWO_WEEKS.days)


def test_every_sentence_keeps_the_voice(reviews: list[Review]) -> None:
    for r in reviews:
        w = r.words
        assert not offences([Said(str(r.until), x) for x in (w.headline, w.paragraph, w.next)])
        assert 2 <= len(sentences(w.paragraph)) <= 6
        assert grade(w.paragraph) <= 6
        assert len(words(w.headline)) < 12


def test_calm_is_said_only_where_beliefs_gain_flags_and_entries_allow_it(
    reviews: list[Review],
) -> None:
    calm = 0
    for r in reviews:
        kept = r.standing.gain_kept
        allowed = (
            belief(r, "steady", "pause") >= 0.8
            and (kept is None or kept.high >= 0.75)
            and not flag_up(r)
            and not silent(r)
        )
        said = STEADY.search(told(r))
        assert allowed or not said, told(r)
        calm += bool(said)
    assert calm > len(reviews) / 5


def test_silence_is_told_in_the_past(reviews: list[Review]) -> None:
    quiet = [r for r in reviews if silent(r)]
    assert quiet
    for r in quiet:
        assert "A gap is all right." in told(r)
        assert re.search(r"Your last note is from|You last wrote how it was on", told(r))
        assert not NOW.search(told(r)), told(r)


def test_a_share_is_named_only_where_it_is_clear(reviews: list[Review]) -> None:
    for r in reviews:
        kept = r.standing.gain_kept
        if kept is not None and kept.high - kept.low > 0.5 and " then." not in told(r):
            assert not SHARE.search(told(r)), told(r)
        if kept is None or kept.low <= 0.5:
            assert "still hold most" not in told(r)


def test_a_flag_points_to_help_and_names_no_deeper_step(reviews: list[Review]) -> None:
    flagged = [r for r in reviews if flag_up(r)]
    assert flagged
    for r in flagged:
        assert r.words.next == "If you want to reach someone now, help is one tap away."
        assert "deeper step" not in told(r)
        assert "I see it that way too." not in told(r)


def test_a_pause_is_all_right_only_beside_little_belief_in_a_setback(
    reviews: list[Review],
) -> None:
    for r in reviews:
        if belief(r, "backstep", "relapse") >= 0.3:
            assert "A pause is all right." not in told(r)


def test_a_new_medicine_always_points_to_the_prescriber(reviews: list[Review]) -> None:
    for r in reviews:
        changed = r.record.day[r.record.rows("event", "medication_change")]
        new = len(changed) and r.until.toordinal() - changed[-1] < 21
        if new and (r.standing.state in LOST or r.standing.below_start):
            assert "Speak to your prescriber before changing a dose." in told(r)
