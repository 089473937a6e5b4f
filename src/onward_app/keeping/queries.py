"""What keeping tells of the house as it runs."""

from __future__ import annotations

from django.conf import settings
from django.db import Error, connections

from onward_app.keeping.databases import DEFAULT
from onward_app.vault import key_file
from onward_app.vault.errors import VaultError

OK = "ok"


def state() -> str:
    """Whether both databases and the key file answer: ``ok``, or the part that does not.

    It is asked often, perhaps by nobody who may see more, so it reads one row of each and says
    one word. Asking is no use of the key: a key that goes after a while without use goes.
    """
    for alias, word in ((DEFAULT, "records"), ("keys", "keys")):
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
                if cursor.fetchone() is None:
                    return word
        except (Error, OSError):
            return word
    try:
        wrapped = key_file.is_wrapped(settings.KEY_FILE)
        if wrapped and settings.ACCOUNTS == "many" and not key_file.is_open(settings.KEY_FILE):
            return "key"
    except VaultError:
        return "key"
    return OK
