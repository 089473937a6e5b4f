"""A review says how long a setback that is under way may still take, and only then."""

from datetime import date, timedelta

import pytest

import onward
from onward import simulate
from onward.record import Entry, Record

LOSSES = ("backstep", "relapse")


@pytest.fixture(scope="module")
def reviews():
    """Invented people, each seen every twenty days and at the end."""
    found = []
    for seed in (3, 5, 8):
        v = simulate.course(seed, simulate.VARIANTS["ordinary"])
        first = date.fromordinal(int(v.record.day[0]))
        for at in (*range(120, 500, 20), None):
            found.append(onward.review(v.record, None if at is None else first + timedelta(at)))
    return found


def under_way(review):
    last = review.episodes[-1] if review.episodes else None
    return last if last and last.kind in LOSSES and last.ended is None else None


def test_it_is_there_only_while_a_setback_is_under_way(reviews):
    assert any(r.time_back for r in reviews)
    assert any(r.time_back is None for r in reviews)
    assert all(under_way(r) for r in reviews if r.time_back)


def test_it_rests_on_the_persons_own_ended_setbacks(reviews):
    for r in reviews:
        if r.time_back:
            assert r.time_back.own == len(r.recoveries)


def test_a_setback_of_the_last_weeks_always_has_one(reviews):
    for r in reviews:
        now = under_way(r)
        if now and (r.until - now.started).days <= 14:
            assert r.time_back


def test_it_is_not_there_where_highs_were_noted(reviews):
    seen = next(r for r in reviews if r.time_back)
    high = Entry(seen.until.isoformat(), "checkin", "elevated", 3.0, "")
    muted = onward.review(Record.of([*seen.record, high]), seen.until)
    assert muted.muted
    assert muted.time_back is None


def test_the_review_file_does_not_hold_it(reviews):
    assert "time_back" not in next(r for r in reviews if r.time_back).to_dict()
