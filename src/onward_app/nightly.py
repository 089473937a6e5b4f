"""What is done once a day, by itself: a backup, and the sweeping of what has had its time.

python -m onward_app.nightly
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from onward_app import environment


def main() -> int:
    """Do all of it; what hinders a part is left for the doctor to say, and the rest goes on."""
    environment.begin()
    import django

    django.setup()
    from onward_app.accounts import actions as accounts
    from onward_app.drafts import actions as drafts
    from onward_app.keeping import schedule

    done = schedule.back_up()
    return int(not all([done, _swept(drafts.sweep), _swept(accounts.sweep)]))


def _swept(sweep: Callable[[], object]) -> bool:
    from django.db import DatabaseError

    try:
        sweep()
    except DatabaseError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
