"""A questionnaire that is being answered: one sealed row each."""

from __future__ import annotations

from onward_app.vault.models import Sealed


class Sitting(Sealed):
    """One questionnaire under way or done.

    The seal holds ``{"measure", "entry", "begun", "answers", "left_out", "gate", "difficulty",
    "asked", "done"}``: which it is, the entry of the record that it fills, its day, the answers so
    far, what was left out, the answers to the questions before the first and after the last, which
    risk answers the page about safety was shown for, and when it was done. Once done, its answers
    and its total are rows of the record.
    """

    def __str__(self) -> str:
        return f"sitting {self.pk}"
