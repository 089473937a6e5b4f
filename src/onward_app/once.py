"""A form's own id: sent twice, whatever the reason, it is kept once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms


class Once(forms.UUIDField):
    """A hidden id, new with each page; without one, or with another word, it is just absent."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> UUID | None:
        try:
            found: UUID | None = super().clean(value)
        except forms.ValidationError:
            return None
        return found
