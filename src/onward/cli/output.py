"""Standard output and standard error as the command line uses them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

UNWRITTEN = 1
# What a shell says of a command that a closed pipe ended (128 + SIGPIPE).
UNREAD = 141


class Unwritten(Exception):
    """Standard output took no more; `code` is the exit code that says so."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


def ready() -> None:
    """Let every letter be printed, whatever the machine's locale is.

    A file or a pipe gets UTF-8. A terminal keeps its own encoding, with a question mark for
    each letter that it cannot show.
    """
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        if out.isatty():
            out.reconfigure(errors="replace")
        else:
            out.reconfigure(encoding="utf-8", errors="replace")


@contextmanager
def printing() -> Iterator[None]:
    """Print to standard output, to the last byte.

    Raises
    ------
    Unwritten
        Said in a sentence where the disk is full; said to nobody where the reader of a pipe
        went away, which is how it takes only what it needs.
    """
    if sys.stdout is None:
        tell("There is no standard output to write to.")
        raise Unwritten(UNWRITTEN)
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_the_rest()
        raise Unwritten(UNREAD) from None
    except OSError as error:
        _leave_the_rest()
        tell(f"The output cannot be written: {error.strerror}.")
        raise Unwritten(UNWRITTEN) from None


def _leave_the_rest() -> None:
    """Let what is still buffered go nowhere, so that Python says nothing of it at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def tell(text: str) -> None:
    """Print to standard error; nothing in it can steer a terminal."""
    with suppress(OSError):
        print(_harmless(text), file=sys.stderr)


def _harmless(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)
