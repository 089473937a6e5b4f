"""Everything taken out on one machine and brought in on another: all there, and nothing twice."""

from __future__ import annotations

import html
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from taking_out import BRING, EVERYTHING, bring, code_of, take_out

from onward_app.entries import actions as entries_actions
from onward_app.entries import queries as entries
from onward_app.entries.models import Entry
from onward_app.plan import actions as plans
from onward_app.plan.queries import Contact, Plan, plan_of
from onward_app.takeout import moving, queries, sealed
from onward_app.takeout.models import Brought, Import
from onward_app.way_back import actions as way_back_actions
from onward_app.way_back import queries as way_back
from onward_app.way_back.models import Walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
CSV = "when,kind,name,value,note\n" + "".join(
    f"2026-04-{d:02},checkin,distress,{d % 10},\n" for d in range(1, 11)
)
PLAN = Plan(first="zwielicht first", people=(Contact("Ada", "+44 1"),), steps=(("a", "b"),))


@pytest.fixture
def written(owner: Any, owner_client: Client) -> Any:
    """A record with something in every room."""
    note = [
        ("2026-05-02T08:00", "checkin", "distress", 4.0, ""),
        ("2026-05-02T08:00", "note", "", None, "zwielicht, a good day"),
    ]
    entries_actions.keep(person=owner.pk, rows=note, for_a_harder_day=True)
    walk = [("2026-05-03", "practice", "mindful_walk", 10.0, "")]
    entries_actions.keep(person=owner.pk, rows=walk)
    entries_actions.keep(person=owner.pk, rows=walk)
    gone = entries_actions.keep(
        person=owner.pk, rows=[("2026-05-04", "note", "", None, "quillwort")]
    )
    entries_actions.remove(entry=gone)
    looked = owner_client.post(BRING, {"file": SimpleUploadedFile("a.csv", CSV.encode())})
    owner_client.post(looked["Location"], {"do": "take"})
    plans.keep(person=owner.pk, plan=PLAN)
    way_back_actions.keep(person=owner.pk, step=1, answers={"words": "zwielicht"}, at=2)
    way_back_actions.keep_tonight(person=owner.pk, thing="tea")
    way_back_actions.keep_today(person=owner.pk, thing="sit", today=date(2026, 5, 4), days=(3,))
    return owner


def values(person: Any) -> list[str]:
    return sorted(json.dumps(value, sort_keys=True) for _e, value in entries.present(person.pk))


def rows_of(person: Any) -> list[Any]:
    return sorted(row for _e, rows in entries.opened(person.pk) for row in rows)


def ways_of(person: Any) -> list[str]:
    return sorted(json.dumps(w.value, sort_keys=True) for w in way_back.walks(person.pk))


def test_all_of_it_arrives(written: Any, owner_client: Client, stranger: Any, stranger_client: Any):
    bring(stranger_client, *take_out(owner_client))
    assert values(stranger) == values(written)
    assert len(rows_of(stranger)) == 14
    assert plan_of(stranger.pk) == PLAN
    assert ways_of(stranger) == ways_of(written)
    assert entries.words_for_a_harder_day(stranger.pk) == (
        date(2026, 5, 2),
        "zwielicht, a good day",
    )


def test_what_was_taken_away_stays_behind(written: Any, owner_client: Client):
    data, code = take_out(owner_client)
    files = sealed.open_takeout(data, sealed.key_of(code))
    assert b"quillwort" not in b"".join(files.values())
    assert b"zwielicht" in files["record.csv"]


def test_it_arrives_under_the_days_on_which_it_was_kept(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    long_ago = datetime(2025, 1, 2, 3, 4, tzinfo=UTC)
    Entry.objects.filter(person=written.pk).update(made_at=long_ago)
    Walk.objects.filter(person=written.pk).update(made_at=long_ago)
    bring(stranger_client, *take_out(owner_client))
    assert set(Entry.objects.filter(person=stranger.pk).values_list("made_at", flat=True)) == {
        long_ago
    }
    assert set(Walk.objects.filter(person=stranger.pk).values_list("made_at", flat=True)) == {
        long_ago
    }


def test_the_same_takeout_twice_brings_nothing_twice(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    data, code = take_out(owner_client)
    bring(stranger_client, data, code)
    before, ways = values(stranger), ways_of(stranger)
    page = bring(stranger_client, data, code).content.decode()
    assert "Nothing new in this file." in page
    assert (values(stranger), ways_of(stranger)) == (before, ways)
    assert plan_of(stranger.pk) == PLAN


def test_brought_back_to_where_it_came_from_it_adds_nothing(written: Any, owner_client: Client):
    before, ways = values(written), ways_of(written)
    bring(owner_client, *take_out(owner_client))
    assert (values(written), ways_of(written)) == (before, ways)


def test_from_one_to_another_and_back_it_adds_nothing(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    before, ways = values(written), ways_of(written)
    bring(stranger_client, *take_out(owner_client))
    bring(owner_client, *take_out(stranger_client))
    assert (values(written), ways_of(written)) == (before, ways)


def test_a_later_takeout_brings_only_what_is_new(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    bring(stranger_client, *take_out(owner_client))
    later = [("2026-05-09", "note", "", None, "later")]
    entries_actions.keep(person=written.pk, rows=later)
    page = bring(stranger_client, *take_out(owner_client)).content.decode()
    assert "1 day is in your record now." in page
    assert rows_of(stranger) == rows_of(written)


def test_a_table_of_the_same_record_adds_nothing_after_it(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    bring(stranger_client, *take_out(owner_client))
    before = rows_of(stranger)
    for csv in (CSV.encode(), owner_client.get("/takeout/record.csv").content):
        looked = stranger_client.post(BRING, {"file": SimpleUploadedFile("b.csv", csv)})
        stranger_client.post(looked["Location"], {"do": "take"})
        assert rows_of(stranger) == before


def test_a_takeout_after_a_table_of_the_same_record_adds_only_the_rest(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    looked = stranger_client.post(BRING, {"file": SimpleUploadedFile("a.csv", CSV.encode())})
    stranger_client.post(looked["Location"], {"do": "take"})
    bring(stranger_client, *take_out(owner_client))
    assert rows_of(stranger) == rows_of(written)
    counted = queries.here(stranger.pk)
    assert sum(counted.values()) == len(rows_of(stranger)), "a row is counted once"


def test_a_plan_that_is_here_stays(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    plans.keep(person=stranger.pk, plan=Plan(first="mine"))
    page = bring(stranger_client, *take_out(owner_client)).content.decode()
    assert plan_of(stranger.pk) == Plan(first="mine")
    assert "The plan that was here stays." in page


def test_undone_exactly_what_it_brought_goes(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    own = [("2026-05-20", "note", "", None, "own")]
    entries_actions.keep(person=stranger.pk, rows=own)
    bring(stranger_client, *take_out(owner_client))
    batch = Import.objects.filter(person=stranger.pk).latest("made_at")
    batch = next(t.id for t in queries.taken(stranger.pk) if t.told["file"] == "mine.takeout")
    stranger_client.post(f"/takeout/{batch}/undo")
    assert rows_of(stranger) == own
    assert way_back.walks(stranger.pk) == []
    assert plan_of(stranger.pk) == Plan()
    assert not Import.objects.filter(person=stranger.pk).exists()
    assert not Brought.objects.filter(person=stranger.pk).exists()
    assert len(rows_of(written)) == 14


def test_an_import_that_came_along_can_be_undone_there(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    bring(stranger_client, *take_out(owner_client))
    table = next(t for t in queries.taken(stranger.pk) if t.told["file"] == "a.csv")
    stranger_client.post(f"/takeout/{table.id}/undo")
    assert len(rows_of(stranger)) == 4
    assert len(rows_of(written)) == 14


def test_before_it_is_taken_nothing_is_kept_in_the_record(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    data, code = take_out(owner_client)
    looked = stranger_client.post(BRING, {"file": SimpleUploadedFile("mine.takeout", data)})
    assert "sealed" in stranger_client.get(looked["Location"]).content.decode()
    stranger_client.post(looked["Location"], {"code": code})
    page = stranger_client.get(looked["Location"]).content.decode()
    assert "Entries of 12 days." in page
    assert "4 ways back." in page
    assert not Entry.objects.filter(person=stranger.pk).exists()
    stranger_client.post(looked["Location"] + "drop")
    assert not Import.objects.filter(person=stranger.pk).exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (lambda code: "", "Type the four lines"),
        (lambda code: code.replace(code[0], "Z" if code[0] != "Z" else "Y", 1), "Line 1"),
        (lambda code: "\n".join(sealed.code_of(bytes(32))), "Is it the code of this file"),
        (lambda code: code[:30], "Look for one that is left out"),
    ],
    ids=["nothing", "a slip", "another code", "cut short"],
)
def test_a_code_that_does_not_open_it_is_told_and_may_be_typed_again(
    written: Any, owner_client: Client, typed: Any, said: str
):
    data, code = take_out(owner_client)
    looked = owner_client.post(BRING, {"file": SimpleUploadedFile("mine.takeout", data)})
    again = owner_client.post(looked["Location"], {"code": typed(code)})
    assert again.status_code == 422
    assert said in html.unescape(again.content.decode())
    assert owner_client.post(looked["Location"], {"code": code}).status_code == 302


def test_the_code_is_in_no_address_and_is_not_kept(written: Any, owner_client: Client):
    page = owner_client.post(EVERYTHING, {"do": "code"})
    code = code_of(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert code_of(owner_client.post(EVERYTHING, {"do": "code"})) != code
    answer = owner_client.post(EVERYTHING, {"do": "save", "code": code})
    assert answer.headers["Cache-Control"] == "no-store"
    assert owner_client.get(EVERYTHING).status_code == 200
    files = [p for p in settings.HOME.rglob("*") if p.is_file()]
    groups = code.split()
    assert not any(groups[0].encode() + b" " + groups[1].encode() in p.read_bytes() for p in files)


def test_a_save_without_a_code_shows_a_code_instead(written: Any, owner_client: Client):
    for code in ({}, {"code": "no code"}):
        page = owner_client.post(EVERYTHING, {"do": "save", **code})
        assert "Content-Disposition" not in page.headers
        assert len(code_of(page)) == 4 * 19 + 3


def test_a_risk_answer_of_these_days_asks_about_safety(
    owner: Any, owner_client: Client, stranger_client: Client
):
    today = date.today()
    row = [(today.isoformat(), "measure", "phq9.9", 2.0, "")]
    entries_actions.keep(person=owner.pk, rows=row)
    data, code = take_out(owner_client)
    looked = stranger_client.post(BRING, {"file": SimpleUploadedFile("mine.takeout", data)})
    stranger_client.post(looked["Location"], {"code": code})
    assert stranger_client.post(looked["Location"], {"do": "take"})["Location"] == "/support/safe"


def test_an_empty_record_can_be_taken_out_and_brought(
    owner: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    page = bring(stranger_client, *take_out(owner_client)).content.decode()
    assert "Nothing new in this file." in page


def changed(written: Any, **files: Any) -> dict[str, bytes]:
    out = moving.files_of(queries.everything(written.pk), "", datetime.now(UTC))
    for name, change in files.items():
        value = json.loads(out[f"{name}.json"])
        out[f"{name}.json"] = json.dumps(change(value)).encode()
    return out


def first(value: Any, /, **more: Any) -> Any:
    value[0].update(more)
    return value


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("about", lambda v: {"format": 3}),
        ("about", lambda v: {"format": True}),
        ("goals", lambda v: {}),
        ("entries", lambda v: {}),
        ("entries", lambda v: first(v, id="x")),
        ("entries", lambda v: first(v, value={"rows": []})),
        (
            "entries",
            lambda v: first(v, value={"rows": [["2026-01-01", "checkin", "hope", 99, ""]]}),
        ),
        ("entries", lambda v: first(v, value={"rows": [["no day", "note", "", None, "a"]]})),
        ("entries", lambda v: first(v, value={"rows": [["2026-01-01", "note", "", True, "a"]]})),
        ("entries", lambda v: first(v, made_at="2026-01-01T00:00:00")),
        ("ways_back", lambda v: first(v, value={"length": "steps"})),
        ("ways_back", lambda v: first(v, value={**v[0]["value"], "at": 99})),
        ("ways_back", lambda v: first(v, value={**v[0]["value"], "length": "another"})),
        ("imports", lambda v: first(v, told={})),
        ("plan", lambda v: []),
        ("plan", lambda v: {"people": [{"what": "x"}]}),
    ],
)
def test_what_no_record_may_hold_is_refused_and_named_by_its_file_alone(written, name, change):
    with pytest.raises(moving.BadTakeout, match=rf"^{name}\.json: ") as told:
        moving.read(changed(written, **{name: change}))
    assert "zwielicht" not in str(told.value)


def test_a_file_that_is_left_out_is_refused(written: Any):
    files = changed(written)
    del files["plan.json"]
    with pytest.raises(moving.BadTakeout, match=r"plan\.json: it is not there"):
        moving.read(files)


def test_a_takeout_that_cannot_be_read_is_told_on_its_page(written: Any, stranger_client: Client):
    key = sealed.new_key()
    data = sealed.close_takeout(changed(written, entries=lambda v: {}), key)
    looked = stranger_client.post(BRING, {"file": SimpleUploadedFile("mine.takeout", data)})
    again = stranger_client.post(looked["Location"], {"code": "\n".join(sealed.code_of(key))})
    assert again.status_code == 422
    assert "cannot read what is in it" in again.content.decode()


def test_a_large_record_moves_within_seconds(
    owner: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    import time

    day = date(2023, 1, 1)
    rows = [
        ((day + timedelta(n // 3)).isoformat(), "checkin", "mood", n % 11.0, "")
        for n in range(3000)
    ]
    for start in range(0, 1500, 3):
        entries_actions.keep(person=owner.pk, rows=rows[start : start + 3])
    entries_actions.add_batch(person=owner.pk, batch=owner.pk, rows=rows[1500:])
    began = time.perf_counter()
    bring(stranger_client, *take_out(owner_client))
    assert rows_of(stranger) == rows_of(owner)
    # a wide bound: it guards against work that grows with the square, and is no benchmark
    assert time.perf_counter() - began < 15


def test_a_way_back_of_before_its_steps_had_names_is_brought_once(
    owner: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    old = {"length": "steps", "at": 2, "ended": True, "begun": "2026-05-02"}
    row = Walk(person=owner.pk)
    row.put(old | {"answers": {"1": {"words": "zwielicht"}}})
    row.save()
    for _ in range(2):
        bring(stranger_client, *take_out(owner_client))
    (walk,) = way_back.walks(stranger.pk)
    assert walk.value["answers"] == {"gentle": {"words": "zwielicht"}}


def test_a_way_back_that_was_taken_away_stays_away(
    written: Any, owner_client: Client, stranger: Any, stranger_client: Client
):
    data, code = take_out(owner_client)
    gone = way_back.latest(written.pk, "steps")
    assert gone is not None
    way_back_actions.remove(gone=gone, person=written.pk, today=date(2026, 5, 5))
    bring(owner_client, data, code)
    assert way_back.latest(written.pk, "steps") is None
    bring(stranger_client, *take_out(owner_client))
    assert way_back.latest(stranger.pk, "steps") is None
