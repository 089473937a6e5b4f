"""A stolen database reveals no word, no score and no name of a measure or practice."""

import base64
import random
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from onward_app.accounts.actions import settle_in
from onward_app.entries.actions import add_batch, keep
from onward_app.entries.models import Entry
from onward_app.vault.errors import Refused

WORDS = [f"quillwort{n:04d}zephyr" for n in range(1000)]


def forms_of(text):
    """A text as a thief would look for it."""
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    # base64 of the text wherever it stands in a longer one, without its ragged ends
    packed = [base64.b64encode(b"\x00" * shift + plain)[4:-4] for shift in range(3)]
    packed.append(zlib.compress(plain)[2:-4])
    # a handful of bytes would be met by chance
    yield from (p for p in packed if len(p) >= 8)


def planted(person):
    rng = random.Random(5)
    scores = [round(rng.uniform(1, 9), 8) for _ in range(60)]
    rows = [
        (f"2026-03-{n % 28 + 1:02d}", "checkin", "distress", score, "")
        for n, score in enumerate(scores)
    ]
    rows += [("2026-04-01", "note", "", None, word) for word in WORDS]
    rows += [
        ("2026-04-02", "measure", "phq9", 17.0, ""),
        ("2026-04-02", "practice", "mindful_walk", 9.0, ""),
    ]
    add_batch(person=person, batch=person, rows=rows[:600])
    for row in rows[600:]:
        keep(person=person, rows=[row])
    return [*WORDS, *(repr(s) for s in scores), "phq9", "mindful_walk", "2026-04-02", "distress"]


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_written_is_found_in_the_files():
    person = settle_in(email="thief@example.org").id
    texts = planted(person)
    for connection in connections.all():
        connection.close()
    names = [connections[a].settings_dict["NAME"] for a in ("default", "keys")]
    files = [f for n in names for f in settings.HOME.glob(Path(n).name + "*")]
    everything = b"".join(f.read_bytes() for f in files)
    assert len(everything) > 100_000, "the files of the database were not found"
    assert [t for t in texts if any(form in everything for form in forms_of(t))] == []


def test_every_seal_moved_to_another_row_is_refused(owner, stranger):
    for person in (owner.id, stranger.id):
        for n in range(12):
            keep(person=person, rows=[("2026-01-01", "note", "", None, str(n))])
    entries = list(Entry.objects.all())
    for one in entries:
        for other in entries:
            if one.pk != other.pk:
                moved = Entry(id=other.id, person=other.person, sealed=one.sealed)
                with pytest.raises(Refused):
                    moved.get()
