"""What a person wants to bring to a session, and how a session was for them."""

from __future__ import annotations

from onward_app.vault.models import Sealed


class Item(Sealed):
    """One thing to bring, or one look back on a session; the seal says which."""

    def __str__(self) -> str:
        return f"item {self.pk}"
