"""The key file: with a passphrase and without, written whole or not at all, seen when changed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onward_app.vault import held, key_file, key_text
from onward_app.vault.errors import (
    KeyFileError,
    Locked,
    MissingKeyFile,
    TooManyTries,
    WrongPassphrase,
)

PASSPHRASE = "seven quiet herons walking"


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "key"
    key_file.make(path)
    yield path
    held.drop(path)
    held.forget_wrong(path)


def test_a_wrapped_key_opens_with_its_passphrase_alone(key):
    kek = key_file.kek(key)
    key_file.wrap(key, PASSPHRASE)
    held.drop(key)
    with pytest.raises(Locked):
        key_file.read(key)
    assert key_file.open_with(key, PASSPHRASE) == kek
    assert key_file.kek(key) == kek


def test_the_wrapped_file_does_not_hold_the_key(key):
    kek, plain = key_file.kek(key), key.read_text().split("\n")[1]
    key_file.wrap(key, PASSPHRASE)
    assert kek not in key.read_bytes()
    assert plain not in key.read_text()
    assert sorted(p.name for p in key.parent.iterdir()) == ["key", "key.lock"]


def test_it_stays_open_for_who_has_just_set_the_passphrase(key):
    key_file.wrap(key, PASSPHRASE)
    key_file.read(key)


def test_another_passphrase_takes_the_place_of_the_first(key):
    kek = key_file.kek(key)
    key_file.wrap(key, PASSPHRASE)
    key_file.wrap(key, "a rather different passphrase")
    held.drop(key)
    with pytest.raises(WrongPassphrase, match="does not open"):
        key_file.open_with(key, PASSPHRASE)
    assert key_file.open_with(key, "a rather different passphrase") == kek


def test_taken_away_the_file_alone_opens_it(key):
    before = key.read_text()
    key_file.wrap(key, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        key_file.unwrap(key, PASSPHRASE + "x")
    key_file.unwrap(key, PASSPHRASE)
    assert key.read_text() == before
    key_file.read(key)


def test_the_file_is_its_owners_alone_whatever_is_done_to_it(key):
    os.umask(0o022)
    try:
        key_file.wrap(key, PASSPHRASE)
        assert key.stat().st_mode & 0o777 == 0o600
        key_file.unwrap(key, PASSPHRASE)
        assert key.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(0o077)


@pytest.mark.parametrize("passphrase", ["", "short", "elevensigns", "x" * 501])
def test_a_weak_passphrase_is_not_set(key, passphrase):
    before = key.read_text()
    with pytest.raises(WrongPassphrase, match="12 to 500"):
        key_file.wrap(key, passphrase)
    assert key.read_text() == before


def test_the_same_letters_open_it_from_another_keyboard(key):
    key_file.wrap(key, "ein schöner langer Weg")
    held.drop(key)
    key_file.open_with(key, "ein scho\u0308ner langer Weg ")


def test_after_five_wrong_ones_none_is_tried_for_a_while(key, monkeypatch):
    key_file.wrap(key, PASSPHRASE)
    held.drop(key)
    for _n in range(5):
        with pytest.raises(WrongPassphrase):
            key_file.open_with(key, "wrong wrong wrong")
    began = time.perf_counter()
    with pytest.raises(TooManyTries, match="Wait 5 min"):
        key_file.open_with(key, PASSPHRASE)
    assert time.perf_counter() - began < 0.02, "a refused try must cost nothing"
    later = held.now() + held.TRIES_WITHIN + 1
    monkeypatch.setattr(held, "now", lambda: later)
    key_file.open_with(key, PASSPHRASE)


def test_an_open_key_goes_when_nobody_uses_it(key, settings):
    settings.LOCK_AFTER = 0.3 / 60
    key_file.wrap(key, PASSPHRASE)
    for _n in range(4):
        time.sleep(0.12)
        key_file.read(key)  # use keeps it
    time.sleep(0.5)
    assert key not in held._held, "it must go though nobody asks"
    with pytest.raises(Locked):
        key_file.read(key)


def test_a_key_that_was_not_used_is_refused_even_if_no_thread_ran(key, monkeypatch):
    key_file.wrap(key, PASSPHRASE)
    later = held.now() + 15 * 60 + 1
    monkeypatch.setattr(held, "now", lambda: later)
    with pytest.raises(Locked):
        key_file.read(key)


def test_locked_at_once(key):
    key_file.wrap(key, PASSPHRASE)
    key_file.lock(key)
    with pytest.raises(Locked):
        key_file.read(key)


def test_a_server_opens_it_from_its_settings_and_keeps_it(key, settings, monkeypatch, tmp_path):
    key_file.wrap(key, PASSPHRASE)
    held.drop(key)
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    monkeypatch.setenv("ONWARD_KEY_PASSPHRASE_FILE", str(tmp_path / "secret"))
    key_file.read(key)
    later = held.now() + 24 * 3600
    monkeypatch.setattr(held, "now", lambda: later)
    monkeypatch.delenv("ONWARD_KEY_PASSPHRASE_FILE")
    key_file.read(key)


def test_another_process_that_changes_the_file_is_noticed(key):
    first = key_file.kek(key)
    code = (
        "from pathlib import Path; from onward_app.vault import key_file, key_text; "
        f"key_file.write(Path({str(key)!r}), key_text.plain(bytes(32)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert key_file.kek(key) == bytes(32) != first


def test_a_passphrase_set_by_another_process_locks_this_one(key):
    key_file.read(key)
    code = (
        "from pathlib import Path; from onward_app.vault import key_file; "
        "import django.conf; django.conf.settings.configure(); "
        f"key_file.wrap(Path({str(key)!r}), {PASSPHRASE!r})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(Locked):
        key_file.read(key)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("nothing", ""),
        ("a line", "onward key 2\n"),
        ("a later version", "onward key 3\nargon2id m=65536 t=3 p=4\nAAAA\nAAAA\n"),
        ("no base64", "onward key 1\nnot base64\n"),
        ("half a key", "onward key 1\nAAAAAAAAAAAAAAAAAAAAAA==\n"),
    ],
    ids=lambda v: v if " " in v or v == "nothing" else "",
)
def test_what_is_no_key_file_is_told_plainly(tmp_path, what, text):
    (tmp_path / "key").write_text(text)
    with pytest.raises(KeyFileError, match="is not a key file"):
        key_file.open_with(tmp_path / "key", PASSPHRASE)


@pytest.mark.parametrize(
    "cost", ["m=1024 t=3 p=4", "m=65536 t=1 p=4", "m=99999999 t=3 p=4", "m=65536 t=999 p=4"]
)
def test_a_file_that_asks_for_another_cost_is_refused_before_it_is_worked_out(key, cost):
    key_file.wrap(key, PASSPHRASE)
    key.write_text(key.read_text().replace("m=65536 t=3 p=4", cost))
    began = time.perf_counter()
    with pytest.raises(KeyFileError, match="is not a key file"):
        key_file.open_with(key, PASSPHRASE)
    assert time.perf_counter() - began < 0.05


def test_a_missing_file_says_how_to_get_it_back(tmp_path):
    with pytest.raises(MissingKeyFile, match="onward key restore"):
        key_file.read(tmp_path / "key")


def test_a_file_cut_at_any_length_never_opens(key):
    key_file.wrap(key, PASSPHRASE)
    whole = key.read_text()
    for length in range(0, len(whole) - 1, 7):
        with pytest.raises(KeyFileError):
            key_text.kek_of(whole[:length], PASSPHRASE)


def test_killed_at_any_point_a_key_is_left_that_opens(tmp_path):
    """Setting and taking away a passphrase, killed at each line of the vault's code."""
    program = Path(__file__).with_name("wrap_and_die.py")
    done = subprocess.run(
        [sys.executable, program, tmp_path / "key"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    points, killed = map(int, done.stdout.split())
    assert points > 60
    assert killed == points
