"""What is no table, or too much of one, is refused with a clear sentence, and quickly."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onward import formats
from onward.errors import BadInput, BadMap, OnwardError
from onward.formats.reading import MOST_BYTES

HEADER = b"person,when,kind,name,value,note\n"
ROW = b"me,2026-05-19,checkin,mood,4,\n"


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../entries.csv", content)
    return packed.getvalue()


def refused(data: bytes | Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        formats.read(data, name="mine.csv")
    return caught.value


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\n", "empty"),
        (zipped(b"x" * 1000), "zip"),
        (gzip.compress(HEADER, mtime=0), "gzip"),
        (b"%PDF-1.7\n", "PDF"),
        ((HEADER + ROW).decode().encode("utf-16"), "UTF-16"),
        ((HEADER + ROW).decode().encode("utf-16-le"), "UTF-16"),
        ((HEADER + ROW).decode().encode("utf-16-be"), "UTF-16"),
        ((HEADER + ROW).decode().encode("utf-32"), "UTF-16 or UTF-32"),
        (HEADER + ROW[:9] + b"\x00" + ROW[9:], "NUL"),
        (HEADER + "me,2026-05-19,note,,,für\n".encode("latin-1"), "UTF-8"),
        (HEADER, "no entry"),
        (b"a,b\n1,2\n", "'a', 'b'"),
        (b"hello\n", "'hello'"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_clear_sentence(data: bytes, said: str) -> None:
    error = refused(data)
    assert error.file == "mine.csv"
    assert said in error.why
    assert error.why.endswith(".")


def test_the_line_of_a_nul_byte_or_a_foreign_letter_is_said() -> None:
    assert refused(HEADER + ROW + ROW[:9] + b"\x00" + ROW[9:]).line == 3
    assert refused(HEADER + ROW + "me,2026-05-19,note,,,ü\n".encode("latin-1")).line == 3


def test_a_quotation_mark_that_is_never_closed_is_said_with_its_line() -> None:
    error = refused(HEADER + ROW + b'me,2026-05-19,note,,,"open\n' + ROW)
    assert error.line == 3
    assert "never closed" in error.why


def test_text_after_a_closing_quotation_mark_is_refused() -> None:
    assert "twice" in refused(HEADER + b'me,2026-05-19,note,,,"he said "no""\n').why


HUGE: dict[str, Callable[[], bytes]] = {
    "ten million columns": lambda: b"," * 10_000_000 + b"\n",
    "many columns": lambda: b",".join([b"a"] * 5000) + b"\n",
    "one long line": lambda: HEADER + b"x" * 20_000_000 + b"\n",
    "one huge cell": lambda: HEADER + b'me,2026-05-19,note,,,"' + b"x\n" * 10_000_000 + b'"\n',
    "too large": lambda: HEADER + ROW * (MOST_BYTES // len(ROW)),
    "a bomb": lambda: zipped(b"\x00" * 100_000_000),
}


@pytest.mark.parametrize("kind", HUGE)
def test_endless_files_are_refused_fast_and_in_little_memory(kind: str) -> None:
    data = HUGE[kind]()
    tracemalloc.start()
    begin = time.perf_counter()
    error = refused(data)
    took = time.perf_counter() - begin
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.why
    assert took < 1.0
    assert most < 100_000_000


def test_a_path_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES * 1000)
    assert "50 MB" in refused(path).why


def test_a_folder_or_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path).why
    assert "no such file" in refused(tmp_path / "gone.csv").why


def test_a_name_with_a_control_character_is_shown_harmlessly() -> None:
    assert "\x1b" not in str(refused(b"when,kind,name,value,\x1b[31m\n"))


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_as_onward_refuses(data: bytes) -> None:
    for format in ("auto", *formats.FORMATS):
        try:
            formats.read(data, format=format, map={} if format == "table" else None)
        except OnwardError:
            continue


CELLS = st.sampled_from(
    ["", "when", "kind", "name", "value", "mood", "rad", "2026-05-19", "2018", "30 May", "9:99 pm",
     "checkin", "5", "1e999", "-", '"', "\n", "\u202f", "full_date", "x" * 50, "💥"]
)  # fmt: skip
TABLE_MAP = {
    "when": {"column": "when"},
    "checkin": [{"name": "mood", "column": "value"}],
    "note": [{"column": "name"}],
}


@settings(max_examples=300)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=9), min_size=1, max_size=5), st.booleans())
def test_any_table_is_read_or_refused_as_onward_refuses(
    table: list[list[str]], lenient: bool
) -> None:
    data = "\n".join(",".join(row) for row in table).encode()
    for given_map in (None, TABLE_MAP, {"moods": {"x": 5}}):
        try:
            formats.read(data, map=given_map, lenient=lenient)
        except OnwardError:
            continue


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["when", "column", "columns", "checkin", "name", "range", "person", "file", "day",
             "start", "format", "moods", "activities", "scales", "higher_is", "only_if", "missing"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(["when", "checkin", "file", "moods", "scales"]), JSON))
def test_any_map_is_taken_or_refused_as_onward_refuses(given_map: dict[str, object]) -> None:
    try:
        formats.read(b"when,value\n2026-05-19,4\n", format="auto", map=given_map)
    except OnwardError:
        return


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadInput, match="onward, daylio, table"):
        formats.read(HEADER + ROW, format="excel")


def test_a_map_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("[moods\n")
    with pytest.raises(BadMap, match=r"my\.toml"):
        formats.read(HEADER + ROW, map=tmp_path / "my.toml")
    with pytest.raises(BadMap, match=r"gone\.toml: There is no such map"):
        formats.read(HEADER + ROW, map=tmp_path / "gone.toml")


def test_a_map_that_is_refused_says_its_name_where_it_has_one(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text('[[checkin]]\nname = "joy"\ncolumn = "x"\n')
    with pytest.raises(BadMap) as caught:
        formats.read(b"day,x\n", map=tmp_path / "my.toml")
    assert caught.value.map == "my.toml"
    assert str(caught.value).startswith("my.toml: checkin 1: found 'joy'")
    with pytest.raises(BadMap, match=r"^the map: unknown key"):
        formats.read(b"day,x\n", map={"moods_": {}})


def test_a_record_file_needs_no_map() -> None:
    with pytest.raises(BadInput, match="needs no map"):
        formats.read(HEADER + ROW, format="onward", map={"moods": {"x": 5}})
    with pytest.raises(BadInput, match="needs no map"):
        formats.read(HEADER + ROW, map={"moods": {"x": 5}})


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (HEADER + ROW, "onward"),
        (b"kind,when\n", "onward"),
        (b"full_date,date,weekday,time,mood,activities,note\n", "daylio"),
        (b"a,b\n", "table"),
    ],
)
def test_a_format_is_told_by_its_header(data: bytes, format: str) -> None:
    assert formats.detect(data) == format
