"""Which questionnaires can be answered here, in whose words, and what is wrong with a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from onward.measures import BadText, Text, catalogue, read_text

PACKS = ("who5", "audit_c", "core10")
_HERE = Path(__file__).parent / "packs"


def texts() -> dict[str, Text]:
    """The text of each questionnaire that can be answered here, by id.

    A text of the site stands in the place of ours, and a pack is here if it is switched on. A
    file that does not fit is left out: the start has refused it already.
    """
    return _texts(tuple(settings.MEASURE_PACKS), str(settings.MEASURE_TEXTS))


@lru_cache(maxsize=8)
def _texts(packs: tuple[str, ...], folder: str) -> dict[str, Text]:
    known = catalogue()
    found = {name: m.text for name, m in known.items() if m.text is not None}
    for path in [*(_pack(name) for name in packs if name in PACKS), *_files(folder)]:
        try:
            text = read_text(path, known)
        except BadText:
            continue
        found[text.measure] = text
    return {name: found[name] for name in known if name in found}


def pack_problems() -> Iterator[str]:
    """What is wrong with the packs that the site switches on."""
    for name in settings.MEASURE_PACKS:
        if name not in PACKS:
            yield f"ONWARD_PACKS names {name!r}, which is no pack."
        elif not _pack(name).is_file():
            yield f"ONWARD_PACKS names {name!r}, and that pack was taken out of this copy."
        else:
            yield from _problem(_pack(name))


def site_problems() -> Iterator[str]:
    """What is wrong with the texts of the site."""
    folder = str(settings.MEASURE_TEXTS)
    if folder and not Path(folder).is_dir():
        yield f"ONWARD_MEASURE_TEXTS is {folder!r}, and there is no such folder."
    seen: dict[str, str] = {}
    for path in _files(folder):
        if problem := next(_problem(path), ""):
            yield problem
            continue
        measure = read_text(path, catalogue()).measure
        if measure in seen:
            yield f"{path.name} and {seen[measure]} are both of {measure}."
        seen[measure] = path.name


def _problem(path: Path) -> Iterator[str]:
    try:
        read_text(path, catalogue())
    except BadText as error:
        yield str(error)


def _pack(name: str) -> Path:
    return _HERE / name / "text.toml"


def _files(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("*.toml")) if folder else []
