"""The format of a seal: known answers, and every way in which it must not open."""

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from onward_app.vault.errors import Refused
from onward_app.vault.seal import break_open, close, place

PERSON = UUID("11111111-1111-1111-1111-111111111111")
ROW = UUID("22222222-2222-2222-2222-222222222222")
KEY = bytes(range(32))
KNOWN = "01000102030405060708090a0b2622a174b781b3c85e74dba7c9533cde2861a597649a"
WHERE = place(PERSON, "entries_entry", ROW)


def test_the_cipher_gives_the_answer_of_the_published_vector():
    # McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14
    sealed = AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None)
    assert sealed.hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"


def test_the_format_gives_the_answer_that_was_written_down():
    sealed = close(AESGCM(KEY), WHERE, b"a word", nonce=bytes(range(12)))
    assert sealed.hex() == KNOWN
    assert break_open(AESGCM(KEY), WHERE, bytes.fromhex(KNOWN)) == b"a word"


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_again(plain):
    assert break_open(AESGCM(KEY), WHERE, close(AESGCM(KEY), WHERE, plain)) == plain


def test_two_seals_of_the_same_words_differ():
    assert close(AESGCM(KEY), WHERE, b"x") != close(AESGCM(KEY), WHERE, b"x")


@pytest.mark.parametrize(
    "elsewhere",
    [
        place(PERSON, "entries_entry", UUID(int=3)),
        place(PERSON, "plan_plan", ROW),
        place(UUID(int=4), "entries_entry", ROW),
    ],
    ids=["another row", "another table", "another person"],
)
def test_a_seal_that_was_moved_is_refused(elsewhere):
    sealed = close(AESGCM(KEY), WHERE, b"a word")
    with pytest.raises(Refused):
        break_open(AESGCM(KEY), elsewhere, sealed)


def test_another_key_is_refused():
    sealed = close(AESGCM(KEY), WHERE, b"a word")
    with pytest.raises(Refused):
        break_open(AESGCM(bytes(32)), WHERE, sealed)


def test_another_version_is_refused():
    sealed = close(AESGCM(KEY), WHERE, b"a word")
    with pytest.raises(Refused, match="version"):
        break_open(AESGCM(KEY), WHERE, b"\x02" + sealed[1:])


@given(st.integers(1, 34), st.integers(1, 255))
def test_a_changed_byte_is_refused(at, by):
    sealed = bytearray(close(AESGCM(KEY), WHERE, b"a word"))
    sealed[at % len(sealed)] ^= by
    with pytest.raises(Refused):
        break_open(AESGCM(KEY), WHERE, bytes(sealed))


@given(st.binary(max_size=40))
def test_any_bytes_are_refused_and_nothing_else_is_raised(sealed):
    with pytest.raises(Refused):
        break_open(AESGCM(KEY), WHERE, sealed)
