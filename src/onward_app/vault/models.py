"""Wrapped keys, in a database of their own, and the base of every sealed row."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.db import models

from onward_app.vault.seal import place

# A seal is as long as what is in it. Filled up to whole blocks, its length tells no name apart.
BLOCK = 256
_DECODE = json.JSONDecoder().raw_decode


class WrappedKey(models.Model):
    """One person's data key, wrapped by the key-encryption key."""

    person = models.UUIDField(primary_key=True, editable=False)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"key of {self.person}"


class Erasure(models.Model):
    """A record that was erased: no key is made for it again, and no backup brings it back."""

    person = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"erasure of {self.person}"


class Sealed(models.Model):
    """A row that holds private things only inside its seal."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.UUIDField(db_index=True, editable=False)
    sealed = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def where(self) -> bytes:
        """The place that the seal is bound to."""
        return place(self.person, self._meta.db_table, self.id)

    def put(self, value: Any) -> None:
        """Seal a value (anything that JSON can hold); the row is not saved yet."""
        from onward_app.vault import keys

        self.sealed = keys.seal(self.person, self.where(), packed(value))

    def get(self) -> Any:
        """Open the seal."""
        from onward_app.vault import keys

        return unpacked(keys.open_seal(self.person, self.where(), bytes(self.sealed)))


class Undoable(Sealed):
    """A sealed row that can be taken away, and brought back for a day (undoing.py)."""

    removed_at = models.DateTimeField(null=True, default=None, editable=False)

    class Meta:
        abstract = True


def packed(value: Any) -> bytes:
    """A value as JSON, filled up with spaces to whole blocks."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return plain + b" " * (-len(plain) % BLOCK)


def unpacked(plain: bytes) -> Any:
    """What `packed` was given."""
    return _DECODE(plain.decode())[0]
