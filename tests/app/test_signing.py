"""The signing key: made once, whole, and for its owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from onward_app import signing


def test_it_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "configuration" / "signing"
    signing.make_if_missing(path)
    first = signing.read(path)
    signing.make_if_missing(path)
    assert signing.read(path) == first
    assert len(first) >= signing.BYTES
    assert path.stat().st_mode & 0o077 == 0
    assert [p.name for p in path.parent.iterdir()] == ["signing"]


def test_an_empty_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "signing").touch()
    with pytest.raises(OSError, match="is empty"):
        signing.read(tmp_path / "signing")


def test_before_there_is_one_each_process_has_its_own(tmp_path: Path) -> None:
    assert signing.read(tmp_path / "none") != signing.read(tmp_path / "none")
