"""Where limits are counted: one table for all processes, without an address in it.

Django's table of a cache takes an entry that has run out for granted by a look before the write,
so two may both believe that they added it. Here the database decides, in one statement.
"""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone
from django.utils.crypto import salted_hmac


def hashed_key(key: str, prefix: str, version: int) -> str:
    """A name for an entry from which no e-mail and no network address can be read."""
    whole = f"{prefix}:{version}:{key}"
    return salted_hmac("onward_app.limit_store", whole, algorithm="sha256").hexdigest()


class LimitStore(DatabaseCache):
    """Django's cache in a table, with an `add` of which one at a time succeeds."""

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: Any = None
    ) -> bool:
        """Store what is not there, or has run out; whether this call did it."""
        name = self.make_and_validate_key(key, version=version)
        until = self.get_backend_timeout(timeout)
        ends = datetime(9999, 12, 31, tzinfo=UTC) if until is None else _moment(until)
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        held = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii")
        as_written = connection.ops.adapt_datetimefield_value
        now = timezone.now().replace(microsecond=0)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "  # noqa: S608
                "ON CONFLICT (cache_key) DO UPDATE "
                "SET value = excluded.value, expires = excluded.expires "
                f"WHERE {table}.expires < %s",
                [name, held, as_written(ends), as_written(now)],
            )
            return bool(cursor.rowcount == 1)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=0)
