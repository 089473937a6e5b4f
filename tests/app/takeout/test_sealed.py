"""A sealed takeout: only its code opens it, and a copy that was touched opens not at all."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from onward_app.takeout import offline, sealed

KEY = bytes(range(32))
SALT = bytes(16)
STEP = offline.PIECE + offline.TAG_BYTES
HEAD = len(offline.MAGIC) + offline.SALT_BYTES
OFFLINE = Path(offline.__file__)
# what no ZIP file makes smaller, so that it takes several pieces
LARGE = {"record.csv": os.urandom(4 * offline.PIECE), "plan.json": b"{}"}


@given(
    st.dictionaries(
        st.from_regex(offline.NAME, fullmatch=True), st.binary(max_size=3000), max_size=5
    )
)
@hypothesis_settings(max_examples=60)
def test_what_was_closed_opens_again(files):
    assert sealed.open_takeout(sealed.close_takeout(files, KEY), KEY) == files


def test_files_of_many_pieces_open_again():
    assert sealed.open_takeout(sealed.close_takeout(LARGE, KEY), KEY) == LARGE


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_size_at_the_edge_of_a_piece_opens_again(more):
    plain = bytes(offline.PIECE + more)
    closed = sealed.seal_bytes(plain, KEY, SALT)
    assert offline._opened(closed, KEY) == plain


def test_the_same_code_never_gives_the_same_bytes():
    files = {"plan.json": b"{}"}
    one, two = (sealed.close_takeout(files, KEY) for _n in range(2))
    assert one[HEAD:] != two[HEAD:]


def test_nothing_of_the_words_is_in_it():
    closed = sealed.close_takeout({"record.csv": b"zwielicht " * 100}, KEY)
    assert b"zwielicht" not in closed
    assert b"record" not in closed


def test_another_code_is_refused():
    with pytest.raises(sealed.NotOpened, match="does not open"):
        sealed.open_takeout(sealed.close_takeout(LARGE, KEY), bytes(32))


def pieces(closed: bytes) -> tuple[bytes, list[bytes]]:
    body = closed[HEAD:]
    return closed[:HEAD], [body[n : n + STEP] for n in range(0, len(body), STEP)]


@pytest.mark.parametrize(
    "change",
    [
        lambda p: [p[1], p[0], *p[2:]],
        lambda p: p[:-1],
        lambda p: p[1:],
        lambda p: [p[0], *p[2:]],
        lambda p: [*p, p[-1]],
        lambda p: [p[0], p[0], *p[1:]],
        lambda p: [*p[:-1], p[-1][:-1]],
        lambda p: [*p, b""],
        lambda p: [*p[:-1], p[-1] + b"\0"],
        lambda p: [],
        lambda p: [p[-1]],
    ],
    ids=[
        "swapped",
        "last left out",
        "first left out",
        "middle left out",
        "last twice",
        "first twice",
        "cut by a byte",
        "same",
        "a byte more",
        "none",
        "last alone",
    ],
)
def test_pieces_that_were_changed_cut_or_moved_are_refused(change, request):
    head, whole = pieces(sealed.close_takeout(LARGE, KEY))
    assert len(whole) > 3
    changed = head + b"".join(change(whole))
    if request.node.callspec.id == "same":
        assert sealed.open_takeout(changed, KEY) == LARGE
        return
    with pytest.raises(sealed.NotOpened):
        sealed.open_takeout(changed, KEY)


def test_cut_at_any_length_it_is_refused():
    closed = sealed.close_takeout(LARGE, KEY)
    lengths = [*range(0, 200), *range(200, len(closed), 997), *range(len(closed) - 60, len(closed))]
    for length in lengths:
        with pytest.raises(sealed.NotOpened):
            sealed.open_takeout(closed[:length], KEY)


def test_a_piece_of_another_takeout_is_refused():
    head, whole = pieces(sealed.close_takeout(LARGE, KEY))
    _head, others = pieces(sealed.close_takeout(LARGE, KEY))
    with pytest.raises(sealed.NotOpened):
        sealed.open_takeout(head + b"".join([others[0], *whole[1:]]), KEY)


def test_a_later_format_is_told_plainly():
    closed = sealed.close_takeout({}, KEY).replace(b"takeout 1", b"takeout 2", 1)
    assert sealed.is_sealed(closed)
    with pytest.raises(sealed.NotOpened, match="newer"):
        sealed.open_takeout(closed, KEY)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_nothing_else_is_raised(data):
    for made in (data, offline.MAGIC + data, sealed.seal_bytes(data, KEY, SALT)):
        with pytest.raises(sealed.NotOpened):
            sealed.open_takeout(made, KEY)


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["../plan.json", "/plan.json", "a/plan.json", "plan.exe", "PLAN.json", "c:plan.json"]
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(sealed.NotOpened, match="no takeout has"):
        sealed.open_takeout(sealed.seal_bytes(zipped([(name, b"x")]), KEY, SALT), KEY)


def test_a_bomb_is_refused_quickly_and_within_its_room(monkeypatch):
    monkeypatch.setattr(offline, "MOST_BYTES", 20 * 1024 * 1024)
    bomb = zipped([("record.csv", bytes(15 * 1024 * 1024)), ("plan.json", bytes(15 * 1024 * 1024))])
    assert len(bomb) < 100_000
    began = time.perf_counter()
    with pytest.raises(sealed.NotOpened, match="more than 20 MB"):
        sealed.open_takeout(sealed.seal_bytes(bomb, KEY, SALT), KEY)
    assert time.perf_counter() - began < 1


def test_too_many_files_are_refused():
    many = zipped([(f"f{n}.txt", b"") for n in range(33)])
    with pytest.raises(sealed.NotOpened, match="more files"):
        sealed.open_takeout(sealed.seal_bytes(many, KEY, SALT), KEY)


def test_a_name_that_no_takeout_may_have_is_not_closed():
    with pytest.raises(ValueError, match="name"):
        sealed.close_takeout({"../x.json": b""}, KEY)


def run_offline(file: Path, code: str) -> subprocess.CompletedProcess[str]:
    """The tool by itself: Python and `cryptography`, no Onward to be imported."""
    return subprocess.run(
        [sys.executable, OFFLINE, file.name],
        cwd=file.parent,
        input=code,
        capture_output=True,
        text=True,
    )


def test_the_offline_tool_opens_it_by_itself(tmp_path):
    file = tmp_path / "mine.takeout"
    file.write_bytes(sealed.close_takeout(LARGE, KEY))
    done = run_offline(file, "\n".join(sealed.code_of(KEY)))
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "mine-opened"
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == LARGE
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("\n".join(sealed.code_of(bytes(32))), "does not open"),
        ("\n".join(sealed.code_of(KEY)).replace("AAAQ", "AAAR"), "Line 1"),
        ("", "four|4 lines"),
    ],
)
def test_the_offline_tool_says_why_it_does_not_open(tmp_path, code, why):
    file = tmp_path / "mine.takeout"
    file.write_bytes(sealed.close_takeout(LARGE, KEY))
    done = run_offline(file, code)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    import re

    assert re.search(why, done.stderr)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.takeout"]


def test_the_offline_tool_needs_nothing_of_onward():
    import ast

    names = set()
    for node in ast.walk(ast.parse(OFFLINE.read_text())):
        if isinstance(node, ast.Import):
            names |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    assert names - set(sys.stdlib_module_names) == {"cryptography"}
