"""Lets databases that are opened for a short while hold the tables of the two lasting ones."""

from __future__ import annotations

from typing import Any

RECORDS, KEYS = "keeping-records", "keeping-keys"


class Scratch:
    """Django's router for short-lived databases; it has no opinion on any other."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Records and keys stay apart there too."""
        if db.startswith(KEYS):
            return app_label == "vault"
        if db.startswith(RECORDS):
            return app_label != "vault"
        return None
