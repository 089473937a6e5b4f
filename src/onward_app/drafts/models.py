"""What is typed and not yet kept: one sealed row a person and form."""

from __future__ import annotations

from django.db import models

from onward_app.vault.models import Sealed


class Draft(Sealed):
    """The fields of one form as they stood when somebody last typed in it.

    The seal holds ``{"form", "fields", "page", "count"}``. Which form it is stands inside, so a
    row tells only that something was typed, and when. A person has few, so they are all opened to
    find one.

    Attributes
    ----------
    changed_at : datetime
        When it was last typed in; a week later it is deleted.
    """

    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"
