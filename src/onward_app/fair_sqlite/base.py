"""A database backend: SQLite whose writers wait fairly, by short looks at random moments.

SQLite's own wait sleeps in ever longer steps, so who has just written comes first again: four
processes that write without a pause made one wait for 20 s. Looks of a millisecond or two, at
random, share the turns evenly (docs/reference/trust_report.md, line 5).
"""

from __future__ import annotations

import random
import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

WAIT = 20.0
SHORTEST, LONGEST = 0.0005, 0.003


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins each transaction as soon as nobody else writes; gives up after `WAIT` seconds."""

    def _start_transaction_under_autocommit(self) -> None:
        until = time.monotonic() + WAIT
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._began(last=time.monotonic() > until):
                time.sleep(random.uniform(SHORTEST, LONGEST))
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(WAIT * 1000)}")

    def _began(self, *, last: bool) -> bool:
        try:
            with self.wrap_database_errors:
                self.connection.execute("BEGIN IMMEDIATE")
        except OperationalError as error:
            if last or "locked" not in str(error):
                raise
            return False
        return True
