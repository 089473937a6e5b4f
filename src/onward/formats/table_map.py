"""A map that tells what the columns of any table mean, checked (docs/guides/import.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onward.errors import BadMap
from onward.formats.reading import DELIMITERS, ENCODINGS
from onward.formats.table_when import When
from onward.formats.targets import Scale, refuse_unknown_keys, scale_of, shown
from onward.record import CONDITIONS, KINDS, ME, OWN_WORDS, SESSIONS

RESCALED = ("checkin", "issue", "goal", "measure")
COUNTED = ("practice", "event", "behaviour", "session")
A_DAY = ("rows", "mean", "sum")
_TOP = ("about", "file", "person", "when", *KINDS)
_FILE = ("delimiter", "encoding", "decimal", "missing")
_BLOCK = ("only_if", "missing", "zero_is_missing")
_KEYS = {
    **dict.fromkeys(
        RESCALED,
        ("name", "column", "columns", "range", "higher_is", "whole", "a_day", *_BLOCK),
    ),
    **dict.fromkeys(COUNTED, ("name", "name_from", "column", "a_day", *_BLOCK)),
    "note": ("column", "columns", "only_if"),
    "label": ("name", "only_if"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One column of the file and its scale; no scale where the number is taken as it is."""

    column: str
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of entry that a row may hold.

    Attributes
    ----------
    kind, name : str
        What is written down; the name may come from the column `name_from`.
    parts : tuple of Part
        Where the number or the words stand; several numbers are averaged.
    only_if : dict of str to tuple of str
        Texts that these columns must hold.
    missing : frozenset of str
        Texts that mean that nothing was answered.
    zero_is_missing, whole : bool
        0 is no answer; numbers are rounded to whole ones first.
    a_day : {"rows", "mean", "sum"}
        One entry a row, or one a day.
    where : str
        Place in the map, for errors.
    """

    kind: str
    name: str
    name_from: str | None
    parts: tuple[Part, ...]
    only_if: dict[str, tuple[str, ...]]
    missing: frozenset[str]
    zero_is_missing: bool
    whole: bool
    a_day: str
    where: str

    def columns(self) -> Iterator[str]:
        """Every column that the block reads."""
        yield from (part.column for part in self.parts)
        yield from self.only_if
        if self.name_from:
            yield self.name_from


@dataclass(frozen=True, slots=True)
class TableMap:
    """A whole map."""

    delimiter: str
    encoding: str
    decimal: str
    person_column: str | None
    person: str
    when: When
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> TableMap:
        """Check a map.

        Raises
        ------
        BadMap
            Says which key and what is allowed.
        """
        refuse_unknown_keys(raw, _TOP, "the map")
        file = _table(raw, "file")
        refuse_unknown_keys(file, _FILE, "file")
        missing = _texts(file.get("missing", [""]), "file.missing")
        person = _table(raw, "person")
        refuse_unknown_keys(person, ("column", "id"), "person")
        blocks = tuple(_blocks(raw, missing))
        if not blocks:
            raise BadMap(f"The map takes nothing; needed: a block such as [[{KINDS[0]}]].")
        return cls(
            _one_of(file.get("delimiter", ","), tuple(DELIMITERS), "file.delimiter"),
            _one_of(file.get("encoding", "utf-8"), ENCODINGS, "file.encoding"),
            _one_of(file.get("decimal", "."), (".", ","), "file.decimal"),
            _text(person["column"], "person.column") if "column" in person else None,
            _text(person.get("id", ME), "person.id"),
            When.of(_table(raw, "when")),
            blocks,
        )

    def columns(self) -> list[str]:
        """Every column that the map reads, each once."""
        found = [self.person_column] if self.person_column else []
        found += self.when.columns
        for block in self.blocks:
            found += block.columns()
        return list(dict.fromkeys(found))


def _blocks(raw: dict[str, Any], missing: tuple[str, ...]) -> Iterator[Block]:
    for kind in KINDS:
        listed = raw.get(kind, [])
        if not isinstance(listed, list) or not all(isinstance(b, dict) for b in listed):
            raise BadMap(f"{kind}: write it as [[{kind}]].")
        for i, block in enumerate(listed, start=1):
            yield _block(kind, block, missing, f"{kind} {i}")


def _block(kind: str, raw: dict[str, Any], missing: tuple[str, ...], where: str) -> Block:
    refuse_unknown_keys(raw, _KEYS[kind], where)
    name_from = _text(raw["name_from"], f"{where}.name_from") if "name_from" in raw else None
    name = _name(kind, raw, name_from, where)
    parts = tuple(_parts(kind, name, raw, where))
    only_if = _only_if(raw.get("only_if", {}), where)
    if not parts and (kind in (*RESCALED, "note") or not (only_if or name_from)):
        raise BadMap(f"{where}: needed: column{'' if kind in RESCALED else ' or only_if'}.")
    more = _texts(raw.get("missing", []), f"{where}.missing")
    return Block(
        kind,
        name,
        name_from,
        parts,
        only_if,
        frozenset((*missing, *more, "")),
        _flag(raw, "zero_is_missing", where),
        _flag(raw, "whole", where),
        _one_of(raw.get("a_day", "rows"), A_DAY, f"{where}.a_day"),
        where,
    )


def _name(kind: str, raw: dict[str, Any], name_from: str | None, where: str) -> str:
    if kind == "note":
        return ""
    if name_from is not None:
        if "name" in raw:
            raise BadMap(f"{where}: name or name_from, not both.")
        return ""
    name = raw.get("name", "" if kind == "session" else None)
    if not isinstance(name, str) or not (name.strip() or kind == "session"):
        raise BadMap(f"{where}: name: needed, as a word.")
    if kind == "session":
        return _one_of(name, SESSIONS, f"{where}.name")
    if kind == "label":
        return _one_of(name, OWN_WORDS + CONDITIONS, f"{where}.name")
    return name.strip()


def _parts(kind: str, name: str, raw: dict[str, Any], where: str) -> Iterator[Part]:
    if "column" in raw and "columns" in raw:
        raise BadMap(f"{where}: column or columns, not both.")
    listed = raw.get("columns", [raw["column"]] if "column" in raw else [])
    if not isinstance(listed, list):
        raise BadMap(f"{where}: columns: allowed: a list.")
    for one in listed:
        own = one if isinstance(one, dict) else {"column": one}
        refuse_unknown_keys(own, ("column", "range", "higher_is"), f"{where}.columns")
        column = _text(own.get("column"), f"{where}.column")
        scale = scale_of(kind, name, {**raw, **own}, where) if kind in RESCALED else None
        yield Part(column, scale)


def _only_if(raw: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(raw, dict):
        raise BadMap(f'{where}: only_if: allowed: {{column = "text"}}.')
    return {
        column: _texts(texts if isinstance(texts, list) else [texts], f"{where}.only_if")
        for column, texts in raw.items()
    }


def _table(raw: dict[str, Any], key: str) -> dict[str, Any]:
    table = raw.get(key, {})
    if not isinstance(table, dict):
        raise BadMap(f"{key}: write it as [{key}].")
    return table


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadMap(f"{where}: needed, as text.")
    return value.strip()


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise BadMap(f'{where}: allowed: texts in quotation marks, such as ["1"].')
    return tuple(v.strip() for v in value)


def _one_of(value: Any, allowed: tuple[str, ...], where: str) -> str:
    if value not in allowed or not isinstance(value, str):
        listed = ", ".join(repr(v) for v in allowed)
        raise BadMap(f"{where}: found {shown(value)}; allowed: {listed}.")
    return value


def _flag(raw: dict[str, Any], key: str, where: str) -> bool:
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise BadMap(f"{where}: {key}: allowed: true or false.")
    return value
