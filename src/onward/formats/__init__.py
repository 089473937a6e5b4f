"""Readers: each turns one kind of file into checked entries, person by person."""

from onward.formats.choose import FORMATS, detect, read
from onward.formats.gathering import Read
from onward.formats.map_text import parse_map
from onward.formats.onward_csv import write_onward_csv

__all__ = ["FORMATS", "Read", "detect", "parse_map", "read", "write_onward_csv"]
