"""What a person was told of where they stand."""

from __future__ import annotations

from onward_app.vault.models import Sealed


class Told(Sealed):
    """The words of one day's path page; the seal holds them, the day, the state and the engine."""

    def __str__(self) -> str:
        return f"told {self.pk}"
