"""A sealed takeout made to do harm by who brings it: refused whole, and every page still stands."""

from __future__ import annotations

import io
import json
import os
import random
import tracemalloc
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onward_app.entries.models import Entry
from onward_app.takeout import moving, offline, sealed, strict
from onward_app.takeout.models import Import
from onward_app.takeout.travelling import ROOMS
from onward_app.way_back.models import Walk
from onward_app.way_back.shape import as_now

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KEY, SALT = bytes(range(32)), bytes(16)
NOW = "2026-05-19T21:30:00+00:00"
PAGES = (
    *("/", "/entries/", "/takeout/", "/takeout/everything", "/takeout/record.csv", "/path/"),
    *("/way_back/", "/way_back/tonight/rest", "/way_back/stuck/say", "/way_back/steps/kept"),
    *(f"/way_back/steps/{n}" for n in range(1, 11)),
    *("/way_back/today", "/way_back/follow"),
    *("/plan/", "/plan/edit", "/support/"),
)


def entry(**more: Any) -> dict[str, Any]:
    value = {"rows": [["2026-05-02", "note", "", None, f"w{uuid4()}"]]}
    return {"id": str(uuid4()), "made_at": NOW, "value": value, "batch": None} | more


def way(**more: Any) -> dict[str, Any]:
    value = {"length": "steps", "ended": True, "at": 8, "begun": "2026-05-02", "answers": {}}
    return {"id": str(uuid4()), "made_at": NOW, "value": value | more}


def brought(**more: Any) -> dict[str, Any]:
    told = {"file": "a.csv", "rows": 1, "days": 1, "already": 0}
    told |= {"first": "2026-05-02", "last": "2026-05-02"}
    return {"id": str(uuid4()), "made_at": NOW, "told": told | more, "digests": ["aa" * 10]}


def files(**changes: Any) -> dict[str, bytes]:
    whole = {"about": {"format": 1}, "entries": [], "ways_back": [], "imports": [], "plan": None}
    return {f"{name}.json": json.dumps(value).encode() for name, value in (whole | changes).items()}


def bring(client: Client, data: bytes) -> tuple[Any, str]:
    """Upload and code; what the page says then, and where."""
    client.raise_request_exception = False
    where = client.post("/takeout/", {"file": SimpleUploadedFile("m.takeout", data)})["Location"]
    return client.post(where, {"code": "\n".join(sealed.code_of(KEY))}), where


def closed(packed: bytes) -> bytes:
    return sealed.seal_bytes(packed, KEY, SALT)


def with_import(**told: Any) -> dict[str, Any]:
    one = brought(**told)
    return {"imports": [one], "entries": [entry(batch=one["id"])]}


def twice(one: dict[str, Any]) -> list[dict[str, Any]]:
    return [one, one | {"made_at": "2026-05-20T21:30:00+00:00"}]


HARMFUL = {
    "a first day that is none": lambda: with_import(first="not a date"),
    "a number as first day": lambda: with_import(first=5),
    "an object as last day": lambda: with_import(last={}),
    "a first day with a time": lambda: with_import(first=NOW),
    "a first day in the year 9999": lambda: with_import(first="9999-12-31"),
    "a truth as number of rows": lambda: with_import(rows=True),
    "digits without end": lambda: with_import(days=10**4000),
    "an object as file": lambda: with_import(file={"a": 1}),
    "an object as digest": lambda: {"imports": [brought() | {"digests": [{}]}]},
    "a way begun with a time": lambda: {"ways_back": [way(begun=NOW)]},
    "a way begun in the year 1": lambda: {"ways_back": [way(begun="0001-01-01")]},
    "a truth as step": lambda: {"ways_back": [way(at=True)]},
    "a number as answer": lambda: {"ways_back": [way(answers={"1": {"words": 5}})]},
    "an object as ticks": lambda: {"ways_back": [way(answers={"1": {"ticks": {"a": 1}}})]},
    "numbers as ticks": lambda: {"ways_back": [way(answers={"3": {"seen": [1]}})]},
    "a ninth step": lambda: {"ways_back": [way(answers={"9": {}})]},
    "a step of no name": lambda: {"ways_back": [way(format=2, answers={"1": {}})]},
    "an eleventh step": lambda: {"ways_back": [way(format=2, at=11)]},
    "a number for today": lambda: {"ways_back": [way(length="today", answers={"thing": 5})]},
    "half a letter": lambda: {"ways_back": [way(answers={"1": {"words": "\ud800"}})]},
    "a number when stuck": lambda: {"ways_back": [way(length="stuck", answers={"more": 5})]},
    "a number for tonight": lambda: {"ways_back": [way(length="tonight", answers={"thing": 5})]},
    "an entry twice": lambda: {"entries": twice(entry())},
    "a way twice": lambda: {"ways_back": twice(way())},
    "an import twice": lambda: {"imports": twice(brought())},
    "an id in two spellings": lambda: {
        "entries": [one := entry(), one | {"id": one["id"].upper().replace("-", "")}]
    },
    "the last moment": lambda: {"entries": [entry(made_at="9999-12-31T23:59:59-12:00")]},
    "the first moment": lambda: {"ways_back": [way() | {"made_at": "0001-01-01T00:00:00+14:00"}]},
    "a number to call": lambda: {"plan": {"people": [{"name": "A", "reach": 5}]}},
    "a therapist of numbers": lambda: {"plan": {"therapist": {"name": 1, "reach": {"a": 1}}}},
    "a number first": lambda: {"plan": {"first": 1}},
    "steps of numbers": lambda: {"plan": {"steps": [[1, 2]]}},
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_it_is_refused_with_a_sentence_and_nothing_of_it_is_taken(
    kind: str, owner: Any, owner_client: Client
) -> None:
    sound = {"entries": [entry()], "ways_back": [way()]}
    answer, where = bring(
        owner_client, sealed.close_takeout(files(**(sound | HARMFUL[kind]())), KEY)
    )
    assert answer.status_code == 422
    assert "cannot read what is in it" in answer.content.decode()
    assert owner_client.post(where, {"do": "take"}).status_code == 422
    assert not Entry.objects.filter(person=owner.pk).exists()
    assert not Walk.objects.filter(person=owner.pk).exists()
    assert not Import.objects.filter(person=owner.pk, taken=True).exists()
    assert [p for p in PAGES if owner_client.get(p).status_code != 200] == []


def test_what_it_tells_besides_is_left_behind_and_its_undo_works(
    owner: Any, owner_client: Client
) -> None:
    own = entry()
    what = with_import(made={"x": 1}, other=[{}])
    what["ways_back"] = [
        way(other={"a": [1]}, answers={"1": {"words": "quillwort", "ticks": ["a"]}})
    ]
    what["entries"].append(own)
    answer, where = bring(owner_client, sealed.close_takeout(files(**what), KEY))
    assert answer.status_code == 302
    assert owner_client.post(where, {"do": "take"}).status_code == 302
    (walk,) = Walk.objects.filter(person=owner.pk)
    sent = what["ways_back"][0]["value"]
    assert walk.get() == as_now({key: value for key, value in sent.items() if key != "other"})
    assert [
        p for p in (*PAGES, f"/way_back/kept/{walk.pk}/") if owner_client.get(p).status_code != 200
    ] == []
    undo = f"/takeout/{what['imports'][0]['id']}/undo"
    assert owner_client.get(undo).status_code == 200
    assert owner_client.post(undo).status_code == 302
    assert [str(e.pk) for e in Entry.objects.filter(person=owner.pk)] == [own["id"]]


def zipped(method: int, content: bytes = b"{}" * 30, name: str = "plan.json") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def spoilt(packed: bytes, at: int, more: bytes) -> bytes:
    return packed[:at] + more + packed[at + len(more) :]


def far_away() -> bytes:
    """Of a file said to lie further on than any file reaches."""
    packed = zipped(zipfile.ZIP_STORED)
    at = packed.index(offline.A_FILE)
    entry_of = packed[at : packed.index(b"PK\x05\x06")]
    extra = b"\x01\x00\x08\x00" + b"\xff" * 8
    entry_of = entry_of[:30] + len(extra).to_bytes(2, "little") + entry_of[32:42]
    entry_of += b"\xff" * 4 + b"plan.json" + extra
    end = packed[packed.index(b"PK\x05\x06") :]
    return packed[:at] + entry_of + spoilt(end, 12, len(entry_of).to_bytes(4, "little"))


LZMA = zipped(zipfile.ZIP_LZMA, os.urandom(500))
ODD = {
    "lzma": lambda: LZMA,
    "lzma, harmed": lambda: spoilt(LZMA, LZMA.index(b"plan.json") + 13, b"\xff" * 40),
    "bzip2": lambda: zipped(zipfile.ZIP_BZIP2),
    "no letters in its name": lambda: zipped(zipfile.ZIP_STORED, name="éplan.json").replace(
        "é".encode(), b"\xff\xfe"
    ),
    "cut off": lambda: b"PK\x03\x04junk",
    "too far away": far_away,
    "harmed inside": lambda: spoilt(zipped(zipfile.ZIP_DEFLATED), 41, b"\xff\xff"),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_zip_that_no_takeout_has_is_refused_with_a_sentence(
    kind: str, owner_client: Client
) -> None:
    with pytest.raises(sealed.NotOpened, match=r"harmed|unknown way|no takeout has"):
        sealed.open_takeout(closed(ODD[kind]()), KEY)
    answer, _where = bring(owner_client, closed(ODD[kind]()))
    assert answer.status_code == 422
    assert "It does not open." in answer.content.decode()


def test_zip_files_spoilt_at_any_byte_are_read_or_refused() -> None:
    refused, methods = 0, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)
    for seed in range(1500):
        chance = random.Random(seed)
        packed = bytearray(zipped(chance.choice(methods)))
        for _n in range(chance.randint(1, 4)):
            packed[chance.randrange(len(packed))] = chance.randrange(256)
        try:
            offline._files(bytes(packed))
        except sealed.NotOpened:
            refused += 1
    assert refused > 500


def test_a_list_of_a_million_files_is_refused_before_it_is_read() -> None:
    one = zipped(zipfile.ZIP_STORED)
    at, end = one.index(offline.A_FILE), one.index(b"PK\x05\x06")
    many = one[:at] + one[at:end] * 300_000
    size = (end - at) * 300_000
    many += spoilt(one[end:], 12, size.to_bytes(4, "little"))
    tracemalloc.start()
    try:
        with pytest.raises(sealed.NotOpened, match="more files"):
            offline._files(many)
        assert tracemalloc.get_traced_memory()[1] < 5 * 1024**2
    finally:
        tracemalloc.stop()


def test_a_file_of_json_over_the_limit_is_refused_and_one_within_it_read() -> None:
    room = moving.MOST_JSON
    with pytest.raises(moving.BadTakeout, match=r"^plan\.json: it holds more than 8 MB"):
        moving.read(files() | {"plan.json": b"null" + b" " * (room - 3)})
    assert moving.read(files() | {"plan.json": b"null" + b" " * (room - 4)}).plan is None
    parts = b"[" + b"[]," * moving.MOST_PARTS + b"[]]"
    with pytest.raises(moving.BadTakeout, match="more parts"):
        moving.read(files() | {"entries.json": parts})


def test_the_takeout_of_a_very_large_record_stays_within_the_limit() -> None:
    """Ten years with eleven rows a day, kept one by one."""
    rows = [["2026-05-02T08:00", "checkin", "distress", 4.0, ""]] * 11
    kept = [moving.Kept(uuid4(), strict.moment(NOW), {"rows": rows}) for _n in range(3650)]
    out = moving.files_of(moving.Everything(entries=kept), "", strict.moment(NOW))
    assert len(out["entries.json"]) < moving.MOST_JSON / 2
    assert moving.read(out).entries == kept


GOAL = {"words": "Walk", "why": "", "state": "open", "since": "2026-05-02"}
GOAL |= {"names": ["Walk"], "history": [["2026-05-01", "Run", "smaller"]]}
BRING = {"kind": "bring", "text": "The call", "place": 1, "brought": None}
FIT = {"kind": "fit", "day": "2026-05-02", "answers": {"goal": "partly"}, "words": ""}
SHEET = {"kind": "thought", "day": "2026-05-02", "fields": {"situation": "a", "strength": 4}}
TEST = {"practice": "mindful_walk", "seed": 7, "start": "2026-05-03", "days": 60}
TEST |= {"begun": "2026-05-02", "said": {"2026-05-03": True}, "left": None}
SITTING = {"measure": "phq2", "begun": "2026-05-02", "answers": {"1": 2}, "left_out": [2]}
SITTING |= {"gate": "", "difficulty": None, "asked": {}, "done": None}
SITTING |= {"entry": "7d0b3f0e-6b5c-4c5e-9a53-0d0f6a1c2b3d"}
CHOICE = {"resting": False, "numbers": True, "pictures": True, "old_ways": False}
ANSWERED = {"quiet_until": "", "letter_asked": "2026-05-02", "letter_times": 1}
TOLD = {"day": "2026-05-02", "state": "steady", "said": ["a"], "engine": "1"}
SOUND: dict[str, list[dict[str, Any]]] = {
    "goals": [GOAL],
    "sessions": [BRING, FIT],
    "practices": [SHEET, {"kind": "test", "day": "2026-05-02", "fields": TEST}],
    "measures": [SITTING],
    "choices": [CHOICE],
    "plan_answers": [ANSWERED | {"letter_never": False}],
    "told": [TOLD],
}


def rows(*values: Any) -> list[dict[str, Any]]:
    return [{"id": str(uuid4()), "made_at": NOW, "value": value} for value in values]


def of_today(**changes: Any) -> dict[str, bytes]:
    """A takeout of format 2 with a sound row of each kind, and something else in one room."""
    sound = {room: rows(*values) for room, values in SOUND.items()}
    return files(about={"format": 2}, **(sound | changes))


IN_ROOMS: dict[str, tuple[str, Any]] = {
    "a goal of no words": ("goals", GOAL | {"words": 5}),
    "a goal of no name": ("goals", GOAL | {"names": []}),
    "a goal's name of nothing": ("goals", GOAL | {"names": ["\x00"]}),
    "a goal in no state": ("goals", GOAL | {"state": "won"}),
    "a history of numbers": ("goals", GOAL | {"history": [[1, 2, 3]]}),
    "a history of no day": ("goals", GOAL | {"history": [["soon", "Run", "moved"]]}),
    "a thing of another kind": ("sessions", BRING | {"kind": "x"}),
    "a thing brought on no day": ("sessions", BRING | {"brought": "soon"}),
    "a place of a truth": ("sessions", BRING | {"place": True}),
    "an answer that is none": ("sessions", FIT | {"answers": {"goal": "10"}}),
    "a list as answer": ("sessions", FIT | {"answers": {"goal": ["partly"]}}),
    "a question that is none": ("sessions", FIT | {"answers": {"other": "partly"}}),
    "a sheet of another kind": ("practices", SHEET | {"kind": "x"}),
    "a list in a sheet": ("practices", SHEET | {"fields": {"situation": ["a"]}}),
    "a strength of 11": ("practices", SHEET | {"fields": {"strength": 11}}),
    "a test of no end": (
        "practices",
        {"kind": "test", "day": "2026-05-02", "fields": TEST | {"days": 10**9}},
    ),
    "a test of words": (
        "practices",
        {"kind": "test", "day": "2026-05-02", "fields": TEST | {"said": {"2026-05-03": "yes"}}},
    ),
    "a questionnaire of nobody": ("measures", SITTING | {"measure": "x"}),
    "an answer out of range": ("measures", SITTING | {"answers": {"1": 9}}),
    "a question out of range": ("measures", SITTING | {"answers": {"3": 1}}),
    "an entry of words": ("measures", SITTING | {"entry": "first"}),
    "an entry of nothing": ("measures", {k: v for k, v in SITTING.items() if k != "entry"}),
    "a done of no day": ("measures", SITTING | {"done": "soon"}),
    "a choice of words": ("choices", CHOICE | {"numbers": "no"}),
    "a never of numbers": ("plan_answers", {"letter_never": 1}),
    "a list as state": ("told", TOLD | {"state": []}),
    "numbers told": ("told", TOLD | {"said": [1]}),
    "no object": ("goals", []),
}


@pytest.mark.parametrize("kind", IN_ROOMS)
def test_what_no_page_of_a_room_writes_is_refused_with_all_of_it(
    kind: str, owner: Any, owner_client: Client
) -> None:
    room, value = IN_ROOMS[kind]
    packed = of_today(**{room: rows(value)}, entries=[entry()])
    answer, where = bring(owner_client, sealed.close_takeout(packed, KEY))
    assert answer.status_code == 422
    assert "cannot read what is in it" in answer.content.decode()
    assert owner_client.post(where, {"do": "take"}).status_code == 422
    assert not Entry.objects.filter(person=owner.pk).exists()
    assert not any(m._default_manager.filter(person=owner.pk).exists() for m in ROOMS.values())


def test_a_sound_row_of_each_kind_is_taken_and_all_pages_stand(
    owner: Any, owner_client: Client
) -> None:
    _answer, where = bring(owner_client, sealed.close_takeout(of_today(), KEY))
    owner_client.post(where, {"do": "take"})
    there = {name: m._default_manager.filter(person=owner.pk) for name, m in ROOMS.items()}
    assert {name: len(found) for name, found in there.items()} == {
        name: len(values) for name, values in SOUND.items()
    }
    more = ("/goals/", "/sessions/", "/practices/", "/measures/", "/choices/", "/journal/")
    assert [p for p in (*PAGES, *more) if owner_client.get(p).status_code != 200] == []


def test_a_takeout_of_before_is_read_without_the_younger_rooms() -> None:
    assert moving.read(files()).rooms == {}


def test_many_files_together_hold_no_more_than_four_of_the_largest() -> None:
    many = b"[" + b"[]," * 390_000 + b"[]]"
    with pytest.raises(moving.BadTakeout, match="more than a record"):
        moving.read(files(about={"format": 2}) | {f"{room}.json": many for room in SOUND})
