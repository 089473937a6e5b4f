"""Files that are made to do harm, built when they are asked for."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

MEGABYTE = 1024 * 1024
HEADER = b"person,when,kind,name,value,note\n"
ROW = b"me,2026-05-19,checkin,mood,4,\n"
DAYLIO_HEADER = b"full_date,date,weekday,time,mood,activities,scales,note_title,note\n"
DAYLIO_ROW = b"2026-05-19,19 May,Tuesday,9:30 pm,good,walk,Energy: 3,,\n"


def _endless_deflate(megabytes: int) -> bytes:
    """A deflate stream of zeros: each megabyte, flushed to a byte, is the same few bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return one * megabytes + last


def _check_of_zeros(megabytes: int) -> int:
    check, zeros = 0, bytes(MEGABYTE)
    for _ in range(megabytes):
        check = zlib.crc32(zeros, check)
    return check


def zip_bomb(megabytes: int = 1024) -> bytes:
    """A zip archive of about a megabyte that holds a gigabyte of zeros."""
    packed, name = _endless_deflate(megabytes), b"record.csv"
    sizes = (_check_of_zeros(megabytes), len(packed), megabytes * MEGABYTE, len(name), 0)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, *sizes) + name
    central = struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, *sizes, 0, 0, 0, 0, 0
    )
    central += name
    at = len(local) + len(packed)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central), at, 0)
    return local + packed + central + end


def gzip_bomb(megabytes: int = 1024) -> bytes:
    """The same as a gzip archive."""
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    tail = struct.pack("<II", _check_of_zeros(megabytes), megabytes * MEGABYTE)
    return head + _endless_deflate(megabytes) + tail


def zipped(**files: bytes) -> bytes:
    """A zip archive of a few files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _nested() -> bytes:
    inner = zip_bomb(16)
    for _ in range(6):
        inner = zipped(**{f"{n}.zip": inner for n in range(4)})
    return inner


def _with_a_link() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("record.csv")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


def _tar(mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        outside = tarfile.TarInfo("../../record.csv")
        outside.size = len(HEADER + ROW)
        archive.addfile(outside, io.BytesIO(HEADER + ROW))
        link = tarfile.TarInfo("link.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return packed.getvalue()


def _billion_laughs() -> bytes:
    entities = ['<!ENTITY l0 "ha">']
    entities += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)]
    return f'<?xml version="1.0"?>\n<!DOCTYPE x [{"".join(entities)}]>\n<x>&l11;</x>\n'.encode()


_OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY who SYSTEM "file:///etc/passwd">]>
<x>&who;</x>
"""

REFUSED: dict[str, Callable[[], bytes]] = {
    "zip bomb": zip_bomb,
    "gzip bomb": gzip_bomb,
    "zips in zips": _nested,
    "zip with a name outside": lambda: zipped(**{"../../record.csv": HEADER + ROW}),
    "zip with an absolute name": lambda: zipped(**{"/etc/cron.d/x": HEADER + ROW}),
    "zip with a link": _with_a_link,
    "tar": _tar,
    "tar.gz": lambda: _tar("w:gz"),
    "gzip named csv": lambda: gzip.compress(HEADER + ROW),
    "bzip2": lambda: bz2.compress(bytes(64 * MEGABYTE)),
    "xz": lambda: lzma.compress(HEADER + ROW),
    "lzma alone": lambda: lzma.compress(HEADER + ROW, format=lzma.FORMAT_ALONE),
    "billion laughs": _billion_laughs,
    "outside entity": lambda: _OUTSIDE,
    "outside entity in a cell": lambda: HEADER + _OUTSIDE.replace(b"\n", b" ") + b"\n",
    "ten million columns": lambda: b"," * 10_000_000 + b"\n",
    "many columns": lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n",
    "ten million columns in quotes": lambda: b'"",' * 3_000_000 + b"\n",
    "a row of many cells": lambda: HEADER + b"x," * 400_000 + b"\n",
    "NUL": lambda: HEADER + b"me,2026-05-19,note,,,a\x00b\n",
    "NUL at the end": lambda: HEADER + ROW * 300_000 + b"\x00",
    "only NUL": lambda: bytes(20 * MEGABYTE),
    "UTF-16": lambda: (HEADER + ROW).decode().encode("utf-16"),
    "UTF-16 without a mark": lambda: (HEADER + ROW).decode().encode("utf-16-be"),
    "UTF-32": lambda: (HEADER + ROW).decode().encode("utf-32"),
    "lone surrogate": lambda: HEADER + b"me,2026-05-19,note,,,\xed\xa0\x80\n",
    "overlong": lambda: HEADER + b"me,2026-05-19,note,,,\xc0\xbcscript\xc0\xbe\n",
    "beyond Unicode": lambda: HEADER + b"me,2026-05-19,note,,,\xf7\xbf\xbf\xbf\n",
    "latin-1 in UTF-8": lambda: HEADER + ROW * 1000 + b"me,2026-05-19,note,,,f\xfcr\n",
    "a line of a million": lambda: HEADER + b"me,2026-05-19,note,,," + b"x" * 2_000_000 + b"\n",
    "twenty lines of a million": lambda: (b"x" * 1_000_001 + b"\n") * 20,
    "a mark that never closes": lambda: HEADER + b'me,2026-05-19,note,,,"' + b"x\n" * 20_000_000,
    "marks without end": lambda: HEADER + b'"' * 10_000_001,
    "pairs of marks without end": lambda: HEADER + b'""' * 5_000_000 + b"x\n",
    "nan": lambda: HEADER + b"me,2026-05-19,checkin,mood,nan,\n",
    "inf": lambda: HEADER + b"me,2026-05-19,checkin,mood,inf,\n",
    "minus infinity": lambda: HEADER + b"me,2026-05-19,checkin,mood,-Infinity,\n",
    "a number beyond floats": lambda: HEADER + b"me,2026-05-19,checkin,mood,1e999,\n",
    "bool": lambda: HEADER + b"me,2026-05-19,checkin,mood,True,\n",
    "hexadecimal": lambda: HEADER + b"me,2026-05-19,checkin,mood,0x4,\n",
    "underscored": lambda: HEADER + b"me,2026-05-19,checkin,mood,1_0,\n",
    "digits of another script": lambda: HEADER + "me,2026-05-19,checkin,mood,٤,\n".encode(),
    "digits without end": lambda: (
        HEADER + b"me,2026-05-19,checkin,mood," + b"1" * 130_000 + b"x,\n"
    ),
    "a day in year 0": lambda: HEADER + b"me,0000-05-19,checkin,mood,4,\n",
    "a day in year 9999": lambda: HEADER + b"me,9999-12-31,checkin,mood,4,\n",
    "a time without end": lambda: HEADER + b"me,2026-05-19T" + b"1" * 100_000 + b",note,,,x\n",
    "many issues": lambda: (
        HEADER + b"".join(b"me,2026-05-19,issue,i%d,4,\n" % n for n in range(30_000))
    ),
    "many people": lambda: (
        HEADER + b"".join(b"p%d,2026-05-19,checkin,mood,4,\n" % n for n in range(40_000))
    ),
    "many moods": lambda: (
        DAYLIO_HEADER + b"".join(DAYLIO_ROW.replace(b"good", b"mood %d" % n) for n in range(20_000))
    ),
    "a moment of spaces": lambda: DAYLIO_HEADER + DAYLIO_ROW.replace(b" pm", b" " * 130_000 + b"x"),
    "a day of digits": lambda: (
        b"year,date,weekday,time,mood,activities,note\n2018," + b"9 " * 60_000 + b",x,9:30,good,,\n"
    ),
    "too large": lambda: HEADER + ROW * (51 * MEGABYTE // len(ROW)),
}
"""What is no record, or too much of one."""

TAKEN: dict[str, Callable[[], bytes]] = {
    "CR alone": lambda: (HEADER + ROW).replace(b"\n", b"\r"),
    "a mark of byte order": lambda: b"\xef\xbb\xbf" + HEADER + ROW,
    "a mark of byte order in each file": lambda: HEADER + ROW + b"\xef\xbb\xbf" + ROW,
    "a character of no letter": lambda: (
        DAYLIO_HEADER + DAYLIO_ROW.replace(b",,\n", b",,a&#" + b"9" * 5000 + b";b\n")
    ),
    "a scale of spaces": lambda: (
        DAYLIO_HEADER + DAYLIO_ROW.replace(b"Energy: 3", b"a" + b" " * 130_000 + b"b")
    ),
    "tags without end": lambda: (
        DAYLIO_HEADER + DAYLIO_ROW.replace(b",,\n", b",," + b"<b " * 6000 + b"\n")
    ),
    "the ends of time": lambda: (
        HEADER + b"me,1900-01-01,checkin,mood,4,\nme,2200-12-31,checkin,mood,4,\n"
    ),
    "letters that turn": lambda: (
        HEADER + "me,2026-05-19,issue,\u202egpj.exe\u2066,4,\u200b\u0085\u2028\x07\n".encode()
    ),
}
"""Strange, and yet a record; each is read, and each page that shows it answers."""

MAPS: dict[str, str] = {
    "a key of many parts": "a" + ".a" * 50_000 + " = 1\n",
    "lists in lists": "x = " + "[" * 90_000,
    "tables in tables": "moods = " + "{a = " * 400 + "1" + "}" * 400,
    "deep lists as a mood": "[moods]\nx = " + "[" * 300 + "]" * 300,
    "digits without end": "[moods]\nx = " + "9" * 90_000,
    "not a number": "[moods]\nx = nan",
    "infinite": "[moods]\nx = inf",
    "a bool": "[moods]\nx = true",
    "a surrogate": '[moods]\n"\\ud800" = 4',
    "NUL": "[moods]\n\x00 = 4",
    "a date form without end": '[[note]]\ncolumn = "note"\n[when]\ncolumn = "when"\nformat = "'
    + "%999999Y" * 500
    + '"',
    "every column": "[[note]]\ncolumns = [" + '"note",' * 10_000 + ']\n[when]\ncolumn = "x"',
}
"""Maps that no file can be read with."""
