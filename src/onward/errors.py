"""Everything that Onward refuses, drawn as a tree.

``OnwardError`` is the root. ``BadInput`` is what a person can mend in a file; it says where
(file, line, column), what was found and what is allowed.
"""


class OnwardError(Exception):
    """Any error that Onward raises on purpose."""


class BadEntry(OnwardError):
    """One thing written down is not allowed.

    Parameters
    ----------
    column : str
        The field that is wrong: ``when``, ``kind``, ``name``, ``value`` or ``note``.
    found : str
        What stands there, shortened.
    allowed : str
        What may stand there, as the end of a sentence.
    """

    def __init__(self, column: str, found: str, allowed: str) -> None:
        self.column = column
        self.found = shorten(found)
        self.allowed = allowed
        super().__init__(f"{column}: found {self.found!r}; allowed: {allowed}")


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
    """A map (TOML) for a table or a Daylio export is not usable."""


def shorten(text: str, most: int = 60) -> str:
    """Cut `text` so that an error never prints a whole page."""
    return text if len(text) <= most else text[: most - 1] + "…"
