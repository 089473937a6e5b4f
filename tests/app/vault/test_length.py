"""The length of a seal tells neither which measure or practice it is, nor how much a score was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.measures import catalogue
from onward_app.entries.models import Entry
from onward_app.vault.models import BLOCK, packed, unpacked


def test_every_measure_and_practice_makes_a_seal_of_one_length(owner):
    things = [("measure", name, 3.0) for name in catalogue()]
    things += [("practice", "meditation", None), ("practice", "emotional_expression", 120.0)]
    things += [("checkin", "hope", 0.0), ("checkin", "functioning", 6.12345678)]
    lengths = set()
    for kind, name, value in things:
        entry = Entry(person=owner.id)
        entry.put({"rows": [["2026-01-01T10:00", kind, name, value, ""]]})
        lengths.add(len(entry.sealed))
    assert len(lengths) == 1


@given(st.text(max_size=700))
def test_what_is_filled_up_comes_back_as_it_was(words):
    plain = packed({"note": words})
    assert len(plain) % BLOCK == 0
    assert unpacked(plain) == {"note": words}


@pytest.mark.parametrize("value", [None, "ends with spaces   ", [], {}, 0, [" ", 1.5]])
def test_any_value_comes_back(value):
    assert unpacked(packed(value)) == value
