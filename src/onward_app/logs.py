"""Log lines without private words: no message arguments, no locals, no request."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime


class WithoutWords(logging.Formatter):
    """Time, level, logger, the kind of an error and the lines of code it came through.

    The text of a message or of an exception may hold what a person wrote, so neither is
    written. The message template is: it comes from code.
    """

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        line = f"{when} {record.levelname} {record.name}: {_template(record)}"
        if record.exc_info and record.exc_info[0] is not None:
            line += f" [{record.exc_info[0].__name__}]"
            for frame in traceback.extract_tb(record.exc_info[2]):
                line += f"\n    {frame.filename}:{frame.lineno} in {frame.name}"
        return line


def _template(record: logging.LogRecord) -> str:
    """The message as written in code, without its arguments.

    A message that comes ready made may hold anything (a host name that was sent, a word), so
    it is left out unless it is one of our own.
    """
    if record.args or record.name.partition(".")[0] == "onward":
        return str(record.msg)
    return "(the text is left out)"
