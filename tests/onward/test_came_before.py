"""What came before, against the person's own base rate."""

from datetime import date

from records import FIRST, checkins, day, noisy, record

from onward.came_before import came_before
from onward.record import Entry

START = FIRST.toordinal() + 100


def walks(days):
    return [Entry(day(d), "practice", "mindful_walk", 20.0, "") for d in days]


def event(n, name="moved_home"):
    return Entry(day(n), "event", name, None, "")


def test_a_rare_event_shortly_before_stands_out():
    found = came_before(record(checkins(noisy(4, 130)), event(94)), START, "backstep", before=[])
    assert [(c.what, c.when, c.kind) for c in found] == [
        ("moved_home", date.fromisoformat(day(94)), "event")
    ]
    assert found[0].above_usual > 0.8


def test_an_event_of_each_week_is_this_persons_usual():
    weekly = [event(n, "conflict") for n in range(3, 130, 5)]
    assert came_before(record(checkins(noisy(4, 130)), weekly), START, "backstep", before=[]) == []


def test_an_event_long_before_is_not_named():
    assert (
        came_before(record(checkins(noisy(4, 130)), event(60)), START, "backstep", before=[]) == []
    )


def test_an_event_after_the_start_is_not_named():
    assert (
        came_before(record(checkins(noisy(4, 130)), event(103)), START, "backstep", before=[]) == []
    )


def test_a_practice_that_stopped_is_named_with_its_day():
    r = record(checkins(noisy(4, 130)), walks(range(0, 97)))
    found = came_before(r, START, "relapse", before=[])
    assert [(c.what, c.kind, c.when) for c in found] == [
        ("mindful_walk", "practice", date.fromisoformat(day(97)))
    ]


def test_a_practice_that_went_on_is_not_named():
    r = record(checkins(noisy(4, 130)), walks(range(0, 130, 2)))
    assert came_before(r, START, "backstep", before=[]) == []


def test_several_at_once_come_in_the_order_of_their_days():
    r = record(
        checkins(noisy(4, 130)), event(98, "loss"), event(92, "work_stress"), walks(range(97))
    )
    found = came_before(r, START, "backstep", before=[])
    assert [c.what for c in found] == ["work_stress", "mindful_walk", "loss"]


def test_a_deep_session_is_named_before_a_deeper_step_only():
    deep = Entry(day(98), "session", "video", 8.0, "")
    r = record(checkins(noisy(4, 130)), deep)
    assert [c.kind for c in came_before(r, START, "deeper", before=[])] == ["session"]
    assert came_before(r, START, "backstep", before=[]) == []


def test_nothing_stands_out_in_a_record_without_events():
    assert came_before(record(checkins(noisy(4, 130))), START, "backstep", before=[]) == []
