"""Harmful files: refused at once, in little memory, with a sentence, and nothing of them is kept.

No reader unpacks anything: an archive is told by its first bytes and refused, so nothing that
is in one (bombs, names outside of the folder, links) can do anything. XML is read by nobody.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from forms_on_page import forms_of
from harmful_files import (
    DAYLIO_HEADER,
    DAYLIO_ROW,
    HEADER,
    MAPS,
    MEGABYTE,
    REFUSED,
    ROW,
    TAKEN,
    zip_bomb,
    zipped,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from onward import formats
from onward.errors import BadMap, OnwardError
from onward.formats import parse_map
from onward_app.accounts.models import User
from onward_app.entries import queries as entries
from onward_app.entries.models import Entry
from onward_app.takeout import sealed
from onward_app.takeout.models import Import

pytestmark = pytest.mark.usefixtures("static_files_as_served")
BOTH = pytest.mark.django_db(databases=["default", "keys"])
SECONDS, MEMORY = 1.0, 200 * MEGABYTE
STATUS = Path("/proc/self/status")
PAGES = (
    "/",
    "/entries/",
    "/path/",
    "/path/?days=30",
    "/way_back/",
    "/takeout/",
    "/takeout/record.csv",
)


@dataclass
class Cost:
    """What something took: seconds of a core, and memory beyond what was held before."""

    seconds: float = 0
    memory: int = 0


def _held(what: str) -> int:
    lines = STATUS.read_text().splitlines() if STATUS.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(what)), 0)


@contextmanager
def cost() -> Iterator[Cost]:
    """Measures one thing; Linux alone says how much memory was held at most."""
    found = Cost()
    if STATUS.exists():
        Path("/proc/self/clear_refs").write_text("5")
    before, begin = _held("VmRSS:"), time.process_time()
    yield found
    found.seconds = time.process_time() - begin
    found.memory = _held("VmHWM:") - before


def bring(
    client: Client, data: bytes, map_text: str = "", name: str = "mine.csv"
) -> tuple[object, Cost]:
    """What the page for bringing a file answers, and what it took; the request is built before."""
    file = SimpleUploadedFile(name, data, "text/csv")
    body = encode_multipart(BOUNDARY, {"file": file, "map_text": map_text})
    del file, data
    with cost() as found:
        answer = client.generic("POST", "/takeout/", body, MULTIPART_CONTENT)
    return answer, found


def take(client: Client, waiting: str) -> Any:
    """Take a file that waits, with the answers that stand on its page."""
    form = next(f for f in forms_of(client.get(waiting).content.decode()) if not f.action)
    return client.post(waiting, {**form.fields, "do": "take"})


def kept(owner: User) -> int:
    """How many rows the owner has of a file, taken or waiting."""
    return (
        Entry.objects.filter(person=owner.pk).count()
        + Import.objects.filter(person=owner.pk).count()
    )


@BOTH
@pytest.mark.parametrize("kind", REFUSED)
def test_the_page_refuses_at_once_in_little_memory_and_keeps_nothing(
    kind: str, owner: User, owner_client: Client
) -> None:
    answer, found = bring(owner_client, REFUSED[kind]())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "mine.csv" in page
    assert "root:" not in page
    assert len(page) < 50_000
    assert found.seconds < SECONDS
    assert found.memory < MEMORY
    assert kept(owner) == 0


@pytest.mark.parametrize("format", formats.FORMATS)
@pytest.mark.parametrize("kind", [*REFUSED, *TAKEN])
def test_each_reader_takes_or_refuses_it_at_once_in_little_memory(kind: str, format: str) -> None:
    data = (REFUSED | TAKEN)[kind]()
    map = {"when": {"column": "when"}, "note": [{"column": "note"}]} if format == "table" else None
    with cost() as found, suppress(OnwardError):
        formats.read(data, format=format, map=map)
    assert found.seconds < SECONDS
    assert found.memory < MEMORY


@BOTH
@pytest.mark.parametrize("kind", TAKEN)
def test_what_is_strange_and_a_record_is_shown_on_each_page(
    kind: str, owner: User, owner_client: Client
) -> None:
    answer, _found = bring(owner_client, TAKEN[kind]())
    assert answer.status_code == 302
    waiting = answer["Location"]
    assert owner_client.get(waiting).status_code == 200
    assert take(owner_client, waiting).status_code in (200, 302)
    for page in PAGES:
        assert owner_client.get(page).status_code == 200, page
    assert entries.exist(owner.pk)


@BOTH
@pytest.mark.parametrize("kind", MAPS)
def test_a_harmful_map_is_refused_at_once_and_keeps_nothing(
    kind: str, owner: User, owner_client: Client
) -> None:
    answer, found = bring(owner_client, b"when,note\n2026-05-19,hello\n", MAPS[kind])
    assert answer.status_code == 422
    assert found.seconds < SECONDS
    assert found.memory < MEMORY
    assert kept(owner) == 0


@BOTH
def test_a_map_file_is_no_longer_than_a_map_can_be(owner: User, owner_client: Client) -> None:
    begin = time.process_time()
    answer = owner_client.post(
        "/takeout/",
        {
            "file": SimpleUploadedFile("mine.csv", HEADER + ROW),
            "map_file": SimpleUploadedFile("my.toml", b"#" * (20 * MEGABYTE)),
        },
    )
    assert answer.status_code == 422
    assert time.process_time() - begin < 2 * SECONDS
    assert kept(owner) == 0


VALID = [
    HEADER + ROW + b'me,2026-05-20,note,,,"two\r\nlines, and ""marks"""\n',
    HEADER + b"a,2026-05-19T21:30+02:00,practice,walk,10,\nb,2026-05-19,session,video,6,\n" * 3,
    HEADER + b"me,2026-05-19,measure,phq9.9,1,\nme,2026-05-19,label,deeper,,\n",
    DAYLIO_HEADER + DAYLIO_ROW + DAYLIO_ROW.replace(b"good", b"so so"),
    DAYLIO_HEADER + DAYLIO_ROW.replace(b",,\n", b",<b>title</b>,a&amp;b<br>c\n"),
    b"year,date,weekday,time,mood,activities,note\n2018,30 May,Wed,21:15,rad,walk | read,x\n",
    b"when;note\n2026-05-19;hello\n19.05.2026;\n",
]
NASTY = st.sampled_from(
    [
        b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b'"', b'""', b",", b"\r", b"\n", b"\t",
        b";", b"|", b"nan", b"inf", b"-1e308", b"1e999", b"True", b"9" * 5000, b" " * 5000,
        b"&#" + b"9" * 5000 + b";", b"<b " * 500, b":" * 5000, b"PK\x03\x04", b"\xe2\x80\xae",
        b"2026-02-30", b"0000-01-01", b"9999-12-31", b"T24:00", b"+99:99", b"phq9.0", b"phq9.999",
        b"'=1", b"=cmd|' /C calc'!A0", "٤".encode(), "ﬀ".encode(), "💥".encode(), b"\x1b[31m",
    ]
)  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["put", "over", "cut", "twice", "end", "swap", "byte"]),
        st.floats(0, 1),
        st.floats(0, 1),
        NASTY,
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=6,
)
Changes = list[tuple[str, float, float, bytes, int]]
MEANT: list[dict[str, object] | None] = [
    None,
    {"moods": {"so so": 4}},
    {"when": {"column": "when"}, "note": [{"column": "note"}], "file": {"delimiter": ";"}},
]


def changed(data: bytes, changes: Changes) -> bytes:
    """A valid file with something wrong put into it."""
    for what, at, to, nasty, byte in changes:
        first, last = sorted((int(at * len(data)), int(to * len(data))))
        part = data[first:last]
        data = {
            "put": data[:first] + nasty + data[first:],
            "over": data[:first] + nasty + data[last:],
            "cut": data[:first] + data[last:],
            "twice": data[:last] + part + data[last:],
            "end": data[:last],
            "swap": data[last:] + data[:last],
            "byte": data[:first] + bytes([byte]) + data[first + 1 :],
        }[what]
    return data


def read_or_refused(data: bytes, map: dict[str, object] | None, lenient: bool) -> None:
    """A reader returns checked entries or refuses as Onward refuses; all else is a fault."""
    begin = time.process_time()
    with suppress(OnwardError):
        read = formats.read(data, name="mine.csv", map=map, lenient=lenient)
        assert all(read.people.values())
    assert time.process_time() - begin < SECONDS


CASES = (st.sampled_from(VALID), CHANGES, st.sampled_from(MEANT), st.booleans())


@settings(max_examples=300)
@given(*CASES)
def test_a_spoilt_file_is_read_or_refused(
    data: bytes, changes: list, map: dict, lenient: bool
) -> None:  # type: ignore[type-arg]
    read_or_refused(changed(data, changes), map, lenient)


@pytest.mark.whole
@settings(max_examples=10_000)
@given(*CASES)
def test_ten_thousand_spoilt_files_are_read_or_refused(
    data: bytes, changes: Changes, map: dict[str, object] | None, lenient: bool
) -> None:
    read_or_refused(changed(data, changes), map, lenient)


TOML = st.lists(
    st.sampled_from(
        ["[", "]", "{", "}", "=", ".", ",", "\n", '"', "'", "#", " ", "a", "moods", "when", "1",
         "nan", "1979-05-27", "\\", '"""', "true", "[[note]]", "column", "9" * 5000, "\x00", "é"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(TOML)
def test_any_text_is_a_map_or_refused(text: str) -> None:
    try:
        map = parse_map(text)
    except BadMap:
        return
    read_or_refused(HEADER + ROW, map, False)


def _through_the_page(make: Callable[[], bytes], owner: User, client: Client) -> None:
    """A spoilt file at the page: taken whole, or refused with nothing kept; never a fault."""
    before = kept(owner)
    answer, found = bring(client, make())
    assert found.seconds < SECONDS
    if answer.status_code == 422:
        assert kept(owner) == before
        return
    assert answer.status_code == 302
    waiting = answer["Location"]
    before = Entry.objects.filter(person=owner.pk).count()
    taken = take(client, waiting)
    if taken.status_code == 422:
        assert Entry.objects.filter(person=owner.pk).count() == before
    assert taken.status_code in (200, 302, 422)


@BOTH
@pytest.mark.parametrize("many", [40, pytest.param(1000, marks=pytest.mark.whole)])
def test_spoilt_files_at_the_page_are_taken_whole_or_not_at_all(
    many: int, owner: User, owner_client: Client
) -> None:
    @settings(max_examples=many)
    @given(st.sampled_from(VALID), CHANGES)
    def each(data: bytes, changes: Changes) -> None:
        _through_the_page(lambda: changed(data, changes), owner, owner_client)

    each()
    for page in PAGES:
        assert owner_client.get(page).status_code == 200, page


def bring_sealed(client: Client, packed: bytes) -> tuple[Any, str, Cost]:
    """A sealed takeout of somebody's own making, brought and opened with its code."""
    key = sealed.new_key()
    answer, _found = bring(client, sealed.seal_bytes(packed, key, bytes(16)))
    assert answer.status_code == 302
    waiting: str = answer["Location"]
    with cost() as found:
        answer = client.post(waiting, {"code": "\n".join(sealed.code_of(key))})
    return answer, waiting, found


ENTRY = {
    "id": "11111111-1111-4111-8111-111111111111",
    "made_at": "2026-05-19T21:30:00+00:00",
    "batch": None,
    "value": {"rows": [["2026-05-19", "note", "", None, "WORDS"]]},
}


def a_takeout(**changes: str) -> bytes:
    """What a sealed takeout holds, with something else in one of its files."""
    files = {
        "about.json": '{"format": 1, "made_at": "2026-05-19T21:30:00+00:00", "program": "onward"}',
        "entries.json": "[]",
        "ways_back.json": "[]",
        "imports.json": "[]",
        "plan.json": "null",
        "record.csv": "",
    }
    files |= {f"{name}.json": text for name, text in changes.items()}
    return zipped(**{name: text.encode() for name, text in files.items()})


PACKED: dict[str, Callable[[], bytes]] = {
    "zip bomb": zip_bomb,
    "no zip": lambda: b"when,kind\n",
    "a name outside": lambda: zipped(**{"../record.csv": b"x"}),
    "one zip in another": lambda: zipped(**{"record.csv": b"x", "more.zip": zip_bomb(16)}),
    "lists in lists": lambda: a_takeout(entries="[" * 1_000_000),
    "numbers that are none": lambda: a_takeout(
        entries=json.dumps([ENTRY]).replace('null, "WORDS"', 'NaN, "WORDS"')
    ),
    "half a letter in an entry": lambda: a_takeout(
        entries=json.dumps([ENTRY]).replace("WORDS", "\\ud800")
    ),
    "half a letter in the plan": lambda: a_takeout(plan='{"first": "\\uDC00"}'),
    "a plan of numbers": lambda: a_takeout(plan='{"first": 1, "signs": [2], "people": [3]}'),
    "a plan of plans": lambda: a_takeout(plan='{"signs": {"a": {}}, "steps": [["a"]]}'),
    "digits without end": lambda: a_takeout(entries="[" + "9" * 100_000 + "]"),
    "16 MB of lists": lambda: a_takeout(entries="[" + "[]," * 5_500_000 + "[]]"),
    "8 MB of lists": lambda: a_takeout(imports="[" + "[]," * 2_700_000 + "[]]"),
    "8 MB of lists in lists": lambda: a_takeout(
        ways_back="[" + ("[" * 900 + "]" * 900 + ",") * 4_000 + "[]]"
    ),
    "8 MB of short words": lambda: a_takeout(entries="[" + '"ab",' * 1_600_000 + "[]]"),
}


@BOTH
@pytest.mark.parametrize("kind", PACKED)
def test_a_harmful_sealed_takeout_is_refused_in_little_memory(
    kind: str, owner: User, owner_client: Client
) -> None:
    answer, _waiting, found = bring_sealed(owner_client, PACKED[kind]())
    assert answer.status_code == 422
    assert found.seconds < SECONDS
    assert found.memory < MEMORY
    assert Entry.objects.filter(person=owner.pk).count() == 0


@BOTH
def test_a_sound_takeout_of_the_same_making_is_taken(owner: User, owner_client: Client) -> None:
    answer, waiting, _found = bring_sealed(owner_client, a_takeout(entries=json.dumps([ENTRY])))
    assert answer.status_code == 302
    take(owner_client, waiting)
    assert "WORDS" in owner_client.get("/entries/").content.decode()
