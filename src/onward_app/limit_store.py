"""Where limits are counted: one table for all processes, without an address in it.

Django's table of a cache looks before it writes, so two may both believe that they added an
entry, and it keeps pickles. Here the database decides in one statement, and nothing is unpickled.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connections, router
from django.utils import timezone
from django.utils.crypto import salted_hmac

_LATEST = datetime(9999, 12, 31, tzinfo=UTC)


def hashed_key(key: str, prefix: str, version: int) -> str:
    """A name for an entry from which no e-mail and no network address can be read."""
    whole = f"{prefix}:{version}:{key}"
    return salted_hmac("onward_app.limit_store", whole, algorithm="sha256").hexdigest()


class LimitStore(BaseDatabaseCache):
    """A cache in a table that holds JSON alone, with an `add` of which one at a time succeeds.

    What stands in the table is never run: Django's own keeps pickles, and who can change a
    database could then run code in the server.
    """

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        """What is stored and has not run out."""
        found = self._run(
            "SELECT value FROM {table} WHERE cache_key = %s AND expires >= %s",
            [self.make_and_validate_key(key, version=version), _now()],
        )
        return json.loads(found[0][0]) if found else default

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: Any = None
    ) -> None:
        """Store it, whatever was there."""
        self._cull()
        self._write(key, value, timeout, version)

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: Any = None
    ) -> bool:
        """Store what is not there, or has run out; whether this call did it."""
        return self._write(key, value, timeout, version, "WHERE {table}.expires < %s", [_now()])

    def touch(self, key: Any, timeout: float | None = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        """Let it last longer; whether it was there."""
        name = self.make_and_validate_key(key, version=version)
        return bool(
            self._run(
                "UPDATE {table} SET expires = %s WHERE cache_key = %s AND expires >= %s "
                "RETURNING 1",
                [self._until(timeout), name, _now()],
            )
        )

    def delete(self, key: Any, version: Any = None) -> bool:
        """Take it away; whether it was there."""
        name = self.make_and_validate_key(key, version=version)
        return bool(self._run("DELETE FROM {table} WHERE cache_key = %s RETURNING 1", [name]))

    def clear(self) -> None:
        """Take everything away."""
        self._run("DELETE FROM {table}", [])

    def _write(
        self,
        key: Any,
        value: Any,
        timeout: float | None,
        version: Any,
        only: str = "",
        more: Sequence[Any] = (),
    ) -> bool:
        name = self.make_and_validate_key(key, version=version)
        return bool(
            self._run(
                "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "  # noqa: S608
                "ON CONFLICT (cache_key) DO UPDATE "
                "SET value = excluded.value, expires = excluded.expires " + only + " RETURNING 1",
                [name, json.dumps(value), self._until(timeout), *more],
            )
        )

    def _cull(self) -> None:
        """What has run out goes; of more than the most that are kept, those that end first."""
        self._run("DELETE FROM {table} WHERE expires < %s", [_now()])
        self._run(
            "DELETE FROM {table} WHERE cache_key IN (SELECT cache_key FROM {table} "
            "ORDER BY expires DESC LIMIT %s OFFSET %s)",
            [self._max_entries, self._max_entries],
        )

    def _until(self, timeout: float | None) -> datetime:
        until = self.get_backend_timeout(timeout)
        return _LATEST if until is None else datetime.fromtimestamp(until, tz=UTC)

    def _run(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        adapted = [
            connection.ops.adapt_datetimefield_value(v.replace(microsecond=0))
            if isinstance(v, datetime)
            else v
            for v in values
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("{table}", table), adapted)
            return list(cursor.fetchall()) if cursor.description else []


def _now() -> datetime:
    return timezone.now()
