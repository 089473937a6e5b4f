"""A file that was brought, read by the same readers as the command line's."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from onward import formats
from onward.errors import BadInput, BadMap, NeedsMap
from onward.formats import Read
from onward.record import NOTE_LENGTH, Entry, Record
from onward_app.entries.actions import Row
from onward_app.entries.lines import lines
from onward_app.entries.vocabulary import behaviour, is_self_harm

HEAD = 8
MOST_NAMES = 200
MOST_PEOPLE = 1_000


def look(file: str, data: bytes, map_text: str, choices: dict[str, Any]) -> dict[str, Any]:
    """What a file would bring.

    Parameters
    ----------
    file : str
        Its name as the person knows it.
    data : bytes
        Its content.
    map_text : str
        The map (TOML), or empty.
    choices : dict
        Answers so far: ``moods``, ``activities``, ``person``.

    Returns
    -------
    dict
        ``people``, ``left_out``, ``activities``; or ``needs``, mood names that wait for a number.

    Raises
    ------
    BadInput, BadMap
        The sentence that the command line says.
    """
    given = _map(map_text)
    try:
        read = _read(file, data, given, choices)
    except NeedsMap as error:
        return {"needs": _few(file, error.names)}
    if len(read.people) > MOST_PEOPLE:
        allowed = _("allowed: at most %(most)s.") % {"most": MOST_PEOPLE}
        raise BadInput(file, _("Too many people are in this file; ") + allowed)
    mapped = {n.strip().casefold() for n in given.get("activities", {})}
    chosen = choices.get("activities", {})
    return {
        "people": {person: _of(entries) for person, entries in read.people.items()},
        "left_out": list(read.left_out),
        "activities": {
            name: chosen.get(name) or ("behaviour" if is_self_harm(name) else "practice")
            for name in read.names.get("activities", ())[:MOST_NAMES]
            if name.strip().casefold() not in mapped
        },
    }


def rows(file: str, data: bytes, map_text: str, choices: dict[str, Any]) -> list[Row]:
    """The rows that are taken with the answers given."""
    read = _read(file, data, _map(map_text), choices)
    person = choices.get("person")
    entries = read.people.get(person) if person else next(iter(read.people.values()))
    if entries is None:
        raise BadInput(file, _("That person is not in the file."))
    return [_row(entry) for entry in entries]


def too_large(file: str, limit: int) -> str:
    """The sentence for a file over the limit."""
    megabytes = limit // (1024 * 1024)
    why = f"The file is larger than {megabytes} MB. That is the most that is taken."
    return str(BadInput(file, why))


def as_csv(record: Record | None) -> str:
    """A record as Onward CSV; the person in it is ``me``."""
    file = io.StringIO(newline="")
    formats.write_onward_csv(list(record) if record else [], file)
    return file.getvalue()


def _few(file: str, moods: list[str]) -> list[str]:
    """Mood names that one page can ask for."""
    if len(moods) > MOST_NAMES:
        allowed = _("allowed: at most %(most)s. A map says the others.") % {"most": MOST_NAMES}
        raise BadInput(file, _("Too many own moods are in this file; ") + allowed)
    return moods


def _map(text: str) -> dict[str, Any]:
    try:
        return formats.parse_map(text)
    except BadMap as error:
        raise error.of(_("the map")) from None


def _read(file: str, data: bytes, given: dict[str, Any], choices: dict[str, Any]) -> Read:
    whole = dict(given)
    if moods := choices.get("moods"):
        whole["moods"] = dict(given.get("moods", {})) | moods
    if kinds := choices.get("activities"):
        chosen = {n: "nothing" if k == "nothing" else {k: n} for n, k in kinds.items()}
        whole["activities"] = chosen | dict(given.get("activities", {}))
    return formats.read(data, name=file, map=whole or None)


def _row(entry: Entry) -> Row:
    """A row as it is kept: self-harm under the record's name, the own wording in its note."""
    if entry.kind != "behaviour":
        return (entry.when, entry.kind, entry.name, entry.value, entry.note)
    name, wording = behaviour(entry.name)
    note = ": ".join(part for part in (wording, entry.note) if part)
    return (entry.when, entry.kind, name, entry.value, note[:NOTE_LENGTH])


def _of(entries: list[Entry]) -> dict[str, Any]:
    days = sorted({e.when[:10] for e in entries})
    kinds = Counter(e.kind for e in entries)
    head = [
        (row[0][:10], line.what, line.much, line.words)
        for row, line in zip(entries[:HEAD], lines(entries[:HEAD]), strict=True)
    ]
    return {
        "days": len(days),
        "first": days[0],
        "last": days[-1],
        "kinds": [(_kind(kind), number) for kind, number in kinds.most_common()],
        "head": head,
    }


def _kind(kind: str) -> str:
    return {
        "checkin": _("Check-ins"),
        "issue": _("Things you work on"),
        "measure": _("Scores of a form"),
        "practice": _("Practices"),
        "event": _("Things that happened"),
        "session": _("Sessions"),
        "behaviour": _("Old behaviours"),
        "goal": _("Goals"),
        "note": _("Own words"),
        "label": _("Own words for a day"),
    }[kind]
