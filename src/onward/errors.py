"""Everything that Onward refuses, drawn as a tree.

``OnwardError`` is the root. ``BadInput`` is what a person can mend in a file; it says where
(file, line, column), what was found and what is allowed.
"""

from __future__ import annotations


class OnwardError(Exception):
    """Any error that Onward raises on purpose."""


MOST_SHOWN = 32
"""How much of a cell an error shows: the longest date-time, and never a page of a diary."""


class BadEntry(OnwardError):
    """One thing written down is not allowed.

    Parameters
    ----------
    column : str
        The field that is wrong: ``when``, ``kind``, ``name``, ``value`` or ``note``.
    found : str
        What stands there; it is shown shortened.
    allowed : str
        What may stand there, as the end of a sentence.
    private : bool
        The text is the person's own words: only its length is said and kept.

    Attributes
    ----------
    said : str
        What was found, as it stands in a sentence after "found".
    """

    def __init__(self, column: str, found: str, allowed: str, *, private: bool = False) -> None:
        self.column = column
        self.allowed = allowed
        if private and found:
            self.said = "1 letter" if len(found) == 1 else f"{len(found):,} characters of text"
        else:
            self.said = repr(shorten(found, MOST_SHOWN)) if found else "nothing"
        super().__init__(f"{column}: found {self.said}; allowed: {allowed}")


class BadInput(OnwardError):
    """A file cannot be taken.

    Parameters
    ----------
    file : str
        The file's name as the person knows it, without its folder.
    why : str
        A clear sentence: what was found and what is allowed.
    line : int, optional
        Line in the file, the first is 1.
    column : str, optional
        The column's name.
    """

    def __init__(
        self, file: str, why: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        self.file = file
        self.why = why
        self.line = line
        self.column = column
        where = file
        if line is not None:
            where += f", line {line}"
        if column is not None:
            where += f", column {column}"
        super().__init__(f"{where}: {why}")


class BadRow(BadInput):
    """One row cannot be told from the text around it; later rows may be sound."""


class NeedsMap(BadInput):
    """The file holds names that only the person can explain (custom mood names).

    Parameters
    ----------
    names : list of str
        The names that wait for a meaning, in the order in which they were met.
    """

    def __init__(self, file: str, why: str, names: list[str]) -> None:
        self.names = names
        super().__init__(file, why)


class BadMap(OnwardError):
    """A map (TOML) for a table or a Daylio export is not usable.

    Parameters
    ----------
    why : str
        A clear sentence: which key, what was found and what is allowed.
    map : str
        The map's name as the person knows it; empty where it has none.
    """

    def __init__(self, why: str, *, map: str = "") -> None:
        self.why = why
        self.map = map
        super().__init__(f"{map}: {why.removeprefix('the map: ')}" if map else why)

    def of(self, map: str) -> BadMap:
        """The same, with the name of the map where it is not said yet."""
        return self if self.map else BadMap(self.why, map=map)


def shorten(text: str, most: int = 60) -> str:
    """Cut `text` so that an error never prints a whole page."""
    return text if len(text) <= most else text[: most - 1] + "…"
