"""Keys are made and destroyed here."""

from __future__ import annotations

from uuid import UUID

from onward_app.vault import keys


def create_key(*, person: UUID) -> None:
    """Give a person a key of their own."""
    keys.create(person)


def destroy_key(*, person: UUID) -> None:
    """Erase a record: its key is destroyed, at once."""
    keys.destroy(person)
