"""A way back: one sealed row each time that somebody goes it."""

from __future__ import annotations

from onward_app.vault.models import Sealed


class Walk(Sealed):
    """One way back that a person goes or has gone.

    The seal holds ``{"length", "at", "ended", "begun", "answers"}``: which of the lengths it
    is, the step that comes next, whether it is done, its day, and what was written at each
    step. While it is open, ``pages`` are the last few pages that wrote (`both`), and ``plan_then``
    is what the plan held when the last step was written. The answer about safety
    is never among it: it never leaves the page.
    """

    def __str__(self) -> str:
        return f"walk {self.pk}"
