"""Wrapped keys live in the database ``keys``, everything else in ``default``."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

KEYS, DEFAULT = "keys", "default"


class KeysApart:
    """Django's router for the two databases."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return _home(model._meta.app_label)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return _home(model._meta.app_label)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return _home(one._meta.app_label) == _home(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == _home(app_label)


def _home(app_label: str) -> str:
    return KEYS if app_label == "vault" else DEFAULT
