"""Opening many rows at once: the key is unwrapped once a person."""

from __future__ import annotations

import json
from typing import Any, TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import QuerySet

from onward_app.vault import keys
from onward_app.vault.models import Sealed
from onward_app.vault.seal import break_open

Row = TypeVar("Row", bound=Sealed)


def open_rows(rows: QuerySet[Row]) -> list[tuple[Row, Any]]:
    """Each row with what its seal holds, in the order of the query.

    Raises
    ------
    Refused
        A row does not open; nothing is returned then.
    """
    known: dict[UUID, AESGCM] = {}
    out = []
    for row in rows:
        if row.person not in known:
            known[row.person] = keys.key_of(row.person)
        plain = break_open(known[row.person], row.where(), bytes(row.sealed))
        out.append((row, json.loads(plain)))
    return out
