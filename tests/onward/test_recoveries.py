"""Earlier ways back and what went with them."""

from datetime import date

from records import FIRST, checkins, day, noisy, record

from onward.record import Entry
from onward.recoveries import recoveries

A = FIRST.toordinal()


def done(name, days):
    return [Entry(day(d), "practice", name, None, "") for d in days]


def test_a_way_back_has_its_days():
    back = recoveries(record(checkins(noisy(4, 80))), [(A + 30, A + 49)])[0]
    assert (back.started, back.ended) == (date.fromisoformat(day(30)), date.fromisoformat(day(49)))
    assert back.days == 19


def test_what_was_taken_up_again_went_with_it():
    r = record(checkins(noisy(4, 80)), done("talking", range(40, 50, 2)))
    assert recoveries(r, [(A + 30, A + 50)])[0].went_with == ("talking",)


def test_what_stopped_on_the_way_is_not_said_to_go_with_it():
    r = record(checkins(noisy(4, 80)), done("journaling", range(30, 36)))
    assert recoveries(r, [(A + 30, A + 50)])[0].went_with == ()


def test_without_practices_nothing_went_with_it():
    assert recoveries(record(checkins(noisy(4, 80))), [(A + 30, A + 50)])[0].went_with == ()
