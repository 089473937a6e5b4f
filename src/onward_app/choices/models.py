"""What a person chose about how Onward shows itself: one sealed row a person."""

from __future__ import annotations

from django.db import models

from onward_app.vault.models import Sealed


class Choice(Sealed):
    """The choices of one person; what is not among them stands as Onward begins."""

    person = models.UUIDField(unique=True, editable=False)

    def __str__(self) -> str:
        return f"choice {self.pk}"
