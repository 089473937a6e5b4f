"""What an invented person writes down: check-ins, scores, issues, practices, sessions, events."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from onward.record import Entry
from onward.simulate.life import Floats, Life


def write(life: Life, start: date) -> list[Entry]:
    """Everything that the person of this life writes down."""
    n = life.s.days
    days = [(start + timedelta(d)).isoformat() for d in range(n)]
    answers = _answers(life)
    heavy = np.clip((life.level - life.base + life.stress) / 10, 0, 0.5)
    there = life.rng.random(n) < life.s.answered - 0.5 * heavy
    return [
        *_checkins(life, days, answers, there),
        *_scores(life, days),
        *_issues(life, days, there),
        *_practices(life, days, there),
        *_sessions(life, days),
        *(Entry(days[d], "event", name, w, "") for d, name, w in life.events),
    ]


def _answers(life: Life) -> dict[str, Floats]:
    """Distress, feelings, functioning of each day as they are told: whole steps of 0..10."""
    rng, s, n = life.rng, life.s, life.s.days
    weekly = rng.uniform(0, 0.4) * np.sin(2 * np.pi * (np.arange(n) + rng.integers(7)) / 7)
    sd = s.noise * rng.uniform(0.9, 1.5)
    together = rng.uniform(0.3, 0.65)
    shared = life.noise(sd * np.sqrt(together)) + weekly
    feel_at = rng.uniform(3, 4.5)
    means = {
        "distress": life.level + life.stress + shared,
        "feelings": feel_at + 0.3 * (life.base - 4) + life.moved[1] + life.stress + shared,
        "functioning": 8 - 0.5 * life.base + life.moved[2] - 0.5 * life.stress - shared,
    }
    step = 2.0 if rng.random() < 0.1 else 1.0
    return {
        k: np.clip(np.round((v + life.noise(sd * np.sqrt(1 - together))) / step) * step, 0, 10)
        for k, v in means.items()
    }


def _checkins(
    life: Life, days: list[str], answers: dict[str, Floats], there: NDArray[np.bool_]
) -> list[Entry]:
    if life.s.weekly:
        return []
    return [
        Entry(days[d], "checkin", name, float(answers[name][d]), "")
        for d in np.flatnonzero(there)
        for name in life.s.channels
    ]


def _scores(life: Life, days: list[str]) -> list[Entry]:
    every = 7 if life.s.weekly else 28
    out = []
    for d in range(every, life.s.days, every):
        mean = life.level[max(0, d - 13) : d + 1].mean()
        score = np.clip(round(2.6 * mean - 1 + life.rng.normal(0, 2.1)), 0, 27)
        out.append(Entry(days[d], "measure", "phq9", float(score), ""))
    return out


def _issues(life: Life, days: list[str], there: NDArray[np.bool_]) -> list[Entry]:
    out = []
    for name in life.s.issues:
        own = life.base + life.rng.uniform(-1, 1)
        for e in life.truth:
            if e.issue == name:
                own[e.start : e.end] += e.loss * (life.gain or 4.0)
        said = np.clip(np.round(own + 0.6 * life.noise(1.0)), 0, 10)
        when = np.flatnonzero(there & (life.rng.random(len(days)) < 3 / 7))
        out += [Entry(days[d], "issue", name, float(said[d]), "") for d in when]
    return out


def _practices(life: Life, days: list[str], there: NDArray[np.bool_]) -> list[Entry]:
    out = []
    for name, rate in life.usual.items():
        done = (life.rng.random(len(days)) < rate * life.practising) & there
        minutes = life.rng.choice([10, 15, 20, 30], len(days))
        out += [
            Entry(days[d], "practice", name, float(minutes[d]), "") for d in np.flatnonzero(done)
        ]
    return [*out, *(Entry(days[d], "practice", "journaling", 25.0, "") for d in life.written)]


def _sessions(life: Life, days: list[str]) -> list[Entry]:
    out = []
    for d in sorted({*range(3, len(days), 7), *life.emotional}):
        work = 8.0 if d in life.emotional else float(life.rng.integers(1, 6))
        out.append(Entry(days[d], "session", "in_person", work, ""))
    return out
