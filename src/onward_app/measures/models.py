"""A questionnaire that is being answered: one sealed row each."""

from __future__ import annotations

from onward_app.vault.models import Sealed


class Sitting(Sealed):
    """One questionnaire under way or done.

    The seal holds which it is, the answers so far, and its day. Once done, its total is a row of the
    record (entries)."""

    def __str__(self) -> str:
        return f"sitting {self.pk}"
