"""Prints the id and the note of every entry of a home, as JSON, read as the app reads them."""

from __future__ import annotations

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"


def main() -> None:
    """Open them all."""
    import django

    django.setup()
    from onward_app.accounts.models import User
    from onward_app.entries import queries

    found = []
    for person in User.objects.values_list("pk", flat=True):
        for entry, rows in queries.opened(person):
            found += [(str(entry.pk), row[4]) for row in rows if row[1] == "note"]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
