"""What may stay in the folder of backups, and how one of them is named."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from onward_app.keeping import backups
from onward_app.keeping.errors import Missing

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


def each_day(days):
    return [backups.stamp_of(NOW - timedelta(days=n)) for n in range(days)]


def test_a_stamp_is_the_moment_it_names():
    assert backups.moment(backups.stamp_of(NOW)) == NOW


def test_all_records_of_the_last_seven_days_stay():
    several = [backups.stamp_of(NOW - timedelta(hours=5 * n)) for n in range(33)]
    assert backups.outlived(several, NOW) == set()


def test_after_a_week_one_a_week_stays_and_after_five_none():
    stamps = each_day(60)
    stay = [s for s in stamps if s not in backups.outlived(stamps, NOW)]
    older = [NOW - backups.moment(s) for s in stay if NOW - backups.moment(s) > timedelta(days=7)]
    assert len(stay) - len(older) == 8
    assert 4 <= len(older) <= 5
    assert max(older) <= timedelta(days=35)
    gaps = [(b - a).days for a, b in itertools.pairwise(older)]
    assert set(gaps[1:]) == {7}


def test_kept_day_by_day_the_same_stay_as_at_once():
    there = set()
    for n in range(80, -1, -1):
        now = NOW - timedelta(days=n)
        there.add(backups.stamp_of(now))
        there -= backups.outlived(there, now)
    ages = sorted((NOW - backups.moment(s)).days for s in there)
    assert ages[:8] == list(range(8))
    assert len(ages[8:]) >= 3
    assert ages[-1] <= 35


def test_the_newest_stays_however_old_it_is():
    old = [backups.stamp_of(NOW - timedelta(days=n)) for n in (400, 500)]
    assert backups.outlived(old, NOW) == {old[1]}
    assert backups.outlived_keys(old, NOW) == {old[1]}


def test_keys_older_than_seven_days_go():
    stamps = each_day(12)
    gone = backups.outlived_keys(stamps, NOW)
    assert {(NOW - backups.moment(s)).days for s in gone} == {8, 9, 10, 11}


def a_folder(tmp_path, stamps):
    for part in ("records", "keys"):
        (tmp_path / part).mkdir()
    for stamp in stamps:
        backups.records_file(tmp_path, stamp).write_bytes(b"r")
        backups.keys_file(tmp_path, stamp).write_bytes(b"k")
        backups.sum_file(backups.records_file(tmp_path, stamp)).write_text("sum")
    return tmp_path


def test_what_has_outlived_its_time_goes_with_its_sum_and_nothing_else(tmp_path):
    folder = a_folder(tmp_path, each_day(60))
    (folder / "records" / "letter.txt").write_text("mine")
    backups.tidy(folder, NOW)
    left = backups.listed(folder)
    assert 12 <= len(left) <= 13
    assert len(list((folder / "records").glob("*.sha256"))) == len(left)
    assert (folder / "records" / "letter.txt").exists()
    assert len(backups.key_backups(folder)) == 8


def test_a_night_with_a_clock_far_ahead_costs_no_backup(tmp_path):
    folder = a_folder(tmp_path, each_day(35))
    backups.tidy(folder, NOW)
    records, keys = backups.listed(folder), backups.key_backups(folder)
    assert len(records) >= 10
    ahead = NOW + timedelta(days=365)
    backups.records_file(folder, backups.stamp_of(ahead)).write_bytes(b"r")
    backups.keys_file(folder, backups.stamp_of(ahead)).write_bytes(b"k")
    assert backups.tidy(folder, ahead) == []
    # the clock is right again: the newest of the past is the newest
    assert backups.tidy(folder, NOW) == []
    assert backups.listed(folder)[1:] == records
    assert backups.key_backups(folder)[1:] == keys
    assert backups.newest(folder, NOW) == records[0]
    assert backups.outlived([backups.stamp_of(ahead)], NOW) == set()


def test_without_a_right_clock_the_newest_of_the_past_stays():
    stamps = [backups.stamp_of(NOW + timedelta(days=n)) for n in (365, -400, -500)]
    assert backups.outlived(stamps, NOW) == {stamps[2]}
    assert backups.outlived_keys(stamps, NOW) == {stamps[2]}


def test_after_a_pause_the_old_go_when_another_day_agrees(tmp_path):
    folder = a_folder(tmp_path, [*each_day(1), *(s for s in each_day(60)[40:44])])
    assert backups.tidy(folder, NOW) == []
    an_hour_later = NOW + timedelta(hours=1)
    assert backups.tidy(folder, an_hour_later) == []
    backups.tidy(folder, NOW + timedelta(days=1))
    assert [kept.stamp for kept in backups.listed(folder)] == each_day(1)


def test_who_backs_up_once_in_two_weeks_does_not_keep_all_for_ever(tmp_path):
    folder, most = a_folder(tmp_path, []), 0
    for n in range(0, 400, 14):
        now = NOW + timedelta(days=n)
        backups.records_file(folder, backups.stamp_of(now)).write_bytes(b"r")
        backups.keys_file(folder, backups.stamp_of(now)).write_bytes(b"k")
        backups.tidy(folder, now)
        most = max(most, len(backups.listed(folder)), len(backups.key_backups(folder)))
    assert most <= 4


def test_a_day_names_its_only_backup(tmp_path):
    folder = a_folder(tmp_path, each_day(3))
    assert backups.find(folder, "2026-03-30").at == NOW - timedelta(days=1)
    assert backups.find(folder, None).at == NOW


def test_a_file_and_a_folder_may_be_named(tmp_path):
    folder = a_folder(tmp_path, each_day(2))
    file = backups.listed(folder)[1].records
    assert backups.find(tmp_path / "elsewhere", str(file)).stamp == backups.stamp_in(file)
    assert backups.find(tmp_path / "elsewhere", str(folder)).at == NOW


@pytest.mark.parametrize("which", ["2026-03", "1999"])
def test_a_word_that_fits_none_or_many_is_refused_with_what_there_is(tmp_path, which):
    folder = a_folder(tmp_path, each_day(3))
    with pytest.raises(Missing, match=r"There are: 2026-03-31T120000Z"):
        backups.find(folder, which)


def test_an_empty_folder_says_so(tmp_path):
    with pytest.raises(Missing, match="no backup"):
        backups.find(tmp_path, None)
