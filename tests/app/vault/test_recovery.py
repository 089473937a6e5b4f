"""The recovery code: what is typed gives the key back, and a slip is told with its line."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward_app.takeout import sealed
from onward_app.vault.errors import CodeError
from onward_app.vault.recovery import ALPHABET, KEY, TAKEOUT, code_of, kek_of

KEK = bytes(range(32))


@given(st.binary(min_size=32, max_size=32))
def test_the_code_gives_the_key_back(kek):
    assert kek_of("\n".join(code_of(kek))) == kek


def test_it_is_four_lines_of_four_groups_without_signs_that_look_alike():
    lines = code_of(KEK)
    assert len(lines) == 4
    for line in lines:
        assert [len(group) for group in line.split(" ")] == [4, 4, 4, 4]
        assert not set(line) & set("0189")


@pytest.mark.parametrize(
    "typed",
    [
        lambda lines: "\n".join(lines).lower(),
        lambda lines: "\n".join(line.replace(" ", "") for line in lines),
        lambda lines: "\n\n".join(line.replace(" ", "-") for line in lines) + "\n\n",
        " ".join,
        lambda lines: "\r\n".join(f"  {line} " for line in lines),
        lambda lines: "\n".join(lines).replace("O", "0").replace("I", "1").replace("B", "8"),
    ],
    ids=["small letters", "no gaps", "dashes", "one line", "windows", "digits for letters"],
)
def test_it_may_be_typed_in_other_ways(typed):
    assert kek_of(typed(code_of(KEK))) == KEK


def test_every_wrong_letter_is_found_with_its_line():
    lines = code_of(KEK)
    rng, found = random.Random(1), 0
    for at, line in enumerate(lines):
        for place, letter in enumerate(line):
            if letter == " ":
                continue
            for other in rng.sample(sorted(ALPHABET - {letter}), 5):
                changed = [*lines]
                changed[at] = line[:place] + other + line[place + 1 :]
                with pytest.raises(CodeError, match=f"Line {at + 1}") as told:
                    kek_of("\n".join(changed))
                assert told.value.line == at + 1
                found += 1
    assert found == 4 * 16 * 5


def test_two_letters_that_changed_places_are_found():
    lines = code_of(KEK)
    for at, line in enumerate(lines):
        letters = line.replace(" ", "")
        for n in range(15):
            if letters[n] == letters[n + 1]:
                continue
            swapped = letters[:n] + letters[n + 1] + letters[n] + letters[n + 2 :]
            with pytest.raises(CodeError, match=f"Line {at + 1}"):
                kek_of("\n".join([*lines[:at], swapped, *lines[at + 1 :]]))


def test_lines_that_changed_places_are_found():
    one, two, three, four = code_of(KEK)
    with pytest.raises(CodeError, match="Line 2"):
        kek_of("\n".join([one, three, two, four]))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "4 lines of 16 letters"),
        ("\n".join(code_of(KEK)[:3]), "48 letters in 3 lines"),
        ("\n".join([*code_of(KEK)[:3], code_of(KEK)[3][:-1]]), "Line 4 has 15 letters"),
        ("\n".join([*code_of(KEK)[:3], "ÄÖÜ9" * 4]), "Line 4 holds a sign"),
    ],
    ids=["nothing", "a line left out", "a letter left out", "strange signs"],
)
def test_what_is_no_code_is_told_plainly(typed, why):
    with pytest.raises(CodeError, match=why):
        kek_of(typed)


@given(st.text(max_size=90))
def test_any_text_is_refused_and_nothing_else_is_raised(text):
    for read, refused in ((kek_of, CodeError), (sealed.key_of, sealed.WrongCode)):
        with pytest.raises(refused):
            read(text)


def test_a_code_of_a_takeout_is_not_taken_for_a_key():
    with pytest.raises(CodeError, match="Line 1"):
        kek_of("\n".join(code_of(KEK, TAKEOUT)), KEY)


@given(st.binary(min_size=32, max_size=32))
def test_the_offline_tool_reads_the_same_codes(kek):
    typed = "\n".join(code_of(kek, TAKEOUT)).lower()
    assert sealed.key_of(typed) == kek_of(typed, TAKEOUT) == kek
